"""Anki's packages, `.apkg` and `.colpkg`: the zip, the SQLite collection in it, and what its notes mean."""

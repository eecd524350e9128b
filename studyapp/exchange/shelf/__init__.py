"""The library in tables: facts, what is cited for them, and questions, a row each, for editors."""

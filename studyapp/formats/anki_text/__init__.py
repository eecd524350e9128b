"""Anki's text files: notes as rows, below lines that begin with # and say what is in which column."""

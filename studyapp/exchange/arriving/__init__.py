"""What comes in: a file is read into rows, seen, and applied; the same way whatever its format."""

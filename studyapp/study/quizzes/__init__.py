"""A quiz, from its options to its result."""

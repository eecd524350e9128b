"""Being in a deck and following it."""

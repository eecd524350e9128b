"""Pages of decks and cards of one's own."""

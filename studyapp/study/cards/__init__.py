"""What happens to a card, as rules without models."""

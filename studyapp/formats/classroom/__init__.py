"""What the formats of classrooms have in common: how a file asks, and the cards of this site that ask the same."""

"""What learners make for themselves: decks and cards of their own, seen by nobody else."""

"""Taking one’s cards along: a learner’s decks, with or without their schedule, as notes that travel."""

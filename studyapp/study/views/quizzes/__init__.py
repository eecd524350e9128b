"""The pages of quizzes: choosing one, taking it, and what came of it."""

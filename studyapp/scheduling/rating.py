"""How an answer went."""

from enum import IntEnum


class Rating(IntEnum):
    """In FSRS's four grades."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

"""What an editor should look at again: a sentence that says how to mend it, and of which sort it is."""

from enum import StrEnum
from typing import Self


class Sort(StrEnum):
    """What can be off. A kind needs no other than these; the library looks for all of them."""

    SHOWN = "shown"
    ALSO_RIGHT = "also_right"
    LENGTH = "length"
    SIBLINGS = "siblings"
    UNDATED = "undated"
    DATES = "dates"
    PARAGRAPH = "paragraph"
    RELATIVE_TIME = "relative_time"
    ONE_SOURCE = "one_source"
    UNREADABLE = "unreadable"
    OTHER_NAME = "other_name"
    EMPTY = "empty"
    LANGUAGE = "language"
    JUDGING = "judging"


class Caution(str):
    """One warning. It blocks nothing."""

    __slots__ = ("sort",)
    sort: Sort

    def __new__(cls, sort: Sort, sentence: str) -> Self:
        caution = super().__new__(cls, sentence)
        caution.sort = sort
        return caution

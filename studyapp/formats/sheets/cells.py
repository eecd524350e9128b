"""What a cell of a table holds, and how text that begins like a formula goes through a spreadsheet as text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import Enum

from studyapp.formats.classroom.numbers import plain

FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
"""By which a spreadsheet takes a text for a formula, or does so once it was saved as CSV."""
TEXT_SIGN = "'"
"""What spreadsheets know as “this is text”."""
MOST_DIGITS = 15
"""That a spreadsheet keeps of a number; what has more is written as text."""
OF_THOUSANDS = 3
"""Digits: 1,234 may be either."""
_SHIELDED = re.compile(rf"{TEXT_SIGN}+[{re.escape(FORMULA_SIGNS)}]")
_EXACT = Context(prec=MOST_DIGITS)


class Unreadable(Enum):
    """What a cell holds that is neither a text nor a number."""

    FORMULA = "formula"
    ERROR = "error"


type Cell = str | Decimal | bool | Unreadable
"""Of a row that was read. A date is its text, 2013-11-12; an empty cell is an empty text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table that holds something."""

    number: int
    """As a spreadsheet shows it, counted from 1."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How the person whose file it is writes numbers."""

    decimal: str = "."
    """The sign before tenths."""
    number: Callable[[str], str] = str
    """A number as they write it, in English. Raises ValueError with a whole sentence."""

    def shown(self, number: str) -> str:
        """A plain number as they write it, so that it cannot be taken for one with thousands."""
        whole, point, rest = number.partition(".")
        if not point or self.decimal == ".":
            return number
        digits, share = rest.rstrip("%"), "%" if rest.endswith("%") else ""
        return f"{whole}{self.decimal}{digits}{'0' if len(digits) == OF_THOUSANDS else ''}{share}"


def is_exact(number: Decimal) -> bool:
    """Whether a spreadsheet keeps each of its digits."""
    return _EXACT.plus(number) == number


def from_float(number: float) -> Decimal:
    """As a spreadsheet shows it."""
    return Decimal(format(number, f".{MOST_DIGITS}g"))


def text_of(cell: Cell, style: Style) -> str:
    """What the person sees there."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return plain(cell).replace(".", style.decimal)
    return "" if isinstance(cell, Unreadable) else cell


def shielded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"{TEXT_SIGN}{text}" if (text[:1] and text[0] in FORMULA_SIGNS) or is_shielded(text) else text


def is_shielded(text: str) -> bool:
    """Whether it would lose a sign when it is read."""
    return _SHIELDED.match(text) is not None


def unshielded(text: str) -> str:
    """The text without the sign that stands before what looks like a formula."""
    return text.removeprefix(TEXT_SIGN) if _SHIELDED.match(text) else text

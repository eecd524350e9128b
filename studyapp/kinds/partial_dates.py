"""Dates known only to a year or a month, as text that sorts: "2013", "2013-11", "2013-11-12" (ISO 8601)."""

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from babel.dates import format_date

FIRST_YEAR, LAST_YEAR = 1000, 2999

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PRECISIONS: dict[int, Literal["year", "month", "day"]] = {4: "year", 7: "month", 10: "day"}
_PATTERNS = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}


def parse(value: str | date | int) -> str:
    """The canonical text of a year, a month or a day; ValueError with a plain sentence for anything else."""
    written = value.isoformat() if isinstance(value, date) else str(value).strip()
    shape = _SHAPE.fullmatch(written)
    if shape is None:
        raise ValueError(f"“{written[:40]}” is not a date: write it as 2013, 2013-11 or 2013-11-12.")
    year, month, day = (int(part or 1) for part in shape.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"The year {year} is out of range: it must lie between {FIRST_YEAR} and {LAST_YEAR}.")
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError(f"There is no such day or month as {written}.") from None
    return written


def precision(text: str) -> Literal["year", "month", "day"]:
    """How precisely a canonical text states its date."""
    return _PRECISIONS[len(text)]


def earliest(text: str) -> date:
    """The first day a canonical text may mean."""
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :]) if len(text) < 10 else date.fromisoformat(text)


def latest(text: str) -> date:
    """The last day a canonical text may mean."""
    first = earliest(text)
    if len(text) == 10:
        return first
    month = 12 if len(text) == 4 else first.month
    return date(first.year, month, monthrange(first.year, month)[1])


def display(text: str) -> str:
    """A canonical text for people: "2013", "November 2013", "12 November 2013"."""
    return format_date(earliest(text), _PATTERNS[precision(text)], locale="en")

"""What a sentence holds that could be asked for: its dates, its counts, and the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from studyapp.kinds import partial_dates, quantities
from studyapp.kinds.quantities import MAGNITUDES
from studyapp.kinds.words import NUMBERS

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
_DATES = [
    re.compile(rf"\b(?P<day>[0-9]{{1,2}}) {_MONTH}(?: {_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH} (?P<day>[0-9]{{1,2}})\b(?:,? {_YEAR}\b)?"),
    re.compile(rf"\b{_MONTH} {_YEAR}\b"),
    re.compile(rf"\b(?:in|since|of|until|till|to|from|by|after|before|during|and|between|late|early) {_YEAR}\b", re.I),
]
_SPELT = sorted((word for word in NUMBERS if word not in {"zero", "one"}), key=len, reverse=True)
NUMBER_WORDS = "|".join(word.replace(" ", "[ -]") for word in _SPELT)
"""A pattern of every number above one that is written as a word."""
_COUNT = re.compile(
    rf"(?<![\w.,:$€£-])(?:(?P<digits>[0-9]+(?:[.,][0-9]+)*)|(?P<word>{NUMBER_WORDS}))"
    r"(?![\w:-]|[.,][0-9])(?: (?P<magnitude>thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:US)?[$€£](?P<digits>[0-9]+(?:[.,][0-9]+)*)(?: (?P<magnitude>thousand|million|billion|trillion))?"
)
_HEDGED = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|circa|over|under|up to|more than|less than|fewer than"
    r"|at least|at most|as many as|as few as|the first|the last|every|a)(?: an?)? (?:US)?[$€£]?$",
    re.IGNORECASE,
)
_HEDGE_AFTER = re.compile(
    r" (?:or (?:more|less|so)|odd|fifths?|quarters?|thirds?|tenths?|halves|sides)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DateSpan(Span):
    iso: str
    """As partial dates are written; of a day without a year in the sentence, "" ."""

    @property
    def year(self) -> str:
        return self.iso[:4]


@dataclass(frozen=True, slots=True)
class CountSpan(Span):
    value: Decimal
    """In full: 3600000000."""
    magnitude: str
    """The word that follows the stretch, such as "billion"; it is no part of it."""


def dates(sentence: str) -> list[DateSpan]:
    """Every date, in the order of the sentence; a day without a year has the sentence's only one."""
    taken: list[re.Match[str]] = []
    for pattern in _DATES:
        taken += [match for match in pattern.finditer(sentence) if not _overlaps(match, taken)]
    years = {match["year"] for match in taken if match["year"]}
    found = [_date(match, years.copy().pop() if len(years) == 1 else "") for match in taken]
    return sorted(found, key=lambda span: span.start)


def _overlaps(match: re.Match[str], others: list[re.Match[str]]) -> bool:
    return any(match.start() < other.end() and other.start() < match.end() for other in others)


def _date(match: re.Match[str], only_year: str) -> DateSpan:
    parts = match.groupdict()
    year = parts["year"] or only_year
    month = f"-{MONTHS.index(parts['month']) + 1:02}" if parts.get("month") else ""
    day = f"-{int(parts['day']):02}" if parts.get("day") else ""
    start = match.start("year") if not month else match.start()
    try:
        iso = partial_dates.parse(f"{year}{month}{day}") if year else ""
    except ValueError:
        iso = ""
    return DateSpan(start, match.end(), match.string[start : match.end()], iso)


def counts(sentence: str) -> Iterator[CountSpan]:
    """Every plain count: no date, no ordinal, no time, no one, and nothing that is only about so much."""
    busy = dates(sentence)
    for pattern in (_COUNT, _MONEY):
        for match in pattern.finditer(sentence):
            name = "digits" if match["digits"] else "word"
            start, end = match.span(name)
            if any(start < span.end and span.start < end for span in busy) or _is_hedged(sentence, match):
                continue
            span = _count(match[name], match["magnitude"] or "", start, end)
            if span and span.value not in (0, 1):
                yield span


def _is_hedged(sentence: str, match: re.Match[str]) -> bool:
    return bool(_HEDGED.search(sentence[: match.start()]) or _HEDGE_AFTER.match(sentence, match.end()))


def _count(written: str, magnitude: str, start: int, end: int) -> CountSpan | None:
    try:
        number = quantities.read(written).value
    except ValueError:
        return None
    return CountSpan(start, end, written, number * MAGNITUDES.get(magnitude.lower(), Decimal(1)), magnitude)


def without(sentence: str, span: Span, mark: str) -> str:
    """The sentence with a mark in place of a stretch."""
    return f"{sentence[: span.start]}{mark}{sentence[span.end :]}"

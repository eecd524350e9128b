"""Dates known only to a year or a month, as text that sorts: "2013", "2013-11", "2013-11-12" (ISO 8601).

An answer may also be a year before 1000: "0079" is AD 79 and "-0044" is 44 BC. Those are not for sorting.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1000, 2999

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LENGTHS: dict[Literal["year", "month", "day"], int] = {"year": 4, "month": 7, "day": 10}
_PRECISIONS = {length: name for name, length in _LENGTHS.items()}
_EARLY = re.compile(r"-?0[0-9]{3}|-[0-9]{4}")
_EDITORS_YEAR = re.compile(r"(?:(?:AD|CE) ?)?(?P<year>[0-9]{1,4})(?: ?(?:AD|CE|(?P<before>BCE?)))?", re.IGNORECASE)
_PATTERNS = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}
_OF_READERS = {
    "en": _PATTERNS,
    "vi": {"year": "y", "month": "MMMM 'năm' y", "day": "d MMMM 'năm' y"},
    "ru": {"year": "y", "month": "LLLL y 'г.'", "day": "d MMMM y 'г.'"},
    "de": {"year": "y", "month": "MMMM y", "day": "d. MMMM y"},
    "fr": _PATTERNS,
}
_BEFORE_CHRIST = {"en": "{} BC", "vi": "năm {} TCN", "ru": "{} г. до н. э.", "de": "{} v. Chr.", "fr": "{} av. J.-C."}
_AFTER_CHRIST = {"en": "AD {}", "vi": "năm {} SCN", "ru": "{} г. н. э.", "de": "{} n. Chr.", "fr": "{} apr. J.-C."}
_WITHOUT_YEAR = {"year": "", "month": "LLLL", "day": "d MMMM"}
_WITHOUT_YEAR_IN_GERMAN = {**_WITHOUT_YEAR, "day": "d. MMMM"}


def parse(value: str | date | int) -> str:
    """The canonical text of a year, a month or a day; ValueError with a plain sentence for anything else."""
    written = value.isoformat() if isinstance(value, date) else str(value).strip()
    shape = _SHAPE.fullmatch(written)
    if shape is None:
        sentence = _("“%(written)s” is not a date: write it as 2013, 2013-11 or 2013-11-12.")
        raise ValueError(sentence % {"written": written[:40]})
    year, month, day = (int(part or 1) for part in shape.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = _("The year %(year)s is out of range: it must be between %(first)s and %(last)s.")
        raise ValueError(sentence % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR})
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no such day or month as %(written)s.") % {"written": written}) from None
    return written


def parse_of_any_age(value: str | date | int) -> str:
    """As `parse`, and years before 1000 too: 987, AD 79, 44 BC, or the canonical 0079 and -0044."""
    written = str(value).strip().replace("\N{MINUS SIGN}", "-")
    if _EARLY.fullmatch(written) and int(written):
        return written
    found = _EDITORS_YEAR.fullmatch(written.replace(".", ""))
    year = int(found["year"]) if found else 0
    if found and year and (found["before"] or (len(written) > 2 and year < FIRST_YEAR)):
        return of_year(-year if found["before"] else year)
    return parse(value)


def of_year(year: int) -> str:
    """The canonical text of a year of either era; BC is below nought."""
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def is_early(text: str) -> bool:
    """Whether a canonical text is a year before 1000."""
    return _EARLY.fullmatch(text) is not None


def cut(text: str, to: Literal["year", "month", "day"]) -> str:
    """No more of a canonical text than this precision."""
    return text if is_early(text) else text[: _LENGTHS[to]]


def precision(text: str) -> Literal["year", "month", "day"]:
    """How precisely a canonical text states its date."""
    return "year" if is_early(text) else _PRECISIONS[len(text)]


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
    """A canonical text as the library's own language has it: "2013", "November 2013", "12 November 2013"."""
    return shown(text, "en")


def reader() -> str:
    """The language of the page that is being made, if it is one whose dates we know."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in _OF_READERS else "en"


def shown(text: str, locale: str = "", *, with_year: bool = True) -> str:
    """A canonical text in a reader's locale, else in the language of the page; without its year where that is said."""
    if is_early(text):
        return in_its_era(int(text), locale)
    return _shown(text, _style(locale), with_year)


def in_its_era(year: int, locale: str = "") -> str:
    """A year of either era, BC below nought, as `shown` has it but with its era named, however late it is."""
    return (_BEFORE_CHRIST if year < 0 else _AFTER_CHRIST)[_style(locale)].format(abs(year))


def _style(locale: str) -> str:
    return locale if locale in _OF_READERS else reader()


@lru_cache(maxsize=4096)
def _shown(text: str, style: str, with_year: bool) -> str:
    without_year = _WITHOUT_YEAR_IN_GERMAN if style == "de" else _WITHOUT_YEAR
    patterns = _OF_READERS[style] if with_year else without_year
    return format_date(earliest(text), patterns[precision(text)], locale=style)

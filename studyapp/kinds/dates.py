"""Reading dates as people write them, in English and in the learner's own language, and never guessing at one.

Every step is a bounded pattern or a table; the names of months and weekdays are CLDR's.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Literal, NamedTuple

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext as _

from studyapp.kinds import disputes, eras, partial_dates, styles
from studyapp.kinds.number_words import SPELT
from studyapp.kinds.text import normalise, tidy

MAX_LENGTH = 60

_NO_PART = re.compile(r"[^\w\s.,/()'’‘-]")
_WORD = re.compile(r"[^0-9\s,./()'-]+")
# What stands around a date and does not change it, in English, German, French, Spanish, Vietnamese, Russian.
_FILLERS = {
    *("of", "the", "in", "on", "am", "den", "im", "le", "en", "el", "de", "del", "du", "vao"),
    *("в", "во", "к", "ко"),
}
# English short forms, Vietnamese numbers ("thứ 4") and Russian cases that CLDR does not list.
_WEEKDAYS = {
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
    **{f"thu {day + 2}": day for day in range(6)},
    "среду": 2,
    "пятницу": 4,
    "субботу": 5,
}
# Days and months spelt out in Vietnamese, the longest first so that "mười một" is not taken for "mười".
_IN_VIETNAMESE = {**SPELT["vi"], "gieng": 1, "tu": 4}
_VIETNAMESE_DAYS, _VIETNAMESE_MONTHS = (
    "|".join(sorted((words for words, value in _IN_VIETNAMESE.items() if 1 <= value <= most), key=len, reverse=True))
    for most in (31, 12)
)
_VIETNAMESE_DAY = r"(?:(?:ngay )?(?:mung|mong)|ngay) ?"
# The cases in which Russian months follow "в", "к" and "с"; CLDR has the others.
_RUSSIAN_CASES = {
    normalise(form): month
    for month, forms in enumerate(
        (
            "январе январю январем",
            "феврале февралю февралем",
            "марте марту мартом",
            "апреле апрелю апрелем",
            "мае маю маем",
            "июне июню июнем",
            "июле июлю июлем",
            "августе августу августом",
            "сентябре сентябрю сентябрем",
            "октябре октябрю октябрем",
            "ноябре ноябрю ноябрем",
            "декабре декабрю декабрем",
        ),
        start=1,
    )
    for form in forms.split()
}
# Words that say which part of a date a number is: a month becomes "m11", a day "12th", a year "y2013".
_MARKS: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"\bd'"), " "),
    (re.compile(rf"\bthang ({_VIETNAMESE_MONTHS})\b"), lambda found: f" m{_IN_VIETNAMESE[found[1]]} "),
    (re.compile(r"\b(?:thang|thg) ?([0-9]+)"), r" m\1 "),
    (re.compile(r"([0-9]+) ?[月월]"), r" m\1 "),
    (re.compile(rf"\b{_VIETNAMESE_DAY}({_VIETNAMESE_DAYS})\b"), lambda found: f" {_IN_VIETNAMESE[found[1]]}th "),
    (re.compile(rf"\b{_VIETNAMESE_DAY}([0-9]+)"), r" \1th"),
    (re.compile(r"\b([0-9]{4})-?(?:го|м)\b"), r" y\1 "),
    (re.compile(r"\b([0-9]{1,2})-?(?:ого|го|ое|е)\b"), r" \1th "),
    (re.compile(r"([0-9]+) ?[日号일]"), r" \1th "),
    (re.compile(r"\b(?:nam|year|jahr|annee|ano) ?([0-9]+)"), r" y\1 "),
    (re.compile(r"([0-9]+) ?(?:[年년]|(?:г(?:ода?|оду)?|р(?:оку)?)\b)"), r" y\1 "),
]

_BEFORE_WEEKDAY = re.compile(r"^(?:on|am|vao|во?) ")
_APART = r"(?: ?[-/] ?|[ .,]{1,4})"
_PARTS = {
    "Y": r"y?(?P<y>[0-9]{4})",
    "M": r"m(?P<m>[0-9]{1,2})",
    "D": r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er)?",
    "T": r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er)",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "_": _APART,
    ".": r" ?(?P<sign>\.) ?",
    "/": r" ?(?P<sign>[-/ ]) ?",
    "=": r" ?(?P=sign) ?",
}
# The ways to write a date: what can be taken in two of them is ambiguous. Between dots the day comes first.
_WAYS = [
    re.compile("".join(_PARTS[part] for part in way))
    for way in (
        *("Y", "M", "M_Y", "Y_M", "D_M", "M_D", "D_M_Y", "M_D_Y", "Y_M_D", "Y_D_M", "T_m", "T_m_Y"),
        *("m_Y", "Y_m", "Y/m=d", "Y.m=d", "d.m=Y", "d/m=Y", "m/d=Y"),
        *("d.m", "d/m", "m/d"),
    )
]
_TWO_SHORT_NUMBERS = re.compile(rf"[0-9]{{1,2}}{_APART}[0-9]{{1,2}}")
_SHORT_YEAR = re.compile(rf"(?:m?[0-9]{{1,2}}(?:st|nd|rd|th|er)?{_APART}){{0,2}}['y]?[0-9]{{2}}")


_BARE_YEAR = re.compile(r"y?(?P<y>[0-9]{1,4})")
# Beside an era a day and a month may stand; they say more than is kept.
_YEAR_OF_AN_ERA = re.compile(
    r"(?:(?:[0-9]{1,2}[a-z]{0,2} )?m[0-9]{1,2}[ ,]+(?:[0-9]{1,2}[a-z]{0,2}[ ,]+)?)?" + _BARE_YEAR.pattern
)


EXAMPLE = "1998-05-03"


class UnreadableError(ValueError):
    """What was written is no date, or not the whole of one; the message says how to write it."""


class AmbiguousError(ValueError):
    """What was written reads as two dates; the message spells out both."""


class _Date(NamedTuple):
    """One reading of a line, part by part."""

    year: int | None
    month: int | None
    day: int | None

    def exists(self) -> bool:
        """Whether there is such a day; without a year, in any year at all."""
        try:
            date(*(unsaid if part is None else part for part, unsaid in zip(self, (2000, 1, 1), strict=True)))
        except ValueError:
            return False
        return True

    def canonical(self) -> str:
        """The text that partial_dates keeps."""
        if self.year is not None and self.month is None:
            return partial_dates.of_year(self.year)
        return "-".join(f"{part:0{size}}" for part, size in zip(self, (4, 2, 2), strict=True) if part is not None)


def read(
    written: str,
    locale: str = "en",
    *,
    year: int | None = None,
    short_year: Literal["", "ours", "either"] = "",
    like: str = EXAMPLE,
) -> str:
    """Read a date in English and in the reader's locale, as canonical text: "2013", "2013-11" or "2013-11-12".

    ``year`` is understood where none is written, ``short_year`` is the era of a bare year before 1000, and ``like`` is
    the date that is given for an example. Raises UnreadableError, or AmbiguousError where two readings differ.
    """
    line, locale = _line(written), styles.known(locale)
    bare = _BARE_YEAR.fullmatch(_marked(normalise(line), locale).strip(" .,"))
    if bare and short_year:
        return _with_our_era(int(bare["y"]), line, locale, either=short_year == "either")
    try:
        found = _one_reading(line, locale, year, like)
    except AmbiguousError:
        if year is None and _TWO_SHORT_NUMBERS.fullmatch(_marked(normalise(line), locale)):
            sentence = _("Write the month of “%(line)s” as a word, and the year as well.")
            raise AmbiguousError(sentence % {"line": line}) from None
        raise
    if found.year is None:
        raise UnreadableError(_("Give the year as well."))
    try:
        return partial_dates.parse_of_any_age(found.canonical())
    except ValueError as fault:
        raise UnreadableError(str(fault)) from None


def _with_our_era(year: int, line: str, locale: str, *, either: bool) -> str:
    """The canonical text of a year that names no era: it is in ours, unless either may be meant."""
    if not year:
        raise UnreadableError(_no_such_day(line, None))
    if either:
        meanings = disputes.either(partial_dates.in_its_era(one, locale) for one in (year, -year))
        sentence = _("“%(line)s” can mean %(meanings)s. Please type the one you mean, exactly like that.")
        raise AmbiguousError(styles.sentences(sentence % {"line": line, "meanings": meanings}))
    return partial_dates.of_year(year)


def as_written(written: str, locale: str = styles.ENGLISH) -> str:
    """The canonical text of a date written as seeds have it, or as a student may write it. Raises ValueError."""
    try:
        return partial_dates.parse_of_any_age(written)
    except ValueError:
        return read(written, locale)


def same_date(left: str, right: str) -> bool:
    """Whether two English texts state one date, and equally much of it."""
    try:
        return _one_reading(_line(left), "en") == _one_reading(_line(right), "en")
    except ValueError:
        return False


def in_english(written: str, locale: str) -> str:
    """A date in a reader's locale as English has it, with or without its year. Raises as `read` does."""
    return _shown(_one_reading(_line(written), styles.known(locale)), styles.ENGLISH)


def shown(written: str, locale: str) -> str:
    """An English date as a reader's locale has it. Raises as `read` does."""
    return _shown(_one_reading(_line(written), styles.ENGLISH), locale)


def _line(written: str) -> str:
    line = tidy(written)
    if len(line) > MAX_LENGTH:
        raise UnreadableError(_("That is too long for a date: %(most)s characters at most.") % {"most": MAX_LENGTH})
    return line


def _one_reading(line: str, locale: str, year: int | None = None, like: str = EXAMPLE) -> _Date:
    """The only date that a line can mean, with the year that is understood where it names none."""
    era, rest = eras.split(line)
    found_year = _YEAR_OF_AN_ERA.fullmatch(_marked(normalise(rest), locale).strip(" .,")) if era else None
    if found_year and int(found_year["y"]):
        return _Date(int(found_year["y"]) * (-1 if era == eras.BEFORE else 1), None, None)
    readings = _readings(line if era == eras.BEFORE else rest, locale, like)
    dates: dict[_Date, int | None] = {}
    for found, weekday in readings:
        dates.setdefault(found if found.year is not None else found._replace(year=year), weekday)
    possible = [found for found in dates if found.exists()]
    if not possible:
        raise UnreadableError(_no_such_day(line, year if all(found.year is None for found, _day in readings) else None))
    if len(possible) > 1:
        sentence = _("“%(line)s” can mean %(dates)s. Write the month as a word.")
        meanings = disputes.either(_shown(found, locale) for found in possible)
        raise AmbiguousError(styles.sentences(sentence % {"line": line, "dates": meanings}))
    _check_weekday(possible[0], dates[possible[0]], locale)
    return possible[0]


def _no_such_day(line: str, year: int | None) -> str:
    if year:
        return _("There is no such day or month as “%(line)s” in %(year)s.") % {"line": line, "year": year}
    return _("There is no such day or month as “%(line)s”.") % {"line": line}


def _check_weekday(found: _Date, weekday: int | None, locale: str) -> None:
    if weekday is None or found.year is None:
        return
    day = date.fromisoformat(found.canonical())
    if day.weekday() != weekday:
        sentence = _("%(day)s is a %(weekday)s: correct the date, or leave the weekday out.")
        weekday_name = format_date(day, "EEEE", locale=partial_dates.reader())
        raise UnreadableError(sentence % {"day": _shown(found, locale), "weekday": weekday_name})


def _readings(line: str, locale: str, like: str) -> list[tuple[_Date, int | None]]:
    """Every way to take a line with the weekday in it, the plainest first, whether or not there is such a day."""
    folded = normalise(line)
    readings: list[tuple[_Date, int | None]] = [(found, None) for found in _dates(_marked(folded, locale))]
    readings += [
        (found, weekday)
        for weekday, rest in _apart_from_weekday(folded, locale)
        for found in _dates(_marked(rest, locale))
        if found.day is not None
    ]
    if not readings:
        raise UnreadableError(_how_to_write(line, _marked(folded, locale), partial_dates.shown(like, locale)))
    return readings


def _dates(marked: str) -> Iterator[_Date]:
    for match in filter(None, (way.fullmatch(marked) for way in _WAYS)):
        parts = match.groupdict()
        yield _Date(*(int(parts[name]) if parts.get(name) else None for name in "ymd"))


def _apart_from_weekday(folded: str, locale: str) -> Iterator[tuple[int, str]]:
    """The line without a weekday that it begins or ends with."""
    folded = _BEFORE_WEEKDAY.sub("", folded)
    for name, weekday in _weekdays(locale).items():
        if folded.startswith(name) and re.match(r"[ ,.]", rest := folded[len(name) :]):
            yield weekday, rest.lstrip(" ,.")
        if folded.rstrip(")").endswith(name) and re.search(r"[ ,.(日일]$", rest := folded.rstrip(")")[: -len(name)]):
            yield weekday, rest.rstrip(" ,.(")


def _marked(folded: str, locale: str) -> str:
    """The line with every month as "m11", and without the words that only stand around a date."""
    months = _months(locale)
    for pattern, mark in _MARKS:
        folded = pattern.sub(mark, folded)

    def known(word: re.Match[str]) -> str:
        month = months.get(word[0])
        return f" m{month} " if month else " " if word[0] in _FILLERS else word[0]

    return " ".join(_WORD.sub(known, folded).split())


@lru_cache(maxsize=64)
def _months(locale: str) -> dict[str, int]:
    """The names of the months, long and short, in English and in a locale. A name for two months is none."""
    names = [*_names("months", locale), *(_RUSSIAN_CASES.items() if locale.startswith("ru") else ())]
    return {name: month for name, month in names if all(other == month for same, other in names if same == name)}


@lru_cache(maxsize=64)
def _weekdays(locale: str) -> dict[str, int]:
    """The names of the weekdays, of which Monday is 0."""
    return {**dict(_names("days", locale)), **_WEEKDAYS}


def _names(what: str, locale: str) -> Iterator[tuple[str, int]]:
    # British short forms are "Sept" where American ones are "Sep".
    for known, use, width in product(
        ("en", "en_GB", locale), ("format", "stand-alone"), ("wide", "abbreviated", "short")
    ):
        for number, name in getattr(Locale.parse(known), what)[use].get(width, {}).items():
            yield normalise(name), number


def _shown(found: _Date, locale: str) -> str:
    """A date in words, with or without its year."""
    year = found.year or 2000
    return partial_dates.shown(found._replace(year=year).canonical(), locale, with_year=found.year is not None)


def _how_to_write(line: str, marked: str, example: str) -> str:
    if _TWO_SHORT_NUMBERS.fullmatch(marked):
        return _("Write the month of “%(line)s” as a word, so that only one day is possible.") % {"line": line}
    if _SHORT_YEAR.fullmatch(marked):
        return _("Write the year of “%(line)s” in full, with four digits.") % {"line": line}
    if sign := _NO_PART.search(line):
        sentence = _("We cannot read “%(line)s” as a date because of “%(sign)s”. Write it like %(example)s.")
        return styles.sentences(sentence % {"line": line, "sign": sign[0], "example": example})
    sentence = _("We cannot read “%(line)s” as a date. Write it like %(example)s.")
    return styles.sentences(sentence % {"line": line, "example": example})

"""What a figure of a progress page consists of: the charts, and the table that says the same in numbers."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from studyapp.insights.charts import Chart

MOST_SAID = 4096
"""Words of one sort that a process keeps: those of a year in each language, several times over."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.of + other.of)

    @property
    def percent(self) -> float | None:
        """None where there is nothing to have a share of."""
        return 100 * self.part / self.of if self.of else None

    @property
    def in_percent(self) -> str:
        return in_percent(self.part / self.of) if self.of else "–"

    def __str__(self) -> str:
        """For a cell of a table: "87 %, 26 of 30"."""
        if not self.of:
            return "–"
        return _("%(percent)s, %(part)s of %(of)s") % {
            "percent": self.in_percent,
            "part": number_format(self.part),
            "of": number_format(self.of),
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is part of ids; `about` says what the charts show to who cannot see them; `legend` names the tones."""

    name: str
    title: str
    about: str
    charts: Sequence[Chart]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: Sequence[tuple[str, str]] = ()
    note: str = ""

    @classmethod
    def of(cls, chart: Chart, **said: "str | Sequence[Sequence[str]] | Sequence[str]") -> Self:
        return cls(charts=[chart], **said)  # type: ignore[arg-type]  # each has the type of its field


def in_percent(share: float) -> str:
    """A share from 0 to 1: "87 %"."""
    return _("%(number)d\u00a0%%") % {"number": round(100 * share)}


def for_each[Of: Hashable](say: Callable[[Of], str]) -> Callable[[Iterable[Of]], list[str]]:
    """What is said of each of several, which depends on that one and the language alone, and is kept.

    A page says hundreds of days and numbers, and the next page the same ones.
    """

    @lru_cache(MOST_SAID, typed=True)  # 1 and 1.0 are equal, and not written alike
    def said(_language: str | None, one: Of) -> str:
        return say(one)

    def said_of_each(several: Iterable[Of]) -> list[str]:
        language = get_language()
        return [said(language, one) for one in several]

    return said_of_each


def short(day: date) -> str:
    return date_format(day, "SHORT_DAY_FORMAT")


def full(day: date) -> str:
    return date_format(day, "j M Y")


def one_decimal(value: float) -> str:
    return number_format(value, 1)


@for_each
def _answers(count: int) -> str:
    return ngettext("%(day)s: %(count)d answer", "%(day)s: %(count)d answers", count)


shorts, fulls = for_each(short), for_each(full)
numbers, with_one_decimal = for_each(number_format), for_each(one_decimal)


def answers_on_each(days: Iterable[date], counts: Sequence[int]) -> list[str]:
    """The title of each day: "3 May: 12 answers"."""
    named = zip(_answers(counts), shorts(days), counts, strict=True)
    return [said % {"day": day, "count": count} for said, day, count in named]

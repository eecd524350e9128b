"""What a figure of a progress page consists of: the charts, and the table that says the same in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from studyapp.insights.charts import Chart


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


def short(day: date) -> str:
    return date_format(day, "SHORT_DAY_FORMAT")


def full(day: date) -> str:
    return date_format(day, "j M Y")

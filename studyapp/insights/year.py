"""A year of study days as a calendar, and how regularly there was study: said for information, never as a reproach."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import quantiles
from typing import Self

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.insights.charts import Chart, Rect, Text, across
from studyapp.insights.figures import Figure, full, short
from studyapp.study.cards.fold import Tally

WEEKS = 52
HALF = WEEKS // 2
WEEK = timedelta(days=7)
CELL, STEP, HEAD = 13, 15, 18
"""Height of a day, from one day to the next, and room for the months above; in pixels."""


@dataclass(frozen=True, slots=True)
class Habit:
    """`studied` of the last 30 study days, the days in a row up to today or yesterday, and the longest such row.

    Nothing is known of before the calendar begins: `whole_year` if the row reaches back so far.
    """

    studied: int
    run: int
    longest: int
    whole_year: bool = False

    @classmethod
    def of(cls, studied: Iterable[date], today: date) -> Self:
        days = {day for day in studied if day <= today}
        last = today if today in days else today - timedelta(days=1)
        run = _run_up_to(last, days)
        return cls(
            studied=sum(today - day < timedelta(days=30) for day in days),
            run=run,
            longest=max((_run_up_to(day, days) for day in days if day + timedelta(days=1) not in days), default=0),
            whole_year=run > (last - first_day(today)).days,
        )


def _run_up_to(day: date, days: set[date]) -> int:
    length = 0
    while day in days:
        length, day = length + 1, day - timedelta(days=1)
    return length


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_day(today: date) -> date:
    """Where the calendar begins."""
    return monday_of(today) - (WEEKS - 1) * WEEK


def edges(counts: Iterable[int]) -> list[int]:
    """The highest count of each shade but the darkest, so that each shade has about as many days."""
    some = [count for count in counts if count > 0]
    if len(some) < 2:
        return []
    top = max(some)
    return sorted({int(edge) for edge in quantiles(some, n=4, method="inclusive") if 1 <= edge < top})


def shade(count: int, edges: Sequence[int]) -> int:
    """0 for nothing; else from 1, and 4 for the most, whatever the number of edges."""
    return bisect_left(edges, count) + 4 - len(edges) if count > 0 else 0


def calendar(days: Mapping[date, Tally], today: date) -> Figure:
    counts = {day: tally.answers for day, tally in days.items()}
    found, first = edges(counts.values()), first_day(today)
    mondays = [first + week * WEEK for week in range(WEEKS)]
    return Figure(
        name="calendar",
        title=_("The last year"),
        about=_("A cell for each study day, a column for each week, the darker the more answers were given."),
        charts=[_half(mondays[at : at + HALF], counts, found, today) for at in (0, HALF)],
        legend=legend(found),
        head=[_("Week of"), *(date_format(first + timedelta(days=n), "D") for n in range(7))],
        rows=[_table_row(monday, counts, today) for monday in reversed(mondays)],
    )


def legend(edges: Sequence[int]) -> list[tuple[str, str]]:
    """What each shade stands for."""
    said, low = [("heat0", _("none"))], 1
    for number, edge in enumerate(edges, 4 - len(edges)):
        said.append((f"heat{number}", number_format(low) if edge == low else f"{low}–{edge}"))
        low = edge + 1
    return [*said, ("heat4", _("%(count)d and more") % {"count": low})]


def _half(mondays: Sequence[date], counts: Mapping[date, int], edges: Sequence[int], today: date) -> Chart:
    place = 1 / len(mondays)
    rects, texts = [], [Text("-6", str(HEAD + row * STEP + 10), _weekday(mondays[0], row), "end") for row in (0, 2, 4)]
    for column, monday in enumerate(mondays):
        if monday.day <= 7 and column < len(mondays) - 1:
            texts.append(Text(across(column * place), "11", date_format(monday, "M"), "start"))
        for row in range(7):
            day = monday + timedelta(days=row)
            if day <= today:
                count = counts.get(day, 0)
                tone, y = f"heat{shade(count, edges)}", str(HEAD + row * STEP)
                rects.append(Rect(across(column * place), y, across(place * 0.86), str(CELL), tone, _said(day, count)))
    last = min(mondays[-1] + timedelta(days=6), today)
    span = _("from %(first)s to %(last)s") % {"first": full(mondays[0]), "last": full(last)}
    return Chart(height=str(HEAD + 7 * STEP), rects=rects, texts=texts, span=span)


def _weekday(monday: date, row: int) -> str:
    return date_format(monday + timedelta(days=row), "D")


def _said(day: date, count: int) -> str:
    said = ngettext("%(day)s: %(count)d answer", "%(day)s: %(count)d answers", count)
    return said % {"day": short(day), "count": count}


def _table_row(monday: date, counts: Mapping[date, int], today: date) -> list[str]:
    days = [monday + timedelta(days=n) for n in range(7)]
    return [full(monday), *(number_format(counts.get(day, 0)) if day <= today else "" for day in days)]

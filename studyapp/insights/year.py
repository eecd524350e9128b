"""A year of study days as a calendar."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import batched, product
from statistics import quantiles

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from studyapp.insights.charts import Chart, Rect, Text, across
from studyapp.insights.figures import Figure, answers_on_each, for_each, full, fulls, numbers
from studyapp.study.cards.fold import Tally
from studyapp.study.progress.habit import WEEKS, first_day

HALF = WEEKS // 2
CELL, STEP, HEAD = 13, 15, 18
"""Height of a day, from one day to the next, and room for the months above; in pixels."""


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
    first = first_day(today)
    shown = list(map(date.fromordinal, range(first.toordinal(), today.toordinal() + 1)))
    counts = [days[day].answers if day in days else 0 for day in shown]
    found = edges(counts)
    tones = [f"heat{shade(count, found)}" for count in counts]
    cells = list(zip(tones, answers_on_each(shown, counts), strict=True))
    half = 7 * HALF
    return Figure(
        name="calendar",
        title=_("The last year"),
        about=_("One square for each study day, one column for each week. The darker a square, the more you answered."),
        charts=[_half(shown[:half], cells[:half]), _half(shown[half:], cells[half:])],
        legend=legend(found),
        head=[_("Week of"), *_weekdays(shown[:7])],
        rows=_table(shown, counts),
    )


def legend(edges: Sequence[int]) -> list[tuple[str, str]]:
    """What each shade stands for."""
    said, low = [("heat0", _("none"))], 1
    for tone, edge in enumerate(edges, 4 - len(edges)):
        said.append((f"heat{tone}", number_format(low) if edge == low else f"{low}–{edge}"))
        low = edge + 1
    return [*said, ("heat4", _("%(count)d or more") % {"count": low})]


def _half(days: Sequence[date], cells: Sequence[tuple[str, str]]) -> Chart:
    """Of the calendar, so that a phone has room for it: a tone and a title for each day, the first a Monday."""
    places = [across(column / HALF) for column in range(HALF)]
    rows, width = [str(HEAD + row * STEP) for row in range(7)], across(0.86 / HALF)
    marks = zip(product(places, rows), cells, strict=False)
    span = _("from %(first)s to %(last)s") % {"first": full(days[0]), "last": full(days[-1])}
    return Chart(
        height=str(HEAD + 7 * STEP),
        rects=[Rect(x, y, width, str(CELL), tone, title) for (x, y), (tone, title) in marks],
        texts=[*_names_of_rows(days), *_names_of_columns(days, places)],
        span=span,
    )


def _names_of_rows(days: Sequence[date]) -> list[Text]:
    """Every other day of the week."""
    names = _weekdays(days[:5:2])
    return [Text("-6", str(HEAD + 2 * row * STEP + 10), name, "end") for row, name in enumerate(names)]


def _names_of_columns(days: Sequence[date], places: Sequence[str]) -> list[Text]:
    """Each month above its first week, if it is not the last, which has no room for it."""
    begun = [(place, day) for place, day in zip(places[:-1], days[::7], strict=False) if day.day <= 7]
    names = _months(day for place, day in begun)
    return [Text(place, "11", name, "start") for (place, day), name in zip(begun, names, strict=True)]


@for_each
def _weekdays(day: date) -> str:
    return date_format(day, "D")


@for_each
def _months(day: date) -> str:
    return date_format(day, "M")


def _table(days: Sequence[date], counts: Sequence[int]) -> list[list[str]]:
    """A row for each week, the newest first; what is still to come is blank."""
    cells = [*numbers(counts), *[""] * (-len(counts) % 7)]
    rows = [[monday, *week] for monday, week in zip(fulls(days[::7]), batched(cells, 7), strict=True)]
    return rows[::-1]

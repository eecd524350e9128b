"""What was done on each of the last days: answers by their sort, and minutes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.insights.charts import Column, columns
from studyapp.insights.figures import Figure, full, short
from studyapp.study.cards.fold import Tally

DAYS = 30
MINUTE_MS = 60_000


def last_days(today: date, count: int = DAYS) -> list[date]:
    """The study days up to this one, the oldest first."""
    return [today - timedelta(days=ago) for ago in range(count - 1, -1, -1)]


def date_names(days: Sequence[date], every: int) -> list[tuple[float, str]]:
    """Every so many days one, below the middle of its place; the last stands at the edge."""
    places = range(0, len(days) - every // 2, every)
    return [((place + 0.5) / len(days), short(days[place])) for place in places] + [(1, short(days[-1]))]


def sorts(tally: Tally) -> tuple[int, int, int]:
    """Of a day's answers: reviews, new questions, and the rest, which are steps of learning and practice."""
    return tally.reviews, tally.new, tally.answers - tally.reviews - tally.new


def answers(days: Mapping[date, Tally], today: date) -> Figure:
    shown = last_days(today)
    counts = [sorts(days.get(day, Tally())) for day in shown]
    tones = ("first", "second", "third")
    given = [
        Column(
            list(zip(tones, count, strict=True)),
            ngettext("%(day)s: %(count)d answer", "%(day)s: %(count)d answers", sum(count))
            % {"day": short(day), "count": sum(count)},
        )
        for day, count in zip(shown, counts, strict=True)
    ]
    said = (_("Reviews"), _("New questions"), _("Repeats and practice"))
    return Figure.of(
        columns(given, names=date_names(shown, 10)),
        name="answers",
        title=_("Answers a day"),
        about=_("A column for each of the last 30 study days, as high as its answers, in three parts."),
        legend=list(zip(tones, said, strict=True)),
        head=[_("Day"), *said, _("All answers")],
        rows=[
            [full(day), *map(number_format, count), number_format(sum(count))]
            for day, count in zip(reversed(shown), reversed(counts), strict=True)
        ],
    )


def minutes(days: Mapping[date, Tally], today: date) -> Figure:
    shown = last_days(today)
    spent = [days.get(day, Tally()).elapsed_ms / MINUTE_MS for day in shown]
    given = [
        Column([("first", value)], _("%(day)s: %(minutes)s min") % {"day": short(day), "minutes": one_decimal(value)})
        for day, value in zip(shown, spent, strict=True)
    ]
    return Figure.of(
        columns(given, names=date_names(shown, 10)),
        name="minutes",
        title=_("Minutes a day"),
        about=_("A column for each of the last 30 study days, as high as the minutes spent on questions."),
        head=[_("Day"), _("Minutes")],
        rows=[[full(day), one_decimal(value)] for day, value in zip(reversed(shown), reversed(spent), strict=True)],
    )


def one_decimal(value: float) -> str:
    return number_format(value, 1)

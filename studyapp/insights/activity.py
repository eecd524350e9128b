"""What was done on each of the last days: answers by their sort, and minutes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from studyapp.insights.charts import Column, columns
from studyapp.insights.figures import Figure, answers_on_each, fulls, numbers, short, shorts, with_one_decimal
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
    totals = [sum(count) for count in counts]
    tones = ("first", "second", "third")
    given = [
        Column(list(zip(tones, count, strict=True)), title)
        for count, title in zip(counts, answers_on_each(shown, totals), strict=True)
    ]
    said = (_("Reviews"), _("New questions"), _("Repeats and practice"))
    return Figure.of(
        columns(given, names=date_names(shown, 10)),
        name="answers",
        title=_("Answers a day"),
        about=_(
            "One column for each of the last 30 study days, in three parts. The taller it is, the more you answered."
        ),
        legend=list(zip(tones, said, strict=True)),
        head=[_("Day"), *said, _("All answers")],
        rows=[[day, *numbers([*count, total])] for day, count, total in zip(fulls(shown), counts, totals, strict=True)][
            ::-1
        ],
    )


def minutes(days: Mapping[date, Tally], today: date) -> Figure:
    shown = last_days(today)
    spent = [days.get(day, Tally()).elapsed_ms / MINUTE_MS for day in shown]
    told, said = with_one_decimal(spent), _("%(day)s: %(minutes)s min")
    given = [
        Column([("first", value)], said % {"day": day, "minutes": minutes})
        for day, value, minutes in zip(shorts(shown), spent, told, strict=True)
    ]
    return Figure.of(
        columns(given, names=date_names(shown, 10)),
        name="minutes",
        title=_("Minutes a day"),
        about=_(
            "One column for each of the last 30 study days. The taller it is, the more minutes you spent on questions."
        ),
        head=[_("Day"), _("Minutes")],
        rows=[[day, minutes] for day, minutes in zip(fulls(shown), told, strict=True)][::-1],
    )

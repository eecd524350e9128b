"""What falls due in the coming days, as far as it is known today."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.insights.activity import date_names
from studyapp.insights.charts import Column, columns
from studyapp.insights.figures import Figure, for_each, fulls, numbers, shorts

DAYS = 30


def forecast(due: Mapping[date, int], overdue: int, today: date) -> Figure:
    """`due` counts the reviews that fall due on a day, `overdue` those left over from earlier days."""
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    waiting = [max(overdue, 0)] + [0] * (DAYS - 1)
    counts = [max(due.get(day, 0), 0) for day in days]
    totals = [count + left for count, left in zip(counts, waiting, strict=True)]
    given = [
        Column([("first", count), ("third", left)], said % {"day": day, "count": count + left})
        for said, day, count, left in zip(_reviews(totals), shorts(days), counts, waiting, strict=True)
    ]
    return Figure.of(
        columns(given, names=date_names(days, 10)),
        name="forecast",
        title=_("When reviews are due"),
        about=_("One column for today and for each of the next 29 days. The taller it is, the more reviews are due."),
        legend=[("first", _("Due on this day")), ("third", _("Left over from earlier days"))] if overdue else [],
        note=_("This is how it looks now. Your next answers and new questions will add more."),
        head=[_("Day"), _("Reviews"), _("Total up to this day")],
        rows=list(map(list, zip(fulls(days), numbers(totals), numbers(accumulate(totals)), strict=True))),
    )


@for_each
def _reviews(count: int) -> str:
    return ngettext("%(day)s: %(count)d review", "%(day)s: %(count)d reviews", count)

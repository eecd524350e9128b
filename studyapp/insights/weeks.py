"""True retention: how much of what was learned was still known at its review, week by week, young and mature apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import floor

from django.utils.translation import gettext as _

from studyapp.insights.charts import Course, Scale, courses
from studyapp.insights.figures import Figure, Share, full, in_percent, short
from studyapp.study.cards.fold import Tally
from studyapp.study.progress.habit import WEEK, monday_of

WEEKS = 26


@dataclass(slots=True)
class Week:
    """The reviews of a week that put a memory to the test, and how many of them were right."""

    monday: date
    tally: Tally = field(default_factory=Tally)

    @property
    def young(self) -> Share:
        return young_of(self.tally)

    @property
    def mature(self) -> Share:
        return mature_of(self.tally)


def young_of(tally: Tally) -> Share:
    return Share(tally.young_recalled, tally.young)


def mature_of(tally: Tally) -> Share:
    return Share(tally.mature_recalled, tally.mature)


def retention_of(tally: Tally) -> Share:
    return young_of(tally) + mature_of(tally)


def weeks(days: Mapping[date, Tally], today: date, count: int = WEEKS) -> list[Week]:
    """The last weeks, this one included, the oldest first."""
    found = {monday: Week(monday) for monday in (monday_of(today) - ago * WEEK for ago in range(count - 1, -1, -1))}
    for day, tally in days.items():
        if week := found.get(monday_of(day)):
            week.tally.add(tally)
    return list(found.values())


def retention(found: Sequence[Week], wanted: float) -> Figure:
    """`wanted` is the desired retention, from 0 to 1."""
    percents = [share.percent for week in found for share in (week.young, week.mature)]
    lowest = min([100 * wanted, *(percent for percent in percents if percent is not None)])
    scale = Scale(min(50, 10 * floor(lowest / 10)), 100)
    given = [
        Course("young", [(week.young.percent, _said(week, week.young)) for week in found]),
        Course("mature", [(week.mature.percent, _said(week, week.mature)) for week in found]),
    ]
    places = [(0, found[0]), (0.5, found[len(found) // 2]), (1, found[-1])]
    names = [(at, short(week.monday)) for at, week in places]
    return Figure.of(
        courses(given, scale=scale, names=names, wanted=100 * wanted, unit="\u00a0%"),
        name="retention",
        title=_("Right at reviews, week by week"),
        about=_("Two lines, one for young and one for mature memories, and how much you want to remember."),
        legend=[
            ("young", _("Young: expected to last less than three weeks")),
            ("mature", _("Mature: expected to last three weeks or more")),
            ("claim", _("What you want: %(percent)s") % {"percent": in_percent(wanted)}),
        ],
        head=[_("Week of"), _("Young"), _("Mature"), _("All")],
        rows=[
            [full(week.monday), str(week.young), str(week.mature), str(week.young + week.mature)]
            for week in reversed(found)
        ],
    )


def recent(days: Mapping[date, Tally], today: date, span: int = 28) -> Share:
    """The retention of the last days."""
    total, first = Share(0, 0), today - timedelta(days=span - 1)
    for day, tally in days.items():
        if first <= day <= today:
            total += retention_of(tally)
    return total


def _said(week: Week, share: Share) -> str:
    return _("Week of %(day)s: %(share)s") % {"day": short(week.monday), "share": share}

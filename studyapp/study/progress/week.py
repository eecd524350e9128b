"""The last seven study days of a learner, answer by answer counted: for the strip on the first page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from studyapp.accounts.models import User

DAYS = 7


@dataclass(frozen=True, slots=True)
class OneDay:
    """What was answered on one study day; `height` is its share of the fullest of them, in percent."""

    day: date
    answers: int
    right: int
    height: int


def week_of(learner: User, day: date) -> list[OneDay]:
    """The seven days up to `day`, the oldest first; empty if nothing was answered on any of them."""
    first = day - timedelta(days=DAYS - 1)
    studied = learner.days.filter(study_day__gte=first, study_day__lte=day).values_list("study_day")
    counts = {of: (answers, right) for of, answers, right in studied.annotate(Sum("answers"), Sum("right")).order_by()}
    most = max((answers for answers, _ in counts.values()), default=0)
    if not most:
        return []
    days = [first + timedelta(days=n) for n in range(DAYS)]
    found = [(of, *counts.get(of, (0, 0))) for of in days]
    return [OneDay(of, answers, right, round(100 * answers / most)) for of, answers, right in found]

"""The last seven study days of a learner, answer by answer counted: for the strip on the first page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigAutoField, DateField, QuerySet, Sum

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.study.models import Day

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
    counts = {of: (answers, right) for of, answers, right in BY_DAY.rows(learner=learner.pk, first=first, last=day)}
    most = max((answers for answers, _ in counts.values()), default=0)
    if not most:
        return []
    days = [first + timedelta(days=n) for n in range(DAYS)]
    found = [(of, *counts.get(of, (0, 0))) for of in days]
    return [OneDay(of, answers, right, round(100 * answers / most)) for of, answers, right in found]


def answered_by_day(*, learner: int, first: date, last: date) -> QuerySet[Day, tuple[date, int, int]]:
    days = Day.objects.filter(learner=learner, study_day__gte=first, study_day__lte=last)
    return days.values_list("study_day").annotate(Sum("answers"), Sum("right")).order_by()


BY_DAY = CompiledQuery(answered_by_day, learner=BigAutoField(), first=DateField(), last=DateField())

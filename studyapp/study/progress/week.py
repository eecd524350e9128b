"""The last seven study days of a learner, answer by answer counted, and the days in a row before today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import BigAutoField, DateField, QuerySet, Sum

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.study.models import Day
from studyapp.study.progress.habit import Habit, first_day

DAYS = 7


@dataclass(frozen=True, slots=True)
class OneDay:
    """What was answered on one study day; `height` is its share of the fullest of them, in percent."""

    day: date
    answers: int
    right: int
    height: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days up to today, the oldest first, none if nothing was answered on any of them; and of the last year
    the days in a row up to now, and the latest day before today on which something was answered.
    """

    days: list[OneDay]
    streak: int
    last: date | None

    @classmethod
    def of(cls, learner: User, today: date) -> Self:
        rows = BY_DAY.rows(learner=learner.pk, first=first_day(today), last=today)
        counts = {day: (answers, right) for day, answers, right in rows}
        return cls(
            _strip(counts, today), Habit.of(counts, today).run, max((d for d in counts if d < today), default=None)
        )

    def away(self, today: date) -> int:
        """How many days nothing was answered before today; 0 for who has not begun."""
        return (today - self.last).days - 1 if self.last else 0


def _strip(counts: dict[date, tuple[int, int]], today: date) -> list[OneDay]:
    found = [
        (day, *counts.get(day, (0, 0))) for day in (today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1))
    ]
    most = max(answers for _, answers, _ in found)
    return [OneDay(*one, round(100 * one[1] / most), one[0] == today) for one in found] if most else []


def answered_by_day(*, learner: int, first: date, last: date) -> QuerySet[Day, tuple[date, int, int]]:
    days = Day.objects.filter(learner=learner, study_day__gte=first, study_day__lte=last, answers__gt=0)
    return days.values_list("study_day").annotate(Sum("answers"), Sum("right")).order_by()


BY_DAY = CompiledQuery(answered_by_day, learner=BigAutoField(), first=DateField(), last=DateField())

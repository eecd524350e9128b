"""After an absence: how much has piled up, when it is worked off at which pace, and when that is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import BigAutoField, DateField, Q, QuerySet, Sum

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.scheduling import days_to_clear
from studyapp.study.models import Day
from studyapp.study.wording import by_day

PACES = (20, 40, 80)
ALL = 9999
"""As many a day as can be set: everything that is due."""
LEAST = 20
"""Fewer reviews are no backlog, however few are usual."""
USUAL_DAYS = 14
FORESEEN = timedelta(days=365)
"""How far the estimate looks ahead."""


@dataclass(frozen=True, slots=True)
class CatchUpPace:
    """So many reviews a day, and the study day at whose end nothing is left over: None if it is not in sight."""

    a_day: int
    through: date | None
    today: date

    @property
    def by(self) -> str:
        """ "today", "tomorrow", "by 3 May"; "" if it is not in sight."""
        return by_day(self.through, self.today) if self.through else ""

    @property
    def is_all(self) -> bool:
        return self.a_day >= ALL


@dataclass(frozen=True, slots=True)
class Backlog:
    """Reviews that are due now, more than a usual day brings."""

    due: int
    pace: CatchUpPace
    others: list[CatchUpPace]

    @classmethod
    def of(cls, learner: User, day: date) -> Self | None:
        """What has piled up, or None: no more is due than the learner's limit, or than three usual days bring."""
        _, due, done = OWED_AND_DONE.get(learner=learner.pk, day=day) or (None, 0, 0)
        if not due or (learner.catch_up_pace is None and not _is_behind(learner, due + done, day)):
            return None
        coming = _coming(learner, day)

        def at_pace(a_day: int) -> CatchUpPace:
            days = days_to_clear(due, a_day, coming, done_today=done)
            return CatchUpPace(a_day, None if days is None else day + timedelta(days=days), day)

        paces = [a_day for a_day in (*PACES, ALL) if a_day != learner.reviews_limit and (a_day < due or a_day == ALL)]
        return cls(due, at_pace(learner.reviews_limit), [at_pace(a_day) for a_day in paces])


def stop_catching_up(learner: User, day: date) -> None:
    """Go back to the learner's usual limit on the first study day that begins without a backlog."""
    pace = learner.catch_up_pace
    if pace is None or Day.objects.due_by(learner, day) > min(pace, learner.reviews_per_day):
        return
    learner.catch_up_pace = None
    User.objects.filter(pk=learner.pk, catch_up_pace=pace).update(catch_up_pace=None)


def _is_behind(learner: User, due: int, day: date) -> bool:
    if due > learner.reviews_per_day:
        return True
    usual = [done for _, done in USUAL.rows(learner=learner.pk, day=day)]
    return bool(usual) and due >= LEAST and due > 3 * sum(usual) / len(usual)


def _coming(learner: User, day: date) -> list[int]:
    """How many reviews fall due on each day from tomorrow on, as far as is foreseen."""
    load = Day.objects.load(learner, (day + timedelta(days=1), day + FORESEEN))
    return [load.get(day + timedelta(days=n), 0) for n in range(1, FORESEEN.days + 1)]


def owed_and_done(*, learner: int, day: date) -> QuerySet[Day, tuple[int, int, int]]:
    """What is due by `day`, and how many reviews were done on it."""
    days = Day.objects.filter(learner=learner, study_day__lte=day).values_list("learner").order_by()
    return days.annotate(owed=Sum("due"), done=Sum("reviews", filter=Q(study_day=day), default=0))


def usual_days(*, learner: int, day: date) -> QuerySet[Day, tuple[date, int]]:
    """How many reviews were done on each of the latest days before."""
    days = Day.objects.filter(learner=learner, study_day__lt=day, reviews__gt=0).values_list("study_day")
    return days.annotate(done=Sum("reviews")).order_by("-study_day")[:USUAL_DAYS]


OWED_AND_DONE = CompiledQuery(owed_and_done, learner=BigAutoField(), day=DateField())
USUAL = CompiledQuery(usual_days, learner=BigAutoField(), day=DateField())

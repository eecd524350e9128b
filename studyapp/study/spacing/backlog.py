"""After an absence: how much has piled up, when it is worked off at which pace, and when that is over."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from django.db.models import BigAutoField, DateField, Exists, OuterRef, Q, QuerySet, Sum

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.kinds import KINDS
from studyapp.kinds.base import Spec
from studyapp.scheduling import Limits, Memory, Queued, State, days_to_catch_up
from studyapp.study.figures import NamedFigure, bare
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Day, Queue, Review
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
    """So many reviews a day, and the study day that ends with nothing left over: None if it is not in sight.

    What falls due on that very day, and rests since its fact was asked, is not left over.
    """

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
    """All reviews whose day has come, where they are more than a usual day brings; and the paces to choose from."""

    piled: NamedFigure
    pace: CatchUpPace
    others: list[CatchUpPace]

    @classmethod
    def of(cls, learner: User, day: date) -> Self | None:
        """What has piled up, or None: no more is due than the learner's limit, or than three usual days bring."""
        _, due, done, new = OWED_AND_DONE.get(learner=learner.pk, day=day) or (None, 0, 0, 0)
        if not due or (learner.catch_up_pace is None and not _is_behind(learner, due + done, day)):
            return None
        cards, rested = _queue(learner, day)
        limits = Limits(learner.reviews_limit, learner.reviews_per_day, learner.new_per_day, done, new, rested)

        def at_pace(a_day: int) -> CatchUpPace:
            days = days_to_catch_up(
                cards, replace(limits, reviews=a_day), today=day, preset=preset_of(learner), most=FORESEEN.days
            )
            return CatchUpPace(a_day, None if days is None else day + timedelta(days=days), day)

        paces = [a_day for a_day in PACES if a_day != learner.reviews_limit and a_day < due]
        if learner.reviews_limit < due:
            paces.append(ALL)
        return cls(bare("piled", due), at_pace(learner.reviews_limit), [at_pace(a_day) for a_day in paces])

    @property
    def is_all(self) -> bool:
        """Whether the pace asks for everything, but for the facts that rest."""
        return self.pace.a_day >= self.piled.n


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


def _queue(learner: User, day: date) -> tuple[list[Queued], frozenset[int]]:
    """All that may be asked within what is foreseen, and the facts that were met today."""
    cards, rested = [], set()
    for row in AHEAD.rows(learner=learner.pk, day=day):
        cards.append(_queued(row, day))
        if row[-1]:
            rested.add(row[0])
    return cards, frozenset(rested)


type Believed = tuple[float | None, float | None, str, int | None, date | None, str]
type Row = tuple[int, int, date | None, int, *Believed, date | None, str, Spec, bool]


def _queued(row: Row, day: date) -> Queued:
    fact, queue, due, order, stability, difficulty, state, step, last_day, model, buried_on, kind, spec, _ = row
    memory = None
    if stability is not None and difficulty is not None and last_day is not None:
        memory = Memory(stability, difficulty, State(state), step, last_day, model)
    guess = KINDS[kind](spec).guess
    return Queued(fact, order, due if queue == Queue.REVIEW else None, memory, guess, buried_on == day)


def cards_ahead(*, learner: int, day: date) -> QuerySet[Card, Row]:
    """What waits, and what falls due within the year, with whether its fact was met today."""
    met = Review.objects.meetings().filter(learner=OuterRef("learner"), study_day=day, fact=OuterRef("fact"))
    in_time = Q(queue=Queue.REVIEW, due_day__lte=day + FORESEEN)
    cards = Card.objects.filter(in_time | Q(queue__in=[Queue.LOCKED, Queue.NEW, Queue.LEARNING]), learner=learner)
    believed = ("stability", "difficulty", "state", "step", "last_day", "model")
    asked = ("buried_on", "question__kind", "question__revision__spec")
    return cards.order_by("question_id").values_list(
        "fact_id", "queue", "due_day", "mix", *believed, *asked, Exists(met)
    )


def owed_and_done(*, learner: int, day: date) -> QuerySet[Day, tuple[int, int, int, int]]:
    """What is due by `day`, and how many reviews and new questions were done on it."""
    days = Day.objects.filter(learner=learner, study_day__lte=day).values_list("learner").order_by()
    today = Q(study_day=day)
    return days.annotate(
        owed=Sum("due"), done=Sum("reviews", filter=today, default=0), brought_in=Sum("new", filter=today, default=0)
    )


def usual_days(*, learner: int, day: date) -> QuerySet[Day, tuple[date, int]]:
    """How many reviews were done on each of the latest days before."""
    days = Day.objects.filter(learner=learner, study_day__lt=day, reviews__gt=0).values_list("study_day")
    return days.annotate(done=Sum("reviews")).order_by("-study_day")[:USUAL_DAYS]


OWED_AND_DONE = CompiledQuery(owed_and_done, learner=BigAutoField(), day=DateField())
AHEAD = CompiledQuery(cards_ahead, learner=BigAutoField(), day=DateField())
USUAL = CompiledQuery(usual_days, learner=BigAutoField(), day=DateField())

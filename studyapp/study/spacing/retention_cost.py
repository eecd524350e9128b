"""What another desired retention would cost a learner, in reviews and minutes a day, and what it would keep known."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Sum

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.scheduling import Memory, State
from studyapp.scheduling.course import Held, Plan
from studyapp.scheduling.simulation import Cost, Pace, cost_of
from studyapp.study.learners import preset_of
from studyapp.study.models import Card

RETENTIONS = (0.85, 0.90, 0.95)
HORIZON = 90
"""Study days that are looked ahead."""
PACE_DAYS = 30
"""So many days back the learner's own pace is taken from."""
TYPICAL_GUESS = 0.25
"""Of a question that shows its answer: most have four options, and to read each one's would cost more than it tells."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the days to come would be like at one desired retention. Counts are of questions."""

    cost: Cost
    is_own: bool

    @property
    def percent(self) -> int:
        return round(100 * self.cost.retention)


def outlooks(learner: User, *, today: date) -> list[Outlook]:
    """For the usual retentions and the learner's own; none before anything was learned."""
    held, waiting = list(_held(learner)), _waiting(learner)
    if not held:
        return []
    own = float(learner.desired_retention)
    plan = Plan(HORIZON, learner.reviews_per_day, learner.new_per_day, waiting, new_guess=0.0)
    retentions = sorted({*RETENTIONS, own})
    costs = cost_of(retentions, held, plan, today=today, preset=preset_of(learner), pace=_pace(learner, today))
    return [Outlook(cost, cost.retention == own) for cost in costs]


def _held(learner: User) -> Iterator[Held]:
    columns = ("stability", "difficulty", "state", "step", "last_day", "model", "due_day", "question__kind")
    rows = learner.cards.filter(queue=Card.Queue.REVIEW, stability__isnull=False).values_list(*columns)
    for stability, difficulty, state, step, last_day, model, due_day, kind in rows.iterator():
        memory = Memory(stability, difficulty, State(state), step, last_day, model)
        yield Held(memory, due_day, TYPICAL_GUESS if KINDS[kind].recognition else 0.0)


def _waiting(learner: User) -> int:
    return learner.cards.filter(queue__in=[Card.Queue.NEW, Card.Queue.LOCKED]).count()


def _pace(learner: User, today: date) -> Pace:
    """The usual pace, drawn out or in by how long this learner takes for an answer."""
    usual = Pace()
    days = learner.days.filter(study_day__gt=today - timedelta(days=PACE_DAYS), study_day__lte=today)
    done = days.aggregate(answers=Sum("answers", default=0), ms=Sum("elapsed_ms", default=0))
    if not done["answers"]:
        return usual
    times = done["ms"] / done["answers"] / 1000 / usual.right
    return replace(usual, right=usual.right * times, wrong=usual.wrong * times, new=usual.new * times)

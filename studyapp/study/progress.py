"""How far a learner has come in each of their decks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.fold import MATURE_DAYS
from studyapp.study.models import Card


@dataclass(frozen=True, slots=True)
class DeckProgress:
    """Counts of one learner's cards in one deck; `next_day` is when the next review falls due, if none is due now."""

    deck: Deck
    mature: int
    young: int
    learning: int
    waiting: int
    new: int
    due: int
    next_day: date | None

    @property
    def total(self) -> int:
        return self.mature + self.young + self.learning + self.waiting

    @property
    def parts(self) -> list[tuple[str, int, float, float]]:
        """The bar, part by part: name, count, where it begins and how wide it is, in percent."""
        start, parts = 0.0, []
        for name in ("mature", "young", "learning", "waiting"):
            width = 100 * getattr(self, name) / self.total if self.total else 0.0
            parts.append((name, getattr(self, name), round(start, 2), round(width, 2)))
            start += width
        return parts


def deck_progress(learner: User, day: date) -> list[DeckProgress]:
    """One entry for each deck joined, in the order of the decks."""
    queue = Card.Queue
    in_review = Q(queue=queue.REVIEW)
    owed, buried = in_review & Q(due_day__lte=day) | Q(queue=queue.LEARNING), Q(buried_on=day)
    rows = (
        learner.cards.filter(withdrawn=False)
        .values("deck")
        .annotate(
            mature=Count("pk", filter=in_review & Q(stability__gte=MATURE_DAYS)),
            young=Count("pk", filter=in_review & Q(stability__lt=MATURE_DAYS)),
            # What has no memory yet was only guessed at, in the last minute of a day.
            learning=Count("pk", filter=Q(queue=queue.LEARNING) | in_review & Q(stability=None)),
            waiting=Count("pk", filter=Q(queue__in=[queue.NEW, queue.LOCKED])),
            new=Count("pk", filter=Q(queue=queue.NEW)),
            due=Count("pk", filter=owed & ~buried),
            put_off=Count("pk", filter=owed & buried),
        )
    )
    counts: dict[int, dict[str, Any]] = {row["deck"]: {**row} for row in rows}
    upcoming: dict[int, date] = {}
    for deck, study_day in (
        learner.days.filter(study_day__gt=day, due__gt=0).order_by("study_day").values_list("deck", "study_day")
    ):
        upcoming.setdefault(deck, study_day)
    upcoming |= {row["deck"]: day + timedelta(days=1) for row in rows if row["put_off"]}
    nothing = dict.fromkeys(("mature", "young", "learning", "waiting", "new", "due"), 0)
    return [
        DeckProgress(deck=deck, next_day=upcoming.get(deck.pk), **{k: counts.get(deck.pk, nothing)[k] for k in nothing})
        for deck in Deck.objects.filter(enrolments__learner=learner)
    ]


def next_due_day(learner: User, day: date) -> date | None:
    """The first study day after `day` on which a review falls due, or comes back that is buried today."""
    queue = Card.Queue
    owed = Q(queue=queue.LEARNING) | Q(queue=queue.REVIEW, due_day__lte=day)
    if learner.cards.buried_on(day).filter(owed).exists():
        return day + timedelta(days=1)
    return (
        learner.days.filter(study_day__gt=day, due__gt=0)
        .order_by("study_day")
        .values_list("study_day", flat=True)
        .first()
    )

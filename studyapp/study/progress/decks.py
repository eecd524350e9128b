"""How far a learner has come in each of their decks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigAutoField, Count, DateField, Q, QuerySet

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.library.models import Deck
from studyapp.study.cards.fold import MATURE_DAYS
from studyapp.study.models import Card, Day

AT_RISK = timedelta(days=7)
"""A review that waited for more than this is at risk: a plain measure that an index serves, no estimate of recall."""


@dataclass(frozen=True, slots=True)
class DeckProgress:
    """Counts of one learner's cards in one deck; `next_day` is when the next review falls due after today.

    Every card is one of mature, young, at risk, being learned or waiting. `due` and `new` say what could be asked now,
    whatever the learner's limits.
    """

    deck: Deck
    mature: int
    young: int
    at_risk: int
    learning: int
    waiting: int
    new: int
    due: int
    next_day: date | None

    @property
    def total(self) -> int:
        return self.known + self.at_risk + self.learning + self.waiting

    @property
    def known(self) -> int:
        return self.mature + self.young

    @property
    def parts(self) -> list[tuple[str, int, float, float]]:
        """The bar, part by part: name, count, where it begins and how wide it is, in percent."""
        start, parts = 0.0, []
        for name in ("mature", "young", "at_risk", "learning", "waiting"):
            width = 100 * getattr(self, name) / self.total if self.total else 0.0
            parts.append((name, getattr(self, name), round(start, 2), round(width, 2)))
            start += width
        return parts


def deck_progress(learner: User, day: date) -> list[DeckProgress]:
    """One entry for each deck the learner is in, in the order of the decks."""
    rows = BY_DECK.rows(learner=learner.pk, day=day)
    counts = {row["deck"]: row for row in rows}
    upcoming: dict[int, date] = {}
    for deck, study_day in COMING.rows(learner=learner.pk, day=day):
        upcoming.setdefault(deck, study_day)
    upcoming |= {row["deck"]: day + timedelta(days=1) for row in rows if row["put_off"]}
    nothing = dict.fromkeys(("mature", "young", "at_risk", "learning", "waiting", "new", "due"), 0)
    return [
        DeckProgress(deck=deck, next_day=upcoming.get(deck.pk), **{k: counts.get(deck.pk, nothing)[k] for k in nothing})
        for deck in JOINED.rows(learner=learner.pk)
    ]


def cards_by_deck(*, learner: int, day: date) -> QuerySet[Card, Mapping[str, Any]]:
    queue = Card.Queue
    in_review = Q(queue=queue.REVIEW)
    at_risk = in_review & Q(stability__isnull=False, due_day__lt=day - AT_RISK)
    owed, buried = in_review & Q(due_day__lte=day) | Q(queue=queue.LEARNING), Q(buried_on=day)
    return (
        Card.objects.filter(learner=learner)
        .live()
        .values("deck")
        .annotate(
            mature=Count("pk", filter=in_review & ~at_risk & Q(stability__gte=MATURE_DAYS)),
            young=Count("pk", filter=in_review & ~at_risk & Q(stability__lt=MATURE_DAYS)),
            at_risk=Count("pk", filter=at_risk),
            # What has no memory yet was only guessed at, in the last minute of a day.
            learning=Count("pk", filter=Q(queue=queue.LEARNING) | in_review & Q(stability=None)),
            waiting=Count("pk", filter=Q(queue__in=[queue.NEW, queue.LOCKED])),
            new=Count("pk", filter=Q(queue=queue.NEW)),
            due=Count("pk", filter=owed & ~buried),
            put_off=Count("pk", filter=owed & buried),
        )
    )


def days_to_come(*, learner: int, day: date) -> QuerySet[Day, tuple[int, date]]:
    """On which days something falls due in which deck, the next first."""
    days = Day.objects.filter(learner=learner, study_day__gt=day, due__gt=0)
    return days.order_by("study_day").values_list("deck", "study_day")


def decks_joined(*, learner: int) -> QuerySet[Deck]:
    return Deck.objects.filter(enrolments__learner=learner, enrolments__left_at=None)


BY_DECK = CompiledQuery(cards_by_deck, learner=BigAutoField(), day=DateField())
COMING = CompiledQuery(days_to_come, learner=BigAutoField(), day=DateField())
JOINED = CompiledQuery(decks_joined, learner=BigAutoField())


def progress_in(learner: User, deck: Deck, day: date) -> DeckProgress | None:
    """None for a deck the learner is not in."""
    return next((one for one in deck_progress(learner, day) if one.deck == deck), None)


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

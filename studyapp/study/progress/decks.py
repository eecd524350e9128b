"""How far a learner has come in each of their decks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import BigAutoField, Count, DateField, FloatField, Func, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.library.models import Deck
from studyapp.scheduling.formulas import formulas_of
from studyapp.study.cards.fold import MATURE_DAYS
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Day, Review

AT_RISK = timedelta(days=7)
"""A review that waited for more than this is at risk: a plain measure that an index serves, no estimate of recall."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Of so many cards met, how many would be recalled today, as FSRS believes."""

    met: int
    recalled: float


@dataclass(frozen=True, slots=True)
class DeckProgress:
    """Counts of one learner's cards in one deck; `next_day` is when the next review falls due after today.

    Every card is one of mature, young, at risk, begun or waiting. `due`, `learning` and `new` are what a sitting of
    this deck alone has before it today, as `Sitting` counts it. `known` is for those who ask for it.
    """

    deck: Deck
    mature: int
    young: int
    at_risk: int
    begun: int
    waiting: int
    due: int
    learning: int
    new: int
    next_day: date | None
    known: Recalled | None

    @property
    def total(self) -> int:
        return self.mature + self.young + self.at_risk + self.begun + self.waiting

    @property
    def parts(self) -> list[tuple[str, int, float, float]]:
        """The bar, part by part: name, count, where it begins and how wide it is, in percent."""
        start, parts = 0.0, []
        for name in ("mature", "young", "at_risk", "begun", "waiting"):
            width = 100 * getattr(self, name) / self.total if self.total else 0.0
            parts.append((name, getattr(self, name), round(start, 2), round(width, 2)))
            start += width
        return parts


class Recall(Func):
    """The chance of recall on a day, given the last day of an answer, the stability, and the factor and the decay of
    the formula: `Formulas.recall`, for the database to add up.
    """

    output_field = FloatField()
    days = "({day} - {last})"

    def as_sql(self, *args: object, **_: object) -> tuple[str, tuple[str | int, ...]]:
        compiler = cast("SQLCompiler", args[0])
        names = ("day", "last", "stability", "factor", "decay")
        found = dict(zip(names, map(compiler.compile, self.get_source_expressions()), strict=True))
        elapsed = "CASE WHEN {last} < {day} THEN " + self.days + " ELSE 0 END"
        sql = f"POWER(1 + {{factor}} * ({elapsed}) / {{stability}}, {{decay}})"
        order = ("factor", "last", "day", "day", "last", "stability", "decay")
        params = (value for name in order for value in found[name][1])
        return sql.format(**{name: part for name, (part, _) in found.items()}), tuple(params)

    def as_sqlite(self, *args: object, **_: object) -> tuple[str, tuple[str | int, ...]]:
        self.days = "(julianday({day}) - julianday({last}))"
        return self.as_sql(*args)


def deck_progress(learner: User, day: date, *, known: bool = False) -> list[DeckProgress]:
    """One entry for each deck the learner is in, in the order of the decks; how much of it is known, if asked for."""
    formulas = formulas_of(preset_of(learner))
    rows = BY_DECK.rows(known, learner=learner.pk, day=day, factor=formulas.factor, decay=formulas.decay)
    days = DAYS.rows(learner=learner.pk, day=day)
    upcoming = {deck: next_day for deck, next_day, *_ in days}
    upcoming |= {row["deck"]: day + timedelta(days=1) for row in rows if row["put_off"]}
    reviews_done, new_done = sum(reviews for *_, reviews, _ in days), sum(new for *_, new in days)
    most = {"due": max(learner.reviews_limit - reviews_done, 0), "new": max(learner.new_per_day - new_done, 0)}
    counts = {row["deck"]: {name: min(row[name], most.get(name, row[name])) for name in COUNTED} for row in rows}
    recalled = {row["deck"]: Recalled(row["met"], row["recalled"]) for row in rows if known}
    nothing = dict.fromkeys(COUNTED, 0)
    return [
        DeckProgress(
            deck=deck, next_day=upcoming.get(deck.pk), known=recalled.get(deck.pk), **counts.get(deck.pk, nothing)
        )
        for deck in JOINED.rows(learner=learner.pk)
    ]


COUNTED = ("mature", "young", "at_risk", "begun", "waiting", "due", "learning", "new")


def cards_by_deck(
    known: bool, *, learner: int, day: date, factor: float, decay: float
) -> QuerySet[Card, Mapping[str, Any]]:
    queue, mine = Card.Queue, Card.objects.filter(learner=learner)
    in_review = Q(queue=queue.REVIEW)
    at_risk = in_review & Q(stability__isnull=False, due_day__lt=day - AT_RISK)
    owed, buried = in_review & Q(due_day__lte=day) | Q(queue=queue.LEARNING), Q(buried_on=day)
    # As a list of the day's facts, which the database makes once: `due_on` and `new_on` ask it for each card.
    rested = Q(fact__in=Review.objects.meetings().filter(learner=learner, study_day=day).values("fact"))
    owing = Q(fact__in=mine.filter(in_review, ~buried, due_day__lte=day).values("fact"))
    recalled = {"met": Count("pk", filter=IS_MET), "recalled": _recalled(day, factor, decay)} if known else {}
    return (
        mine.live()
        .values("deck")
        .annotate(
            mature=Count("pk", filter=in_review & ~at_risk & Q(stability__gte=MATURE_DAYS)),
            young=Count("pk", filter=in_review & ~at_risk & Q(stability__lt=MATURE_DAYS)),
            at_risk=Count("pk", filter=at_risk),
            # What has no memory yet was only guessed at, in the last minute of a day.
            begun=Count("pk", filter=Q(queue=queue.LEARNING) | in_review & Q(stability=None)),
            waiting=Count("pk", filter=Q(queue__in=[queue.NEW, queue.LOCKED])),
            due=Count("fact", distinct=True, filter=in_review & Q(due_day__lte=day) & ~buried & ~rested),
            learning=Count("pk", filter=Q(queue=queue.LEARNING) & ~buried),
            new=Count("fact", distinct=True, filter=Q(queue=queue.NEW) & ~buried & ~rested & ~owing),
            put_off=Count("pk", filter=owed & buried),
            **recalled,
        )
    )


def days_by_deck(*, learner: int, day: date) -> QuerySet[Day, tuple[int, date | None, int, int]]:
    """The next day on which something falls due, and how many reviews and new questions were done today."""
    today, later = Q(study_day=day), Q(study_day__gt=day, due__gt=0)
    days = Day.objects.filter(today | later, learner=learner, study_day__gte=day).values_list("deck").order_by()
    return days.annotate(
        next_day=Min("study_day", filter=later),
        reviews_done=Sum("reviews", filter=today, default=0),
        new_done=Sum("new", filter=today, default=0),
    )


def decks_joined(*, learner: int) -> QuerySet[Deck]:
    return Deck.objects.with_own(learner).filter(enrolments__learner=learner, enrolments__left_at=None)


def recalled_by_deck(learner: User, day: date) -> dict[int, Recalled]:
    """The same as `deck_progress` says, in one statement; by the keys of the decks in which anything was met."""
    formulas = formulas_of(preset_of(learner))
    rows = RECALLED.rows(learner=learner.pk, day=day, factor=formulas.factor, decay=formulas.decay)
    return {deck: Recalled(met, recalled) for deck, met, recalled in rows if met}


def cards_recalled(*, learner: int, day: date, factor: float, decay: float) -> QuerySet[Card, tuple[int, int, float]]:
    cards = Card.objects.filter(learner=learner).live().values_list("deck").order_by()
    return cards.annotate(met=Count("pk", filter=IS_MET), recalled=_recalled(day, factor, decay))


IS_MET = Q(stability__isnull=False, last_day__isnull=False)


def _recalled(day: date, factor: float, decay: float) -> Coalesce:
    return Coalesce(Sum(Recall(day, "last_day", "stability", factor, decay), filter=IS_MET), 0.0)


LEARNER, DAY, WEIGHT = BigAutoField(), DateField(), FloatField()
BY_DECK = CompiledQuery(cards_by_deck, learner=LEARNER, day=DAY, factor=WEIGHT, decay=WEIGHT)
RECALLED = CompiledQuery(cards_recalled, learner=LEARNER, day=DAY, factor=WEIGHT, decay=WEIGHT)
DAYS = CompiledQuery(days_by_deck, learner=LEARNER, day=DAY)
JOINED = CompiledQuery(decks_joined, learner=LEARNER)


def progress_in(learner: User, deck: Deck, day: date) -> DeckProgress | None:
    """None for a deck the learner is not in."""
    return next((one for one in deck_progress(learner, day, known=True) if one.deck == deck), None)


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

"""Prove that every card and every study day is the fold of its log, and mend what is not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.scheduling import Preset
from studyapp.study.cards.fold import Tallies, Tally, active, fold, no_tallies, walk
from studyapp.study.cards.log import Entry
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Day, Queue
from studyapp.study.models.card_queries import CardQuerySet, waiting
from studyapp.study.models.cards import FOLDED, MEMORY
from studyapp.study.models.days import COUNTS
from studyapp.study.models.reviews import ReviewQuerySet

COMPARED = (*FOLDED, "left", "version")
FACTS_AT_ONCE = 100
"""Their cards and logs are held at a time, however much a learner has studied."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that is not what the log says."""

    learner: int
    what: str
    column: str
    stored: object
    rebuilt: object

    def __str__(self) -> str:
        return (
            f"learner {self.learner}, {self.what}, {self.column}: stored {self.stored!r}, by the log {self.rebuilt!r}"
        )


def differences(learner: User, *, fix: bool = False) -> Iterator[Difference]:
    """Compare all of a learner's cards, fact by fact, and then their days with their log; with `fix`, write what the
    log says.
    """
    with transaction.atomic():
        learner.lock()
        preset = preset_of(learner)
        joined = set(learner.enrolments.current().values_list("deck", flat=True))
        days: dict[int, defaultdict[date, Tally]] = defaultdict(no_tallies)
        for cards, logs in _with_logs(learner, learner.cards.select_related("question")):
            stored = [{name: getattr(card, name) for name in COMPARED} for card in cards]
            for card in cards:
                _refold(
                    card, logs.get(card.question_id, []), preset, days[card.deck_id], left=card.deck_id not in joined
                )
            for card, queue in _waiting(cards):
                card.queue = queue
            for card, before in zip(cards, stored, strict=True):
                yield from _compare_card(card, before, fix=fix)
        yield from _compare_days(learner, days, fix=fix)


def logs_of(reviews: ReviewQuerySet) -> Iterator[tuple[int, list[Entry]]]:
    """The log of each question among these rows, the oldest row first: one log after the other is read."""
    rows = reviews.order_by("question_id", "version").entries()
    return ((question, list(log)) for question, log in groupby(rows, key=attrgetter("question_id")))


def recompute_memories(learner: User) -> None:
    """Believe in every card anew by its log, as after a change of parameters; no due day moves and no day's count.

    A card that is answered meanwhile stays as that answer left it.
    """
    preset = preset_of(learner)
    for cards, logs in _with_logs(learner, learner.cards.filter(stability__isnull=False)):
        for card in cards:
            log = logs.get(card.question_id, [])
            before = {name: getattr(card, name) for name in MEMORY}
            card.stand(walk(log, preset)[0])
            after = {name: getattr(card, name) for name in MEMORY}
            if after != before:
                Card.objects.filter(pk=card.pk, version=len(log)).update(**after)


def _with_logs(learner: User, cards: CardQuerySet) -> Iterator[tuple[list[Card], dict[int, list[Entry]]]]:
    """These cards, those of so many facts at a time, with their logs by question."""
    all_facts, last = cards.order_by("fact").values_list("fact", flat=True).distinct(), 0
    while facts := list(all_facts.filter(fact__gt=last)[:FACTS_AT_ONCE]):
        last = facts[-1]
        some = list(cards.filter(fact__in=facts).order_by("fact_id", "question_id"))
        yield some, dict(logs_of(learner.reviews.filter(question__in=[card.question_id for card in some])))


def _refold(card: Card, log: list[Entry], preset: Preset, days: defaultdict[date, Tally], *, left: bool) -> None:
    """Let a card stand as its log and its learner's enrolment say, and count into its deck's `days` what it adds."""
    standing = fold(active(log), preset, days)
    card.left = left
    card.stand(standing)
    card.version = len(log)
    for day, amount in card.due_counts(standing).items():
        days[day].add(amount)


def _waiting(cards: Iterable[Card]) -> Iterator[tuple[Card, Queue]]:
    """What the ladders of their facts say of the cards not met yet."""
    for _, siblings in groupby(cards, key=attrgetter("fact_id")):
        yield from waiting(list(siblings)).items()


def _compare_card(card: Card, stored: dict[str, object], *, fix: bool) -> Iterator[Difference]:
    wrong = {name: getattr(card, name) for name, value in stored.items() if value != getattr(card, name)}
    for name, value in wrong.items():
        yield Difference(card.learner_id, f"card of question {card.question_id}", name, stored[name], value)
    if wrong and fix:
        Card.objects.filter(pk=card.pk).update(**wrong)


def _compare_days(learner: User, days: Mapping[int, Tallies], *, fix: bool) -> Iterator[Difference]:
    stored = {(day.deck_id, day.study_day): day for day in learner.days.all()}
    rebuilt = {(deck, day): tally for deck, tallies in days.items() for day, tally in tallies.items()}
    for key in sorted(stored.keys() | rebuilt.keys()):
        deck, study_day = key
        old, new = stored.get(key), rebuilt.get(key, Tally())
        wrong = {
            name: getattr(new, name) for name in COUNTS if (getattr(old, name) if old else 0) != getattr(new, name)
        }
        for name, value in wrong.items():
            yield Difference(learner.pk, f"{study_day} in deck {deck}", name, getattr(old, name) if old else 0, value)
        if wrong and fix:
            Day.objects.update_or_create(learner=learner, deck_id=deck, study_day=study_day, defaults=wrong)

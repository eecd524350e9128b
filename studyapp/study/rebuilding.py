"""Prove that every card and every study day is the fold of its log, and mend what is not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.study.cards.fold import Standing, Tallies, Tally, walk
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Day, Review
from studyapp.study.models.card_queries import waiting
from studyapp.study.models.cards import FOLDED, MEMORY
from studyapp.study.models.days import COUNTS


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
    """Compare all of a learner's cards and days with their log; with `fix`, write what the log says."""
    with transaction.atomic():
        learner.lock()
        logs = logs_of(learner)
        cards = list(learner.cards.select_related("question").order_by("question_id"))
        stored = {card.pk: {name: getattr(card, name) for name in (*FOLDED, "left", "version")} for card in cards}
        days = _refold(learner, cards, logs)
        for card in cards:
            wrong = {
                name: getattr(card, name) for name, value in stored[card.pk].items() if value != getattr(card, name)
            }
            for name, value in wrong.items():
                yield Difference(learner.pk, f"card of question {card.question_id}", name, stored[card.pk][name], value)
            if wrong and fix:
                Card.objects.filter(pk=card.pk).update(**wrong)
        yield from _compare_days(learner, days, fix=fix)


def logs_of(learner: User) -> dict[int, list[Review]]:
    """The learner's rows by question, the oldest first."""
    logs: dict[int, list[Review]] = defaultdict(list)
    for row in learner.reviews.order_by("question_id", "version"):
        logs[row.question_id].append(row)
    return logs


def recompute_memories(learner: User) -> None:
    """Believe in every card anew by its log, as after a change of parameters; no due day moves and no day's count.

    A card that is answered meanwhile stays as that answer left it.
    """
    preset, logs = preset_of(learner), logs_of(learner)
    for card in learner.cards.filter(stability__isnull=False):
        log = logs[card.question_id]
        before = {name: getattr(card, name) for name in MEMORY}
        card.stand(walk(log, preset)[0])
        after = {name: getattr(card, name) for name in MEMORY}
        if after != before:
            Card.objects.filter(pk=card.pk, version=len(log)).update(**after)


def _refold(learner: User, cards: list[Card], logs: dict[int, list[Review]]) -> dict[int, Tallies]:
    """Let every card stand as its log, its fact's ladder and its learner's enrolment say; return what the logs add to
    each deck's days.
    """
    preset = preset_of(learner)
    left = set(learner.enrolments.exclude(left_at=None).values_list("deck", flat=True))
    days: dict[int, Tallies] = defaultdict(lambda: defaultdict(Tally))
    by_fact: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        log = logs[card.question_id]
        standing, tallies = walk(log, preset) if log else (Standing(), {})
        card.left = card.deck_id in left
        card.stand(standing)
        card.version = len(log)
        by_fact[card.fact_id].append(card)
        for each in (tallies, card.due_counts(standing)):
            for day, amount in each.items():
                days[card.deck_id][day].add(amount)
    for siblings in by_fact.values():
        for card, queue in waiting(siblings).items():
            card.queue = queue
    return days


def _compare_days(learner: User, days: dict[int, Tallies], *, fix: bool) -> Iterator[Difference]:
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

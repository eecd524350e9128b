"""What comes next: a card's queues, the ladder of a fact's questions, and the heads that are found by index."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.fold import Standing
from studyapp.study.models.reviews import Review

if TYPE_CHECKING:
    from studyapp.study.models.cards import Card


class Queue(models.IntegerChoices):
    LOCKED = 0, "Waits until its fact is recognised"
    NEW = 1, "Not met yet"
    LEARNING = 2, "In a learning step"
    REVIEW = 3, "In review"
    OFF = 4, "Suspended, or no longer asked"


class CardQuerySet(models.QuerySet["Card"]):
    def with_content(self) -> Self:
        """All that asking and judging needs, in one statement."""
        related = ("question__revision", "question__fact__deck", "question__fact__superseded_by")
        return self.select_related(*related)

    # The heads of the queues, each in the order in which it is asked

    def learning_by(self, moment: datetime) -> Self:
        return self.filter(queue=Queue.LEARNING, due_at__lte=moment).order_by("due_at")

    def due_on(self, day: date) -> Self:
        """Longest overdue first; one question a fact and study day."""
        return (
            self.filter(queue=Queue.REVIEW, due_day__lte=day)
            .fact_not_met_on(day)
            .order_by("due_day", "mix", "question_id")
        )

    def new_on(self, day: date) -> Self:
        return self.filter(queue=Queue.NEW).fact_not_met_on(day).order_by("due_day", "mix", "question_id")

    def fact_not_met_on(self, day: date) -> Self:
        met = Review.objects.standing().filter(
            learner=OuterRef("learner"), study_day=day, fact=OuterRef("fact"), kind=Review.Kind.STUDY
        )
        return self.filter(~Exists(met))

    def asked_on(self, day: date) -> Self:
        """What may be asked now: an undone card is shown again though it is not the head."""
        due = (
            models.Q(queue=Queue.NEW) | models.Q(queue=Queue.LEARNING) | models.Q(queue=Queue.REVIEW, due_day__lte=day)
        )
        return self.filter(due)

    # The ladder

    def deal(self, learner: User, questions: Iterable[Question]) -> None:
        """Make the cards that are missing; what comes first of each fact is new, the rest waits locked."""
        questions = list(questions)
        self.bulk_create(
            [
                self.model(
                    learner=learner,
                    question=question,
                    fact_id=question.fact_id,
                    deck_id=question.fact.deck_id,
                    queue=Queue.NEW,
                    place=place_of(question),
                    mix=place_of(question),
                )
                for question in questions
            ],
            ignore_conflicts=True,
        )
        self.climb(learner, {question.fact_id for question in questions})

    def unlock(self, learner: User, fact: int) -> None:
        self.filter(learner=learner, fact=fact, queue=Queue.LOCKED).update(queue=Queue.NEW)

    def climb(self, learner: User, facts: Iterable[int]) -> None:
        """Lock and unlock the cards not met yet, as the ladders of these facts now demand."""
        ladders = defaultdict(list)
        for card in self.filter(learner=learner, fact__in=list(facts)).select_related("question"):
            ladders[card.fact_id].append(card)
        for queue in (Queue.LOCKED, Queue.NEW):
            moving = [
                card.question_id
                for cards in ladders.values()
                for card, wanted in waiting(cards).items()
                if wanted is queue and card.queue != queue
            ]
            if moving:
                self.filter(learner=learner, question__in=moving).update(queue=queue)


def waiting(cards: Sequence["Card"]) -> dict["Card", Queue]:
    """For one fact's cards not met yet: NEW or LOCKED.

    The first question that shows the answer comes first. The others follow once any such question is known;
    where a fact has none, all may come at once. Only the cards decide: what editors do, they have yet to follow.
    """
    shown = sorted(
        (card for card in cards if card.question.is_recognition and not card.withdrawn),
        key=lambda card: (card.place, card.question_id),
    )
    known = any(card.question.is_recognition and card.standing.graduated for card in cards)
    free = known or not shown
    return {
        card: Queue.NEW if free or card is shown[0] else Queue.LOCKED
        for card in cards
        if card.due_day is None and not card.suspended and not card.withdrawn
    }


def place_of(question: Question) -> int:
    """New questions come in the editors' order: by deck, fact and question."""
    fact = question.fact
    return min(fact.deck.position * 1_000_000 + fact.position * 100 + question.position, 2**31 - 1)


def queue_of(standing: Standing) -> Queue:
    if standing.suspended or standing.withdrawn:
        return Queue.OFF
    if standing.due is None:
        return Queue.NEW
    return Queue.LEARNING if standing.due.at else Queue.REVIEW


def mix_of(question: int, reps: int) -> int:
    """Spreads what falls due on one day, another way each time; 31 bits."""
    return zlib.crc32(f"{question}:{reps}".encode()) & 0x7FFFFFFF

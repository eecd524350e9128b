"""Which cards come next in each queue, which are listed, and what of a fact waits until it is recognised."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.lookups import IsNull

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.library.models.articles import long_columns
from studyapp.scheduling import SLACK
from studyapp.study.cards.queues import LEECH_LAPSES, Queue
from studyapp.study.models.enrolments import Enrolment
from studyapp.study.models.reviews import Review

if TYPE_CHECKING:
    from studyapp.study.models.cards import Card


class CardQuerySet(models.QuerySet["Card"]):
    def with_content(self) -> Self:
        """All that asking and judging needs, in one statement."""
        related = ("revision", "according_to", "fact__deck", "fact__superseded_by")
        found = self.select_related(*(f"question__{name}" for name in related))
        return found.defer(*long_columns("question__according_to")).with_exam()

    def with_exam(self) -> Self:
        enrolments = Enrolment.objects.filter(learner=OuterRef("learner"), deck=OuterRef("deck"))
        return self.annotate(exam_on=Subquery(enrolments.values("exam_on")[:1]))

    def live(self) -> Self:
        """Neither withdrawn by the library nor of a deck that the learner left; suspended ones are."""
        return self.filter(withdrawn=False, left=False)

    # The heads of the queues, each in the order in which it is asked

    def learning_on(self, day: date) -> Self:
        return self.filter(queue=Queue.LEARNING).not_buried_on(day).order_by("due_at")

    def learning_by(self, moment: datetime, day: date) -> Self:
        """A step ends on its own study day: one of a later day was begun by a clock that was ahead, and is due."""
        return self.learning_on(day).filter(models.Q(due_at__lte=moment) | models.Q(due_day__gt=day + SLACK))

    def due_on(self, day: date, *, ahead: int = 0) -> Self:
        """Longest overdue first, and then what falls due `ahead` of its day; one question a fact and study day."""
        return (
            self.in_review_on(day)
            .filter(due_day__lte=day + timedelta(days=ahead))
            .order_by("due_day", "mix", "question_id")
        )

    def new_on(self, day: date) -> Self:
        """Of a fact that is due for review, that comes first: so a day's reviews and new questions are of other facts,
        and as many as they are.
        """
        return (
            self.filter(queue=Queue.NEW)
            .not_buried_on(day)
            .fact_not_met_on(day)
            .fact_not_due_on(day)
            .order_by("due_day", "mix", "question_id")
        )

    def not_buried_on(self, day: date) -> Self:
        return self.filter(~models.Q(buried_on=day))

    def fact_not_met_on(self, day: date) -> Self:
        met = Review.objects.meetings().filter(learner=OuterRef("learner"), study_day=day, fact=OuterRef("fact"))
        return self.filter(_none(met))

    def fact_not_due_on(self, day: date) -> Self:
        # Not by its plain column, nor with columns of the index of days alone: where SQLite has no statistics it would
        # go through all that is due, for every card.
        waiting = self.model._default_manager.alias(waits_in=models.F("queue") + 0)
        due = waiting.filter(waits_in=Queue.REVIEW, due_day__lte=day).not_buried_on(day)
        return self.filter(_none(due.filter(learner=OuterRef("learner"), fact=OuterRef("fact")), "version"))

    def in_review_on(self, day: date) -> Self:
        """All reviews whose fact was not met on `day`, whenever they are due."""
        return self.filter(queue=Queue.REVIEW).not_buried_on(day).fact_not_met_on(day)

    def met_before(self, day: date, *, ahead: int = 0, or_not: bool = False) -> Self:
        """What can be practised: met, and not suspended, withdrawn or buried. With `ahead` only reviews that fall due
        within so many days; with `or_not` also what was never met in a sitting.
        """
        met = self.not_buried_on(day)
        if ahead:
            early = met.filter(queue=Queue.REVIEW, due_day__lte=day + timedelta(days=ahead))
            return early.order_by("due_day", "mix", "question_id")
        # As a range, for which one index serves queue and order alike.
        met = met.filter(queue__gte=Queue.LOCKED if or_not else Queue.LEARNING, queue__lte=Queue.REVIEW)
        return met.order_by("queue", "due_day", "mix", "question_id")

    def not_practised_on(self, day: date) -> Self:
        practised = Review.objects.crams(on=day).filter(learner=OuterRef("learner"), question=OuterRef("question"))
        return self.filter(_none(practised))

    def asked_on(self, day: date, *, early: bool = False) -> Self:
        """What may be asked now, reviews before their day too if `early`: an undone card is shown again though it is
        not the head.
        """
        review = models.Q(queue=Queue.REVIEW) if early else models.Q(queue=Queue.REVIEW, due_day__lte=day)
        return self.filter(models.Q(queue__in=[Queue.NEW, Queue.LEARNING]) | review).not_buried_on(day)

    # The lists of "Your cards"

    def suspended(self) -> Self:
        return self.live().filter(suspended=True).order_by("place", "question_id")

    def buried_on(self, day: date) -> Self:
        return self.live().filter(buried_on=day, suspended=False).order_by("place", "question_id")

    def marked(self) -> Self:
        return self.filter(marked=True).order_by("place", "question_id")

    def with_notes(self) -> Self:
        return self.filter(note__gt="").order_by("place", "question_id")

    def leeches(self) -> Self:
        """Forgotten most often first."""
        return self.live().filter(lapses__gte=LEECH_LAPSES).order_by("-lapses", "question_id")

    # The ladder

    def unsaved_for(self, learner: User, questions: Iterable[Question]) -> "list[Card]":
        """A new card for each."""
        return [
            self.model(
                learner=learner,
                question=question,
                fact_id=question.fact.original_id,
                deck_id=question.fact.deck_id,
                queue=Queue.NEW,
                place=place_of(question),
                mix=place_of(question),
            )
            for question in questions
        ]

    def create_for(self, learner: User, questions: Iterable[Question]) -> None:
        """Make the cards that are missing; what comes first of each fact is new, the rest waits locked."""
        questions = list(questions)
        self.bulk_create(self.unsaved_for(learner, questions), ignore_conflicts=True)
        self.lock_and_unlock(learner, {question.fact.original_id for question in questions})

    def leave(self) -> None:
        """Set off, whatever they are."""
        self.update(left=True, queue=Queue.OFF)

    def come_back(self) -> None:
        """Into the queues by where they stand, as `queue_of` has it; what their facts lock is yet to be said."""
        off = models.Q(suspended=True) | models.Q(withdrawn=True)
        self.update(
            left=False,
            queue=models.Case(
                models.When(off, then=models.Value(Queue.OFF)),
                models.When(due_day=None, then=models.Value(Queue.NEW)),
                models.When(due_at=None, then=models.Value(Queue.REVIEW)),
                default=models.Value(Queue.LEARNING),
            ),
        )

    def unlock(self, learner: User, fact: int) -> None:
        self.filter(learner=learner, fact=fact, queue=Queue.LOCKED).update(queue=Queue.NEW)

    def lock_and_unlock(self, learner: User, facts: Iterable[int]) -> None:
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
        (card for card in cards if card.question.is_recognition and not (card.withdrawn or card.left)),
        key=lambda card: (card.place, card.question_id),
    )
    known = any(card.question.is_recognition and card.standing.graduated for card in cards)
    free = known or not shown
    return {
        card: Queue.NEW if free or card is shown[0] else Queue.LOCKED
        for card in cards
        if card.due_day is None and not (card.suspended or card.withdrawn or card.left)
    }


def place_of(question: Question) -> int:
    """New questions come in the editors' order: by deck, fact and question."""
    fact = question.fact
    return place_among_new(deck=fact.deck.position, fact=fact.position, question=question.position)


def place_among_new(*, deck: int, fact: int, question: int) -> int:
    """By their positions."""
    return min(deck * 1_000_000 + fact * 100 + question, 2**31 - 1)


def _none(rows: "models.QuerySet[Card] | models.QuerySet[Review]", column: str = "learner") -> IsNull:
    """That there is none of them, looked up for each card by an index.

    PostgreSQL would turn `NOT EXISTS` into a join, and as it believes that today has few rows, compare every card with
    all of them.
    """
    return IsNull(Subquery(rows.order_by().values(column)[:1]), True)  # noqa: FBT003  Django’s own parameter

"""A sitting: what a learner has before them at one moment, read in one statement, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from studyapp.accounts.models import User
from studyapp.scheduling import LEARN_AHEAD
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card, Day, Review

MOST_LEARNING = 999
"""Counting stops here, as it does at the learner's limits: no count may grow with the size of their collection."""
SIBLINGS = 4
"""How many questions of one fact may wait at once without spoiling a count."""
USUAL_MS = 12_000
"""How long an answer takes while the learner's own pace today is not known, in milliseconds."""


class CountOf(Subquery):
    """How many different values its one column has."""

    template = "(SELECT COUNT(DISTINCT counted.counted_value) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # of a slice of none, for a learner whose limit is 0


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is left to do today and the heads of the queues; questions are given by primary key."""

    learner: User
    day: date
    learning: int | None
    ahead: int | None
    review: int | None
    new: int | None
    learning_left: int
    reviews_left: int
    new_left: int
    reviews_done: int
    new_done: int
    answers_done: int
    right_done: int
    ms_done: int
    undo_question: int | None
    undo_version: int | None

    @classmethod
    def of(cls, learner: User, at: datetime) -> Self:
        day = study_day_of(learner, at)
        mine = Card.objects.filter(learner=OuterRef("pk"))
        days = Day.objects.filter(learner=OuterRef("pk"), study_day=day).values("learner")
        acts = Review.objects.filter(learner=OuterRef("pk")).undoable()

        def head(cards: QuerySet[Card]) -> Subquery:
            return Subquery(cards.values("question")[:1])

        def count(cards: QuerySet[Card], most: int, each: str = "fact") -> CountOf:
            # In the queue's own order, so that its index is walked no further than so many cards.
            return CountOf(cards.values(counted_value=F(each))[: SIBLINGS * most])

        def done(name: str) -> Coalesce:
            return Coalesce(Subquery(days.annotate(total=Sum(name)).values("total")), 0)

        row = User.objects.filter(pk=learner.pk).values(
            learning=head(mine.learning_by(at)),
            ahead=head(mine.learning_by(at + LEARN_AHEAD)),
            review=head(mine.due_on(day)),
            new=head(mine.new_on(day)),
            learning_left=count(mine.filter(queue=Card.Queue.LEARNING).order_by("due_at"), MOST_LEARNING, "question"),
            reviews_left=count(mine.due_on(day), learner.reviews_per_day),
            new_left=count(mine.new_on(day), learner.new_per_day),
            reviews_done=done("reviews"),
            new_done=done("new"),
            answers_done=done("answers"),
            right_done=done("right"),
            ms_done=done("elapsed_ms"),
            undo_question=Subquery(acts.values("question")[:1]),
            undo_version=Subquery(acts.values("version")[:1]),
        )
        found: dict[str, Any] = dict(row.get())
        found["reviews_left"] = max(min(found["reviews_left"], learner.reviews_per_day - found["reviews_done"]), 0)
        found["new_left"] = max(min(found["new_left"], learner.new_per_day - found["new_done"]), 0)
        return cls(learner=learner, day=day, **found)

    @property
    def next_question(self) -> int | None:
        """Steps that are due; then reviews mixed with new cards; then steps that are almost due."""
        return self.learning or self._mixed() or self.ahead

    def _mixed(self) -> int | None:
        review = self.review if self.reviews_left else None
        new = self.new if self.new_left else None
        if review is None or new is None:
            return review or new
        # New cards are spread evenly among the day's reviews: the one that lags behind its share comes next.
        reviews_all, new_all = self.reviews_done + self.reviews_left, self.new_done + self.new_left
        return new if (self.new_done + 1) * (reviews_all + 1) <= (self.reviews_done + 1) * (new_all + 1) else review

    @property
    def due_left(self) -> int:
        return self.learning_left + self.reviews_left

    @property
    def left(self) -> int:
        return self.due_left + self.new_left

    @property
    def minutes_left(self) -> int:
        """By the learner's own pace today, once there is one; a new question is usually asked three times."""
        pace = self.ms_done / self.answers_done if self.answers_done >= 5 else USUAL_MS
        answers = self.due_left + 3 * self.new_left
        return max(round(answers * pace / 60_000), 1) if answers else 0

    @property
    def progress(self) -> int:
        """The share of the day's work that is done, in percent."""
        return round(100 * self.answers_done / (self.answers_done + self.left)) if self.answers_done else 0

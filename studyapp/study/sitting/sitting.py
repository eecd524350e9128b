"""A sitting: what a learner has before them at one moment, read in one statement, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db.models import (
    BigAutoField,
    DateField,
    DateTimeField,
    IntegerField,
    OuterRef,
    PositiveIntegerField,
    QuerySet,
    SlugField,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.study.learners import study_day_of
from studyapp.study.models import Day, Review
from studyapp.study.sitting.queues import MOST_MORE, Columns, heads, names
from studyapp.study.sitting.scopes import EVERYTHING, Scope

USUAL_MS = 12_000
"""How long an answer takes while the learner's own pace is not known, in milliseconds."""
PACE_DAYS = timedelta(days=14)
"""So many study days, today included, tell the learner's pace."""
PACE_ANSWERS = 5
"""Fewer answers tell no pace."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is left to do today within `scope`, and the heads of the queues; questions are given by primary key.

    `over` is the fact of which the learner is to be told first that it is over.

    What was done today is counted over all decks, since the learner's limits are. `more` is what the scope adds to
    the day's plan, and is counted up to MOST_MORE.
    """

    learner: User
    at: datetime
    day: date
    scope: Scope
    reviews_done: int
    new_done: int
    answers_done: int
    right_done: int
    ms_done: int
    recent_answers: int
    recent_ms: int
    undo_question: int | None
    undo_version: int | None
    learning: int | None = None
    ahead: int | None = None
    review: int | None = None
    new: int | None = None
    more: int | None = None
    over: int | None = None
    learning_left: int = 0
    reviews_left: int = 0
    new_left: int = 0
    more_left: int = 0
    deck_title: str | None = None
    deck_joined: bool = False
    article_title: str | None = None
    quiz_finished: bool = False

    @classmethod
    def of(cls, learner: User, at: datetime, scope: Scope = EVERYTHING) -> Self:
        return cls.on(study_day_of(learner, at), learner, at, scope)

    @classmethod
    def on(cls, day: date, learner: User, at: datetime, scope: Scope = EVERYTHING) -> Self:
        """What a study day holds as things stand at the moment `at`, be it one that has yet to come."""
        row = SITTING.get(scope.shape, **values_of(learner, scope, at=at, day=day))
        if row is None:
            raise User.DoesNotExist
        found = dict(row)
        reviews, new, more = (found.get(name, 0) for name in ("reviews_left", "new_left", "more_left"))
        found["reviews_left"] = max(min(reviews, learner.reviews_limit - found["reviews_done"]), 0)
        found["new_left"] = max(min(new, learner.new_per_day - found["new_done"]), 0)
        found["more_left"] = max(min(more, MOST_MORE) - found["reviews_left"], 0)
        return cls(learner=learner, at=at, day=day, scope=scope, **found)

    @property
    def missing(self) -> str:
        """What the scope names that is not there: "deck", "own", "article", "quiz" or ""."""
        if (self.scope.deck or self.scope.own) and self.deck_title is None:
            return "own" if self.scope.own else "deck"
        if self.scope.quiz and not self.quiz_finished:
            return "quiz"
        return "article" if self.scope.article and self.article_title is None else ""

    @property
    def more_than_counted(self) -> bool:
        return self.more_left >= MOST_MORE

    @property
    def next_question(self) -> int | None:
        """Steps that are due; then reviews mixed with new cards; then more of the learner's choice; then steps that
        are almost due.
        """
        return self.learning or self._mixed() or self.more or self.ahead

    def _mixed(self) -> int | None:
        review = self.review if self.reviews_left else None
        new = self.new if self.new_left else None
        if review is None or new is None:
            return review or new
        # New cards are spread evenly among the day's reviews: the one that lags behind its share comes next.
        reviews_all, new_all = self.reviews_done + self.reviews_left, self.new_done + self.new_left
        return new if (self.new_done + 1) * (reviews_all + 1) <= (self.reviews_done + 1) * (new_all + 1) else review

    @property
    def left(self) -> int:
        return self.learning_left + self.reviews_left + self.new_left + self.more_left

    @property
    def undoes(self) -> tuple[int, int] | None:
        """The question and the version of what an undo takes back."""
        return (self.undo_question, self.undo_version) if self.undo_question and self.undo_version is not None else None

    @property
    def minutes_left(self) -> int:
        """By the learner's own pace of late, once there is one; a new question is usually asked three times."""
        pace = self.recent_ms / self.recent_answers if self.recent_answers >= PACE_ANSWERS else USUAL_MS
        answers = self.left + 2 * self.new_left
        return max(round(answers * pace / 60_000), 1) if answers else 0

    @property
    def progress(self) -> int:
        """The share of the day's work that is done, in percent."""
        return round(100 * self.answers_done / (self.answers_done + self.left)) if self.answers_done else 0


def values_of(learner: User, scope: Scope, *, at: datetime, day: date) -> dict[str, int | str | date]:
    """What the statement is bound to."""
    return {
        "learner": learner.pk,
        "at": at,
        "day": day,
        "reviews_limit": learner.reviews_limit,
        "new_per_day": learner.new_per_day,
        "deck": scope.deck,
        "own": scope.own,
        "article": scope.article,
        "quiz": scope.quiz,
    }


def sitting_columns(
    shape: Scope,
    *,
    learner: int,
    at: datetime,
    day: date,
    reviews_limit: int,
    new_per_day: int,
    deck: str,
    own: int,
    article: str,
    quiz: int,
) -> QuerySet[User, Mapping[str, Any]]:
    scope = shape.naming(deck=deck, own=own, article=article, quiz=quiz)
    queues = heads(scope, at=at, day=day, reviews_limit=reviews_limit, new_per_day=new_per_day)
    return User.objects.filter(pk=learner).values(**queues, **names(scope), **_done(day, at))


def _done(day: date, at: datetime) -> Columns:
    """What the learner did today and of late, and the newest act that can be undone."""
    mine = Day.objects.filter(learner=OuterRef("pk")).values("learner")
    today, recent = mine.filter(study_day=day), mine.filter(study_day__gt=day - PACE_DAYS, study_day__lte=day)
    acts = Review.objects.filter(learner=OuterRef("pk")).to_undo(at)

    def total(days: QuerySet[Day, Mapping[str, object]], name: str) -> Coalesce:
        return Coalesce(Subquery(days.annotate(total=Sum(name)).values("total")), 0)

    return {
        "reviews_done": total(today, "reviews"),
        "new_done": total(today, "new"),
        "answers_done": total(today, "answers"),
        "right_done": total(today, "right"),
        "ms_done": total(today, "elapsed_ms"),
        "recent_answers": total(recent, "answers"),
        "recent_ms": total(recent, "elapsed_ms"),
        "undo_question": Subquery(acts.values("question")[:1]),
        "undo_version": Subquery(acts.values("version")[:1]),
    }


SITTING = CompiledQuery(
    sitting_columns,
    learner=BigAutoField(),
    at=DateTimeField(),
    day=DateField(),
    reviews_limit=IntegerField(),
    new_per_day=IntegerField(),
    deck=SlugField(),
    own=PositiveIntegerField(),
    article=SlugField(),
    quiz=BigAutoField(),
)

"""The first question of a quiz, shown to someone who is nobody yet: until it is answered only the page knows of it.

What the page must bring back is signed. Anyone can read it, so it names the questions and never an answer.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Revision
from studyapp.study.models import Attempt, Quiz
from studyapp.study.quizzes.making import Wish

MAX_AGE = timedelta(days=1)
SALT = "study.entry"


class BadEntry(Exception):
    """What the page brought back is missing, forged, or too old."""


def try_address(wish: Wish) -> str:
    """Where a visitor finds the quiz they wish for."""
    return f"{reverse('try-quiz')}{wish.query}{'&' if wish.query else '?'}length={wish.length}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One showing of a quiz's first question. `ticket` is the same for a second click, so that it finds the first."""

    ticket: UUID
    shown_at: datetime
    asked: tuple[tuple[int, int], ...]
    """Questions and the revisions they are pinned to; of a shared quiz only the first, the quiz itself has them all."""
    wish: Wish | None = None
    """What a quiz of one's own is to be like."""
    quiz: int | None = None
    """Or the shared one."""
    name: str = ""
    """Which the participant chose."""

    @classmethod
    def new(cls, **fields: Any) -> Self:
        return cls(ticket=uuid4(), **fields)

    @property
    def seed(self) -> str:
        """Orders the options of the first question."""
        return self.ticket.hex

    @property
    def token(self) -> str:
        wish = None if self.wish is None else [self.wish.scope, self.wish.manner]
        named = [self.ticket.hex, self.shown_at.timestamp(), self.asked, wish, self.quiz, self.name]
        return signing.dumps(named, salt=SALT, compress=True)

    @classmethod
    def read(cls, token: str, *, at: datetime) -> Self:
        """Raises BadEntry."""
        try:
            ticket, shown, asked, wish, quiz, name = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError, UnicodeError) as error:
            raise BadEntry from error
        shown_at = datetime.fromtimestamp(shown, UTC)
        if at - shown_at > MAX_AGE:
            raise BadEntry
        pairs = tuple((question, revision) for question, revision in asked)
        wished = None if wish is None else Wish(**{**wish[0], "decks": tuple(wish[0].get("decks", ()))}, **wish[1])
        return cls(UUID(ticket), shown_at, pairs, wished, quiz, name)

    def revision(self) -> Revision:
        """The first question as it is asked. Raises BadEntry if any of them was deleted meanwhile."""
        revisions = Revision.objects.filter(pk__in=[revision for _, revision in self.asked])
        found = revisions.select_related("question__fact__deck").in_bulk()
        if len(found) < len(self.asked):
            raise BadEntry
        return found[self.asked[0][1]]

    def shared_quiz(self) -> Quiz | None:
        return None if self.quiz is None else Quiz.objects.filter(pk=self.quiz).first()

    def begin(self, learner: User) -> Attempt:
        """The learner's attempt at the quiz: begun now, or by a click before."""
        if self.quiz is not None:
            quiz = Quiz.objects.get(pk=self.quiz)
            return Attempt.objects.begin(quiz, learner, at=self.shown_at, name=self.name)
        with transaction.atomic():
            # The second of two clicks waits here, and then finds the quiz of the first.
            learner.lock()
            quiz = learner.quizzes.filter(made_at=self.shown_at, code=None).first() or self._make(learner)
            return Attempt.objects.begin(quiz, learner, at=self.shown_at)

    def _make(self, learner: User) -> Quiz:
        assert self.wish is not None  # noqa: S101  else it is of a shared quiz
        made = {**self.wish.manner, "length": len(self.asked), "scope": self.wish.scope}
        quiz = Quiz.objects.create(owner=learner, made_at=self.shown_at, **made)
        quiz.pin(self.asked)
        return quiz

"""The first question of a quiz, shown to someone who is nobody yet: until it is answered only the page knows of it.

What the page must bring back is signed. Anyone can read it, so it names the questions and never an answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import BigAutoField, Q, QuerySet
from django.urls import reverse

from studyapp.accounts.models import Gone, User
from studyapp.compiled import CompiledQuery
from studyapp.library.models import Revision
from studyapp.study.cards.asks import BadAsk, in_ms, of_ms, sign, unsign
from studyapp.study.models import Attempt, Quiz, QuizItem
from studyapp.study.quizzes.options import QuizOptions

MAX_AGE = timedelta(days=1)
SALT = "study.entry"


def try_address(options: QuizOptions) -> str:
    """Where a visitor finds the quiz they options for."""
    return f"{reverse('try-quiz')}{options.query}{'&' if options.query else '?'}length={options.length}"


def revision_with_content(*, key: int) -> QuerySet[Revision]:
    """As it is asked."""
    return Revision.objects.filter(pk=key).select_related("question__fact__deck", "question__according_to")


def first_item(*, quiz: int) -> QuerySet[QuizItem]:
    return QuizItem.objects.with_content().filter(quiz=quiz, position=1)


FIRST = CompiledQuery(revision_with_content, key=BigAutoField())
FIRST_ITEM = CompiledQuery(first_item, quiz=BigAutoField())


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """One showing of a quiz's first question. `ticket` is the same for a second click, so that it finds the first."""

    ticket: UUID
    shown_at: datetime
    asked: tuple[tuple[int, int], ...] = ()
    """Questions and the revisions they are pinned to; a shared quiz has its own itself."""
    options: QuizOptions | None = None
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
        options = None if self.options is None else [self.options.scope, self.options.manner]
        return sign(SALT, self.ticket.hex, in_ms(self.shown_at), self.asked, options, self.quiz, self.name)

    @classmethod
    def read(cls, token: str, *, at: datetime) -> Self:
        """Raises BadAsk for what is missing, forged, or too old."""
        ticket, shown, asked, options, quiz, name = unsign(SALT, token, 6)
        shown_at = of_ms(shown)
        if at - shown_at > MAX_AGE:
            raise BadAsk
        pairs = tuple((question, revision) for question, revision in asked)
        chosen = None if options is None else QuizOptions.stored(*options)
        return cls(UUID(ticket), shown_at, pairs, chosen, quiz, name)

    def revision(self) -> Revision:
        """The first question as it is asked. Raises BadAsk if any of them was deleted meanwhile."""
        if self.quiz is not None:
            return self._first_of(self.quiz)
        (_, first), *others = self.asked
        found = FIRST.get(key=first)
        if found is None:
            raise BadAsk
        if others and Revision.objects.filter(pk__in=[revision for _, revision in others]).count() < len(others):
            raise BadAsk
        return found

    def _first_of(self, quiz: int) -> Revision:
        item = FIRST_ITEM.get(quiz=quiz)
        if item is None:
            raise BadAsk
        return item.asked

    def shared_quiz(self) -> Quiz | None:
        return None if self.quiz is None else Quiz.of_key(self.quiz)

    def begin(self, learner: User) -> Attempt:
        """The learner's attempt at the quiz: begun now, or by a click before."""
        if self.quiz is not None:
            quiz = Quiz.of_key(self.quiz)
            if quiz is None:
                raise Gone
            return Attempt.objects.begin(quiz, learner, at=self.shown_at, name=self.name)
        assert self.options is not None  # noqa: S101  else it is of a shared quiz
        made = {"scope": self.options.scope, **self.options.manner}
        with transaction.atomic():
            # By the moment, since a second click comes when the first may have its answer already.
            quiz = Quiz.objects.make(learner, self.asked, at=self.shown_at, twin=Q(made_at=self.shown_at), **made)
            return Attempt.objects.begin(quiz, learner, at=self.shown_at)

"""Sharing a quiz: the same questions for everybody who has its code."""

import random
from datetime import datetime, timedelta

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.learners import study_day_of
from studyapp.study.models import Quiz
from studyapp.study.models.quizzes import as_worded_now, just_made
from studyapp.study.quizzes.codes import new_code
from studyapp.study.quizzes.drawing import NothingToAsk, drawn
from studyapp.study.quizzes.options import QuizOptions

MOST_A_DAY = 20
"""How many quizzes one person may share within a day."""


class TooManyShared(Exception):
    """So many were shared today that it can hardly be for people."""


def share(owner: User, options: QuizOptions, title: str, *, at: datetime, chance: random.Random) -> Quiz:
    """Draw a quiz for others, or return the one that a double click has just made.

    Raises NothingToAsk, or TooManyShared.
    """
    return _shared(owner, options, title, drawn(owner, options, study_day_of(owner, at), chance), at=at)


def share_own(owner: User, quiz: Quiz, title: str, *, at: datetime) -> Quiz:
    """Let others answer what a quiz of one's own asked, as far as it is still asked, as it is worded now.

    Raises NothingToAsk, or TooManyShared.
    """
    live = Question.objects.live().filter(pk__in=quiz.items.values("question")).in_bulk()
    order = quiz.items.order_by("position").values_list("question", flat=True)
    questions = [live[pk] for pk in order if pk in live]
    if not questions:
        raise NothingToAsk
    return _shared(owner, QuizOptions.of(quiz), title, questions, at=at)


def _shared(owner: User, options: QuizOptions, title: str, questions: list[Question], *, at: datetime) -> Quiz:
    asked = as_worded_now(questions)
    made = {"scope": options.scope, "title": title, **options.manner}
    return Quiz.objects.make(owner, asked, at=at, twin=just_made(at), code=lambda: _next_code(owner, at), **made)


def _next_code(owner: User, at: datetime) -> str:
    """Raises TooManyShared."""
    if owner.quizzes.filter(code__isnull=False, made_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyShared
    # Among 2·10¹⁰ hardly ever a second one is needed; the database refuses what two find free at once.
    while Quiz.objects.filter(code=(code := new_code())).exists():
        pass
    return code

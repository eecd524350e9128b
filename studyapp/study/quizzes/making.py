"""Making a quiz of one's own, and beginning it."""

import random
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.study.learners import study_day_of
from studyapp.study.models import Attempt, Quiz
from studyapp.study.models.quizzes import Asked, as_worded_now, just_made
from studyapp.study.quizzes.drawing import NothingToAsk, askable, drawn
from studyapp.study.quizzes.options import QuizOptions


def make(learner: User, options: QuizOptions, *, at: datetime, chance: random.Random) -> Attempt:
    """Draw a quiz and begin it, or return the one that a double click has just made. Raises NothingToAsk."""
    questions = drawn(learner, options, study_day_of(learner, at), chance)
    return _begin(learner, options, as_worded_now(questions), at=at)


def again(learner: User, quiz: Quiz, *, at: datetime, chance: random.Random) -> Attempt:
    """Begin a quiz of the same questions, as far as they are still asked, in another order. Raises NothingToAsk."""
    live = askable(learner).filter(pk__in=quiz.items.values("question")).select_related("revision", "fact__deck")
    copies = [item.pinned for item in quiz.items.all() if item.pinned is not None]
    asked: list[Asked] = [*as_worded_now(live), *copies]
    if not asked:
        raise NothingToAsk
    chance.shuffle(asked)
    return _begin(learner, QuizOptions.for_learner(quiz, learner), asked, at=at, title=quiz.title if copies else "")


@transaction.atomic
def _begin(learner: User, options: QuizOptions, asked: list[Asked], *, at: datetime, title: str = "") -> Attempt:
    made = {"scope": options.scope, "title": title, **options.manner}
    quiz = Quiz.objects.make(learner, asked, at=at, twin=just_made(at), **made)
    return Attempt.objects.begin(quiz, learner, at=at)

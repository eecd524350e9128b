"""Making a quiz of one's own, and beginning it."""

import random
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.learners import study_day_of
from studyapp.study.models import Attempt, Quiz
from studyapp.study.models.quizzes import as_worded_now, just_made
from studyapp.study.quizzes.drawing import NothingToAsk, drawn
from studyapp.study.quizzes.options import QuizOptions


def make(learner: User, options: QuizOptions, *, at: datetime, chance: random.Random) -> Attempt:
    """Draw a quiz and begin it, or return the one that a double click has just made. Raises NothingToAsk."""
    return _begin(learner, options, drawn(learner, options, study_day_of(learner, at), chance), at=at)


def again(learner: User, quiz: Quiz, *, at: datetime, chance: random.Random) -> Attempt:
    """Begin a quiz of the same questions, as far as they are still asked, in another order. Raises NothingToAsk."""
    asked = list(Question.objects.live().filter(pk__in=quiz.items.values("question")))
    if not asked:
        raise NothingToAsk
    chance.shuffle(asked)
    return _begin(learner, QuizOptions.of(quiz), asked, at=at)


@transaction.atomic
def _begin(learner: User, options: QuizOptions, questions: list[Question], *, at: datetime) -> Attempt:
    asked = as_worded_now(questions)
    quiz = Quiz.objects.make(learner, asked, at=at, twin=just_made(at), scope=options.scope, **options.manner)
    return Attempt.objects.begin(quiz, learner, at=at)

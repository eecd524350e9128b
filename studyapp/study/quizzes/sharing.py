"""Sharing a quiz: the same questions for everybody who has its code."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.study.learners import study_day_of
from studyapp.study.models import Quiz, QuizPicture
from studyapp.study.models.quizzes import Asked, as_worded_now, just_made
from studyapp.study.quizzes.codes import new_code
from studyapp.study.quizzes.drawing import NothingToAsk, askable, drawn
from studyapp.study.quizzes.options import QuizOptions

MOST_A_DAY = 20
"""How many quizzes one person may share within a day."""


class TooManyShared(Exception):
    """So many were shared today that it can hardly be for people."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for those who take part."""

    title: str
    more_time: bool = True
    ranking: bool = False
    follows: Quiz | None = None
    """The round before it, whose participants are led here."""


def share(owner: User, options: QuizOptions, terms: Terms, *, at: datetime, chance: random.Random) -> Quiz:
    """Draw a quiz for others, or return the one that a double click has just made.

    Raises NothingToAsk, or TooManyShared.
    """
    questions = drawn(owner, options, study_day_of(owner, at), chance, for_others=True)
    return _shared(owner, options, terms, as_worded_now(questions, for_others=True), at=at)


def share_own(owner: User, quiz: Quiz, terms: Terms, *, at: datetime) -> Quiz:
    """Let others answer what a quiz of one's own asked, as far as it is still asked, as it is worded now.

    Raises NothingToAsk, or TooManyShared.
    """
    live = askable(owner).filter(pk__in=quiz.items.values("question")).select_related("revision", "fact__deck")
    worded = dict(zip((one.pk for one in live), as_worded_now(live, for_others=True), strict=True))
    items = quiz.items.order_by("position").values_list("question", "pinned")
    asked = [pinned or worded[pk] for pk, pinned in items if pinned or pk in worded]
    if not asked:
        raise NothingToAsk
    return _shared(owner, QuizOptions.of(quiz), terms, asked, at=at)


def another_round(owner: User, quiz: Quiz, *, at: datetime, chance: random.Random) -> Quiz:
    """Further questions of the same sort for the same people. Raises NothingToAsk, or TooManyShared."""
    terms = Terms(quiz.title, more_time=quiz.more_time, ranking=quiz.ranking, follows=quiz)
    return share(owner, QuizOptions.of(quiz), terms, at=at, chance=chance)


def _shared(owner: User, options: QuizOptions, terms: Terms, asked: list[Asked], *, at: datetime) -> Quiz:
    named = {name: getattr(terms, name) for name in ("title", "more_time", "ranking", "follows")}
    made = {"scope": options.scope, **named, **options.manner}
    with transaction.atomic():
        quiz = Quiz.objects.make(owner, asked, at=at, twin=just_made(at), code=lambda: _next_code(owner, at), **made)
        QuizPicture.objects.keep_for(quiz, asked)
    return quiz


def _next_code(owner: User, at: datetime) -> str:
    """Raises TooManyShared."""
    if owner.quizzes.filter(code__isnull=False, made_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyShared
    # Among 2·10¹⁰ hardly ever a second one is needed; the database refuses what two find free at once.
    while Quiz.objects.filter(code=(code := new_code())).exists():
        pass
    return code

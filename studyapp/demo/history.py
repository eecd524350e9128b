"""Some weeks of a learner's life, lived through the same verbs a browser calls, with time passed in."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.kinds import Kind
from studyapp.kinds.base import Response
from studyapp.library.models import Deck
from studyapp.study.cards.asks import Ask
from studyapp.study.cards.events import Certainty
from studyapp.study.cards.grading import GAVE_UP
from studyapp.study.decks.membership import join
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting

type Progress = Callable[[list[datetime]], Iterable[datetime]]

DAYS = 14
DECKS = 2
"""How many decks are joined, the first ones: there may be others left to join."""
STUDIES = 0.85
"""The chance that an evening is spent studying: nobody does so every day."""
KNOWS = 0.85
"""The chance that an answer is right."""
SILENT = 0.4
"""The chance that nothing is said of certainty."""
SECONDS = (3.0, 15.0)
"""How long an answer takes, least and most: never so short that it would count as a rapid guess."""


def live(learner: User, *, until: datetime, seed: int = 2024, days: int = DAYS, progress: Progress = iter) -> None:
    """Let `learner` join the first decks and study on most evenings of so many study days before that of `until`.

    The same seed and library give the same history.
    """
    chance = random.Random(seed)  # noqa: S311  a story, not a secret
    today = study_day_of(learner, until)
    evenings = [
        datetime.combine(today - timedelta(days=days_ago), time(19, chance.randrange(60)), learner.zone)
        for days_ago in range(days, 0, -1)
        if days_ago in {1, days} or chance.random() < STUDIES
    ]
    with transaction.atomic():
        for deck in Deck.objects.all()[:DECKS]:
            join(learner, deck, at=evenings[0])
        for evening in progress(evenings):
            _study(learner, chance, at=evening)


def _study(learner: User, chance: random.Random, *, at: datetime) -> None:
    """One evening, until nothing is left to do."""
    begin_day(learner, at=at)
    while question := Sitting.of(learner, at).next_question:
        card = Card.of(learner, question)
        assert card is not None  # noqa: S101  a sitting names the learner's own
        revision = card.question.asked
        ask = card.ask(at=at)
        at += timedelta(seconds=chance.uniform(*SECONDS))
        right = chance.random() < KNOWS
        certainty = _certainty(chance, right=right) if learner.ask_certainty else None
        card.answer(_response(revision.body, ask, right=right), ask, revision, at=at, certainty=certainty)


def _certainty(chance: random.Random, *, right: bool) -> Certainty | None:
    """What is said, if anything: mostly it fits, and now and then someone is sure and wrong."""
    if chance.random() < SILENT:
        return None
    weights = (1, 3, 8) if right else (4, 3, 3)
    return chance.choices(list(Certainty), weights)[0]


def _response(body: Kind, ask: Ask, *, right: bool) -> Response:
    if not right and not body.recognition and not body.self_rated:
        return GAVE_UP
    form = body.answer_form(body.sample_answer(right=right), seed=ask.seed)
    form.full_clean()
    return form.cleaned_data

"""How the next question and an answer fare as a collection grows: `uv run pytest tests/benchmarks -m slow -n0 -s`.

Prints medians of processor time and their ratio, side by side in one run; asserts nothing, since machines differ.
"""

from datetime import timedelta

import pytest
from django.db import connection

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW
from studyapp.study.models import Card
from studyapp.study.sitting.sitting import Sitting
from tests.benchmarks.growing import collection, timed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SMALL, LARGE = 200, 20_000


def next_card(learner: User) -> Card:
    return learner.cards.with_content().get(question=Sitting.of(learner, NOW).next_question)


def answer_next(learner: User) -> None:
    card = next_card(learner)
    revision = card.question.revision
    assert revision is not None
    revision.question = card.question
    card.answer({"text": "Kilo"}, card.ask(at=NOW - timedelta(seconds=5)), revision, at=NOW)


def test_next_and_answer_do_not_grow_with_the_collection():
    found = {}
    for size in (SMALL, LARGE):
        learner = collection(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found[size] = timed(lambda: next_card(learner)), timed(lambda: answer_next(learner))  # noqa: B023
    for name, small, large in zip(("next", "next and answer"), *found.values(), strict=True):
        print(f"\n{name}: {small:.1f} ms with {SMALL} cards, {large:.1f} ms with {LARGE}: × {large / small:.2f}")  # noqa: T201

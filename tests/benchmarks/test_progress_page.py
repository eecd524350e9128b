"""How the progress pages fare as the log grows: `uv run pytest tests/benchmarks/test_progress_page.py -m slow -n0 -s`.

Prints medians of processor time and their ratio, side by side in one run; asserts nothing, since machines differ.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW
from studyapp.study.cards.fold import Tally
from studyapp.study.models import Card, Day, Queue, Review, Snapshot
from tests.benchmarks.growing import collection, timed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PAGES = ("/progress/", "/progress/retention/", "/progress/knowledge/", "/progress/calibration/")
CARDS, DAYS = 1000, 250
FEW, MANY = 4, 1000
"""Reviews a day."""


def studied(reviews: int) -> User:
    """A learner with so many reviews on each day, some of them sure and wrong, and days that count them."""
    learner = collection(CARDS)
    learner.cards.update(version=DAYS, answers=DAYS, right=DAYS - 1, elapsed_ms=8000)
    learner.reviews.all().delete()
    met = list(learner.cards.filter(queue=Queue.REVIEW).select_related("question__revision")[:reviews])
    for back in range(DAYS):
        day = NOW.date() - timedelta(days=back)
        Review.objects.bulk_create((row_of(card, DAYS - back - 1, back) for card in met), batch_size=2000)
        tally = Tally(answers=len(met), right=len(met) - 5, reviews=len(met), young=len(met), sure=9, elapsed_ms=10**6)
        Day.objects.add(learner, met[0].deck_id, {day: tally})
    return learner


def row_of(card: Card, version: int, back: int) -> Review:
    wrong = (card.question_id + version) % 50 == 0
    return Review(
        learner_id=card.learner_id,
        question_id=card.question_id,
        version=version,
        kind=Review.Event.STUDY,
        revision=card.question.revision,
        fact_id=card.fact_id,
        answered_at=NOW - timedelta(days=back, seconds=card.question_id % 3600),
        study_day=NOW.date() - timedelta(days=back),
        due_day=card.due_day,
        score=float(not wrong),
        rating=1 if wrong else 3,
        certainty=3 if wrong else None,
    )


def look(browser: Client, address: str, learner: User, *, anew: bool) -> None:
    if anew:
        Snapshot.objects.filter(learner=learner).delete()
    assert browser.get(address).status_code == 200


def test_a_page_does_not_grow_with_the_log(client: Client):
    found: dict[int, list[float]] = {}
    sizes: list[int] = []
    with time_machine.travel(NOW, tick=False):
        for reviews in (FEW, MANY):
            learner = studied(reviews)
            sizes.append(learner.reviews.count())
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            client.force_login(learner)
            found[reviews] = [
                timed(lambda: look(client, address, learner, anew=anew))  # noqa: B023
                for address, anew in [*((address, False) for address in PAGES), (PAGES[2], True)]
            ]
    for name, few, many in zip((*PAGES, f"{PAGES[2]}, first look of the day"), *found.values(), strict=True):
        print(  # noqa: T201
            f"\n{name}: {few:.1f} ms with {sizes[0]} reviews, {many:.1f} ms with {sizes[1]}: × {many / few:.2f}"
        )

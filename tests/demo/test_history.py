"""The demo learner's history is honest: lived through the real verbs, in the past, and the same every time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.demo.history import DAYS, live
from studyapp.kinds import KINDS, Surroundings
from studyapp.scheduling import StudyClock
from studyapp.study.cards.events import Certainty
from studyapp.study.learners import study_day_of
from studyapp.study.rebuilding import differences
from studyapp.study.sitting.sitting import Sitting

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOON_IN_HANOI = datetime(2026, 2, 1, 5, tzinfo=UTC)


class GoBack(Exception):
    pass


def library() -> None:
    """More decks than a learner of the demo joins, and every kind of question."""
    DeckFactory(position=9)
    for deck in (DeckFactory(), DeckFactory()):
        for kind in KINDS:
            fact = FactFactory(deck=deck)
            QuestionFactory(fact=fact, surroundings=Surroundings())
            QuestionFactory(fact=fact, kind=kind, surroundings=Surroundings())


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """Lan after a whole history, lived but once for the module, and taken back when all its tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        library()
        lan = LearnerFactory(lan=True)
        live(lan, until=NOON_IN_HANOI)
        yield lan
        transaction.set_rollback(True)


@pytest.fixture
def lan(lived: User, db: None) -> User:
    """As a request finds her."""
    return User.objects.get(pk=lived.pk)


@pytest.fixture
def boris(lived: User, db: None) -> User:
    """He has not begun."""
    return LearnerFactory(boris=True)


def is_over_before_today(learner: User, until: datetime, days: int) -> None:
    """It took so many study days, and something is due now."""
    today = study_day_of(learner, until)
    studied = set(learner.reviews.values_list("study_day", flat=True))
    assert max(studied) == today - timedelta(days=1)
    assert min(studied) == today - timedelta(days=days)
    assert not learner.reviews.filter(answered_at__gte=until).exists()
    sitting = Sitting.of(learner, until)
    assert sitting.reviews_left > 0
    assert sitting.reviews_done == 0
    assert learner.enrolments.count() == 2


def test_it_is_over_before_today_and_something_is_due_now(lan: User) -> None:
    is_over_before_today(lan, NOON_IN_HANOI, DAYS)


def test_it_is_over_before_today_also_in_the_small_hours_when_the_study_day_is_still_yesterday(boris: User) -> None:
    until = NOON_IN_HANOI + timedelta(hours=14)
    live(boris, until=until, days=8)
    is_over_before_today(boris, until, 8)


def test_its_answers_are_those_of_somebody_who_reads_the_questions(lan: User) -> None:
    clock = StudyClock(lan.zone, lan.day_start)
    answers = list(lan.reviews.filter(kind="study").select_related("question"))
    assert len(answers) > 50
    assert 0.75 < sum(row.was_right for row in answers) / len(answers) < 0.95
    assert all(3000 <= row.elapsed_ms <= 15_000 and row.rating for row in answers)
    assert {row.question.kind for row in answers} == set(KINDS)
    assert {row.study_day for row in answers} == {clock.day(row.answered_at) for row in answers}


def test_who_is_not_asked_never_says_how_sure_they_are(lan: User) -> None:
    assert not lan.reviews.exclude(certainty=None).exists()


def test_who_is_asked_says_how_sure_they_are_and_is_now_and_then_sure_and_wrong(boris: User) -> None:
    boris.ask_certainty = True
    live(boris, until=NOON_IN_HANOI)
    said = [row.certainty for row in boris.reviews.filter(kind="study")]
    assert set(said) == {None, *Certainty}
    assert 0 < boris.reviews.sure_and_wrong().count() < len(said) / 10


def test_cards_and_days_are_what_its_log_says(lan: User) -> None:
    assert list(differences(lan)) == []


def test_the_same_seed_gives_the_same_history_and_another_does_not(boris: User) -> None:
    first, again, other = (_history(boris, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def _history(boris: User, seed: int) -> list[tuple[object, ...]]:
    """What would come to be, undone at once."""
    learner = User.objects.get(pk=boris.pk)
    rows: list[tuple[object, ...]] = []
    try:
        with transaction.atomic():
            live(learner, until=NOON_IN_HANOI, seed=seed, days=3)
            rows.extend(
                learner.reviews.order_by("answered_at").values_list("question", "answered_at", "rating", "due_day")
            )
            raise GoBack
    except GoBack:
        return rows

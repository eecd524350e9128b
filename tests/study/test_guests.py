"""What a guest brings along when they sign up or in, and what becomes of guests who stay away."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, GuestFactory, QuizFactory
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, Quiz, QuizAnswer
from tests.answering import answer, card_of
from tests.people import DAY, NOON
from tests.quizzing import give
from tests.shelf import Shelf
from tests.study.differences import wrongs

SIGN_UP = {"email": "minh@example.org", "name": "", "password1": "a tide comes in", "password2": "a tide comes in"}


@pytest.fixture
def guest(db: None) -> User:
    return GuestFactory(time_zone="Asia/Ho_Chi_Minh")


@pytest.fixture
def quiz(guest: User, shelf: Shelf) -> Quiz:
    """The guest's own, answered up to the last question, which is of another deck."""
    quiz = QuizFactory(owner=guest, questions=[shelf.choice, shelf.disputed, shelf.lamp], made_at=NOON - DAY)
    give(guest, quiz, 1, at=NOON - DAY)
    give(guest, quiz, 2, right=False, at=NOON - DAY)
    return quiz


def sign_in(guest: User, to: User) -> None:
    browser = Client()
    browser.force_login(guest)
    browser.post("/accounts/login/", {"login": str(to.email), "password": PASSWORD})


def test_signing_up_joins_the_decks_answered_and_takes_the_answers_up(
    client: Client, guest: User, quiz: Quiz, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    client.force_login(guest)
    client.post("/accounts/signup/", SIGN_UP)
    minh = User.objects.get(pk=guest.pk)
    assert [enrolment.deck for enrolment in minh.enrolments.all()] == [shelf.harbour]
    row = card_of(minh, shelf.choice).log.get()
    assert (row.kind, row.answered_at) == ("quiz", NOON - DAY)
    assert minh.quiz_answers.count() == 2
    assert wrongs(minh) == []


def test_signing_up_without_an_answer_joins_nothing(client: Client, guest: User, shelf: Shelf) -> None:
    QuizFactory(owner=guest, questions=[shelf.choice])
    client.force_login(guest)
    client.post("/accounts/signup/", SIGN_UP)
    assert not User.objects.get(pk=guest.pk).enrolments.exists()


def test_signing_in_moves_the_quiz_and_not_the_reviews(guest: User, lan: User, quiz: Quiz, shelf: Shelf) -> None:
    join(guest, shelf.lighthouse, at=NOON)
    answer(guest, shelf.true_false, at=NOON)
    join(lan, shelf.harbour, at=NOON)
    sign_in(guest, lan)
    assert not User.objects.filter(pk=guest.pk).exists()
    assert (lan.attempts.get().quiz, lan.quizzes.get(), lan.quiz_answers.count()) == (quiz, quiz, 2)
    assert not lan.reviews.exists()
    assert wrongs(lan) == []
    give(lan, quiz, 3)
    assert lan.attempts.get().is_finished


def test_a_quiz_both_took_stays_as_the_account_has_it(guest: User, lan: User, boris: User, shelf: Shelf) -> None:
    quiz = QuizFactory(owner=boris, questions=[shelf.choice, shelf.lamp])
    for learner in (guest, lan):
        Attempt.objects.begin(quiz, learner, at=NOON, name=learner.get_short_name())
    give(guest, quiz, 1, right=False)
    give(lan, quiz, 1)
    sign_in(guest, lan)
    assert (lan.attempts.get().name, lan.quiz_answers.get().score) == ("Lan", 1)
    assert QuizAnswer.objects.count() == 1


def test_a_learner_who_signs_in_brings_nothing(lan: User, boris: User, shelf: Shelf) -> None:
    QuizFactory(owner=boris, questions=[shelf.choice])
    sign_in(boris, lan)
    assert boris.quizzes.exists()


def expire(days: int = 30) -> None:
    call_command("expire_guests", days=days)


def test_guests_who_stay_away_are_erased_with_all_they_did(
    guest: User, lan: User, quiz: Quiz, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.update(date_joined=NOON - 60 * DAY)
    clock.shift(timedelta(days=30))
    expire()
    assert list(User.objects.all()) == [lan]
    assert not Quiz.objects.exists()
    assert capsys.readouterr().out == "1 guest erased.\n"


@pytest.mark.parametrize("activity", ["quiz", "review"])
def test_a_guest_who_did_something_lately_stays(
    guest: User, shelf: Shelf, clock: time_machine.Traveller, activity: str
) -> None:
    User.objects.update(date_joined=NOON - 60 * DAY)
    if activity == "quiz":
        give(guest, QuizFactory(owner=guest, questions=[shelf.choice]), 1)
    else:
        join(guest, shelf.harbour, at=NOON)
        answer(guest, shelf.choice, at=NOON)
    clock.shift(timedelta(days=29))
    expire()
    assert User.objects.get() == guest
    clock.shift(timedelta(days=2))
    expire()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("done", "stays"), [("nothing", 2), ("begun", 2), ("finished", 30), ("out of time", 30), ("studied", 30)]
)
def test_a_guest_who_has_only_begun_a_quiz_goes_after_two_days(
    guest: User, shelf: Shelf, clock: time_machine.Traveller, done: str, stays: int
) -> None:
    User.objects.update(date_joined=NOON)
    minutes = 5 if done == "out of time" else None
    quiz = QuizFactory(owner=guest, questions=[shelf.choice, shelf.lamp], made_at=NOON, minutes=minutes)
    if done != "nothing":
        give(guest, quiz, 1, at=NOON)
    if done == "finished":
        give(guest, quiz, 2, at=NOON)
    elif done == "studied":
        join(guest, shelf.harbour, at=NOON)
        answer(guest, shelf.choice, at=NOON)
    clock.shift(stays * DAY)
    expire()
    assert User.objects.get() == guest
    clock.shift(timedelta(minutes=1))
    expire()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_more_guests_than_go_at_once_are_all_erased(clock: time_machine.Traveller) -> None:
    User.objects.bulk_create(User(is_guest=True, email=None, date_joined=NOON - 31 * DAY) for _ in range(101))
    expire()
    assert not User.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 10**9])
def test_a_number_of_days_that_cannot_be_is_refused(db: None, days: int) -> None:
    with pytest.raises(CommandError, match="number of days"):
        expire(days)

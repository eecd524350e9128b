"""What a guest brings along when they sign up or in, and what becomes of guests who stay away."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, GuestFactory, QuizFactory
from studyapp.library.models import Deck
from studyapp.site.page_tags import lang
from studyapp.study.decks.membership import join
from studyapp.study.guests import choose, chosen
from studyapp.study.models import Attempt, Enrolment, Quiz, QuizAnswer
from tests.accounts.signing_up import require
from tests.answering import answer, card_of
from tests.people import DAY, NOON
from tests.quizzing import give
from tests.shelf import Shelf
from tests.study.differences import wrongs

SIGN_UP = {"email": "minh@example.org", "name": "", "password1": "a tide comes in"}


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


def joined(learner: User) -> list[Deck]:
    return [enrolment.deck for enrolment in learner.enrolments.all()]


def ticked(page: str) -> list[str]:
    """The decks whose boxes are ticked."""
    boxes = re.findall(r'<input[^>]*name="decks"[^>]*>', page)
    assert boxes, "no deck to choose on this page"
    return [value for box in boxes if " checked" in box for value in re.findall(r'value="([^"]+)"', box)]


def test_signing_up_joins_the_decks_chosen_and_takes_the_answers_up(
    client: Client, guest: User, quiz: Quiz, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    give(guest, quiz, 3, at=NOON - DAY)
    client.force_login(guest)
    client.post("/accounts/signup/", {**SIGN_UP, "decks": [shelf.harbour.slug]})
    minh = User.objects.get(pk=guest.pk)
    assert joined(minh) == [shelf.harbour]
    row = card_of(minh, shelf.choice).log.get()
    assert (row.kind, row.answered_at) == ("quiz", NOON - DAY)
    assert minh.quiz_answers.count() == 3
    assert wrongs(minh) == []
    join(minh, shelf.lighthouse, at=NOON)
    assert card_of(minh, shelf.lamp).log.get().kind == "quiz", "later is as good"


@pytest.mark.parametrize("decks", [[], [""], ["lighthouse"], ["atlantis"], ["\0"], ["x" * 9999]])
def test_signing_up_joins_no_deck_that_was_not_chosen_among_those_answered(
    client: Client, guest: User, quiz: Quiz, shelf: Shelf, decks: list[str]
) -> None:
    sent = [shelf.lighthouse.slug if deck == "lighthouse" else deck for deck in decks]
    client.force_login(guest)
    assert client.post("/accounts/signup/", {**SIGN_UP, "decks": sent}).status_code == 302
    minh = User.objects.get(pk=guest.pk)
    assert (minh.is_guest, joined(minh)) == (False, [])


@pytest.mark.parametrize("page", ["signup", "login"])
def test_whoever_answered_nothing_has_no_deck_to_choose(client: Client, guest: User, shelf: Shelf, page: str) -> None:
    QuizFactory(owner=guest, questions=[shelf.choice])
    assert 'name="decks"' not in Client().get(f"/accounts/{page}/").text
    client.force_login(guest)
    assert 'name="decks"' not in client.get(f"/accounts/{page}/").text
    assert client.post("/accounts/signup/", {**SIGN_UP, "decks": [shelf.harbour.slug]}).status_code == 302
    assert joined(User.objects.get(pk=guest.pk)) == []


def test_a_deck_joined_as_a_guest_is_not_asked_about(client: Client, guest: User, quiz: Quiz, shelf: Shelf) -> None:
    join(guest, shelf.harbour, at=NOON)
    client.force_login(guest)
    assert 'name="decks"' not in client.get("/accounts/signup/").text
    client.post("/accounts/signup/", {**SIGN_UP, "decks": [shelf.harbour.slug]})
    assert joined(User.objects.get(pk=guest.pk)) == [shelf.harbour]


def test_the_result_asks_a_guest_which_decks_and_the_forms_know_what_was_ticked(
    client: Client, guest: User, quiz: Quiz, shelf: Shelf
) -> None:
    give(guest, quiz, 3, at=NOON - DAY)
    client.force_login(guest)
    result = client.get(f"/quizzes/{quiz.pk}/result/").text
    assert ticked(result) == [], "nothing is ticked beforehand"
    for deck in (shelf.harbour, shelf.lighthouse):
        assert f"<span {lang(deck.language)}>{deck.title}</span>" in result
    for page in ("signup", "login"):
        shown = client.get(f"/accounts/{page}/", {"next": f"/quizzes/{quiz.pk}/result/"}).text
        assert ticked(shown) == []
        assert f"<span {lang(shelf.lighthouse.language)}>{shelf.lighthouse.title}</span>" in shown
        shown = client.get(f"/accounts/{page}/", {"decks": [shelf.lighthouse.slug, "\0", "atlantis"]}).text
        assert ticked(shown) == [shelf.lighthouse.slug]


@pytest.mark.parametrize("page", ["signup", "login"])
def test_a_form_that_was_refused_still_knows_what_was_ticked(
    client: Client, guest: User, lan: User, quiz: Quiz, shelf: Shelf, page: str
) -> None:
    give(guest, quiz, 3, at=NOON - DAY)
    client.force_login(guest)
    wrong = {**SIGN_UP, "password1": "short", "login": str(lan.email), "password": "a tide goes out"}
    refused = client.post(f"/accounts/{page}/?decks={shelf.harbour.slug}", {**wrong, "decks": [shelf.lighthouse.slug]})
    assert refused.context["form"].errors
    assert ticked(refused.text) == [shelf.lighthouse.slug]
    unticked = client.post(f"/accounts/{page}/?decks={shelf.harbour.slug}", wrong)
    assert ticked(unticked.text) == []
    right = {**SIGN_UP, "login": str(lan.email), "password": PASSWORD}
    client.post(f"/accounts/{page}/", {**right, "decks": [shelf.lighthouse.slug]})
    learner = lan if page == "login" else User.objects.get(pk=guest.pk)
    assert joined(learner) == [shelf.lighthouse]


@pytest.mark.parametrize("chosen", [True, False])
def test_a_guest_who_signs_in_joins_what_they_chose_alone(
    client: Client, guest: User, lan: User, quiz: Quiz, shelf: Shelf, chosen: bool
) -> None:
    give(guest, quiz, 3, at=NOON - DAY)
    client.force_login(guest)
    decks = [shelf.harbour.slug] if chosen else []
    client.post("/accounts/login/", {"login": str(lan.email), "password": PASSWORD, "decks": decks})
    assert not User.objects.filter(pk=guest.pk).exists()
    assert joined(lan) == ([shelf.harbour] if chosen else [])
    assert lan.reviews.count() == (2 if chosen else 0)
    assert wrongs(lan) == []


def test_whoever_signs_up_though_they_have_an_account_joins_what_they_chose(
    client: Client, guest: User, lan: User, quiz: Quiz, shelf: Shelf
) -> None:
    client.force_login(guest)
    known = {"email": str(lan.email), "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", {**SIGN_UP, **known, "decks": [shelf.harbour.slug]})
    assert client.session["_auth_user_id"] == str(lan.pk)
    assert joined(lan) == [shelf.harbour]


def test_the_choice_waits_until_the_address_is_confirmed(
    client: Client, guest: User, quiz: Quiz, shelf: Shelf, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    require(settings, "required")
    client.force_login(guest)
    client.post("/accounts/signup/", {**SIGN_UP, "decks": [shelf.harbour.slug]})
    assert not Enrolment.objects.exists()
    client.get("/quizzes/")
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[0].body))
    assert link
    client.post(link[1])
    minh = User.objects.get(email=SIGN_UP["email"])
    assert client.session["_auth_user_id"] == str(minh.pk)
    assert joined(minh) == [shelf.harbour]
    assert wrongs(minh) == []


def test_the_choice_waits_for_whoever_confirms_their_address_elsewhere(
    client: Client, guest: User, quiz: Quiz, shelf: Shelf, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    require(settings, "required")
    client.force_login(guest)
    client.post("/accounts/signup/", {**SIGN_UP, "decks": [shelf.harbour.slug]})
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[0].body))
    assert link
    Client().post(link[1])
    assert ticked(client.get("/accounts/login/").text) == [shelf.harbour.slug]


def test_what_was_chosen_for_one_account_joins_no_other(
    client: Client, guest: User, lan: User, quiz: Quiz, shelf: Shelf, settings: Settings
) -> None:
    require(settings, "required")
    EmailAddress.objects.create(user=lan, email=lan.email, verified=True, primary=True)
    client.force_login(guest)
    client.post("/accounts/signup/", {**SIGN_UP, "decks": [shelf.harbour.slug]})
    client.post("/accounts/login/", {"login": str(lan.email), "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(lan.pk)
    assert not Enrolment.objects.exists()


def test_a_choice_names_its_account(lan: User, boris: User) -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    assert chosen(request) == []
    choose(request, lan, ["the-harbour"])
    assert chosen(request) == chosen(request, lan) == ["the-harbour"]
    assert chosen(request, boris) == []


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

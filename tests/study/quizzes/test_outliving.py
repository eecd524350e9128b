"""Whoever has begun a shared quiz can finish it and see the result, though its owner deletes the account meanwhile."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory, QuizFactory
from studyapp.study.expiry import expire_guests
from studyapp.study.models import Attempt, Quiz
from tests.answering import said
from tests.people import DAY, NOON
from tests.quizzing import entry_on, give, shown_on
from tests.shelf import Shelf

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def quiz(lan: User, shelf: Shelf) -> Quiz:
    """Lan's, of two questions, which she has answered herself; with a round before it."""
    asked = [shelf.choice, shelf.lamp]
    before = QuizFactory(owner=lan, questions=asked, title="Tides before", code="B0CD1K6", made_at=NOON - DAY)
    return QuizFactory(
        owner=lan,
        questions=asked,
        title="Tides for all",
        code="B0CD1K7",
        follows=before,
        ranking=True,
        more_time=False,
        made_at=NOON,
    )


def entered(learner: User, quiz: Quiz, name: str) -> Client:
    browser = Client()
    browser.force_login(learner)
    browser.post(f"/q/{quiz.code}/", {"name": name})
    return browser


def test_who_has_begun_finishes_it_and_sees_the_result(lan: User, boris: User, quiz: Quiz, shelf: Shelf) -> None:
    browser, first = entered(boris, quiz, "Borya"), f"/quizzes/{quiz.pk}/1/"
    shown = shown_on(browser.get(first))
    lan.erase()
    assert browser.post(first, {"shown": shown, **said(shelf.choice)}, follow=True).status_code == 200
    assert "Tides for all" in browser.get("/quizzes/").text
    assert browser.post(f"/quizzes/{quiz.pk}/finish/").status_code == 302
    result = browser.get(f"/quizzes/{quiz.pk}/result/")
    assert "1 of 2 right" in " ".join(result.text.split())
    assert [one.name for one in result.context["ranking"]] == ["Borya"]
    assert browser.get(result.context["score_url"]).status_code == 200
    assert browser.post(f"/quizzes/{quiz.pk}/again/", follow=True).status_code == 200


def test_nobody_new_enters_it(client: Client, lan: User, boris: User, ada: User, quiz: Quiz, shelf: Shelf) -> None:
    entry = entry_on(client.post(f"/q/{quiz.code}/", {"name": "Minh"}).text)
    entered(boris, quiz, "Borya")
    lan.erase()
    assert client.get(f"/q/{quiz.code}/").status_code == 404
    assert client.post(f"/q/{quiz.code}/answer/", {"entry": entry, **said(shelf.choice)}).status_code == 409
    assert entered(ada, quiz, "Ada").get(f"/quizzes/{quiz.pk}/").status_code == 404
    assert [one.learner for one in Attempt.objects.all()] == [boris]


def test_nothing_of_its_owner_stays_with_it(lan: User, boris: User, quiz: Quiz) -> None:
    entered(boris, quiz, "Borya")
    Quiz.objects.filter(pk=quiz.pk).update(closed_at=NOON)
    lan.erase()
    [left] = Quiz.objects.all()
    assert (left.pk, left.owner, left.code, left.follows) == (quiz.pk, None, None, None)
    assert left.is_closed
    assert not left.answers.exists()


def test_what_nobody_else_has_begun_goes_with_the_account(lan: User, quiz: Quiz) -> None:
    give(lan, quiz)
    lan.erase()
    assert not Quiz.objects.exists()


@pytest.mark.parametrize("owner_first", [True, False])
def test_it_goes_with_the_last_who_has_begun_it(
    lan: User, boris: User, ada: User, quiz: Quiz, owner_first: Any
) -> None:
    people = [lan, boris, ada] if owner_first else [boris, lan, ada]
    for learner in (boris, ada):
        entered(learner, quiz, "B")
        give(learner, quiz)
    for learner in people:
        assert Quiz.objects.filter(pk=quiz.pk).exists()
        learner.erase()
    assert not Quiz.objects.exists()


def test_it_goes_with_the_guests_who_stay_away(lan: User, boris: User, quiz: Quiz) -> None:
    for guest in (GuestFactory(date_joined=NOON), GuestFactory(date_joined=NOON)):
        Attempt.objects.begin(quiz, guest, at=NOON, name="Minh")
    lan.erase()
    assert expire_guests(NOON + 40 * DAY) == 2
    assert not Quiz.objects.exists()


def test_a_quiz_that_another_shares_stays_when_a_participant_goes(lan: User, boris: User, quiz: Quiz) -> None:
    entered(boris, quiz, "Borya")
    boris.erase()
    quiz.refresh_from_db()
    assert (quiz.owner, quiz.code) == (lan, "B0CD1K7")

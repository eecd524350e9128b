"""A visitor takes a quiz at once: nothing is stored before the first answer, and nothing twice."""

import re
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import Question, Revision
from studyapp.study.models import Quiz, QuizAnswer
from studyapp.study.quizzes.first_question import MAX_AGE, FirstQuestion
from studyapp.study.quizzes.options import QuizOptions
from tests.accounts.signing_up import SIGN_UP, require
from tests.answering import said
from tests.junk import JUNK
from tests.people import MINUTE, NOON
from tests.quizzing import entry_on
from tests.shelf import Shelf, rewrite
from tests.statements import data_statements
from tests.study.masking import masked


@pytest.fixture(autouse=True)
def _at_noon(clock: time_machine.Traveller) -> None:
    """Nobody hurries."""


def first_question(entry: str) -> Question:
    return Question.objects.get(pk=FirstQuestion.read(entry, at=NOON).asked[0][0])


def tried(browser: Client, query: str = "") -> tuple[str, Question]:
    """The first page of a quiz to try, and what it asks."""
    entry = entry_on(browser.get(f"/quizzes/try/{query}", follow=True).text)
    return entry, first_question(entry)


def answered(browser: Client, entry: str, question: Question, *, right: bool = True, **more: str) -> Any:
    return browser.post("/quizzes/try/", {"entry": entry, **said(question, right=right), **more})


def nothing_stored() -> bool:
    return not (User.objects.exists() or Quiz.objects.exists() or Session.objects.exists())


def test_one_click_shows_a_question_and_stores_nothing(client: Client, shelf: Shelf) -> None:
    page = client.get("/quizzes/try/", follow=True)
    assert "Question 1 of 5" in page.text
    assert nothing_stored()


def test_a_reload_shows_the_same_quiz_and_another_visitor_another(client: Client, shelf: Shelf) -> None:
    address = client.get("/quizzes/try/")["Location"]
    entries = [FirstQuestion.read(entry_on(client.get(address).text), at=NOON) for _ in range(2)]
    assert entries[0].asked == entries[1].asked
    assert client.get("/quizzes/try/")["Location"] != address


def test_a_visitor_who_chooses_gets_what_they_chose(client: Client, shelf: Shelf) -> None:
    sent = {"deck": shelf.lighthouse.slug, "length": "10", "feedback_at_end": "on"}
    shown = client.post("/quizzes/", sent, follow=True)
    entry = FirstQuestion.read(entry_on(shown.text), at=NOON)
    assert entry.options == QuizOptions(decks=(shelf.lighthouse.slug,), length=10, feedback_at_end=True)
    assert {question for question, _ in entry.asked} <= {shelf.true_false.pk, shelf.lamp.pk}
    assert nothing_stored()


def test_the_first_answer_makes_a_guest_with_the_whole_quiz(client: Client, shelf: Shelf) -> None:
    entry, question = tried(client)
    response = answered(client, entry, question, time_zone="Asia/Ho_Chi_Minh")
    guest = User.objects.get()
    quiz = guest.quizzes.get()
    assert response["Location"] == f"/quizzes/{quiz.pk}/1/"
    assert (guest.is_guest, guest.time_zone) == (True, "Asia/Ho_Chi_Minh")
    assert [(item.question_id, item.revision_id) for item in quiz.items.all()] == list(
        FirstQuestion.read(entry, at=NOON).asked
    )
    assert guest.quiz_answers.get().score == 1
    assert not guest.has_usable_password()
    assert client.get(f"/quizzes/{quiz.pk}/")["Location"] == f"/quizzes/{quiz.pk}/2/"


def test_i_do_not_know_is_an_answer_too(client: Client, shelf: Shelf) -> None:
    entry, _ = tried(client)
    client.post("/quizzes/try/", {"entry": entry, "give_up": "1"})
    assert QuizAnswer.objects.get().score == 0


def test_an_answer_that_cannot_be_read_makes_nobody(client: Client, shelf: Shelf) -> None:
    entry, _ = tried(client)
    response = client.post("/quizzes/try/", {"entry": entry})
    assert response.status_code == 422
    assert entry_on(response.text) == entry
    assert nothing_stored()


@pytest.mark.parametrize("session", ["none", "its own"])
def test_a_second_click_counts_nothing_twice(client: Client, shelf: Shelf, session: str) -> None:
    """A double click is sent before the first answer's cookie has come; a retry may have it."""
    entry, question = tried(client)
    other = Client() if session == "none" else client
    places = [answered(browser, entry, question)["Location"] for browser in (client, other)]
    assert places[0] == places[1]
    assert [model.objects.count() for model in (User, Quiz, QuizAnswer)] == [1, 1, 1]


def test_another_answer_to_the_first_page_is_refused_with_the_way_on(client: Client, shelf: Shelf) -> None:
    entry, question = tried(client)
    answered(client, entry, question)
    response = answered(client, entry, question, right=False)
    assert response.status_code == 409
    assert f"/quizzes/{Quiz.objects.get().pk}/" in response.text
    assert QuizAnswer.objects.get().score == 1


def test_two_tabs_are_two_quizzes_of_one_guest(shelf: Shelf, clock: time_machine.Traveller) -> None:
    browser = Client(enforce_csrf_checks=True)
    entries = []
    for _ in range(2):
        entries.append(tried(browser))
        clock.shift(MINUTE)
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    for entry, question in entries:
        response = answered(browser, entry, question, csrfmiddlewaretoken=token)
        assert response.status_code == 302
    assert (User.objects.count(), Quiz.objects.count()) == (1, 2)


def test_a_quiz_keeps_the_wording_it_was_shown_with(client: Client, shelf: Shelf) -> None:
    entry, question = tried(client)
    rewrite(question, at=NOON, prompt="Worded anew?")
    answered(client, entry, question)
    assert Quiz.objects.get().items.get(position=1).revision.prompt != "Worded anew?"


def test_the_time_runs_from_the_first_question(client: Client, shelf: Shelf, clock: time_machine.Traveller) -> None:
    entry, question = tried(client, "?minutes=5")
    clock.shift(2 * MINUTE)
    answered(client, entry, question)
    assert User.objects.get().attempts.get().deadline == NOON + 5 * MINUTE


def test_an_answer_after_the_time_is_up_ends_the_quiz_without_it(
    client: Client, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    entry, question = tried(client, "?minutes=5")
    clock.shift(6 * MINUTE)
    answered(client, entry, question)
    assert User.objects.get().attempts.get().finished_at == NOON + 5 * MINUTE
    assert not QuizAnswer.objects.exists()


def test_a_learner_is_led_to_their_own_choice(lans_browser: Client, shelf: Shelf) -> None:
    response = lans_browser.get("/quizzes/try/?deck=x&length=5")
    assert response["Location"] == "/quizzes/?deck=x&length=5"


def test_a_learner_who_signed_in_meanwhile_keeps_the_quiz_themselves(client: Client, lan: User, shelf: Shelf) -> None:
    entry, question = tried(client)
    client.force_login(lan)
    answered(client, entry, question)
    assert lan.quiz_answers.count() == 1
    assert User.objects.count() == 1


def test_more_guests_than_a_large_class_are_asked_to_wait(client: Client, shelf: Shelf, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"guest": "1/m/ip"}
    statuses = [answered(browser, *tried(browser)).status_code for browser in (Client(), Client())]
    assert statuses == [302, 429]
    assert User.objects.count() == 1


@pytest.mark.parametrize("entry", JUNK)
def test_a_page_that_brings_back_nonsense_is_refused(client: Client, shelf: Shelf, entry: str) -> None:
    response = client.post("/quizzes/try/", {"entry": entry, "option": "The Moon"})
    assert response.status_code == 400
    assert nothing_stored()


def test_a_page_of_yesterday_is_refused(client: Client, shelf: Shelf, clock: time_machine.Traveller) -> None:
    entry, question = tried(client)
    clock.shift(MAX_AGE + MINUTE)
    assert answered(client, entry, question).status_code == 400
    assert nothing_stored()


def test_a_page_whose_question_was_deleted_since_is_refused(client: Client, db: None) -> None:
    question = QuestionFactory()
    entry, _ = tried(client)
    question.delete()
    assert client.post("/quizzes/try/", {"entry": entry, "give_up": "1"}).status_code == 400
    assert nothing_stored()


@pytest.mark.parametrize(
    "query", ["?deck=atlantis", "?length=7", "?length=x", "?minutes=0", "?minutes=1e9", "?article=%00", "?deck=%ff"]
)
def test_a_quiz_that_cannot_be_is_refused_in_a_sentence(client: Client, shelf: Shelf, query: str) -> None:
    response = client.get(f"/quizzes/try/{query}", follow=True)
    assert response.status_code == 400
    assert nothing_stored()


@pytest.mark.parametrize("draw", JUNK)
def test_any_number_draws_a_quiz(client: Client, shelf: Shelf, draw: str) -> None:
    assert client.get("/quizzes/try/", {"draw": draw}, follow=True).status_code == 200


def test_where_there_is_nothing_to_ask_it_says_so(client: Client, db: None) -> None:
    response = client.get("/quizzes/try/", follow=True)
    assert response.status_code == 404
    assert "Choose another deck" in response.text


@pytest.mark.parametrize(
    ("kind", "specs"),
    [
        (
            "choice",
            [{"answer": one, "distractors": [*{"Alpha", "Beta", "Gamma"} - {one}]} for one in ("Alpha", "Beta")],
        ),
        (
            "several",
            [{"answers": [one], "distractors": [*{"Alpha", "Beta", "Gamma"} - {one}]} for one in ("Alpha", "Beta")],
        ),
        ("order", [{"items": ["Alpha", "Beta", "Gamma"]}, {"items": ["Gamma", "Alpha", "Beta"]}]),
        ("true_false", [{"answer": True, "correction": "So."}, {"answer": False, "correction": "Not so."}]),
    ],
)
def test_the_first_page_is_the_same_whichever_answer_is_right(
    client: Client, db: None, kind: str, specs: list[dict[str, Any]]
) -> None:
    question = QuestionFactory(kind=kind, spec=specs[0])
    entry, _ = tried(client)
    pages = set()
    for spec in specs:
        form = KINDS[kind].author_form(spec)
        assert form.is_valid()
        Revision.objects.filter(question=question).update(spec=KINDS[kind].freeze(form.cleaned_data, Surroundings()))
        page = client.post("/quizzes/try/", {"entry": entry})
        assert page.status_code == 422
        pages.add(masked(page, client))
    assert len(pages) == 1


def test_the_first_question_costs_a_handful_of_statements(client: Client, shelf: Shelf) -> None:
    entry, question = tried(client)
    with CaptureQueriesContext(connection) as captured:
        answered(client, entry, question)
    assert len(data_statements(captured)) <= 14
    assert not [query for query in captured if "argon2" in query["sql"]]


def test_a_guest_may_study_as_well(client: Client, shelf: Shelf) -> None:
    answered(client, *tried(client))
    client.post(f"/decks/{shelf.harbour.slug}/join/")
    page = client.get("/study/")
    assert page.status_code == 200
    assert 'id="prompt"' in page.text


def test_where_an_email_must_be_confirmed_a_guest_brings_everything_along_once_it_is(
    client: Client, shelf: Shelf, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    require(settings, "required")
    entry, question = tried(client)
    answered(client, entry, question)
    guest = User.objects.get()
    client.post("/accounts/signup/", {**SIGN_UP, "decks": [question.fact.deck.slug]})
    assert client.session["_auth_user_id"] == str(guest.pk)
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[0].body))
    assert link
    client.post(link[1])
    minh = User.objects.get()
    assert (minh.email, minh.is_guest) == ("minh@example.org", False)
    assert minh.quiz_answers.get().logged_as is not None
    assert [enrolment.deck for enrolment in minh.enrolments.all()] == [question.fact.deck]

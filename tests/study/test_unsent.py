"""An answer that comes when its session has ended is not lost, and not recorded either: it is shown again."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, FactFactory, QuestionFactory, QuizFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Question, State
from studyapp.study.cards.asks import MAX_AGE, showing
from studyapp.study.decks.changes import follow_library
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, Quiz, QuizAnswer, Review
from studyapp.study.unsent import KEY, LONGEST
from tests.answering import HTMX, Form, answer, card_of, form_for, form_on, learn, said
from tests.people import MINUTE, NOON, TOOK
from tests.shelf import Shelf, rewrite

ways = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
NOT_YET = "Not saved yet: you were signed out"


def post(browser: Client, url: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> str:
    """Send it without a session, and return where that leads."""
    page = browser.post(url, data, headers=headers or {})
    assert page.status_code == (200 if headers else 302)
    return str(page.headers["HX-Redirect"] if headers else page["Location"])


def sign_in(browser: Client, learner: User, address: str) -> Any:
    """By the form of the page at which one is led, and on to where that leads."""
    found = re.search(r'name="next" value="([^"]+)"', browser.get(address).content.decode())
    sent = {"login": learner.email, "password": PASSWORD, **({"next": found[1]} if found else {})}
    return browser.post("/accounts/login/", sent, follow=True)


def after_signing_in(
    browser: Client, learner: User, form: Form, data: dict[str, Any], headers: dict[str, str] | None = None
) -> Any:
    return sign_in(browser, learner, post(browser, form.url, {"ask": form.ask, **data}, headers))


def said_on(page: Any) -> str:
    """The messages of a page, but for the greeting."""
    found = re.findall(r'<li class="notice[^>]*>(.*?)</li>', page.content.decode(), re.S)
    return " ".join(one for one in found if not one.startswith("Welcome"))


def filled(form: Any) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


@pytest.fixture
def browser(client: Client, clock: time_machine.Traveller) -> Client:
    """One whose session has ended."""
    return client


@pytest.fixture
def all_kinds(lan: User, lans: Shelf) -> dict[str, Question]:
    """A question of each kind, each alone on its fact, in a deck that Lan has joined."""
    made = {
        kind: QuestionFactory(fact=FactFactory(deck=lans.harbour, position=20 + n), kind=kind)
        for n, kind in enumerate(KINDS)
    }
    follow_library(lan, at=NOON)
    return made


# Study


@ways
@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].self_rated])
def test_what_was_filled_in_is_there_after_signing_in(
    browser: Client, lan: User, all_kinds: dict[str, Question], kind: str, headers: dict[str, str]
) -> None:
    form, sent = form_for(lan, all_kinds[kind]), said(all_kinds[kind])
    page = after_signing_in(browser, lan, form, sent, headers)
    assert form_on(page) == form, "the same showing of the same question"
    assert {name: value for name, value in filled(page.context["form"]).items() if name in sent} == sent
    assert NOT_YET in said_on(page)
    assert not lan.reviews.exists()
    verdict = browser.post(form.url, {"ask": form.ask, **sent})
    assert verdict.context["verdict"].right
    assert lan.reviews.get().elapsed_ms == TOOK.total_seconds() * 1000


def test_what_cannot_be_read_is_shown_as_it_was_typed(browser: Client, lan: User, lans: Shelf) -> None:
    page = after_signing_in(browser, lan, form_for(lan, lans.disputed), {"number": 'eleven & "so"'})
    assert b'value="eleven &amp; &quot;so&quot;"' in page.content
    assert not page.context["form"].errors


@ways
def test_a_flashcard_that_was_rated_is_shown_turned_over(
    browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    form = form_for(lan, lans.flashcard)
    page = after_signing_in(browser, lan, form, {"rating": "2"}, headers)
    assert (page.context["stage"], form_on(page)) == ("revealed", form)
    assert said_on(page) == "Not saved yet: say again how well you remembered it."
    assert not lan.reviews.exists()


@pytest.mark.parametrize(("verb", "stage"), [("reveal", "revealed"), ("hint", "ask")])
def test_what_would_have_recorded_nothing_goes_on_without_a_word(
    browser: Client, lan: User, lans: Shelf, verb: str, stage: str
) -> None:
    learn(lan, lans.true_false, at=NOON)
    question = lans.flashcard if verb == "reveal" else lans.lamp
    form = form_for(lan, question)
    form = Form(form.url.replace("answer", verb), form.question, form.ask)
    page = after_signing_in(browser, lan, form, {"text": "Fres"} if verb == "hint" else {})
    assert (page.context["stage"], said_on(page)) == (stage, "")
    if verb == "hint":
        assert filled(page.context["form"]) == {"text": "Fres"}


def test_after_a_hint_it_still_costs_what_a_hint_costs(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.true_false, at=NOON)
    form = form_for(lan, lans.lamp)
    hinted = form_on(lans_browser.post(form.url.replace("answer", "hint"), {"ask": form.ask}))
    Session.objects.all().delete()
    page = after_signing_in(lans_browser, lan, hinted, {"text": "Fresnel"})
    assert page.context["ask"].hinted
    assert page.context["hint"] is not None


def test_the_scope_of_the_address_is_kept(browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.true_false, at=NOON)
    form = form_for(lan, lans.lamp)
    form = Form(f"{form.url}?deck={lans.lighthouse.slug}", form.question, form.ask)
    page = after_signing_in(browser, lan, form, {"text": "Fresnel"})
    assert page.context["query"] == f"?deck={lans.lighthouse.slug}"
    assert filled(page.context["form"]) == {"text": "Fresnel"}


def test_signing_in_lasts_as_long_as_ever(browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
    assert browser.session.get_expiry_age() == 3600
    sign_in(browser, lan, address)
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


# Once, for an hour, and for nobody else


def test_it_is_shown_once(browser: Client, lan: User, lans: Shelf) -> None:
    after_signing_in(browser, lan, form_for(lan, lans.choice), {"option": "The Moon"})
    page = browser.get(f"/study/?question={lans.choice.pk}")
    assert (filled(page.context["form"]), said_on(page)) == ({"option": None}, "")


def test_it_is_kept_for_an_hour(browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller) -> None:
    form = form_for(lan, lans.choice)
    address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
    clock.shift(timedelta(minutes=61))
    page = sign_in(browser, lan, address)
    assert (filled(page.context["form"]), KEY in browser.session) == ({"option": None}, False)


@pytest.mark.parametrize("by_form", [True, False])
def test_nobody_else_sees_it(browser: Client, lan: User, boris: User, lans: Shelf, by_form: bool) -> None:
    join(boris, lans.harbour, at=NOON)
    form = form_for(lan, lans.choice)
    address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
    if by_form:
        page = sign_in(browser, boris, address)
        assert KEY not in browser.session
    else:
        browser.force_login(boris)
        page = browser.get(f"/study/?question={lans.choice.pk}")
    assert (filled(page.context["form"]), said_on(page)) == ({"option": None}, "")
    browser.post("/accounts/logout/")
    page = sign_in(browser, lan, address)
    assert filled(page.context["form"]) == {"option": None}


def test_signing_out_drops_it(lans_browser: Client, lan: User, lans: Shelf) -> None:
    Session.objects.all().delete()
    form = form_for(lan, lans.choice)
    address = post(lans_browser, form.url, {"ask": form.ask, "option": "The Moon"})
    lans_browser.force_login(lan)
    lans_browser.post("/accounts/logout/")
    assert filled(sign_in(lans_browser, lan, address).context["form"]) == {"option": None}


@pytest.mark.parametrize("ask", ["", "x", "\0", "forged"])
def test_without_a_signature_nothing_is_kept(browser: Client, lan: User, lans: Shelf, ask: str) -> None:
    form = form_for(lan, lans.choice)
    token = form.ask[:-1] + ("x" if form.ask[-1] != "x" else "y") if ask == "forged" else ask
    assert post(browser, form.url, {"ask": token, "option": "The Moon"}).endswith(f"next={form.url}")
    other = form_for(lan, lans.lamp)
    post(browser, form.url, {"ask": other.ask, "option": "The Moon"})
    assert not Session.objects.exists()


def test_more_than_an_answer_can_be_is_not_kept(browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    post(browser, form.url, {"ask": form.ask, "option": "x" * LONGEST})
    assert not Session.objects.exists()


@pytest.mark.parametrize("verb", ["override", "suspend"])
def test_what_is_no_answer_is_not_kept(browser: Client, lan: User, lans: Shelf, verb: str) -> None:
    form = form_for(lan, lans.choice)
    post(browser, form.url.replace("answer", verb), {"ask": form.ask, "claim": "right"})
    assert not Session.objects.exists()


# What happened meanwhile


def test_what_was_answered_meanwhile_is_said(browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
    answer(lan, lans.choice, at=NOON, right=False)
    page = sign_in(browser, lan, address)
    assert "answered in another tab" in said_on(page)
    assert form_on(page).question != lans.choice.pk
    assert lan.reviews.count() == 1


def test_what_was_answered_and_undone_meanwhile_is_shown_with_a_word(browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
    answer(lan, lans.choice, at=NOON, right=False)
    card_of(lan, lans.choice).undo(0, at=NOON)
    page = sign_in(browser, lan, address)
    assert "in the meantime you did something else with this question" in said_on(page)
    assert filled(page.context["form"]) == {"option": "The Moon"}
    assert browser.post(form.url, {"ask": form_on(page).ask, "option": "The Moon"}).context["verdict"].right


def test_what_is_gone_is_said(browser: Client, lan: User, lans: Shelf) -> None:
    for gone in ("suspended", "retired"):
        form = form_for(lan, lans.choice)
        address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
        if gone == "suspended":
            row = card_of(lan, lans.choice).suspend(at=NOON)
        else:
            lans.choice.move(State.RETIRED, at=NOON)
        page = sign_in(browser, lan, address)
        assert "is not in use at the moment" in said_on(page), gone
        assert form_on(page).question != lans.choice.pk
        if gone == "suspended":
            assert row is not None
            card_of(lan, lans.choice).undo(row.version, at=NOON)
        browser.post("/accounts/logout/")


def test_what_was_changed_is_said(browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    address = post(browser, form.url, {"ask": form.ask, "option": "The Moon"})
    rewrite(lans.choice, at=NOON, answer="The Sun", distractors=["The Moon"])
    page = sign_in(browser, lan, address)
    assert "the question was changed in the meantime" in said_on(page)
    assert filled(page.context["form"]) == {"option": None}
    assert page.context["ask"].revision != lans.choice.revision_id


def test_a_showing_of_days_ago_is_shown_anew(
    browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    form = form_for(lan, lans.choice)
    clock.shift(MAX_AGE)
    page = after_signing_in(browser, lan, form, {"option": "The Moon"})
    assert filled(page.context["form"]) == {"option": "The Moon"}
    assert form_on(page).ask != form.ask
    assert browser.post(form.url, {"ask": form_on(page).ask, "option": "The Moon"}).context["verdict"].right


# Quizzes


@pytest.fixture
def quiz(lan: User, shelf: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[shelf.choice, shelf.disputed, shelf.lamp], made_at=NOON, minutes=90)


def shown(learner: User, quiz: Quiz) -> str:
    return showing(learner.pk, quiz.pk, NOON - TOOK)


@ways
def test_a_quiz_answer_is_there_after_signing_in(
    browser: Client, lan: User, quiz: Quiz, headers: dict[str, str]
) -> None:
    url, sent = f"/quizzes/{quiz.pk}/2/", {"shown": shown(lan, quiz), "position": "2", "number": "11"}
    page = sign_in(browser, lan, post(browser, url, sent, headers))
    assert (page.context["item"].position, filled(page.context["form"])) == (2, {"number": "11"})
    assert NOT_YET in said_on(page)
    assert page.context["shown"] == sent["shown"]
    assert not QuizAnswer.objects.exists()
    browser.post(url, sent)
    assert QuizAnswer.objects.get().elapsed_ms == TOOK.total_seconds() * 1000


@ways
@pytest.mark.parametrize("name", ["quiz", "quiz-time-limit"])
def test_a_page_of_answers_is_there_after_signing_in(
    browser: Client, lan: User, quiz: Quiz, headers: dict[str, str], name: str
) -> None:
    Quiz.objects.update(one_page=True)
    sent = {"shown": shown(lan, quiz), "2-number": "11", "3-text": "Fresnel", "more": "0"}
    page = sign_in(browser, lan, post(browser, reverse(name, args=[quiz.pk]), sent, headers))
    forms = [mark.form for mark in page.context["results"]]
    assert [filled(form) for form in forms] == [{"option": None}, {"number": "11"}, {"text": "Fresnel"}]
    assert (NOT_YET in said_on(page)) is (name == "quiz")
    assert not QuizAnswer.objects.exists()


def test_a_quiz_that_ended_meanwhile_says_so(
    browser: Client, lan: User, quiz: Quiz, clock: time_machine.Traveller
) -> None:
    url, sent = f"/quizzes/{quiz.pk}/2/", {"shown": shown(lan, quiz), "position": "2", "number": "11"}
    address = post(browser, url, sent)
    Attempt.objects.get().finish(at=NOON + MINUTE)
    page = sign_in(browser, lan, address)
    assert page.redirect_chain[-1][0] == f"/quizzes/{quiz.pk}/result/"
    assert "this quiz has ended in the meantime" in said_on(page)


def test_a_quiz_question_answered_meanwhile_says_so(browser: Client, lan: User, quiz: Quiz) -> None:
    url, sent = f"/quizzes/{quiz.pk}/2/", {"shown": shown(lan, quiz), "position": "2", "number": "11"}
    address = post(browser, url, sent)
    item = quiz.items.with_content().get(position=2)
    QuizAnswer.give(item, lan, {"number": "12"}, shown_at=NOON, at=NOON)
    page = sign_in(browser, lan, address)
    assert (page.context["stage"], "answered in another tab" in said_on(page)) == ("verdict", True)


def test_another_learner_never_sees_a_quiz_answer(browser: Client, lan: User, boris: User, quiz: Quiz) -> None:
    Attempt.objects.begin(quiz, boris, at=NOON)
    url = f"/quizzes/{quiz.pk}/2/"
    page = sign_in(browser, boris, post(browser, url, {"shown": shown(lan, quiz), "position": "2", "number": "11"}))
    assert (filled(page.context["form"]), said_on(page)) == ({"number": None}, "")
    assert browser.post(url, {"shown": shown(lan, quiz), "position": "2", "number": "11"}).status_code == 400


# A form that is out of date, since its learner signed in again in another tab


@pytest.fixture
def strict(lan: User, clock: time_machine.Traveller) -> Client:
    """A browser of Lan's whose forms must prove where they come from."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(lan)
    client.get("/study/")
    return client


@ways
def test_an_answer_by_a_form_out_of_date_is_shown_again_and_not_recorded(
    strict: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    form = form_for(lan, lans.choice)
    old = {"ask": form.ask, "option": "The Moon", "csrfmiddlewaretoken": "x" * 64}
    page = strict.post(form.url, old, headers=headers, follow=True)
    assert filled(page.context["form"]) == {"option": "The Moon"}
    assert b"signed in again in another tab" in page.content
    assert not lan.reviews.exists()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert fresh
    sent = strict.post(form.url, old | {"csrfmiddlewaretoken": fresh[1]})
    assert sent.context["verdict"].right


def test_a_form_of_another_learner_or_another_site_is_refused_as_ever(
    strict: Client, lan: User, boris: User, lans: Shelf
) -> None:
    join(boris, lans.harbour, at=NOON)
    for form, headers in (
        (form_for(boris, lans.choice), {}),
        (form_for(lan, lans.choice), {"Origin": "https://evil.example"}),
    ):
        sent = {"ask": form.ask, "option": "The Moon", "csrfmiddlewaretoken": "x" * 64}
        assert strict.post(form.url, sent, headers=headers).status_code == 403
        assert KEY not in strict.session
    assert not Review.objects.exists()

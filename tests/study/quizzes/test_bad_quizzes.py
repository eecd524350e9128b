"""Whatever is sent to the pages of quizzes: never an error of ours, and nothing changes."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.study.models import Quiz
from tests.junk import BODIES, JUNK, NUMBERS, everything, refused, urlencoded
from tests.people import NOON
from tests.quizzing import attempt_at, give, shown_on
from tests.shelf import Shelf


@pytest.fixture
def quiz(lan: User, lans: Shelf, lans_browser: Client) -> Quiz:
    """Two of its four questions are open: a choice and a number."""
    asked = [lans.choice, lans.disputed, lans.lamp, lans.true_false]
    quiz = QuizFactory(owner=lan, questions=asked, minutes=60, made_at=NOON)
    give(lan, quiz, 3)
    give(lan, quiz, 4, right=False)
    lans_browser.get("/study/")
    return quiz


@pytest.fixture
def one_page(lan: User, lans: Shelf, quiz: Quiz) -> Quiz:
    return QuizFactory(owner=lan, questions=[lans.choice, lans.disputed], one_page=True, made_at=NOON)


@pytest.fixture(autouse=True)
def _nothing_changes(quiz: Quiz, one_page: Quiz) -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


def test_options_that_are_none(lans_browser: Client, lans: Shelf) -> None:
    for junk in (*JUNK, "7", "5.0", *NUMBERS):
        refused(lans_browser, "/quizzes/", {"length": junk})
    right = {"length": "5"}
    for junk in (*filter(str.strip, JUNK), *NUMBERS[2:], "181", "0"):
        refused(lans_browser, "/quizzes/", {**right, "minutes": junk})
        refused(lans_browser, "/quizzes/", {**right, "mistakes": junk})
        refused(lans_browser, "/quizzes/", {**right, "deck": junk})
        refused(lans_browser, "/quizzes/", {**right, "article": junk})
    decks = [lans.harbour.slug, *(f"no-{n}" for n in range(500))]
    refused(lans_browser, "/quizzes/", **urlencoded({"length": ["5"], "deck": decks}))


def test_options_in_an_address_that_are_none(lans_browser: Client, client: Client) -> None:
    for name in ("deck", "article", "mistakes", "length", "minutes", "one_page", "feedback_at_end", "page"):
        for junk in (*JUNK, *NUMBERS):
            query = QueryDict(mutable=True)
            query[name] = junk[:4000]
            assert lans_browser.get(f"/quizzes/?{query.urlencode()}").status_code == 200, (name, junk[:40])


def test_a_quiz_that_does_not_exist(lans_browser: Client) -> None:
    for number in (*NUMBERS, "-1", "x", "1.0", "%00", "²"):
        for rest in ("", "1/", "time-limit/", "finish/", "result/", "again/"):
            assert lans_browser.get(f"/quizzes/{number}/{rest}").status_code == 404, (number[:40], rest)
            refused(lans_browser, f"/quizzes/{number}/{rest}", {"shown": "x", "more": "0"})


def test_a_position_that_does_not_exist(lans_browser: Client, quiz: Quiz) -> None:
    for number in ("0", "5", "32768", *NUMBERS[1:], "-1", "x"):
        assert lans_browser.get(f"/quizzes/{quiz.pk}/{number}/").status_code == 404, number[:40]
        refused(lans_browser, f"/quizzes/{quiz.pk}/{number}/", {"shown": "x"})


def test_an_answer_that_is_none(lans_browser: Client, quiz: Quiz) -> None:
    shown = shown_on(lans_browser.get(f"/quizzes/{quiz.pk}/", follow=True))
    for position, name in ((1, "option"), (2, "number")):
        url = f"/quizzes/{quiz.pk}/{position}/"
        for junk in JUNK:
            refused(lans_browser, url, {"shown": junk, "option": "The Moon", "number": "11"})
            if name == "option" or junk not in ("9" * 18, "-1"):
                refused(lans_browser, url, {"shown": shown, name: junk})
        for content_type, body in BODIES:
            page = lans_browser.generic("POST", url, body, content_type)
            assert 400 <= page.status_code < 500, (content_type, body[:40])


def test_answers_on_one_page_that_are_none(lans_browser: Client, one_page: Quiz) -> None:
    url = f"/quizzes/{one_page.pk}/"
    shown = shown_on(lans_browser.get(url))
    for junk in (junk for junk in JUNK if junk.strip(" \u202e")):  # what is empty stays open
        refused(lans_browser, url, {"shown": junk, "1-option": "The Moon"})
        refused(lans_browser, url, {"shown": shown, "1-option": junk})
        if junk not in ("9" * 18, "-1"):
            refused(lans_browser, url, {"shown": shown, "2-number": junk})
    for content_type, body in BODIES:
        page = lans_browser.generic("POST", url, body, content_type)
        assert 400 <= page.status_code < 500, (content_type, body[:40])


def test_nothing_filled_in_is_no_harm(lans_browser: Client, one_page: Quiz) -> None:
    url = f"/quizzes/{one_page.pk}/"
    sent = {"shown": shown_on(lans_browser.get(url)), "3-option": "The Moon", "1-": "x"}
    assert lans_browser.post(url, sent).status_code == 302


def test_a_time_limit_that_is_none(lans_browser: Client, quiz: Quiz, one_page: Quiz) -> None:
    for junk in ("", *(junk for junk in JUNK if not junk.isdecimal()), *NUMBERS[3:]):
        refused(lans_browser, f"/quizzes/{quiz.pk}/time-limit/", {"more": junk})
    for number in ("1", "99999", "9" * 18):
        for position in (*JUNK, *NUMBERS):
            page = lans_browser.post(f"/quizzes/{quiz.pk}/time-limit/", {"more": number, "position": position})
            assert page.status_code in (200, 302), position[:40]
    for more in ({"more": "0"}, {"off": "1"}):
        assert lans_browser.post(f"/quizzes/{one_page.pk}/time-limit/", more).status_code == 200


def test_a_link_to_what_only_takes_a_form(lans_browser: Client, quiz: Quiz) -> None:
    for path in ("time-limit/", "again/", "finish/"):
        assert lans_browser.get(f"/quizzes/{quiz.pk}/{path}").status_code in (200, 302)


def test_a_score_that_is_none(lans_browser: Client, quiz: Quiz) -> None:
    for junk in (*filter(None, JUNK), "x:y:z", "Wzk5LDFd:1abc:def"):
        if "/" not in junk:
            assert lans_browser.get(f"/quizzes/score/{junk[:4000]}/").status_code == 404, junk[:40]


def test_looking_costs_nothing(lans_browser: Client, lan: User, quiz: Quiz, clock: time_machine.Traveller) -> None:
    for path in ("", "1/", "3/", "finish/", "result/"):
        for headers in ({}, {"HX-Request": "odd"}):
            page: Any = lans_browser.get(f"/quizzes/{quiz.pk}/{path}", dict.fromkeys(JUNK, "\0"), headers=headers)
            assert page.status_code in (200, 302), path
    assert not attempt_at(quiz).is_finished

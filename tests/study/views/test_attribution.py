"""The line above a prompt, who says it and when, stands wherever the question stands."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory, QuizFactory
from studyapp.library.models import Question
from studyapp.study.models import Quiz
from tests.answering import HTMX, card_of, form_for, said
from tests.people import NOON
from tests.quizzing import give
from tests.shelf import Shelf

LINE = "The police, "


@pytest.fixture
def asked(lan: User, lans: Shelf, clock: time_machine.Traveller) -> Question:
    """The choice, which follows the police."""
    citation = lans.tide.citations.get()
    citation.speaker = "The police"
    citation.save()
    Question.objects.filter(pk=lans.choice.pk).update(
        speaker="The police", according_to=citation.article, shows_date=True
    )
    return Question.objects.with_content().get(pk=lans.choice.pk)


def _quiz(lan: User, asked: Question, **manner: Any) -> Quiz:
    return QuizFactory(owner=lan, questions=[asked], made_at=NOON, **manner)


def _verdict(browser: Client, lan: User, asked: Question) -> Any:
    form = form_for(lan, asked)
    return browser.post(form.url, {"ask": form.ask, **said(asked)}, headers=HTMX)


def _result(browser: Client, lan: User, asked: Question) -> Any:
    quiz = _quiz(lan, asked)
    give(lan, quiz, 1)
    return browser.get(reverse("quiz-result", args=[quiz.pk]))


def _trial(browser: Client, lan: User, asked: Question) -> Any:
    Question.objects.exclude(pk=asked.pk).update(state="draft")
    return Client().get(reverse("try-quiz"), follow=True)


def _preview(browser: Client, lan: User, asked: Question) -> Any:
    editor = Client()
    editor.force_login(EditorFactory())
    return editor.get(reverse("admin:question_preview", args=[asked.pk]))


def _own_cards(browser: Client, lan: User, asked: Question) -> Any:
    card_of(lan, asked).suspend(at=NOON)
    return browser.get(reverse("cards"), {"show": "suspended"})


PAGES: dict[str, Callable[[Client, User, Question], Any]] = {
    "the sitting": lambda browser, lan, asked: browser.get(reverse("study"), {"fact": asked.fact.slug}),
    "its verdict": _verdict,
    "a quiz": lambda browser, lan, asked: browser.get(reverse("quiz-question", args=[_quiz(lan, asked).pk, 1])),
    "a quiz on one page": lambda browser, lan, asked: browser.get(
        reverse("quiz", args=[_quiz(lan, asked, one_page=True).pk])
    ),
    "its result": _result,
    "the trial quiz": _trial,
    "the preview": _preview,
    "the note": lambda browser, lan, asked: browser.get(reverse("note", args=[asked.pk])),
    "a report": lambda browser, lan, asked: browser.get(reverse("report", args=[asked.pk])),
    "the learner's cards": _own_cards,
    "a search": lambda browser, lan, asked: browser.get(reverse("search"), {"q": "solar system"}),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_line_stands_with_the_question(lans_browser: Client, lan: User, asked: Question, page: str) -> None:
    response = PAGES[page](lans_browser, lan, asked)
    assert response.status_code == 200
    assert asked.attribution.startswith(LINE)
    assert asked.attribution in response.content.decode()


def test_a_verdict_marks_the_speaker_that_was_asked_about(lans_browser: Client, lan: User, asked: Question) -> None:
    citation = asked.fact.citations.get()
    citation.pk, citation.speaker, citation.says = None, "The mayor", "he knows nothing"
    citation.save()
    page = _verdict(lans_browser, lan, asked).content.decode()
    assert page.index("The police:") < page.index("the source asked about") < page.index("The mayor:")
    assert page.count("the source asked about") == 1

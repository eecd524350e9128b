"""A learner's numbers and dates are read and shown as their pages have them, or as they chose."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory
from studyapp.library.models import Question
from studyapp.study.models import QuizAnswer
from tests.answering import form_for
from tests.people import NOON
from tests.quizzing import entry_on
from tests.shelf import Shelf, rewrite

TRADE = {"answer": "3.6", "magnitude": "billion", "unit": "US dollars"}


@pytest.fixture
def trade(lans: Shelf) -> Question:
    rewrite(lans.number, at=NOON, prompt="How large is the trade?", **TRADE)
    return lans.number


def _answered(browser: Client, learner: User, question: Question, number: str) -> str:
    form = form_for(learner, question)
    return browser.post(form.url, {"ask": form.ask, "number": number}).text


@pytest.mark.parametrize(
    ("language", "style", "written", "shown"),
    [
        ("ru", "", "3,5 млрд", "3,6 млрд"),
        ("vi", "", "3,5 tỷ", "3,6 tỷ"),
        ("en", "", "3.5 billion", "3.6 billion"),
        ("en", "ru", "3,5 млрд", "3,6 млрд"),
        ("ru", "en", "3.5", "3.6 billion"),
    ],
)
def test_an_answer_is_read_and_shown_in_the_learners_style(
    lans_browser: Client, lan: User, trade: Question, language: str, style: str, written: str, shown: str
) -> None:
    lan.language, lan.number_style = language, style
    lan.save()
    page = _answered(lans_browser, lan, trade, written)
    assert f"{shown} US dollars" in page


def test_what_cannot_be_read_is_asked_back_in_the_learners_style(
    lans_browser: Client, lan: User, trade: Question
) -> None:
    lan.language, lan.number_style = "ru", ""
    lan.save()
    assert "например 12, 3,6 или 3,6 млрд" in _answered(lans_browser, lan, trade, "много")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "written"), [("ru", "3 мая 1998"), ("vi", "ngày 3 tháng 5 năm 1998")])
def test_a_visitor_is_read_in_the_language_of_the_page_from_the_first_answer(
    client: Client, language: str, written: str
) -> None:
    QuestionFactory(kind="date", prompt="On which day?", spec={"answer": "1998-05-03"})
    headers = {"Accept-Language": language}
    entry = entry_on(client.get("/quizzes/try/", follow=True, headers=headers).text)
    client.post("/quizzes/try/", {"entry": entry, "date": written}, headers=headers)
    assert QuizAnswer.objects.get().response == {"date": "1998-05-03"}


def test_who_never_chose_english_follows_the_pages() -> None:
    assert User().number_style == ""

"""Putting a question aside, taking it back, and telling the editors about it."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.study.models import Queue, Report
from tests.study.conftest import HTMX, NOON, Shelf, answer, card_of, form_on, learn, queue_of, wrongs


def post(browser: Client, question: int, verb: str, data: dict[str, str] | None = None, **more: Any) -> Any:
    return browser.post(f"/study/{question}/{verb}/", data or {}, **more)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_suspended_question_gives_way_to_the_next(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    assert form_on(lans_browser.get("/study/")).question == lans.choice.pk
    page = lans_browser.post(f"/study/{lans.choice.pk}/suspend/", headers=headers, follow=True)
    assert form_on(page).question == lans.flashcard.pk
    assert len(page.context["messages"]) == 1
    assert queue_of(lan, lans.choice) == Queue.OFF
    assert wrongs(lan) == []


@pytest.mark.parametrize("verb", ["suspend", "resume"])
def test_twice_is_once(lans_browser: Client, lan: User, lans: Shelf, verb: str) -> None:
    if verb == "resume":
        card_of(lan, lans.choice).suspend(at=NOON)
    before = lan.reviews.count()
    for _ in range(2):
        assert post(lans_browser, lans.choice.pk, verb).status_code == 302
    assert lan.reviews.count() == before + 1


def test_a_resumed_question_is_asked_again(lans_browser: Client, lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).suspend(at=NOON)
    page = post(lans_browser, lans.choice.pk, "resume", follow=True)
    assert page.redirect_chain == [("/study/suspended/", 302)]
    assert len(page.context["messages"]) == 1
    assert form_on(lans_browser.get("/study/")).question == lans.choice.pk


def test_what_is_suspended_is_listed_with_a_way_back(lans_browser: Client, lan: User, boris: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    for question in (lans.flashcard, lans.choice, lans.disputed):
        card_of(lan, question).suspend(at=NOON)
    card_of(lan, lans.disputed).follow("off", at=NOON)
    page = lans_browser.get("/study/suspended/")
    assert [card.question for card in page.context["cards"]] == [lans.choice, lans.flashcard]
    assert f'action="/study/{lans.choice.pk}/resume/"'.encode() in page.content
    lans_browser.force_login(boris)
    assert not lans_browser.get("/study/suspended/").context["cards"]


def test_a_report_reaches_the_editors(lans_browser: Client, lan: User, lans: Shelf) -> None:
    assert lans_browser.get(f"/study/{lans.choice.pk}/report/").status_code == 200
    page = post(lans_browser, lans.choice.pk, "report", {"reason": "unclear", "comment": " Which moon? "}, follow=True)
    assert page.redirect_chain == [("/study/", 302)]
    assert len(page.context["messages"]) == 1
    report = Report.objects.open().get()
    assert (report.learner, report.question, report.revision) == (lan, lans.choice, lans.choice.revision)
    assert (report.reason, report.comment, report.reported_at) == ("unclear", "Which moon?", NOON)


def test_a_report_needs_no_comment(lans_browser: Client, lans: Shelf) -> None:
    post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"})
    assert Report.objects.get().comment == ""


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"comment": "It is unclear."},
        {"reason": ""},
        {"reason": "boring"},
        {"reason": "wrong", "comment": "x" * 1001},
        {"reason": "wrong", "comment": "nul\0"},
        {"reason": "wrong\0"},
    ],
)
def test_a_report_that_cannot_be_kept_is_shown_again_as_it_was(
    lans_browser: Client, lans: Shelf, data: dict[str, str]
) -> None:
    page = post(lans_browser, lans.choice.pk, "report", data)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert page.context["form"]["comment"].value() == data.get("comment")
    assert not Report.objects.exists()


def test_one_reports_what_one_has_a_card_of(lans_browser: Client, boris: User, lans: Shelf) -> None:
    lans_browser.force_login(boris)
    assert lans_browser.get(f"/study/{lans.choice.pk}/report/").status_code == 404
    assert post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"}).status_code == 404
    assert post(lans_browser, lans.choice.pk, "suspend").status_code == 404
    assert not Report.objects.exists()


def test_a_question_can_be_put_aside_after_its_answer_too(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    post(lans_browser, lans.choice.pk, "suspend")
    assert queue_of(lan, lans.choice) == Queue.OFF
    assert wrongs(lan) == []

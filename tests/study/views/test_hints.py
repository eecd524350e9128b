"""A hint: help for whoever asks for it, at the price of a rating."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.scheduling import Rating
from tests.answering import HTMX, Form, answer, form_for, form_on, learn
from tests.people import MINUTE, NOON
from tests.shelf import Shelf

ways = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def ask_for_a_hint(browser: Client, form: Form, headers: dict[str, str] | None = None, **typed: str) -> Any:
    return browser.post(f"/study/{form.question}/hint/", {"ask": form.ask, **typed}, headers=headers or {})


def send(browser: Client, form: Form, **data: str) -> Any:
    return browser.post(form.url, {"ask": form.ask, **data})


@ways
def test_a_hint_helps_without_telling_and_without_writing(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    page = ask_for_a_hint(lans_browser, form_for(lan, lans.lamp), headers)
    assert (page.status_code, page.context["stage"]) == (200, "ask")
    assert page.context["hint"].text
    assert "Fresnel" not in page.content.decode()
    assert not lan.reviews.exists()


def test_what_was_typed_so_far_is_kept(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = ask_for_a_hint(lans_browser, form_for(lan, lans.lamp), text="Fr\N{COMBINING DIAERESIS}")
    assert page.context["form"]["text"].value() == "Fr\N{COMBINING DIAERESIS}"
    assert not page.context["form"].errors


def test_right_after_a_hint_is_hard_and_says_so_in_the_log(lans_browser: Client, lan: User, lans: Shelf) -> None:
    hinted = form_on(ask_for_a_hint(lans_browser, form_for(lan, lans.lamp)))
    assert send(lans_browser, hinted, text="Fresnel").context["verdict"].right
    row = lan.reviews.get()
    assert (row.rating, row.hinted, row.was_right) == (Rating.HARD, True, True)


def test_an_answer_that_is_mended_keeps_the_hint_and_its_price(lans_browser: Client, lan: User, lans: Shelf) -> None:
    hinted = form_on(ask_for_a_hint(lans_browser, form_for(lan, lans.lamp)))
    page = send(lans_browser, hinted, text="")
    assert (page.status_code, bool(page.context["hint"])) == (422, True)
    send(lans_browser, form_on(page), text="Fresnel")
    assert lan.reviews.get().rating == Rating.HARD


def test_i_was_right_after_a_hint_is_hard_too_and_nothing_was_too_easy(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    assert at > NOON
    hinted = form_on(ask_for_a_hint(lans_browser, form_for(lan, lans.lamp)))
    page = send(lans_browser, hinted, text="A lens")
    assert page.context["claims"] == ["right"]
    page = lans_browser.post(f"/study/{lans.lamp.pk}/override/", {"ask": hinted.ask, "claim": "right"})
    assert (page.context["row"].rating, page.context["row"].hinted) == (Rating.HARD, True)
    assert "easy" not in page.context["claims"]


def test_the_hint_stays_the_same_and_is_offered_once(lans_browser: Client, lan: User, lans: Shelf) -> None:
    first = ask_for_a_hint(lans_browser, form_for(lan, lans.choice))
    again = ask_for_a_hint(lans_browser, form_for(lan, lans.choice))
    assert first.context["hint"] == again.context["hint"]
    assert (first.context["offers_hint"], first.context["form"].fields["option"].choices) == (
        False,
        again.context["form"].fields["option"].choices,
    )


def test_where_there_is_no_hint_none_is_given(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for question in (lans.true_false, lans.flashcard):
        page = ask_for_a_hint(lans_browser, form_for(lan, question))
        assert (page.status_code, page.context["stage"]) == (400, "conflict")


def test_a_hint_on_a_question_that_was_answered_meanwhile_is_refused(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    form = form_for(lan, lans.lamp)
    answer(lan, lans.lamp, at=NOON + MINUTE)
    page = ask_for_a_hint(lans_browser, form)
    assert (page.status_code, page.context["stage"]) == (409, "conflict")

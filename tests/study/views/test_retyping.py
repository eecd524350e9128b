"""After a wrong answer that was written, the right one may be written once more; it is kept nowhere."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from tests.answering import HTMX, Form, form_for
from tests.shelf import Shelf

ways = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def answered(browser: Client, form: Form, text: str) -> Any:
    return browser.post(form.url, {"ask": form.ask, "text": text})


def typed_again(browser: Client, form: Form, text: str, headers: dict[str, str] | None = None) -> Any:
    return browser.post(f"/study/{form.question}/retype/", {"ask": form.ask, "text": text}, headers=headers or {})


@ways
@pytest.mark.parametrize(
    ("text", "said"),
    [("Fresnel", "Yes, that is it."), ("A lens", "Not yet: compare it"), ("", "Not yet: compare it")],
)
def test_what_is_typed_once_more_is_looked_at_and_kept_nowhere(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str], text: str, said: str
) -> None:
    form = form_for(lan, lans.lamp)
    assert "Type it again" in answered(lans_browser, form, "A lens").text
    row = lan.reviews.get()
    page = typed_again(lans_browser, form, text, headers)
    assert (page.status_code, page.context["stage"]) == (200, "verdict")
    assert said in page.text
    assert lan.reviews.get() == row
    assert page.context["row"].response == {"text": "A lens"}


def test_it_is_offered_after_wrong_answers_that_were_written_to_those_who_want_it(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    assert "Type it again" not in answered(lans_browser, form_for(lan, lans.lamp), "Fresnel").text
    User.objects.filter(pk=lan.pk).update(retype_wrong=False)
    assert "Type it again" not in answered(lans_browser, form_for(lan, lans.lamp), "A lens").text


def test_a_question_that_is_not_written_has_no_such_line(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = typed_again(lans_browser, form_for(lan, lans.choice), "The Moon")
    assert (page.status_code, lan.reviews.exists()) == (400, False)

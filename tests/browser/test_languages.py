"""A learner in Russian and one in Vietnamese: long words and all, on a phone, without sideways scrolling."""

import re

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.kinds import KINDS
from tests.browser.browsers import SignIn
from tests.browser.harbour import ada_studies
from tests.browser.inspection import TOO_WIDE, Inspection
from tests.browser.student import Toucher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Reader(Toucher):
    """Reads a language of her own, and sees that nothing is wider than her phone."""

    def __init__(self, page: Page, clock: Traveller, right: str) -> None:
        super().__init__(page, clock)
        self.right = right

    def sees_verdict(self, word: str) -> None:
        expect(self.page.locator("#verdict")).to_have_text(self.right)
        assert self.page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(("language", "right"), [("ru", "Верно"), ("vi", "Đúng")])
def test_a_learner_chooses_her_language_and_studies_in_it(
    phone: Page, sign_in: SignIn, clock: Traveller, language: str, right: str
) -> None:
    ada = ada_studies(*KINDS)
    sign_in(phone, ada).goto("/accounts/settings/")
    phone.locator(f"button[name=language][value={language}]").tap()
    expect(phone.locator(f"html[lang={language}]")).to_be_attached()
    assert phone.evaluate(TOO_WIDE) == []

    student = Reader(phone, clock, right)
    phone.goto("/study/")
    while set(student.met) < set(KINDS):
        assert phone.evaluate(TOO_WIDE) == []
        student.answer()
    phone.goto("/")
    expect(phone.locator("h1")).to_have_text(re.compile(r"[^\x00-\x7f]"))

    inspection = Inspection(phone)
    inspection.of("/accounts/settings/", "/study/cards/")
    assert inspection.faults == []

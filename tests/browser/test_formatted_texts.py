"""An own card with long and formatted texts: a phone shows it whole where it is studied, and in short in lists."""

import pytest
from playwright.sync_api import expect
from time_machine import Traveller

from studyapp.demo.factories import LearnerFactory
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.inspection import Inspection
from tests.own.decks import own_deck, own_note

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("long words")]

LONG = "It holds, and comes undone. " * 60
FRONT = f"Which of **these** *hold*?\n\n- a `loop < knot`\n- a bend\n  1. of two\n  2. of three\n\n> {LONG}"
BACK = f"**The first**, says the book:\n\n{LONG}\n\n```\ntie(a,  b)\n  pull\n```\n\n{LONG}"


def test_a_long_card_is_read_whole_where_it_is_studied(
    transactional_db: None, new_context: NewContext, sign_in: SignIn, clock: Traveller
) -> None:
    lan = LearnerFactory()
    deck = own_deck(lan)
    note = own_note(deck, FRONT, BACK, formatted=True, explanation="Because *so*.\nAnd so.")
    page = sign_in(new_context(**PHONE).new_page(), lan)
    inspection = Inspection(page)
    page.goto("/study/")
    prompt = page.locator("#prompt")
    expect(prompt.locator("strong")).to_have_text("these")
    expect(prompt.locator(".item .marker")).to_have_text(["• ", "• ", "1. ", "2. "])
    page.locator("button[data-key~=Space]").click()
    expect(page.locator(".answer code.lines")).to_have_text("tie(a,  b)\n  pull")
    inspection.here()
    inspection.of(note.get_absolute_url())
    assert inspection.faults == []

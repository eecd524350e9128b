"""On a phone a student pastes a list, sees what it becomes and keeps it, and then does something with many at once."""

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.demo.factories import LearnerFactory
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.inspection import Inspection
from tests.own.decks import own_deck

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

FIFTY = "\n".join(["alone", *(f"Term {n} – what term {n} means" for n in range(50))])


def on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]  # of one shape
    page.emulate_media(color_scheme="light")


def test_fifty_cards_are_pasted_and_some_deleted_and_taken_back(
    transactional_db: None, new_context: NewContext, sign_in: SignIn, clock: Traveller
) -> None:
    lan = LearnerFactory(lan=True)
    own_deck(lan)
    inspection = Inspection(new_context(**PHONE).new_page())
    page = sign_in(inspection.page, lan)
    page.goto("/own/1/paste/")
    page.get_by_label("Your list").fill(FIFTY)
    page.get_by_role("button", name="Show the cards").tap()
    expect(page.get_by_role("heading", name="50 cards")).to_be_focused()
    expect(page.get_by_text("1 row cannot be taken")).to_be_visible()
    expect(page.get_by_role("cell", name="what term 49 means")).to_be_visible()
    inspection.here("the table of a pasted list")
    on_a_phone(page)
    page.get_by_role("button", name="Keep these 50 cards").tap()
    expect(page.get_by_text("50 cards are in “Knots” now.")).to_be_visible()

    page.goto("/own/cards/")
    page.get_by_label("All on this page").check()
    expect(page.locator("input[name=card]:checked")).to_have_count(50)
    page.get_by_label("Term 49 –").uncheck()
    expect(page.get_by_label("All on this page")).not_to_be_checked()
    inspection.here("the list, with cards ticked")
    on_a_phone(page)
    page.get_by_role("button", name="Suspend").tap()
    expect(page.get_by_text("49 cards are suspended")).to_be_visible()
    for n in (48, 49):
        page.get_by_label(f"Term {n} –").check()
    page.get_by_role("button", name="Delete").tap()
    expect(page.get_by_text("2 cards are deleted.")).to_be_visible()
    page.get_by_label("State").select_option("suspended")
    page.get_by_role("button", name="Show").tap()
    expect(page.get_by_role("heading", name="48 cards")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("48 cards")
    page.go_back()
    expect(page.get_by_label("State")).to_have_value("")
    page.get_by_label("State").select_option("deleted")
    page.get_by_role("button", name="Show").tap()
    expect(page.get_by_role("heading", name="2 cards")).to_be_focused()
    page.get_by_label("All on this page").check()
    page.get_by_role("button", name="Take back").tap()
    expect(page.get_by_text("2 cards are back.")).to_be_visible()
    expect(page.get_by_text("Nothing is deleted")).to_be_visible()
    assert inspection.faults == [], "\n".join(["", *inspection.faults])

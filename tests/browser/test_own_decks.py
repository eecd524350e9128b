"""A student on a phone makes a deck by typing, studies it the same day, and changes their mind about it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.library.models import Fact
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.harbour import ada_studies
from tests.browser.inspection import Inspection
from tests.browser.student import Student

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("own decks")]

CARDS = [("Bowline", "A loop that does not slip"), ("Sheet bend", "Joins two ropes"), ("Cleat hitch", "Makes fast")]


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context(**PHONE).new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def make_deck(page: Page, title: str) -> None:
    page.goto("/decks/")
    page.get_by_role("link", name="New deck").click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Make the deck").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def type_cards(page: Page, *, by_keys: bool) -> None:
    """One press, and then another for each card: the front is ready to be typed each time."""
    page.get_by_role("link", name="Add a card").click()
    for front, back in CARDS:
        expect(page.get_by_label("Front")).to_be_focused()
        page.get_by_label("Front").fill(front)
        page.get_by_label("Back", exact=True).fill(back)
        if by_keys and front == "Sheet bend":
            page.keyboard.press("Control+Enter")
        else:
            page.get_by_role("button", name="Save and next").click()
        expect(page.locator(".notice.success")).to_have_text(f"Saved: {front} – {back}")
        expect(page.get_by_label("Front")).to_have_value("")


def test_a_deck_is_typed_studied_with_the_librarys_edited_deleted_and_taken_back(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    ada, page = ada_studies("typed"), inspection.page
    student = Student(sign_in(page, ada), clock)
    fact = Fact.objects.get()
    make_deck(page, "Knots")
    inspection.here("an own deck without cards")
    inspection.of("/own/new/", fact.get_absolute_url(), f"/own/from/{fact.slug}/")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/own/1/")
    type_cards(page, by_keys=True)
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text("Write what the card asks.")).to_be_visible()
    inspection.here("a card that says nothing")
    inspection.of("/own/1/add/?kind=match", "/own/1/", "/own/1/edit/", "/own/1/delete/", "/own/cards/1/", "/decks/")
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto("/study/")
    while not student.is_done:
        student.answer(right=True)
    assert set(student.met) == {"flashcard", "typed"}

    page.goto("/own/1/")
    page.get_by_role("link", name="Bowline").click()
    page.get_by_label("Back", exact=True).fill("A fixed loop at the end of a rope")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("radio", name="Yes, the answer changed")).to_be_focused()
    inspection.here("whether the answer is another one")
    page.get_by_text("No, only the words").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".answer")).to_have_text("A fixed loop at the end of a rope")

    page.goto("/own/1/delete/")
    page.get_by_role("button", name="Delete the deck").click()
    expect(page.get_by_text("“Knots” is deleted.")).to_be_visible()
    inspection.here("a deck that was just deleted")
    page.get_by_role("button", name="Take back Knots").first.click()
    expect(page.get_by_role("link", name="Cleat hitch")).to_be_visible()


def test_without_scripts_a_deck_is_typed_and_a_card_deleted_and_taken_back(
    transactional_db: None, new_context: NewContext, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(new_context(**PHONE, java_script_enabled=False).new_page(), ada_studies())
    make_deck(page, "Knots")
    type_cards(page, by_keys=False)
    page.get_by_role("link", name="Back to the deck").click()
    page.get_by_role("link", name="Sheet bend").click()
    page.get_by_label("Back", exact=True).fill("Joins two ropes of unequal size")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("radio", name="Yes, the answer changed")).to_be_focused()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("You learn the new answer from now on.")).to_be_visible()
    page.get_by_role("button", name="Delete this card").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".answer")).to_have_text("Joins two ropes of unequal size")

"""A student on a phone makes a deck, studies it the same day, shares it, and changes their mind about it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.demo.factories import LearnerFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Fact
from studyapp.library.picturing import MOST_BYTES
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.harbour import ada_studies
from tests.browser.inspection import Inspection
from tests.browser.student import Student
from tests.own.decks import card_of
from tests.pictures import drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("own decks")]

PICTURED = ("Bowline", "A loop that does not slip")
PLAIN = [(f"Knot {n}", f"What knot {n} is for") for n in range(1, 10)]
FIFTY = "\n".join(["alone", *(f"Term {n} – what term {n} means" for n in range(50))])
FOR_A_PLAIN_CARD = 3
"""Presses at most, beside typing."""

COUNTS_PRESSES = """addEventListener('pointerdown', () => {
  sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1;
}, true)"""


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context(**PHONE).new_page())
    inspection.page.add_init_script(COUNTS_PRESSES)
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]  # of one shape
    page.emulate_media(color_scheme="light")


def presses(page: Page) -> int:
    return int(page.evaluate("sessionStorage.presses ?? 0"))


def make_deck(page: Page, title: str) -> None:
    page.goto("/decks/")
    page.get_by_role("link", name="New deck").tap()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Make the deck").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def type_card(page: Page, front: str, back: str, *, by_keys: bool = False) -> None:
    """The front is ready to be typed each time."""
    expect(page.get_by_label("Front")).to_be_focused()
    page.keyboard.insert_text(front)
    page.get_by_label("Back", exact=True).tap()
    page.keyboard.insert_text(back)
    if by_keys:
        page.keyboard.press("Control+Enter")
    else:
        page.get_by_role("button", name="Save and next").tap()
    expect(page.locator(".notice.success")).to_have_text(f"Saved: {front} – {back}")
    expect(page.get_by_label("Front")).to_have_value("")


def choose_a_picture(page: Page) -> None:
    page.get_by_text("More options").tap()
    file = {"name": "knot.png", "mimeType": "image/png", "buffer": drawn(size=(1400, 900))}
    page.get_by_label("Picture", exact=True).set_input_files(file)  # type: ignore[arg-type]  # of one shape
    page.get_by_label("What the picture shows").first.fill("A rope tied into a loop")


def changes_the_kind(page: Page) -> None:
    """What was typed goes along; and a picture that would be refused with all that is typed is not sent."""
    page.get_by_label("Front").fill("What joins two ropes?")
    page.get_by_role("link", name=str(KINDS["typed"].label)).tap()
    expect(page.get_by_role("textbox", name="Question")).to_have_value("What joins two ropes?")
    page.get_by_text("More options").tap()
    picture = page.get_by_label("Picture", exact=True)
    file = {"name": "knot.png", "mimeType": "image/png", "buffer": bytes(MOST_BYTES + 1)}
    picture.set_input_files(file)  # type: ignore[arg-type]  # of one shape
    expect(page.get_by_role("alert")).to_contain_text("too large")
    expect(picture).to_have_value("")


def sees_the_picture(page: Page) -> None:
    picture = page.get_by_role("img", name="A rope tied into a loop")
    expect(picture).to_have_js_property("complete", True)  # noqa: FBT003  playwright’s own parameter
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_a_deck_from_its_first_card_to_the_copy_of_another(
    transactional_db: None, inspection: Inspection, new_context: NewContext, sign_in: SignIn, clock: Traveller
) -> None:
    ada, page = ada_studies("typed"), inspection.page
    fact = Fact.objects.get()
    student = Student(sign_in(page, ada), clock)

    # Ten cards are typed, one with a picture
    make_deck(page, "Knots")
    inspection.here("an own deck without cards")
    inspection.of("/own/new/", fact.get_absolute_url(), f"/own/from/{fact.slug}/")
    on_a_phone(page)
    page.goto("/own/1/")
    page.get_by_role("link", name="Add a card").tap()
    choose_a_picture(page)
    page.get_by_label("Front").focus()
    type_card(page, *PICTURED)
    before = presses(page)
    for card in PLAIN:
        type_card(page, *card)
    assert presses(page) - before <= FOR_A_PLAIN_CARD * len(PLAIN)
    page.get_by_role("button", name="Save and next").tap()
    expect(page.get_by_text("Write what the card asks.")).to_be_visible()
    inspection.here("a card that says nothing")
    on_a_phone(page)
    changes_the_kind(page)
    inspection.of("/own/1/add/?kind=match", "/own/1/edit/", "/own/1/delete/", "/own/cards/1/", "/decks/")
    on_a_phone(page)

    # Fifty are pasted
    page.goto("/own/1/")
    page.get_by_role("link", name="Paste a list").tap()
    page.get_by_label("Your list").fill(FIFTY)
    page.get_by_role("button", name="Show the cards").tap()
    expect(page.get_by_role("heading", name="50 cards")).to_be_focused()
    expect(page.get_by_text("1 row cannot be taken")).to_be_visible()
    expect(page.get_by_role("cell", name="what term 49 means")).to_be_visible()
    inspection.here("the table of a pasted list")
    on_a_phone(page)
    page.get_by_role("button", name="Keep these 50 cards").tap()
    expect(page.get_by_text("50 cards are in “Knots” now.")).to_be_visible()
    expect(page.get_by_text("60 cards", exact=True)).to_be_visible()
    inspection.here("an own deck")
    on_a_phone(page)

    # They come mixed with the library's the same day
    page.goto("/study/")
    for _ in range(3):
        if str(student.question()) == PICTURED[0]:
            sees_the_picture(page)
        student.answer(right=True)
    assert set(student.met) == {"flashcard", "typed"}
    assert card_of(Fact.objects.of(ada).get(number=1)).version

    # Another gets a copy by the code
    page.goto("/own/1/")
    page.get_by_role("link", name="Share the deck").tap()
    page.get_by_role("button", name="Get a code").tap()
    code = page.locator(".code").inner_text()
    boris = sign_in(new_context(**PHONE).new_page(), LearnerFactory(boris=True))
    boris.goto("/own/join/")
    boris.get_by_role("textbox").fill(code)
    boris.get_by_role("main").get_by_role("button").tap()
    boris.get_by_role("button", name="Get a copy").tap()
    expect(boris.get_by_text("This deck is yours now, with 60 cards.")).to_be_visible()

    # A card is worded anew
    page.goto("/own/cards/1/")
    sees_the_picture(page)
    page.get_by_label("Back", exact=True).fill("A fixed loop at the end of a rope")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("radio", name="Yes, the answer changed")).to_be_focused()
    inspection.here("whether the answer is another one")
    on_a_phone(page)
    page.get_by_text("No, only the words").tap()
    page.get_by_role("button", name="Save").first.tap()
    expect(page.locator(".answer")).to_have_text("A fixed loop at the end of a rope")
    sees_the_picture(page)

    # The deck is deleted, and taken back
    page.goto("/own/1/")
    page.get_by_role("link", name="Delete the deck").tap()
    page.get_by_role("button", name="Delete the deck").tap()
    expect(page.get_by_text("“Knots” is deleted.")).to_be_visible()
    inspection.here("a deck that was just deleted")
    on_a_phone(page)
    boris.goto("/own/cards/1/")
    sees_the_picture(boris)
    expect(boris.locator(".answer")).to_have_text("A loop that does not slip")
    page.get_by_role("button", name="Take back Knots").first.tap()
    expect(page.get_by_text("60 cards", exact=True)).to_be_visible()


def test_without_scripts_a_deck_is_typed_and_a_card_deleted_and_taken_back(
    transactional_db: None, new_context: NewContext, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(new_context(**PHONE, java_script_enabled=False).new_page(), ada_studies())
    make_deck(page, "Knots")
    page.get_by_role("link", name="Add a card").tap()
    choose_a_picture(page)
    page.get_by_label("Front").focus()
    type_card(page, *PICTURED)
    page.get_by_role("link", name="Back to the deck").tap()
    page.get_by_role("link", name="Bowline").tap()
    sees_the_picture(page)
    page.get_by_label("Back", exact=True).fill("A fixed loop")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("radio", name="Yes, the answer changed")).to_be_focused()
    page.get_by_role("button", name="Save").first.tap()
    expect(page.get_by_text("You learn the new answer from now on.")).to_be_visible()
    page.get_by_role("button", name="Delete this card").tap()
    page.get_by_role("button", name="Take it back").tap()
    expect(page.locator(".answer")).to_have_text("A fixed loop")

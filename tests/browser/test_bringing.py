"""On a phone a list comes in from a file: sent, looked at as it is read, mended by the page's words, and brought in."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.exchange.jobs import bring_in
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.inspection import Inspection
from tests.exchange.arriving.bringing import KNOTS, texts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("own decks")]


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context(**PHONE).new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def choose(page: Page, text: str) -> None:
    file = {"name": "Knots.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]  # of one shape
    page.get_by_role("button", name="Show the cards").tap()
    expect(page.get_by_text("We are reading your file.")).to_be_visible()


def test_a_list_comes_in_on_a_phone(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, lan: User, clock: Traveller
) -> None:
    page = sign_in(inspection.page, lan)
    page.goto("/decks/")
    page.get_by_role("link", name="Bring your cards").tap()
    page.get_by_role("button", name="Show the cards").tap()
    expect(page.get_by_text("Choose the file that the other program saved.")).to_be_visible()
    choose(page, KNOTS + "Hitch\n")
    inspection.here("a file that is being read")
    bring_in(timezone.now())
    expect(page.get_by_text("3 new cards.")).to_be_visible()  # by itself
    page.get_by_role("link", name="Refused: 1").tap()
    expect(page.get_by_text("The separator is not in it")).to_be_visible()
    inspection.here("a file that was read")
    page.get_by_role("button", name="Stop").tap()
    choose(page, KNOTS + "Hitch – To a post\n")
    bring_in(timezone.now())
    page.get_by_role("button", name="Bring them in").tap()
    expect(page.get_by_text("0 of 4 notes are ready.")).to_be_visible()
    assert texts(lan) == []
    bring_in(timezone.now())
    expect(page.get_by_text("4 new cards are here.")).to_be_visible()
    inspection.here("a file that was brought in")
    page.get_by_role("link", name="Knots").tap()
    expect(page.get_by_text("4 cards", exact=True)).to_be_visible()

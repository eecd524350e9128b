"""Whatever is sent to an address of own decks and cards: never an error of ours, and nothing changes."""

from collections.abc import Iterator

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory
from studyapp.library.models import Fact
from studyapp.own.urls import urlpatterns
from tests.junk import BODIES, JUNK, LONG, NUL, NUMBERS, everything, refused
from tests.own.decks import own_deck, own_note

DECK = {"title": "Sails", "language": "en"}


@pytest.fixture(autouse=True)
def tide(lans_browser: Client, lan: User) -> Iterator[Fact]:
    """A fact to make a card from, and a deck with a card that nothing here may change."""
    fact = FactFactory()
    own_note(own_deck(lan))
    lans_browser.get("/")
    before = everything()
    yield fact
    assert everything() == before


@pytest.mark.any_database
def test_fields_that_hold_anything(lans_browser: Client, tide: Fact) -> None:
    for junk in JUNK:
        empty = {"prompt": junk, "answer": "", "after": junk, "revision": junk, "deck": junk, "prompt_picture": junk}
        for address in ("/own/1/add/", "/own/cards/1/", f"/own/from/{tide.slug}/"):
            refused(lans_browser, address, empty)
        refused(lans_browser, "/own/1/add/", {"prompt": "?", "answer": "!", "spoken_in": junk or "zz"})
        refused(lans_browser, "/own/cards/1/move/", {"deck": junk})
        refused(lans_browser, "/own/1/edit/", {**DECK, "language": junk})
    for junk in ("", " ", LONG, NUL, "a\0b"):
        refused(
            lans_browser, "/own/1/add/", {"prompt": "?", "answer": "!", "prompt_picture": "", "prompt_alt": f"x{junk}"}
        )
        refused(lans_browser, "/own/new/", {**DECK, "title": junk})
        refused(lans_browser, "/own/1/edit/", {**DECK, "title": junk})


@pytest.mark.any_database
def test_addresses_of_nothing(lans_browser: Client) -> None:
    for pattern in urlpatterns:
        for number in [*NUMBERS, "-1", "x", "²", "%00"]:
            address = "/" + str(pattern.pattern).replace("<int:number>", number).replace("<slug:slug>", number)
            if "number" in str(pattern.pattern) or "slug" in str(pattern.pattern):
                refused(lans_browser, address, {**DECK, "prompt": "?", "answer": "!"})
    for junk in JUNK:
        assert lans_browser.get("/own/1/add/", {"kind": junk}).status_code == 404
        assert lans_browser.get("/own/1/", {"deleted": junk, "page": junk}).status_code == 200
        assert lans_browser.get("/decks/", {"deleted": junk}).status_code == 200


@pytest.mark.any_database
def test_bodies_that_are_no_form(lans_browser: Client, tide: Fact) -> None:
    for address in ("/own/new/", "/own/1/edit/", "/own/1/add/", "/own/cards/1/", f"/own/from/{tide.slug}/"):
        for content_type, body in BODIES:
            page = lans_browser.generic("POST", address, body, content_type)
            assert 400 <= page.status_code < 500, (address, content_type, body[:40], page.status_code)

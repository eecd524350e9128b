"""Whatever is sent to the list of one's own cards and to where lists are pasted: never an error of ours, and nothing
changes.
"""

from collections.abc import Iterator

import pytest
from django.test import Client

from studyapp.accounts.models import User
from tests.junk import BODIES, JUNK, LONG, NUMBERS, everything, refused, urlencoded
from tests.own.decks import own_deck, own_note

CARDS, PASTE = "/own/cards/", "/own/1/paste/"


@pytest.fixture(autouse=True)
def _nothing_changes(lans_browser: Client, lan: User) -> Iterator[None]:
    own_note(own_deck(lan))
    lans_browser.get(CARDS)
    before = everything()
    yield
    assert everything() == before


def test_a_list_narrowed_to_anything_is_a_page(lans_browser: Client) -> None:
    for junk in (*JUNK, *NUMBERS, "a" * 101):
        for names in (("q", "deck", "state", "due", "page"), ("q", "page", junk)):
            page = lans_browser.get(CARDS, dict.fromkeys(names, junk))
            assert page.status_code in (200, 400), (names, junk[:20])


def test_something_done_with_what_is_no_card(lans_browser: Client) -> None:
    for junk in (*(junk for junk in JUNK if junk != "1"), *NUMBERS):
        refused(lans_browser, CARDS, {"do": "delete", "card": junk, "all": junk, "listed": junk})
        refused(lans_browser, CARDS, {"do": "move", "card": "1", "to": junk})
    refused(lans_browser, CARDS, **urlencoded({"do": ["delete"], "card": [str(n) for n in range(2, 900)]}))


def test_a_list_that_is_none(lans_browser: Client) -> None:
    for junk in ("", " ", "\0", "a\0 - b"):
        refused(lans_browser, PASTE, {"do": "keep", "pasted": junk, "way": "flashcard"})
    for junk in JUNK:
        sent = {
            "do": "keep",
            "pasted": "a - b\nc - d",
            "way": "both",
            "separator": "own",
            "swapped": junk,
            "count": junk,
        }
        for names in (["way"], ["separator"], ["own_separator", "between_cards"]):
            refused(lans_browser, PASTE, {**sent, **dict.fromkeys(names, junk)})
    refused(lans_browser, PASTE, {"do": "keep", "pasted": LONG * 3, "way": "flashcard"})
    assert lans_browser.post("/own/999999999999999999999999/paste/").status_code == 404


def test_a_body_that_is_no_form(lans_browser: Client) -> None:
    for path in (CARDS, PASTE):
        for content_type, body in BODIES:
            page = lans_browser.generic("POST", path, body, content_type)
            assert 400 <= page.status_code < 500, (path, content_type, body[:40], page.status_code)

"""Pasting a list: a table first, and then all that was shown is kept, once."""

import re

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Question
from studyapp.own import writing
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from tests.own.decks import own_deck, own_note
from tests.people import NOON
from tests.statements import TABLES

KNOTS = "Reef knot - Two ropes\nBowline - A loop\n\nSheet bend - Two sizes"
CELLS = re.compile(r'<td dir="auto">(.*?)</td>', re.S)


@pytest.fixture
def deck(lan: User) -> Deck:
    return own_deck(lan)


def send(browser: Client, do: str, pasted: str, status: int = 200, **more: object) -> str:
    sent = {"do": do, "pasted": pasted, "way": "flashcard", **more}
    page = browser.post("/own/1/paste/", sent)
    assert page.status_code == status, page.text
    return page.text


def fronts(learner: User) -> list[str]:
    questions = Question.objects.of(learner).filter(fact__removed_at=None).order_by("fact__number")
    return [question.revision.prompt for question in questions.select_related("revision")]


def test_a_list_is_shown_before_it_is_kept(lans_browser: Client, lan: User, deck: Deck) -> None:
    assert "Your list" in lans_browser.get("/own/1/paste/").text
    page = send(lans_browser, "", KNOTS)
    assert "Keep these 3 cards" in page
    assert CELLS.findall(page)[:2] == ["Reef knot", "Two ropes"]
    assert not Fact.objects.of(lan).exists()
    send(lans_browser, "keep", KNOTS, 302, count="3", separator="dash")
    assert fronts(lan) == ["Reef knot", "Bowline", "Sheet bend"]
    assert "3 cards are in “Knots” now." in lans_browser.get("/own/1/").text
    assert Sitting.of(lan, NOON, Scope.of_deck(deck)).new_left == 3


def test_the_form_of_the_table_says_all_that_was_shown(lans_browser: Client, lan: User, deck: Deck) -> None:
    """What is kept is that, whatever has become of the form below it."""
    page = send(lans_browser, "swap", 'one,"two\nlines"\n<b>"bold"</b>,\u202eright')
    table = page[page.index("<table") :]
    assert CELLS.findall(table) == ["two lines", "one", "\u202eright", "&lt;b&gt;&quot;bold&quot;&lt;/b&gt;"]
    [form] = re.findall(r'<form class="row".*?</form>', page, re.S)
    hidden = dict(re.findall(r'<input type="hidden" name="(?!csrf)([^"]*)"(?: value="([^"]*)")?', form))
    assert hidden["separator"] == "comma"
    sent = {
        name: value.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">") for name, value in hidden.items()
    }
    assert lans_browser.post("/own/1/paste/", {**sent, "do": "keep"}).status_code == 302
    assert fronts(lan) == ["two lines", "\u202eright"]


def test_the_same_list_twice_makes_no_card_twice(lans_browser: Client, lan: User, deck: Deck) -> None:
    for told in ("3 cards are in “Knots” now.", "the deck has all that can be taken from this list"):
        send(lans_browser, "keep", KNOTS, 302, count="3")
        assert told in lans_browser.get("/own/1/").text
    assert len(fronts(lan)) == 3
    assert send(lans_browser, "", KNOTS).count("The deck has this card already.") == 3
    writing.remove(lan, Fact.objects.of(lan).filter(number=1), at=NOON)
    assert "Keep this card" in send(lans_browser, "", KNOTS)


def test_a_deck_that_has_changed_since_gets_nothing_of_it(lans_browser: Client, lan: User, deck: Deck) -> None:
    own_note(deck, "Bowline", "A loop")
    page = send(lans_browser, "keep", KNOTS, 409, count="3")
    assert "Nothing was kept: the deck has changed." in page
    assert "Keep these 2 cards" in page
    assert fronts(lan) == ["Bowline"]


def test_cards_are_made_both_ways_or_typed(lans_browser: Client, lan: User, deck: Deck) -> None:
    send(lans_browser, "keep", "rope - dây", 302, count="2", way="both")
    assert fronts(lan) == ["rope", "dây"]
    send(lans_browser, "keep", "sail = buồm", 302, count="1", way="typed", separator="own", own_separator="=")
    assert Question.objects.of(lan).get(kind="typed").revision.body.expected == "buồm"


def test_rows_that_cannot_be_taken_say_why_and_where(lans_browser: Client, lan: User, deck: Deck) -> None:
    page = send(lans_browser, "", f"Bowline - A loop\n\nalone\n{'x' * 2001} - y\nBowline - A loop\nz - {'y' * 5001}")
    assert "4 rows cannot be taken" in page
    told = re.findall(r"Line (\d+)</p>.*?errors\">([^<]*)<", page, re.S)
    assert told == [
        ("3", "The separator is not in it, so it has one side only."),
        ("4", "Its front is too long: at most 2000 characters."),
        ("5", "The same card is further up in this list."),
        ("6", "Its back is too long: at most 5000 characters."),
    ]
    assert "Keep this card" in page
    assert '<button name="do" value="keep">' not in send(lans_browser, "", "alone")


def test_too_long_a_list_is_refused_and_nothing_kept(lans_browser: Client, lan: User, deck: Deck, settings) -> None:
    settings.OWN_CARDS_A_PASTE = 2
    for do in ("", "keep"):
        page = send(lans_browser, do, KNOTS, 422, count="3")
        assert "This list has 3 rows. Paste at most 2 at once" in page
    settings.OWN_CARDS_A_PASTE, settings.OWN_CARDS_MOST = 3, 2
    for do in ("", "keep"):
        assert "You may have 2 cards of your own" in send(lans_browser, do, KNOTS, 422, count="3")
    assert not Fact.objects.of(lan).exists()
    for sent, told in (
        ({"pasted": " "}, "Paste your list here first."),
        ({"pasted": "a\0b - c"}, "There is an invisible character in this list."),
        ({"pasted": KNOTS, "way": "burn"}, "Choose one from the list."),
        ({"pasted": KNOTS, "separator": "own"}, "Write what is between"),
    ):
        assert told in send(lans_browser, "keep", status=422, **sent)


def test_five_hundred_rows_of_two_hundred_letters_each_fit(
    lans_browser: Client, lan: User, deck: Deck, django_assert_max_num_queries
) -> None:
    """And are kept in as many statements as need be, however many they are; more than fits is told to come in parts."""
    rows = "\n".join(f"{'ж' * 120} {n} - {'щ' * 80}" for n in range(500))
    with django_assert_max_num_queries(60) as captured:
        send(lans_browser, "keep", rows, 302, count="500")
    assert any(TABLES.search(query["sql"]) for query in captured)
    assert lan.cards.count() == 500
    assert "send it in two or three parts" in send(lans_browser, "", rows * 2, 413)


def test_nobody_pastes_into_the_deck_of_another_or_a_deleted_one(
    lans_browser: Client, lan: User, deck: Deck, boris: User
) -> None:
    own_deck(boris)
    Deck.objects.of(boris).update(number=9)
    writing.remove_deck(lan, deck, at=NOON)
    for number in (1, 9):
        assert lans_browser.get(f"/own/{number}/paste/").status_code == 404
        assert lans_browser.post(f"/own/{number}/paste/", {"do": "keep", "pasted": KNOTS}).status_code == 404

"""The pages of own decks: making one, its list, deleting it and taking it back."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory, QuestionFactory
from studyapp.library.models import Deck
from studyapp.study.decks.membership import join
from tests.own.decks import own_deck, own_note
from tests.people import NOON

KNOTS = {"title": "Knots", "description": "For May", "language": "en"}


def test_a_deck_is_made_described_anew_and_listed_before_the_others(lans_browser: Client, lan: User) -> None:
    join(lan, QuestionFactory().fact.deck, at=NOON)
    assert lans_browser.get("/own/new/").context["form"]["language"].value() == "en"
    after = lans_browser.get("/own/new/").context["after"]
    for _ in range(2):
        made = lans_browser.post("/own/new/", {**KNOTS, "after": after})
    deck = Deck.objects.of(lan).get()
    assert made.headers["Location"] == deck.get_absolute_url()
    own_note(deck)
    assert lans_browser.post("/own/1/edit/", KNOTS | {"title": "Hitches"}).status_code == 302
    page = lans_browser.get("/decks/")
    assert [one.deck.title for one in page.context["own"]] == ["Hitches"]
    assert deck.pk not in {deck.pk for deck, _ in page.context["decks"]}
    for address in ("/", "/decks/"):
        assert 'data-deck="own/1"' in lans_browser.get(address).text
    shown = lans_browser.get("/own/1/")
    assert 'href="/study/?own=1"' in shown.text
    assert "Bowline" in shown.text
    assert "slip" not in shown.text, "the other side is for the sitting"


@pytest.mark.parametrize(
    "sent",
    [{}, KNOTS | {"title": " "}, KNOTS | {"title": "x" * 121}, KNOTS | {"language": "zz"}, KNOTS | {"title": "\0"}],
)
def test_a_deck_that_is_none_is_refused_in_words(lans_browser: Client, lan: User, sent: dict[str, str]) -> None:
    own_deck(lan, "Sails")
    for address in ("/own/new/", "/own/1/edit/"):
        page = lans_browser.post(address, sent)
        assert page.status_code == 422
        assert 'class="errorlist"' in page.text
    assert Deck.objects.of(lan).get().title == "Sails"


def test_an_exam_day_is_set_as_for_other_decks(lans_browser: Client, lan: User) -> None:
    own_note(own_deck(lan))
    assert lans_browser.post("/own/1/exam/", {"exam_on": "2026-01-20"}).status_code == 302
    assert "Remove the exam" in lans_browser.get("/own/1/").text
    refused = lans_browser.post("/own/1/exam/", {"exam_on": "2020-01-01"})
    assert (refused.status_code, "That day is over" in refused.text) == (422, True)
    assert lans_browser.post("/own/1/exam/bring-forward/").status_code == 302


def test_a_deleted_deck_can_be_taken_back_for_a_month(
    lans_browser: Client, lan: User, clock: time_machine.Traveller
) -> None:
    own_note(own_deck(lan))
    assert "Its 1 card is not asked any more." in lans_browser.get("/own/1/delete/").text
    assert Deck.objects.of(lan).get().removed_at is None, "it is asked first"
    for _ in range(2):
        gone = lans_browser.post("/own/1/delete/", follow=True)
        assert gone.text.count("“Knots” is deleted.") == 1
    assert lans_browser.get("/own/1/").status_code == 404
    clock.shift(timedelta(days=30))
    assert 'action="/own/1/take-back/"' in lans_browser.get("/decks/").text
    clock.shift(timedelta(seconds=1))
    assert "take-back" not in lans_browser.get("/decks/").text
    clock.move_to(NOON)
    for _ in range(2):
        assert lans_browser.post("/own/1/take-back/").headers["Location"] == "/own/1/"
    assert "Bowline" in lans_browser.get("/own/1/").text


def test_guests_are_told_to_make_an_account(db: None, client: Client, clock: time_machine.Traveller) -> None:
    for page in (client.get("/decks/"), client.get("/")):
        assert "/own/new/" not in page.text
    client.force_login(GuestFactory())
    assert "With an account you can also make decks" in client.get("/decks/").text
    for address in ("/own/new/", "/own/1/", "/own/1/add/", "/own/1/paste/", "/own/cards/", "/own/cards/1/"):
        for page in (client.get(address), client.post(address, KNOTS)):
            assert (page.status_code, "/accounts/signup/?next=/own/" in page.text) == (403, True)
    assert not Deck._base_manager.filter(owner__isnull=False).exists()


def test_nothing_of_another_learner_is_found_by_its_number(lans_browser: Client, lan: User, boris: User) -> None:
    own_note(own_deck(boris))
    for address in ("/own/1/", "/own/1/add/", "/own/1/edit/", "/own/1/delete/", "/own/1/take-back/", "/own/1/exam/"):
        for page in (lans_browser.get(address), lans_browser.post(address, KNOTS)):
            assert page.status_code in (404, 302, 405), address
    for verb in ("", "move/", "delete/", "take-back/"):
        assert lans_browser.post(f"/own/cards/1/{verb}").status_code == 404
    assert Deck.objects.of(boris).get().removed_at is None


def test_a_deck_leads_to_writing_pasting_and_its_list_and_your_cards_lead_there(
    lans_browser: Client, lan: User
) -> None:
    assert 'href="/own/cards/"' not in lans_browser.get("/study/cards/").text
    deck = own_deck(lan)
    for _ in range(2):
        page = lans_browser.get("/own/1/").text
        assert 'href="/own/1/add/"' in page
        assert 'href="/own/1/paste/"' in page
        own_note(deck)
    assert 'href="/own/cards/?deck=1"' in page
    assert 'href="/own/cards/"' in lans_browser.get("/study/cards/").text


def test_a_deck_makes_a_quiz_unless_it_has_flashcards_alone(lans_browser: Client, lan: User) -> None:
    deck = own_deck(lan)
    own_note(deck)
    assert 'name="own"' not in lans_browser.get("/own/1/").text
    own_note(deck, "What joins two ropes?", "Sheet bend", "typed")
    assert '<input type="hidden" name="own" value="1">' in lans_browser.get("/own/1/").text
    lans_browser.post("/quizzes/", {"own": "1", "length": "5"})
    assert lan.quizzes.get().scope == {"own": [1]}

"""A card from a fact of the library, and what its owner hears as that fact changes."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, GuestFactory
from studyapp.library.models import Deck, Fact, State
from tests.own.decks import own_deck, own_note
from tests.people import MINUTE, NOON

TIDE = "The Moon is the chief cause of tides."


@pytest.fixture
def tide(db: None, clock: time_machine.Traveller) -> Fact:
    return FactFactory(statement=TIDE)


def address_of(fact: Fact) -> str:
    return f"/own/from/{fact.slug}/"


def make_from(browser: Client, fact: Fact, **more: object) -> Fact:
    """Two taps: the page as it is shown is sent."""
    page = browser.get(address_of(fact))
    form, places = page.context["form"], page.context["places"]
    sent = {"prompt": form.front.value(), "answer": form.first[0].value(), "after": page.context["after"]}
    if places.decks:
        sent["deck"] = places["deck"].value()
    made = browser.post(address_of(fact), sent | more)
    assert (made.status_code, made.headers.get("Location")) == (302, fact.get_absolute_url())
    note: Fact = Fact.objects.of(page.wsgi_request.user).latest("number")
    return note


def test_two_taps_put_a_fact_into_the_deck_that_was_written_in_last(
    lans_browser: Client, lan: User, tide: Fact
) -> None:
    own_deck(lan, "Anchors")
    own_note(own_deck(lan, "Tides"))
    own_deck(lan, "Winds")
    assert f'href="{address_of(tide)}"' in lans_browser.get(tide.get_absolute_url()).text
    note = make_from(lans_browser, tide)
    assert (note.deck.title, note.made_from, note.statement) == ("Tides", tide, f"The Moon is the … – {TIDE}")
    assert f'href="{note.get_absolute_url()}"' in lans_browser.get(tide.get_absolute_url()).text
    assert TIDE in lans_browser.get(note.get_absolute_url()).text


def test_who_has_no_deck_gets_one_with_the_first_card(lans_browser: Client, lan: User, tide: Fact) -> None:
    page = lans_browser.get(address_of(tide))
    sent = {"prompt": "The Moon", "answer": TIDE, "after": page.context["after"]}
    for _ in range(2):
        assert lans_browser.post(address_of(tide), sent).status_code == 302
    assert Deck.objects.of(lan).get().title == "My cards"
    assert Fact.objects.of(lan).count() == 1


@pytest.mark.parametrize("sent", [{}, {"prompt": "?", "answer": TIDE, "deck": "2"}, {"prompt": "?", "deck": "1"}])
def test_a_card_that_is_none_is_refused(
    lans_browser: Client, lan: User, boris: User, tide: Fact, sent: dict[str, str]
) -> None:
    own_deck(lan)
    own_deck(boris), own_deck(boris)
    page = lans_browser.post(address_of(tide), sent)
    assert (page.status_code, 'class="errorlist"' in page.text) == (422, True)
    assert not Fact.objects.of(lan).exists()
    assert lans_browser.get("/own/from/nothing/").status_code == 404


def test_guests_and_visitors_are_offered_none(client: Client, tide: Fact) -> None:
    assert address_of(tide) not in client.get(tide.get_absolute_url()).text
    client.force_login(GuestFactory())
    assert address_of(tide) not in client.get(tide.get_absolute_url()).text
    assert client.post(address_of(tide), {"prompt": "?", "answer": "!"}).status_code == 403


def supersede(fact: Fact) -> str:
    fact.superseded_by = FactFactory(deck=fact.deck, statement="The Sun is.")
    fact.save()
    return "</span> →"


def reword(fact: Fact) -> str:
    fact.statement = "The Moon, and the Sun too, cause the tides."
    fact.save()
    return fact.statement


def lose(fact: Fact) -> str:
    fact.fate_unknown = True
    fact.save()
    return "may be over: no source says"


def pause(fact: Fact) -> str:
    fact.pause(at=NOON)
    return "is paused until an editor has looked at it"


def retire(fact: Fact) -> str:
    fact.move(State.RETIRED, at=NOON)
    return "is no longer used"


@pytest.mark.parametrize("change", [supersede, reword, lose, pause, retire])
def test_its_owner_hears_how_the_fact_changed_until_they_write_it_anew(
    lans_browser: Client, lan: User, tide: Fact, clock: time_machine.Traveller, change
) -> None:
    clock.shift(MINUTE)
    own_deck(lan)
    note = make_from(lans_browser, tide)
    question = lan.cards.get(fact=note).question_id
    assert "you made this card from" not in lans_browser.get(note.get_absolute_url()).text
    clock.shift(MINUTE)
    told = change(tide)
    ask = lans_browser.get("/study/?own=1").context["ask"].token
    pages = [
        lans_browser.get(note.get_absolute_url()),
        lans_browser.post(f"/study/{question}/reveal/", {"ask": ask}),
        lans_browser.post(f"/study/{question}/answer/", {"ask": ask, "give_up": "1"}),
    ]
    for page in pages:
        assert told in page.text
        assert "you made this card from" in page.text
    clock.shift(timedelta(days=1))
    sent = {"prompt": "The Moon …", "answer": TIDE, "revision": "1"}
    assert "you made this card from" not in lans_browser.post(note.get_absolute_url(), sent, follow=True).text

"""A deck's facts in the order of time, and the page that shows them."""

import re

import pytest
from django.test import Client

from studyapp.demo.factories import NOW, DeckFactory, FactFactory
from studyapp.library.models import Deck, Fact, State
from studyapp.library.timeline import timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck() -> Deck:
    return DeckFactory()


def at(deck: Deck, **dates: str) -> Fact:
    return FactFactory(**{"deck": deck, "as_of": "", "can_change": False, **dates})


def page_of(client: Client, deck: Deck) -> str:
    response = client.get(f"/decks/{deck.slug}/timeline/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_years_open_with_what_is_known_of_them_as_a_whole(deck: Deck) -> None:
    day, month, year, early = (at(deck, as_of=date) for date in ("2013-11-12", "2013-11", "2013", "1950"))
    other = at(deck, as_of="2013-11-12")
    found = timeline([other, day, month, year, early])
    assert [(one.year, [(moment.text, moment.facts) for moment in one.moments]) for one in found] == [
        ("1950", [("", [early])]),
        ("2013", [("", [year]), ("November 2013", [month]), ("12 November 2013", [day, other])]),
    ]


def test_a_fact_stands_where_it_held_rather_than_where_it_was_reported(deck: Deck) -> None:
    facts = [
        at(deck, as_of="2013-11-12", valid_to="1991"),
        at(deck, as_of="2013-11-12", valid_from="1950", valid_to="1991"),
        at(deck, as_of="2013-11-12"),
    ]
    assert [one.year for one in timeline(facts)] == ["1950", "1991", "2013"]
    assert timeline([at(deck)]) == []


def test_the_page_tags_what_is_disputed_and_says_until_when_the_old_held(client: Client, deck: Deck) -> None:
    newer = FactFactory(deck=deck, as_of="2024-06-20")
    older = FactFactory(deck=deck, as_of="2013-11", superseded_by=newer, disputed=True)
    FactFactory(deck=deck, as_of="", can_change=False)
    page = page_of(client, deck)
    assert page.count(older.statement) == 1
    assert page.count("sources disagree") == 1
    assert "As of 20 June 2024:" in page
    assert "1 more fact in this deck has no date." in page


def test_what_came_after_is_told_as_far_as_it_is_known(client: Client, deck: Deck) -> None:
    newer = FactFactory(deck=deck, as_of="2024-06-20")
    FactFactory(deck=deck, as_of="2013-11", valid_to="2016", superseded_by=newer)
    FactFactory(deck=deck, as_of="2013-11", superseded_by=newer)
    FactFactory(deck=deck, as_of="2013-11", superseded_by=FactFactory(deck=deck, as_of="", can_change=False))
    FactFactory(deck=deck, as_of="2013-11", fate_unknown=True)
    page = re.sub(r"\s+", " ", page_of(client, deck))
    for words in ("Until 2016.", "> Then: <a", "> As of 20 June 2024: <a", "> Later: <a", "No source says"):
        assert page.count(words) == 1, words


def test_what_was_retired_shows_only_if_something_took_its_place(client: Client, deck: Deck) -> None:
    shown = FactFactory(deck=deck, as_of="2024")
    replaced, dropped, draft = (FactFactory(deck=deck, as_of="2013") for _ in range(3))
    Fact.objects.filter(pk=replaced.pk).update(superseded_by=shown)
    for fact in (replaced, dropped):
        fact.refresh_from_db()
        fact.move(State.RETIRED, at=NOW)
    Fact.objects.filter(pk=draft.pk).update(state=State.DRAFT)
    page = page_of(client, deck)
    assert replaced.statement in page
    assert dropped.statement not in page
    assert draft.statement not in page


def test_a_draft_that_is_to_take_its_place_is_not_told(client: Client, deck: Deck) -> None:
    draft = FactFactory(published=False, statement="A secret of the tides.")
    FactFactory(deck=deck, as_of="2013", superseded_by=draft)
    assert "secret" not in page_of(client, deck)


def test_without_a_dated_fact_the_page_says_so(client: Client, deck: Deck) -> None:
    assert "No fact in this deck has a date yet." in page_of(client, deck)
    at(deck)
    assert "No fact in this deck has a date yet." in page_of(client, deck)


def test_a_deck_that_is_not_there_has_no_timeline(client: Client) -> None:
    assert client.get("/decks/nowhere/timeline/").status_code == 404


def test_a_long_timeline_costs_no_more(client: Client, deck: Deck, django_assert_max_num_queries: object) -> None:
    for n in range(12):
        FactFactory(deck=deck, as_of=str(1990 + n), superseded_by=FactFactory(deck=deck))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        page_of(client, deck)

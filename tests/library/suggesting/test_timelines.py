"""Events with dates of their own, and the timelines composed of them."""

import pytest

from studyapp.demo.factories import NOW, DeckFactory, QuestionFactory
from studyapp.library.models import Deck
from studyapp.library.suggesting import events, suggest, verbs
from tests.library.suggesting.harbour import fact, proposed, typed, whole_shelf


@pytest.fixture
def deck(db: None) -> Deck:
    return DeckFactory()


def told(deck: Deck) -> list[tuple[str, str, bool]]:
    return [(event.text, event.iso, event.asked) for event in events.of_deck(deck.pk, whole_shelf())]


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("In which year did Tern Island build a light, as the log says?", "Tern Island built a light"),
        (
            "In which year did the first ferries between the islands begin?",
            "The first ferries between the islands began",
        ),
        ("In which year did Anna Berg carry the mail and so save the port?", "Anna Berg carried the mail"),
        ("In which year was the light of the mole lit by a pilot?", "The light of the mole was lit by a pilot"),
        ("In which year were all the tolls abolished?", "All the tolls were abolished"),
    ],
)
def test_a_question_for_the_year_tells_an_event(deck: Deck, prompt: str, text: str) -> None:
    typed(fact(deck, "It was long ago."), prompt, "1856", "year")
    assert told(deck) == [(text, "1856", True)]


@pytest.mark.parametrize(
    "prompt",
    [
        "In which year did the old harbour light burn down?",  # where does the subject end?
        "In which year did Tern Island build the light it lost in 1901?",  # holds another year
        "Until which year did Tern Island keep a light?",
        "In which year was it lit?",  # what was?
    ],
)
def test_a_question_that_cannot_be_turned_round_soundly_tells_none(deck: Deck, prompt: str) -> None:
    typed(fact(deck, "It was long ago."), prompt, "1856", "year")
    assert told(deck) == []


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("In 1856 the port lit its first light, which burnt oil.", ("The port lit its first light", "1856", True)),
        (
            "The port lit its first light in May 1856, the year of storms.",
            ("The port lit its first light", "1856-05", True),
        ),
        ("On Monday, 5 May 1856, a dark day, the mole broke in two.", ("The mole broke in two", "1856-05-05", True)),
        ("Both were friends until 1856, when the port sold its ferry.", ("The port sold its ferry", "1856", True)),
        ("No ship came after 1856, the year of Anna Berg's great fire.", ("Anna Berg's great fire", "1856", True)),
        (
            "By a deal of 1856 the port was to get a light.",
            ("The deal by which the port was to get a light", "1856", True),
        ),
        ("The tolls of the port go back to 1856.", ("The tolls of the port: the beginning", "1856", True)),
        ("The mole broke in two in January 2026.", ("The mole broke in two", "2026-01", False)),
    ],
)
def test_a_statement_tells_what_its_date_is_the_date_of(
    deck: Deck, statement: str, event: tuple[str, str, bool]
) -> None:
    fact(deck, statement)
    assert told(deck) == [event]


@pytest.mark.parametrize(
    "statement",
    [
        "In 1856 the port was rich.",  # a state
        "In 1856 a pilot said that the tides were high.",  # the date of the saying
        "Between the storms of 1856 and the fire of 1901 the port grew.",
        "In 1856 the light burnt, and in 1901 it was lit again.",
        "In 1856 he left.",
    ],
)
def test_a_statement_that_is_no_event_tells_none(deck: Deck, statement: str) -> None:
    fact(deck, statement)
    assert told(deck) == []


def test_disputed_and_unpublished_facts_tell_none(deck: Deck) -> None:
    fact(deck, "In 1856 the port lit its first light.", disputed=True)
    fact(deck, "In 1857 the port lit its second light.", published=False)
    assert told(deck) == []


@pytest.mark.parametrize(
    ("verb", "past"),
    [("begin", "began"), ("carry", "carried"), ("stop", "stopped"), ("invade", "invaded"), ("enter", "entered"),
     ("play", "played"), ("sail", "sailed")],
)  # fmt: skip
def test_verbs_are_put_into_the_past(verb: str, past: str) -> None:
    assert verbs.past(verb) == past
    assert verbs.looks_past(past)


LIGHTS = {
    1856: "the northern light",
    1857: "the western light",
    1880: "the light of the mole",
    1900: "the light of the inn",
    1901: "the southern light",
    1950: "the light of the school",
    1999: "the light of the old quay",
}


def _four(deck: Deck, *years: int) -> None:
    for year in years:
        fact(deck, f"In {year} the port lit {LIGHTS[year]}.")


def test_four_events_of_different_years_make_a_timeline_on_the_fact_of_the_latest(deck: Deck) -> None:
    _four(deck, 1901, 1856, 1880, 1950)
    (proposal,) = proposed(*deck.facts.all(), kind="order")
    assert proposal.fact.statement.startswith("In 1950")
    assert proposal.spec["items"] == [f"The port lit {LIGHTS[year]}" for year in (1856, 1880, 1901, 1950)]
    assert proposal.explanation == "The dates, in that order: 1856, 1880, 1901 and 1950."


def test_of_more_events_those_farthest_apart_are_chosen(deck: Deck) -> None:
    _four(deck, 1856, 1857, 1900, 1950, 1999)
    (proposal,) = proposed(*deck.facts.all(), kind="order")
    assert proposal.explanation in {
        "The dates, in that order: 1856, 1900, 1950 and 1999.",
        "The dates, in that order: 1857, 1900, 1950 and 1999.",
    }


def test_three_events_or_two_in_one_year_make_no_timeline(deck: Deck) -> None:
    _four(deck, 1856, 1880, 1901)
    fact(deck, "In May 1901 the port sold its ferry.")
    found = suggest(deck.facts.all(), ["order"])
    assert found.proposals == []
    assert [silence.about for silence in found.silences] == [deck]
    assert "fewer than 4 events" in found.silences[0].reason


def test_an_editor_is_pointed_to_other_orders_of_the_deck(deck: Deck) -> None:
    _four(deck, 1901, 1856, 1880, 1950)
    other = fact(deck, "The tide comes and goes.")
    (alone,) = proposed(*deck.facts.all(), kind="order")
    asked = QuestionFactory(fact=other, kind="order")
    (proposal,) = proposed(*deck.facts.all(), kind="order")
    assert str(asked) in proposal.why
    assert str(asked) not in alone.why


def test_an_event_that_leans_on_another_is_none(deck: Deck) -> None:
    fact(deck, "In 1856 the port sold the first of the six ferries.")
    fact(deck, "In 1857 the port sold the first of six ferries.")
    assert [event.iso for event in events.of_deck(deck.pk, whole_shelf())] == ["1857"]


def test_what_an_order_of_the_deck_puts_in_order_already_is_not_composed_again(deck: Deck) -> None:
    _four(deck, 1901, 1856, 1880, 1950)
    other = fact(deck, "The tide comes and goes.")
    items = ["The lighting of the northern light", "The lighting of the mole's light", "A great flood"]
    spec = {"items": items, "first": "earliest", "last": "latest"}
    QuestionFactory(fact=other, kind="order", prompt="In which order was this?", spec=spec, published=False)
    found = suggest(deck.facts.all(), ["order"])
    assert found.proposals == []
    assert "nearly the same events" in found.silences[0].reason


def test_a_timeline_is_composed_once(deck: Deck) -> None:
    _four(deck, 1901, 1856, 1880, 1950)
    (proposal,) = proposed(*deck.facts.all(), kind="order")
    proposal.save(at=NOW)
    found = suggest(deck.facts.all(), ["order"])
    assert found.proposals == []
    assert "already" in found.silences[0].reason

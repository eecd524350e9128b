"""Pairs composed from what questions say of their answers, and from events and their years."""

import pytest

from studyapp.demo.factories import NOW, DeckFactory, QuestionFactory
from studyapp.library.models import Deck
from studyapp.library.suggesting import pairs, suggest
from tests.library.suggesting.harbour import fact, proposed, typed


@pytest.fixture
def deck(db: None) -> Deck:
    return DeckFactory()


@pytest.mark.parametrize(
    ("prompt", "what"),
    [
        ("Who was harbour master of Port Ada in May 1901?", "harbour master of Port Ada"),
        ("Name the captain of the ferry who came in 1901.", "captain of the ferry"),
        ("Name Norway's chief pilot, who came in 1901.", "Norway's chief pilot"),
        ("Which chief pilot of Norway visited the quay in 1901?", "chief pilot of Norway"),
        ("Which president of the United Ports visited the quay?", "president of the United Ports"),
        ("Which pilot did the captain meet, who feared the tide?", ""),
        ("Which office of the port is named in the log?", ""),
        ("Whom did the captain meet?", ""),
    ],
)
def test_a_prompt_says_what_its_answer_is(prompt: str, what: str) -> None:
    assert pairs.description(prompt) == what


def _officers(deck: Deck, **offices: str) -> None:
    for who, office in offices.items():
        name = who.replace("_", " ")
        typed(fact(deck, f"{name} had much to do."), f"Who was {office} in May 1901?", name, "person")


def test_people_are_matched_with_the_offices_they_held_at_one_time(deck: Deck) -> None:
    _officers(deck, Anna_Berg="harbour master", Boris_Lund="chief pilot", Carla_Holm="captain of the guard")
    typed(fact(deck, "He came later."), "Who was mayor of the port in May 1950?", "Dan Moe", "person")
    typed(fact(deck, "He dived."), "Who was the oldest diver in May 1901?", "Eric Vik", "person")
    (proposal,) = proposed(*deck.facts.all(), kind="match")
    assert proposal.prompt == "Match each person with the office they held in May 1901."
    assert proposal.spec["pairs"] == [
        ["Anna Berg", "Harbour master"],
        ["Boris Lund", "Chief pilot"],
        ["Carla Holm", "Captain of the guard"],
    ]


@pytest.mark.parametrize("office", ["chief pilot", "chief pilot of Port Holm", "chief"])
def test_offices_that_fit_two_or_tell_their_holder_are_left_out(deck: Deck, office: str) -> None:
    _officers(deck, Anna_Berg="harbour master", Boris_Lund="chief pilot of the port", Carla_Holm=office)
    assert proposed(*deck.facts.all(), kind="match") == []


def test_organisations_are_matched_with_what_they_are(deck: Deck) -> None:
    for name, what in (("Aqua", "dredging company"), ("Borealis", "shipping line"), ("Corvus", "bank of the pilots")):
        typed(fact(deck, f"{name} is old."), f"Name the {what} that closed in 1901.", name, "organisation")
    (proposal,) = proposed(*deck.facts.all(), kind="match")
    assert proposal.spec["pairs"][0] == ["Aqua", "Dredging company"]
    assert len(proposal.spec["pairs"]) == 3


def test_events_are_matched_with_their_years_if_each_has_its_own(deck: Deck) -> None:
    fact(deck, "In 1856 the port lit its first light.")
    fact(deck, "In 1880 the mole broke in two.")
    fact(deck, "In 1901 the mayor sold the ferry.")
    (proposal,) = proposed(*deck.facts.all(), kind="match")
    assert proposal.spec["pairs"][0] == ["The port lit its first light", "1856"]
    assert proposal.fact.statement.startswith("In 1856")
    fact(deck, "In 1901 the quay sank.")
    assert proposed(*deck.facts.all(), kind="match") == []


def test_disputed_facts_and_questions_that_follow_a_source_give_no_pairs(deck: Deck) -> None:
    _officers(deck, Anna_Berg="harbour master", Boris_Lund="chief pilot")
    disputed = fact(deck, "Carla Holm had much to do.", disputed=True)
    typed(disputed, "Who was captain of the guard in May 1901?", "Carla Holm", "person")
    followed = fact(deck, "Dora Vik had much to do.")
    source = followed.citations.get().article
    typed(followed, "Who was lord of the tides in May 1901?", "Dora Vik", "person", according_to=source)
    assert proposed(*deck.facts.all(), kind="match") == []


def test_an_office_that_is_the_only_one_of_its_country_is_left_out(deck: Deck) -> None:
    officers = {"Anna_Berg": "Norway's harbour master", "Boris_Lund": "Norwegian chief pilot"}
    _officers(deck, **officers, Carla_Holm="captain of the guard of Norway", Dan_Moe="Danish lord of the tides")
    (proposal,) = proposed(*deck.facts.all(), kind="match")
    assert [left for left, _ in proposal.spec["pairs"]] == ["Anna Berg", "Boris Lund", "Carla Holm"]


def test_whom_only_one_obscure_report_names_is_left_out(deck: Deck) -> None:
    _officers(deck, Anna_Berg="harbour master", Boris_Lund="chief pilot")
    listed = fact(deck, "A report of May 1901 lists one Carla Holm, of the guard.")
    typed(listed, "Who was captain of the guard in May 1901?", "Carla Holm", "person")
    assert proposed(*deck.facts.all(), kind="match") == []


def test_pairs_that_a_match_of_the_deck_asks_for_already_are_not_composed_again(deck: Deck) -> None:
    _officers(deck, Anna_Berg="harbour master", Boris_Lund="chief pilot", Carla_Holm="captain of the guard")
    pairs = [["Harbour master", "Anna Berg"], ["Chief pilot", "Boris Lund"], ["Diver", "Eric Vik"]]
    other = fact(deck, "The tide comes and goes.")
    QuestionFactory(fact=other, kind="match", prompt="Who was what?", spec={"pairs": pairs, "distractors": []})
    found = suggest(deck.facts.all(), ["match"])
    assert found.proposals == []
    assert "nearly the same pairs" in found.silences[0].reason


def test_pairs_are_proposed_once_and_for_whoever_asks_about_their_fact(deck: Deck) -> None:
    _officers(deck, Anna_Berg="harbour master", Boris_Lund="chief pilot", Carla_Holm="captain of the guard")
    first, second, _ = deck.facts.all()
    assert proposed(second, kind="match") == []
    (proposal,) = proposed(first, kind="match")
    proposal.save(at=NOW)
    found = suggest(deck.facts.all(), ["match"])
    assert found.proposals == []
    assert "already" in found.silences[0].reason

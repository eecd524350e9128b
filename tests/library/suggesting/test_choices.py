"""Choices composed from recall questions and from statements, with wrong options near in kind."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, QuestionFactory
from studyapp.kinds import options
from studyapp.library.models import Deck, Fact
from studyapp.library.suggesting import nearness, suggest
from tests.library.suggesting.harbour import fact, names, number, proposed, reason, typed


@pytest.fixture
def deck(db: None) -> Deck:
    return DeckFactory(title="Ships and quays")


def test_a_recall_question_becomes_a_choice_among_others_of_its_sort(deck: Deck) -> None:
    names(deck, "person", "captain", "Boris Lund", "Carla Holm", "Dora Vik")
    names(deck, "person", "painter", "Adam Ås", "Eva Strand", "Finn Moe")
    led = fact(deck, "The first ferry was led by a captain of great age.")
    typed(led, "Which captain led the first ferry?", "Anna Berg", "person")
    (proposal,) = proposed(led, kind="choice")
    assert proposal.prompt == "Which captain led the first ferry?"
    assert proposal.spec["answer"] == "Anna Berg"
    assert set(proposal.spec["distractors"]) == {"Boris Lund", "Carla Holm", "Dora Vik"}


def test_without_others_of_its_sort_nothing_is_proposed(deck: Deck) -> None:
    names(deck, "person", "painter", "Adam Ås", "Eva Strand", "Finn Moe")
    led = fact(deck, "The first ferry was led by a captain of great age.")
    typed(led, "Which captain led the first ferry?", "Anna Berg", "person")
    assert "too few answers" in reason(suggest([led], ["choice"]))


def test_the_same_deck_comes_first_and_what_the_prompt_holds_is_no_option(deck: Deck) -> None:
    names(DeckFactory(), "person", "captain", "Gro Far", "Hans Far")
    names(deck, "person", "captain", "Boris Lund", "Carla Holm", "Dora Vik")
    led = fact(deck, "The first ferry was led by a captain of great age.")
    typed(led, "After Boris Lund, which captain led the first ferry?", "Anna Berg", "person")
    (proposal,) = proposed(led, kind="choice")
    assert proposal.spec["distractors"] == ["Carla Holm", "Dora Vik", "Gro Far"]


def _has_choice(asked: Fact, answer: str) -> None:
    spec = {"answer": answer, "distractors": ["A fire", "A flood", "A storm"], "answer_type": "other"}
    QuestionFactory(fact=asked, kind="choice", published=False, prompt="What does the log of it tell?", spec=spec)


def test_a_fact_with_a_choice_for_that_gets_no_other(deck: Deck) -> None:
    built = fact(deck, "The light of Tern Island was built in 1856.")
    typed(built, "In which year was the light of Tern Island built?", "1856", "year")
    assert len(proposed(built, kind="choice")) == 1
    _has_choice(built, "It was built in 1856")
    assert reason(suggest([built], ["choice"])) == "It has a choice already."


def test_beside_a_choice_for_something_else_a_year_is_asked_for_once_but_no_name_and_no_gap(deck: Deck) -> None:
    names(deck, "person", "captain", "Boris Lund", "Carla Holm", "Dora Vik")
    built = fact(deck, "The light of Tern Island was built of granite in 1856 by a captain.")
    _has_choice(built, "Granite")
    typed(built, "Which captain built the light?", "Anna Berg", "person")
    assert reason(suggest([built], ["choice"])) == "It has a choice already."
    typed(built, "In which year was the light of Tern Island built?", "1856", "year")
    (proposal,) = proposed(built, kind="choice")
    assert proposal.expected == "1856"
    proposal.save(at=NOW)
    assert reason(suggest([built], ["choice"])) == "It has a choice already."


def test_nobody_takes_one_countrys_king_for_anothers(deck: Deck) -> None:
    for country in ("Norway", "Denmark"):
        typed(fact(deck, f"It is {country}."), f"Which country is it, beside {country[0]}?", country, "place")
    for king in ("Anna I", "Boris I", "Carla I"):
        typed(
            fact(deck, f"{king} ruled."),
            f"Who was king of Denmark when ships wore the letter {king[0]}?",
            king,
            "person",
        )
    norse, dane = fact(deck, "A king ruled in the north."), fact(deck, "A king ruled in the south.")
    typed(norse, "Who was king of Norway in 1900?", "Dora I", "person")
    typed(dane, "Who was king of Denmark in 1900?", "Eva I", "person")
    assert "too few answers" in reason(suggest([norse], ["choice"]))
    (proposal,) = proposed(dane, kind="choice")
    assert proposal.spec["distractors"] == ["Anna I", "Boris I", "Carla I"]


def test_a_name_in_passing_makes_no_choice(deck: Deck) -> None:
    names(deck, "place", "port", "Port Ada", "Port Bo", "Port Cay", "Port Dee")
    night = fact(deck, "The night ferries of the northern line all go to Port Ada in winter.")
    assert "none to leave out" in reason(suggest([night], ["choice"]))


def test_a_year_stands_among_years_of_which_none_is_still_to_come(deck: Deck) -> None:
    built = fact(deck, "The light of Tern Island was built in 2024.", as_of="2025-03")
    typed(built, "In which year was the light of Tern Island built?", "2024", "year")
    typed(fact(deck, "It burnt."), "In which year did it burn?", "2019", "year")
    (proposal,) = proposed(built, kind="choice")
    wrong = [int(year) for year in proposal.spec["distractors"]]
    assert 2019 in wrong
    assert len(set(wrong) - {2024}) == 3
    assert max(wrong) <= 2025


def test_a_number_stands_among_numbers_of_its_size_with_its_unit(deck: Deck) -> None:
    earned = fact(deck, "The port earned much.")
    spec = {"answer": "3.6", "magnitude": "million", "unit": "crowns"}
    QuestionFactory(fact=earned, kind="number", prompt="How much did the port earn in 1990?", spec=spec)
    (proposal,) = proposed(earned, kind="choice")
    assert proposal.spec["answer"] == "3.6 million crowns"
    assert all(wrong.endswith(" million crowns") for wrong in proposal.spec["distractors"])
    assert all(Decimal(1) < Decimal(wrong.split()[0]) < Decimal(8) for wrong in proposal.spec["distractors"])


def test_a_day_stands_among_days_of_its_month(deck: Deck) -> None:
    lit = fact(deck, "The light of Tern Island was lit on 31 May 1856.")
    QuestionFactory(fact=lit, kind="date", prompt="On which day was the light lit?", spec={"answer": "1856-05-31"})
    (proposal,) = proposed(lit, kind="choice")
    assert proposal.spec["answer"] == "31 May 1856"
    assert all(wrong.endswith(" May 1856") for wrong in proposal.spec["distractors"])


def test_a_bid_for_a_day_becomes_a_question_with_days_on_both_sides(deck: Deck) -> None:
    lit = fact(deck, "The light of Tern Island was lit on 12 May 1856.")
    spec = {"answer": "1856-05-12", "year_given": True}
    QuestionFactory(
        fact=lit, kind="date", prompt="Give the day and month in 1856 on which the light was lit.", spec=spec
    )
    (proposal,) = proposed(lit, kind="choice")
    assert proposal.prompt == "What was the day in 1856 on which the light was lit?"
    assert proposal.spec["answer"] == "12 May"
    days = [int(wrong.removesuffix(" May")) for wrong in proposal.spec["distractors"]]
    assert min(days) < 12 < max(days)


@pytest.mark.parametrize("told", ["the day before the feast of the pilots", "shortly after the feast"])
def test_a_day_that_is_told_from_another_makes_no_choice(deck: Deck, told: str) -> None:
    lit = fact(deck, f"The light of Tern Island was lit for the first time on 12 May 1856, {told}.")
    assert "none to leave out" in reason(suggest([lit], ["choice"]))
    spec = {"answer": "1856-05-12"}
    QuestionFactory(fact=lit, kind="date", prompt=f"On which day was the light lit, {told}?", spec=spec)
    assert "none to leave out" in reason(suggest([lit], ["choice"]))


def test_a_year_in_the_question_is_no_wrong_option(deck: Deck) -> None:
    ordered = fact(deck, "The light of Tern Island was ordered long before.")
    typed(ordered, "In which year was the light that was lit in 1858 ordered?", "1856", "year")
    typed(fact(deck, "It burnt."), "In which year did it burn?", "1858", "year")
    (proposal,) = proposed(ordered, kind="choice")
    assert "1858" not in proposal.spec["distractors"]


def test_a_prompt_that_bids_instead_of_asking_gives_way_to_the_statement_with_a_gap(deck: Deck) -> None:
    lit = fact(deck, "The light of Tern Island was built of granite in 1856.")
    typed(lit, "Give the year in which the light was built.", "1856", "year")
    (proposal,) = proposed(lit, kind="choice")
    assert proposal.prompt == "Fill the gap: The light of Tern Island was built of granite in ____."


def test_what_a_source_gives_is_no_wrong_option(deck: Deck) -> None:
    gazette = ArticleFactory()
    values = [
        {"article": gazette, "value_type": "number", "value": "14"},
        {"value_type": "number", "value": "16"},
        {"value_type": "number", "value": "12"},
        {"value_type": "number", "value": "18"},
        {"value_type": "number", "value": "10"},
    ]
    cranes = fact(deck, "There are cranes.", citations=values)
    number(cranes, "How many cranes are there?", 14)
    assert "too few answers" in reason(suggest([cranes], ["choice"]))


def test_a_question_that_follows_a_source_is_followed_in_that(deck: Deck) -> None:
    gazette = ArticleFactory(publisher="Quay Gazette")
    cranes = fact(deck, "There are cranes.", citations=[{"article": gazette}])
    number(cranes, "How many cranes are there, according to Quay Gazette?", 14, according_to=gazette, historical=True)
    (proposal,) = proposed(cranes, kind="choice")
    assert proposal.according_to == gazette
    assert proposal.historical


def test_a_fact_of_which_nothing_is_asked_and_that_holds_nothing_gives_none(deck: Deck) -> None:
    assert "none to leave out" in reason(suggest([fact(deck, "The tide comes in.")], ["choice"]))


@given(st.integers(1, 10**9), st.integers(0, 4), st.text(max_size=5))
def test_other_numbers_are_distinct_positive_and_of_like_size(digits: int, places: int, salt: str) -> None:
    value = Decimal(digits).scaleb(-places)
    others = nearness.around(value, salt)
    assert len({*others, value}) == 4
    assert max(others) > value
    assert min(others) < value or value <= min(abs(it - value) for it in others)
    assert all(0 < other <= 6 * value for other in others)


@given(st.integers(1000, 2020), st.sets(st.integers(1000, 2020), max_size=5), st.integers(0, 9), st.text(max_size=5))
def test_other_years_are_distinct_and_not_to_come(year: int, known: set[int], later: int, salt: str) -> None:
    others = nearness.years(year, known, salt, year + later)
    assert len({*others, year}) == 4
    assert min(others) < year
    assert later == 0 or max(others) > year
    assert max(others) <= max(year + later, *known, year)


@given(st.dates(date(1001, 1, 1), date(2998, 1, 1)), st.text(max_size=5))
def test_other_days_are_distinct_days_of_the_month(day: date, salt: str) -> None:
    iso = str(day)
    others = nearness.days(iso, salt)
    assert options.twin([iso, *others]) is None
    assert {other[:7] for other in others} == {iso[:7]}
    assert len(others) == 3
    assert day.day == 1 or min(others) < iso
    assert day.day > 27 or max(others) > iso

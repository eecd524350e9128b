"""Clozes composed from statements: what is left out, what is not, and why nothing is."""

import pytest

from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, QuestionFactory
from studyapp.library.models import Deck
from studyapp.library.suggesting import suggest
from tests.library.suggesting.harbour import fact, number, prompts, proposed, reason, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck() -> Deck:
    return DeckFactory(title="Ships and quays")


def test_a_year_that_is_the_events_own_is_left_out(deck: Deck) -> None:
    built = fact(deck, "The harbour light of Tern Island was built of granite in 1856.")
    assert prompts(built) == {"The harbour light of Tern Island was built of granite in [blank].": "1856"}


def test_the_time_of_the_report_is_no_date_to_ask_for(deck: Deck) -> None:
    seen = fact(deck, "In January 2026 the harbour light of Tern Island was out of order.", as_of="2026-01-05")
    assert "no date of its own" in reason(suggest([seen], ["cloze"]))


def test_the_time_of_the_report_is_left_out_where_a_question_asks_for_it(deck: Deck) -> None:
    seen = fact(deck, "On 5 January 2026 the harbour light of Tern Island went out.", as_of="2026-01-05")
    asked = {"answer": "2026-01-05", "year_given": True}
    QuestionFactory(fact=seen, kind="date", prompt="On which day of 2026 did the light go out?", spec=asked)
    (proposal,) = proposed(seen, kind="cloze")
    assert proposal.prompt == "On [blank] 2026 the harbour light of Tern Island went out."
    assert proposal.spec["blanks"] == [["5 January", "January 5", "5 January 2026", "January 5, 2026"]]


def test_a_date_that_another_in_the_sentence_gives_away_stays(deck: Deck) -> None:
    twice = fact(deck, "In 1856 the light was built, and in 1856 it was lit for the first time.", valid_from="1856")
    assert prompts(twice) == {}
    other = fact(deck, "The light was built in 1856 and moved to the new pier in 1901.", valid_from="1901")
    assert prompts(other) == {"The light was built in 1856 and moved to the new pier in [blank].": "1901"}


def test_a_count_is_left_out_before_its_magnitude(deck: Deck) -> None:
    trade = fact(deck, "In a good year the port earns 3.6 million crowns with its tolls.")
    (proposal,) = proposed(trade, kind="cloze")
    assert proposal.prompt == "In a good year the port earns [blank] million crowns with its tolls."
    assert proposal.spec["blanks"] == [["3.6", "3.6 million"]]


def test_a_small_count_is_left_out_only_where_a_question_asks_for_it(deck: Deck) -> None:
    lifts = fact(deck, "The port has six new lifts on its western quay for the ferries.")
    assert prompts(lifts) == {}
    number(lifts, "How many lifts does the port have on its western quay?", 6)
    assert prompts(lifts) == {"The port has [blank] new lifts on its western quay for the ferries.": "six"}


def test_a_small_count_of_what_is_then_listed_can_be_counted_and_stays(deck: Deck) -> None:
    goods = fact(deck, "The old port of the isle trades in three goods: salt, herring and tar.")
    number(goods, "How many goods are there?", 3)
    assert prompts(goods) == {}


def test_a_name_is_left_out_with_every_spelling_and_its_article_stays(deck: Deck) -> None:
    papers = fact(deck, "All papers on the tides of the gulf go to the Tide Office first.")
    typed(papers, "To whom do papers on tides go?", "The Tide Office", "organisation", "Tidal Bureau")
    (proposal,) = proposed(papers, kind="cloze")
    assert proposal.prompt == "All papers on the tides of the gulf go to the [blank] first."
    assert proposal.spec["blanks"] == [["Tide Office", "Tidal Bureau"]]


@pytest.mark.parametrize(
    "statement",
    [
        "Ferries to Port Ada leave from the quay that bears the name of Port Ada.",
        "Ferries to Port Ada are named Star of Port Ada.",
        "The adaic people of Port Ada, Port Ada's own, are fishers.",
    ],
)
def test_a_name_that_stands_elsewhere_in_the_sentence_stays(deck: Deck, statement: str) -> None:
    ferry = fact(deck, statement)
    typed(ferry, "Where do the ferries go?", "Port Ada", "place")
    assert "given away" in reason(suggest([ferry], ["cloze"]))


def test_a_name_whose_adjective_stands_in_the_sentence_stays(deck: Deck) -> None:
    crew = fact(deck, "The Estonian crew of the ferry came home to Estonia after a long winter.")
    typed(crew, "To which country did the crew come home?", "Estonia", "place")
    assert "given away" in reason(suggest([crew], ["cloze"]))


def test_a_name_that_stands_in_the_title_of_the_deck_stays() -> None:
    ferry = fact(DeckFactory(title="The ferries of Port Ada"), "The night ferries of the north all go to Port Ada.")
    typed(ferry, "Where do the ferries go?", "Port Ada", "place", published=False)
    typed(fact(ferry.deck, "It has a quay."), "Where is a quay?", "Port Ada", "place")
    assert "given away" in reason(suggest([ferry], ["cloze"]))


@pytest.mark.parametrize(
    "statement",
    [
        "Port Ada's pilots know each of the sandbanks in the gulf by its colour.",  # an owner
        "Ferries go to Port Ada now.",  # so could they elsewhere
        "A photo of the ferries and of Port Ada hangs on the wall of the old inn.",  # what a report looks like
    ],
)
def test_a_name_in_passing_is_not_asked_for(deck: Deck, statement: str) -> None:
    typed(fact(deck, "It has a quay."), "Where is a quay?", "Port Ada", "place")
    assert prompts(fact(deck, statement)) == {}


def test_a_name_in_passing_is_asked_for_where_the_sentence_leaves_no_doubt(deck: Deck) -> None:
    typed(fact(deck, "It has a quay."), "Where is a quay?", "Port Ada", "place")
    night = fact(deck, "The night ferries of the northern line all go to Port Ada in winter.")
    assert prompts(night) == {"The night ferries of the northern line all go to [blank] in winter.": "Port Ada"}


def test_a_person_in_passing_is_asked_for_only_by_a_title_beside_somebody_else(deck: Deck) -> None:
    typed(fact(deck, "The dues fell."), "Who cut the dues?", "Anna Berg", "person")
    typed(fact(deck, "The dues rose."), "Who raised the dues?", "Boris Lund", "person")
    alone = fact(deck, "Captain Anna Berg praises the tide tables of the year as the best of all.")
    both = fact(deck, "Captain Anna Berg praises the tide tables of the year to Boris Lund.")
    plain = fact(deck, "The tide tables of the year are praised by Anna Berg before Boris Lund.")
    assert prompts(alone) == {}
    assert prompts(plain) == {}
    assert prompts(both) == {"Captain [blank] praises the tide tables of the year to Boris Lund.": "Anna Berg"}


def test_a_capital_is_not_told_by_its_country(deck: Deck) -> None:
    talks = fact(deck, "Norway's pilots meet each spring for their long talks in Port Ada, its capital.")
    typed(talks, "Where do they meet?", "Port Ada", "place")
    assert prompts(talks) == {"Norway's pilots meet each spring for their long talks in [blank].": "Port Ada"}


def test_a_year_that_is_told_by_what_it_was_the_year_of_stays(deck: Deck) -> None:
    assert prompts(fact(deck, "No ship has come to the isle since 1856, the year of the great fire.")) == {}


def test_a_place_that_another_name_in_the_sentence_belongs_to_stays(deck: Deck) -> None:
    school = fact(deck, "Anna Berg teaches the art of tides in Norway, at the School of the Northern Fjords.")
    typed(school, "In which country does she teach?", "Norway", "place")
    assert list(prompts(school).values()) == ["Norway"]
    names = ["School of the Northern Fjords, Norway"]
    typed(school, "At which school does she teach?", "School of the Northern Fjords", "organisation", *names)
    assert list(prompts(school).values()) == ["School of the Northern Fjords"]


@pytest.mark.parametrize(
    "statement",
    [
        "One article of 1857 has the harbour light of Tern Island built of granite in 1856.",
        "The harbour light of Tern Island is said to be lit since 1856.",
        "A report of the port lists 14 pilots who know the sandbanks of the bay.",
    ],
)
def test_what_only_one_obscure_report_says_is_not_left_out(deck: Deck, statement: str) -> None:
    found = suggest([fact(deck, statement)], ["cloze", "choice"])
    assert "leaves it to a single report" in reason(found)


def test_a_name_of_which_a_cloze_accepts_other_forms_has_them_all_but_no_capital(deck: Deck) -> None:
    ferry = fact(deck, "The night ferries of the northern line all go to Norway in winter.")
    typed(ferry, "Where do the ferries go?", "Norway", "place")
    spec = {"blanks": [["Norway", "Kingdom of Norway", "NOR", "Oslo"]]}
    QuestionFactory(fact=fact(deck, "It rains."), kind="cloze", prompt="It often rains in [blank].", spec=spec)
    (proposal,) = proposed(ferry, kind="cloze")
    assert proposal.spec["blanks"] == [["Norway", "Kingdom of Norway", "NOR"]]


def test_how_a_name_is_spelt_is_not_asked_for_with_every_spelling_right(deck: Deck) -> None:
    spelt = fact(deck, "The pilot whom one of the logs of the harbour spells Anna Berg came in May.")
    typed(spelt, "Who came in May?", "Anna Berg", "person", "Anne Berg")
    assert prompts(spelt) == {}


def test_of_a_sentence_that_sums_up_others_only_what_is_asked_for_is_left_out(deck: Deck) -> None:
    sums = fact(deck, "The port lit its light in 1856; in 1901 it paid 47 crowns for a mole; then the pilots left.")
    assert "sums up" in reason(suggest([sums], ["cloze"]))
    number(sums, "How many crowns?", 47)
    assert list(prompts(sums).values()) == ["47"]


def test_too_short_a_sentence_is_not_asked_with_a_gap(deck: Deck) -> None:
    assert "could not be known" in reason(suggest([fact(deck, "The quay opened in 1856.")], ["cloze"]))


def test_what_is_asked_for_already_comes_first_and_three_are_enough(deck: Deck) -> None:
    rich = fact(deck, "In 1856 the 14 pilots and 25 crews of Port Ada paid 36 crowns and 47 pence for the light.")
    typed(rich, "In which year was it?", "1856", "year")
    number(rich, "How many pence?", 47)
    asked = [proposal.expected for proposal in proposed(rich, kind="cloze")]
    assert asked == ["1856", "47", "14"]


def test_a_fact_with_clozes_enough_gets_no_more(deck: Deck) -> None:
    rich = fact(deck, "The 14 pilots and 25 crews of the bay pay 36 crowns and 47 pence for the light.")
    for proposal in proposed(rich, kind="cloze"):
        proposal.save(at=NOW)
    assert reason(suggest([rich], ["cloze"])) == "It has clozes enough already."


def test_a_superseded_fact_is_asked_about_as_history_if_it_says_when(deck: Deck) -> None:
    newer = fact(deck, "There are two lights.")
    old = fact(deck, "In 1856 the harbour light of Tern Island burnt oil of whales.", superseded_by=newer, as_of="1860")
    timeless = fact(deck, "The harbour light of Tern Island burns 14 barrels of oil.", superseded_by=newer)
    (proposal,) = proposed(old, kind="cloze")
    assert proposal.historical
    assert "does not say when" in reason(suggest([timeless], ["cloze"]))


def test_a_statement_that_names_its_only_source_is_asked_by_that_source(deck: Deck) -> None:
    gazette = ArticleFactory(publisher="Quay Gazette")
    said = fact(
        deck, "Quay Gazette counts 14 cranes on the western quay of the port.", citations=[{"article": gazette}]
    )
    bare = fact(deck, "There are 15 cranes on the eastern quay of the old port.", citations=[{"article": gazette}])
    assert [it.according_to for it in proposed(said, kind="cloze")] == [gazette]
    assert [it.according_to for it in proposed(bare, kind="cloze")] == [None]

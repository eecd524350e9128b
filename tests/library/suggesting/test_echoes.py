"""What is asked already is not composed again: by the same words, in a summary, or of what only tells of reports."""

import pytest

from studyapp.demo.factories import DeckFactory, QuestionFactory
from studyapp.library.models import Deck, Fact
from studyapp.library.suggesting import echoes, suggest
from tests.library.suggesting.harbour import fact, number, prompts, proposed, reason, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck() -> Deck:
    return DeckFactory(title="Ships and quays")


def _cloze(asked: Fact, prompt: str, *answers: str) -> None:
    QuestionFactory(fact=asked, kind="cloze", prompt=prompt, spec={"blanks": [[answer] for answer in answers]})


def test_words_that_tell_something_are_known_by_their_stems() -> None:
    assert echoes.words("In May 1901 Norway's pilots were reporting the tide.") == {"norwa", "pilot", "repor", "tide"}


def test_a_name_that_another_fact_asks_for_by_the_same_words_stays(deck: Deck) -> None:
    asked = fact(deck, "All papers on the tides of the gulf go to the Tide Office first.")
    typed(asked, "To which body do all papers on the tides go?", "Tide Office", "organisation")
    again = fact(deck, "The papers on the tides that go to the Tide Office are kept in a dry cellar.")
    other = fact(deck, "Every spring a new mole is built of granite for the Tide Office by divers.")
    assert prompts(asked)
    assert "asked for already" in reason(suggest([again], ["cloze"]))
    assert prompts(other) == {"Every spring a new mole is built of granite for the [blank] by divers.": "Tide Office"}


def test_of_an_office_its_name_is_words_enough(deck: Deck) -> None:
    for name in ("Anna Berg", "Boris Lund"):
        typed(fact(deck, f"It is {name}."), f"Who is harbour master beside the letter {name[0]}?", name, "person")
    praise = fact(deck, "Norway's harbour master Anna Berg praises the tables of the year to Boris Lund.")
    assert prompts(praise) == {}


def test_the_same_name_in_another_deck_may_be_asked_for(deck: Deck) -> None:
    asked = fact(DeckFactory(), "All papers on the tides of the gulf go to the Tide Office first.")
    typed(asked, "To which body do all papers on the tides go?", "Tide Office", "organisation")
    again = fact(deck, "The papers on the tides that go to the Tide Office are kept in a dry cellar.")
    assert list(prompts(again).values()) == ["Tide Office"]


def test_a_cloze_of_the_deck_with_such_a_gap_is_not_repeated(deck: Deck) -> None:
    built = fact(deck, "The granite light of Tern Island was built in 1856.")
    typed(built, "In which year was the light built?", "1856", "year")
    assert prompts(built)
    summary = fact(deck, "It was long ago.")
    _cloze(summary, "The mole broke in [blank]; the granite light of the island was built in [blank].", "1901", "1856")
    assert reason(suggest([built], ["cloze"])) == "Its deck has such a cloze already."


def test_nor_is_one_in_which_the_answer_belongs_to_something_else_in_its_way(deck: Deck) -> None:
    built = fact(deck, "The granite light of Tern Island was built in 1856.")
    _cloze(fact(deck, "It was long ago."), "The ferry first sailed to the western quay in [blank].", "1856")
    assert list(prompts(built).values()) == ["1856"]


def test_two_proposals_of_one_round_do_not_ask_for_the_same(deck: Deck) -> None:
    one = fact(deck, "The 14 pilots of the old port guide in ships at night.")
    two = fact(deck, "At night the 14 pilots of the old port drink tea before they guide in ships.")
    assert [proposal.fact for proposal in proposed(one, two, kind="cloze")] == [one]
    assert [proposal.fact for proposal in proposed(two, kind="cloze")] == [two]


def test_of_a_summary_only_what_it_adds_is_left_out(deck: Deck) -> None:
    light = fact(deck, "The granite light of Tern Island was built in 1856.")
    typed(light, "In which year was the granite light built?", "1856", "year")
    tolls = fact(deck, "Every captain pays tolls of 47 crowns at the western quay.")
    number(tolls, "How many crowns of tolls does a captain pay at the western quay?", 47)
    told = (
        "The granite light was built in 1856, tolls of 47 crowns are paid at the western quay, and 25 crews live here."
    )
    summary = fact(deck, told)
    typed(summary, "In which year was it?", "1856", "year")
    number(summary, "How many crowns?", 47)
    assert list(prompts(summary).values()) == ["25"]
    lone = fact(DeckFactory(), told.replace("47 crowns", "some crowns"))
    assert list(prompts(lone).values()) == ["1856", "25"]


@pytest.mark.parametrize(
    "statement",
    [
        "The photo of the 14 pilots on the western quay is credited to Anna Berg.",
        "A caption in the log of 1901 tells of 14 pilots on the western quay.",
        "The headline of the log of 1901 has 14 pilots on the western quay.",
        "The log that names no publisher has 14 pilots on the western quay.",
    ],
)
def test_what_only_tells_of_a_report_gives_nothing(deck: Deck, statement: str) -> None:
    told = fact(deck, statement)
    number(told, "How many pilots are there?", 14)
    assert reason(suggest([told])) == "It tells of a report itself, and not of what is reported."


@pytest.mark.parametrize(
    ("asked", "like"),
    [
        (["The opening of the mole", "The fire at the inn", "The sale of the ferry"], True),
        (["The mole opened", "The inn burnt", "Herring came"], False),
        ([], False),
    ],
)
def test_items_are_like_others_if_half_of_them_say_the_same(asked: list[str], like: bool) -> None:
    items = ["The opening of the mole by a pilot", "The sale of the ferry", "A flood", "A storm from the north"]
    assert echoes.is_like(items, asked) is like

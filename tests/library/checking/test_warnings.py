"""What facts, questions, articles and decks draw a warning for, and what much like it does not."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import Surroundings
from studyapp.kinds.cautions import Caution, Sort
from studyapp.library.checking.lengths import about_emptiness, about_length
from studyapp.library.models import Article, Deck, Fact, Question, State
from studyapp.library.models.warned import IN_WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def sorts(thing: Article | Deck | Fact | Question) -> set[str]:
    """But for what is only remarked."""
    warnings = thing.warnings(at=NOW) if isinstance(thing, Article | Fact) else thing.warnings()
    return {caution.sort.value for caution in warnings if caution.sort != Sort.ONE_SOURCE}


def asked(kind: str, prompt: str, spec: dict[str, Any], fact: Fact | None = None, **fields: Any) -> Question:
    told = fact or FactFactory()
    return QuestionFactory(fact=told, kind=kind, prompt=prompt, spec=spec, surroundings=Surroundings(), **fields)


def choice(answer: str, *wrong: str) -> Question:
    return asked("choice", "Which is it?", {"answer": answer, "distractors": wrong, "draw": 0})


def test_every_sort_has_words_for_the_lists() -> None:
    assert IN_WORDS.keys() == set(Sort)


def test_what_is_sound_draws_nothing() -> None:
    question = QuestionFactory(kind="typed")
    assert [sorts(it) for it in (question, question.fact, question.fact.deck, ArticleFactory())] == [set()] * 4


def test_an_answer_that_stands_in_the_prompt_or_above_it_is_shown() -> None:
    fact = FactFactory(deck=DeckFactory(title="On neap tides"))
    question = asked("typed", "Which tides are low?", {"answer": "Neap tides"}, fact)
    assert sorts(question) == {"shown"}
    question = asked("typed", "Which neap tides are low?", {"answer": "Neap tides"})
    assert sorts(question) == {"shown"}


def test_an_option_that_says_more_or_less_than_the_answer_may_be_right() -> None:
    assert sorts(choice("Kilo", "Kilo class", "Lada")) == {"also_right"}
    assert sorts(choice("Kilo class", "Kilo", "Lada")) == {"also_right"}
    assert sorts(choice("Kilo", "Kilogram", "Lada")) == set()


def test_an_option_that_another_question_takes_for_right_may_be_right() -> None:
    question = choice("Hanoi", "Ha Noi City", "Hue")
    asked("typed", "Which town?", {"answer": "Hanoi", "aliases": ["Ha Noi City"]}, question.fact)
    assert sorts(question) == {"also_right"}
    asked("typed", "Which other?", {"answer": "Saigon", "aliases": ["Hue"]}, question.fact)
    assert len(question.warnings()) == 1


def test_an_option_tells_by_its_length() -> None:
    assert sorts(choice("The one that nobody would ever guess", "Hue", "Vinh")) == {"length"}


def test_recall_that_says_what_another_question_asks_for_gives_it_away() -> None:
    spoken = asked("typed", "Of which country is Hanoi the capital?", {"answer": "Vietnam"})
    asked("typed", "Which town is it?", {"answer": "Hanoi"}, spoken.fact)
    assert sorts(spoken) == {"siblings"}


def test_two_that_ask_in_both_directions_are_a_pair() -> None:
    one = asked("typed", "Of which country is Hanoi the capital?", {"answer": "Vietnam"})
    asked("typed", "Which town is the capital of Vietnam?", {"answer": "Hanoi"}, one.fact)
    assert sorts(one) == set()


def test_what_is_retired_gives_nothing_away() -> None:
    spoken = asked("typed", "Of which country is Hanoi the capital?", {"answer": "Vietnam"})
    asked("typed", "Which town is it?", {"answer": "Hanoi"}, spoken.fact).move(State.RETIRED, at=NOW)
    assert sorts(spoken) == set()


def test_the_same_question_twice_is_one_too_many() -> None:
    one = asked("typed", "Which town?", {"answer": "Hanoi"})
    asked("typed", "which town", {"answer": "Ha Noi"}, one.fact)
    assert sorts(one) == {"siblings"}


def test_a_fact_that_can_change_needs_a_date() -> None:
    assert sorts(FactFactory(as_of="", published=False)) == {"undated"}
    assert sorts(FactFactory(as_of="", can_change=False)) == set()
    assert sorts(FactFactory(as_of="", valid_from="2001")) == set()


def test_a_question_on_what_may_be_over_says_when() -> None:
    fact = FactFactory(fate_unknown=True)
    assert sorts(asked("typed", "Who rules?", {"answer": "Lam"}, fact, historical=True)) == {"undated"}
    assert sorts(asked("typed", "Who ruled in 2013?", {"answer": "Lam"}, fact, historical=True)) == set()
    assert sorts(asked("typed", "Who ran?", {"answer": "Lam"}, fact, historical=True, shows_date=True)) == set()


@pytest.mark.parametrize(
    ("as_of", "days", "drawn"),
    [
        ("2025-06-21", [date(2025, 6, 20), date(2025, 6, 1)], {"dates"}),
        ("2025-06-20", [date(2025, 6, 20)], set()),
        ("2025-06", [date(2025, 6, 20)], set()),
        ("2025-07", [date(2025, 6, 20)], {"dates"}),
        ("2025-07", [date(2025, 6, 20), None], set()),
        ("2027", [None], {"dates"}),
    ],
)
def test_no_fact_was_reported_after_its_articles_or_in_time_to_come(
    as_of: str, days: list[date | None], drawn: set[str]
) -> None:
    citations = [{"article": ArticleFactory(published_on=day)} for day in days]
    assert sorts(FactFactory(as_of=as_of, citations=citations)) == drawn


def test_an_article_of_time_to_come_or_in_no_language_is_doubted() -> None:
    assert sorts(ArticleFactory(published_on=NOW.date() + timedelta(days=3), language="zz")) == {"dates", "language"}


def test_a_paragraph_that_the_article_has_not_is_told_on_both_sides() -> None:
    article = ArticleFactory(paragraphs=3)
    fact = FactFactory(citations=[{"article": article, "paragraph": 4}])
    assert (sorts(fact), sorts(article)) == ({"paragraph"}, {"paragraph"})


def test_one_voice_is_one_source_however_many_carry_it() -> None:
    fact = FactFactory(citations=[{"article": ArticleFactory(agency="AFP")}, {"article": ArticleFactory(agency="AFP")}])
    assert [caution.sort for caution in fact.warnings(at=NOW)] == ["one_source"]
    CitationFactory(fact=fact)
    assert fact.warnings(at=NOW) == []


def test_a_translation_has_the_sources_of_its_original() -> None:
    original = FactFactory(citations=[{}, {}])
    assert FactFactory(translates=original, citations=[]).warnings(at=NOW) == []


def test_what_is_too_long_for_a_glance_is_told_by_its_words() -> None:
    assert sorts(asked("typed", f"Which{' very' * 25} high tide?", {"answer": "Neap"})) == {"unreadable"}
    assert sorts(FactFactory(statement="tide " * 51)) == {"unreadable"}
    assert sorts(choice("tide " * 21, "wave " * 21)) == {"unreadable"}


def test_syllables_are_no_words() -> None:
    assert list(about_length("It", "từ " * 37, 25, "vi")) == []
    assert len(list(about_length("It", "từ " * 38, 25, "vi"))) == 1


@pytest.mark.parametrize("said", ["It is so.", "TODO", "The tide of xxx was high in 2024.", "…", "- - - - -"])
def test_a_statement_that_says_nothing_seems_forgotten(said: str) -> None:
    assert sorts(FactFactory(statement=said)) == {"empty"}


@given(st.text(max_size=60), st.integers(0, 6))
def test_whatever_is_written_is_looked_at_and_draws_one_warning_at_most(said: str, fewest: int) -> None:
    found = list(about_emptiness("It", said, fewest))
    assert len(found) <= 1
    assert all(isinstance(caution, Caution) for caution in found)


def test_a_deck_in_no_language_is_doubted() -> None:
    assert sorts(DeckFactory(language="zz")) == {"language"}


def test_a_name_that_an_editor_lists_as_wrong_is_not_warned_of_again() -> None:
    spec = {"answer": "Nguyen Phu Trong", "is_name": True, "answer_type": "person"}
    names = Surroundings(names=("dan", "truong"))
    for wrong, drawn in (([], {"other_name"}), (["Truong Tan Sang"], set())):
        told = {**spec, "wrong_answers": wrong}
        question = QuestionFactory(kind="typed", prompt="Who led?", spec=told, surroundings=names)
        assert sorts(question) == drawn

"""Facts that a paragraph bears on: found by names, numbers and dates, and told with a reason."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.demo.factories import ArticleFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import Surroundings
from studyapp.library.models import Fact, State
from studyapp.library.suggesting.bearing import Bearing, Bears, Said, bearing_on, compare

pytestmark = pytest.mark.django_db

PILOTS = "In 2013 the harbour of Vorlund employed 14 pilots."


def bears(paragraph: str, statement: str, *, as_of: str = "2013-11-12", day: date | None = None) -> Bearing | None:
    return compare(Said.of(paragraph), FactFactory(statement=statement, as_of=as_of), day or date(2013, 11, 20))


def test_the_same_number_of_the_same_thing_supports_it() -> None:
    found = bears("The harbour of Vorlund has 14 pilots, its master says.", PILOTS)
    assert found
    assert found.bears == Bears.SUPPORTS
    assert "14" in found.why
    assert found.stance == "supports"


def test_another_number_contradicts_it_or_if_reported_later_may_supersede_it() -> None:
    said = "The harbour of Vorlund employs 16 pilots."
    at_once, later = bears(said, PILOTS, day=date(2013, 11, 12)), bears(said, PILOTS)
    assert at_once
    assert later
    assert (at_once.bears, later.bears) == (Bears.CONTRADICTS, Bears.SUPERSEDES)
    assert "14" in later.why
    assert later.stance == "differs"


@pytest.mark.parametrize(
    "said", ["President Boris Orlov of Vorlund opened it.", "Boris Orlov is president of Vorlund since Ada Lind left."]
)
def test_another_name_in_the_same_office_may_supersede_it(said: str) -> None:
    found = bears(said, "In 2013 the president of Vorlund was Ada Lind.")
    assert found
    assert found.bears == Bears.SUPERSEDES
    assert "Orlov" in found.why


def test_the_same_date_supports_it() -> None:
    found = bears("On 3 March 1932 Vorlund saw its bridge.", "The bridge of Vorlund was opened on 3 March 1932.")
    assert found
    assert found.bears == Bears.SUPPORTS
    assert "3 March 1932" in found.why


@pytest.mark.parametrize(
    "said", ["", "A bridge was opened.", "Ostrand employs 14 pilots in its harbour.", "Vorlund is a city by the sea."]
)
def test_of_what_shares_too_little_nothing_is_said(said: str) -> None:
    assert bears(said, PILOTS) is None


def test_facts_of_the_articles_decks_are_looked_at_and_those_that_ask_for_what_is_named() -> None:
    article, deck = ArticleFactory(published_on=date(2013, 11, 20)), DeckFactory()
    FactFactory(deck=deck, statement="The harbour of Vorlund is old.", citations=[{"article": article}])
    beside = FactFactory(deck=deck, statement=PILOTS, as_of="2013")
    elsewhere = FactFactory(statement="The pilots of Vorlund serve its harbour and its 14 quays.", as_of="2013")
    QuestionFactory(fact=elsewhere, kind="typed", prompt="Where?", spec={"answer": "Vorlund"})
    FactFactory(statement=PILOTS, as_of="2013")  # nobody asks about it, and its deck is another
    said = "The harbour of Vorlund has 14 pilots, its master says, and 14 quays."
    assert {each.fact for each in bearing_on(said, article)} == {beside, elsewhere}


def test_what_is_retired_or_cites_the_article_already_is_not_named() -> None:
    article, deck = ArticleFactory(), DeckFactory()
    FactFactory(deck=deck, statement=PILOTS, citations=[{"article": article}])
    Fact.objects.filter(pk=FactFactory(deck=deck, statement=PILOTS).pk).update(state=State.RETIRED)
    assert bearing_on("The harbour of Vorlund has 14 pilots.", article) == []


def test_it_costs_as_many_statements_in_a_large_library() -> None:
    article, deck = ArticleFactory(), DeckFactory()
    FactFactory(deck=deck, citations=[{"article": article}])

    def statements() -> int:
        with CaptureQueriesContext(connection) as spent:
            bearing_on("The harbour of Vorlund has 14 pilots.", article)
        return len(spent)

    def grow(number: int) -> int:
        fact = FactFactory(statement=f"The harbour of Vorlund has {number} boats.")
        QuestionFactory(fact=fact, kind="typed", spec={"answer": "Vorlund"}, surroundings=Surroundings())
        return statements()

    assert len({grow(number) for number in range(6)}) == 1

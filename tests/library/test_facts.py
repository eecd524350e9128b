"""Facts: when they held, who says so, what may be published, and what their moves leave behind."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, FactFactory, QuestionFactory
from studyapp.library.models import Article, Change, Deck, Fact, Followed, NotPublishable, Question, State
from studyapp.library.models.facts import Sequel

pytestmark = pytest.mark.django_db


def _changes(question: Question) -> list[str]:
    return list(question.changes.values_list("what", flat=True))


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"as_of": "2013-11"}, "As of November 2013"),
        ({"as_of": "2013", "valid_from": "1991", "valid_to": "2001-05"}, "1991 – May 2001"),
        ({"as_of": "2013", "valid_from": "1991"}, "Since 1991"),
        ({"as_of": "2013", "valid_to": "2001-05-06"}, "Until 6 May 2001"),
        ({"as_of": "", "valid_from": "2013", "valid_to": "2013"}, "2013"),
        ({"as_of": ""}, ""),
    ],
)
def test_when_a_fact_held_is_said_in_words(dates: dict[str, str], words: str) -> None:
    assert Fact(deck=Deck(), **dates).when == words


def test_a_fact_cannot_cease_before_it_began() -> None:
    fact = FactFactory(valid_from="2013-11", valid_to="2013-10")
    with pytest.raises(ValidationError) as caught:
        fact.full_clean()
    assert "valid_to" in caught.value.message_dict


def test_a_fact_may_begin_and_cease_within_one_year() -> None:
    FactFactory(valid_from="2013-11", valid_to="2013").full_clean()


def test_facts_cannot_supersede_each_other_in_a_circle() -> None:
    newest = FactFactory()
    middle = FactFactory(superseded_by=newest)
    oldest = FactFactory(superseded_by=middle)
    oldest.full_clean()
    newest.superseded_by = oldest
    with pytest.raises(ValidationError) as caught:
        newest.full_clean()
    assert "superseded_by" in caught.value.message_dict


def test_a_citation_that_differs_makes_a_fact_disputed() -> None:
    fact = FactFactory()
    assert not FactFactory().is_disputed
    assert fact not in Fact.objects.disputed()
    CitationFactory(fact=fact, stance="differs")
    assert fact.is_disputed
    assert fact in Fact.objects.disputed()


def test_only_independent_voices_that_agree_are_counted() -> None:
    fact = FactFactory(citations=[])
    for publisher, agency, stance in [
        ("Gazette", "AFP", "supports"),
        ("Courier", "AFP", "supports"),
        ("Herald", "", "supports"),
        ("Mail", "", "differs"),
    ]:
        CitationFactory(fact=fact, article=ArticleFactory(publisher=publisher, agency=agency), stance=stance)
    assert fact.independent_sources() == 2


def test_sources_are_articles_however_often_each_is_cited() -> None:
    citation = CitationFactory(paragraph=1)
    CitationFactory(fact=citation.fact, article=citation.article, paragraph=2)
    CitationFactory(fact=citation.fact, stance="differs")
    QuestionFactory(fact=citation.fact)
    counted: Any = Fact.objects.with_counts().get(pk=citation.fact.pk)
    assert (counted.source_count, counted.differing_count, counted.question_count) == (2, 1, 1)


def test_sourced_values_are_those_of_the_named_source_if_one_is_named() -> None:
    fact = FactFactory(
        citations=[
            {"value_type": "number", "value": "11", "says": "eleven"},
            {"value_type": "number", "value": "12", "says": "a dozen", "stance": "differs"},
            {"says": "many"},
        ]
    )
    eleven, twelve, _ = fact.citations.all()
    assert [value.value for value in fact.sourced_values()] == ["11", "12"]
    (only,) = fact.sourced_values(Followed(article=twelve.article_id))
    assert (only.value, only.source, only.says) == ("12", twelve.article.outlet, "a dozen")
    assert eleven.article.outlet != only.source


@pytest.mark.parametrize(
    ("fields", "field_of_the_remedy"),
    [
        ({"citations": []}, "supporting citation"),
        ({"citations": [{"stance": "differs"}]}, "supporting citation"),
        ({"citations": [{}], "as_of": ""}, "has no date"),
        ({"citations": [{"article__status": "retracted"}]}, "corrected or retracted"),
    ],
)
def test_what_stands_in_the_way_of_publishing_is_said(fields: dict[str, object], field_of_the_remedy: str) -> None:
    fact = FactFactory(published=False, **fields)
    with pytest.raises(NotPublishable) as caught:
        fact.publish(at=NOW)
    (problem,) = caught.value.problems
    assert field_of_the_remedy in problem
    fact.refresh_from_db()
    assert fact.state == State.DRAFT


def test_every_problem_is_said_at_once() -> None:
    fact = FactFactory(citations=[], as_of="")
    with pytest.raises(NotPublishable) as caught:
        fact.publish(at=NOW)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("dated", [{"valid_from": "1991"}, {"valid_to": "1991"}, {"can_change": False}])
def test_any_date_or_none_for_what_cannot_change_is_enough(dated: dict[str, object]) -> None:
    assert FactFactory(as_of="", **dated).is_live


def test_publishing_a_fact_lets_its_published_questions_be_asked_and_says_so_once() -> None:
    question = QuestionFactory()
    fact = question.fact
    fact.move(State.DRAFT, at=NOW)
    fact.publish(at=NOW)
    fact.publish(at=NOW)
    assert _changes(question) == [Change.What.LIVE, Change.What.OFF, Change.What.LIVE]


def test_a_draft_question_does_not_come_with_its_fact() -> None:
    question = QuestionFactory(fact=FactFactory(published=False))
    question.fact.publish(at=NOW)
    assert question not in Question.objects.live()
    assert _changes(question) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.RETIRED])
def test_a_fact_that_leaves_takes_its_questions_along(state: State) -> None:
    question = QuestionFactory()
    question.fact.move(state, at=NOW)
    question.refresh_from_db()
    assert question.state == State.PUBLISHED
    assert question not in Question.objects.live()
    assert _changes(question)[-1] == Change.What.OFF


def test_moves_between_states_that_are_not_asked_leave_no_notice() -> None:
    question = QuestionFactory(fact=FactFactory(published=False))
    question.fact.move(State.PAUSED, at=NOW)
    question.fact.move(State.RETIRED, at=NOW)
    assert _changes(question) == []


def test_a_superseded_fact_retires_its_questions_but_for_historical_ones() -> None:
    fact = FactFactory()
    timeless, dated = QuestionFactory(fact=fact), QuestionFactory(fact=fact, historical=True)
    fact.superseded_by = FactFactory()
    fact.save()
    fact.retire_superseded_questions(at=NOW)
    timeless.refresh_from_db()
    dated.refresh_from_db()
    assert (timeless.state, dated.state) == (State.RETIRED, State.PUBLISHED)
    assert _changes(timeless)[-1] == Change.What.SUPERSEDED
    assert _changes(dated) == [Change.What.LIVE]


def test_readers_see_all_but_drafts_and_what_waits_for_review() -> None:
    facts = {state: FactFactory(published=False) for state in State}
    for state, fact in facts.items():
        fact.move(state, at=NOW)
    assert set(Fact.objects.visible()) == set(facts.values()) - {facts[State.DRAFT], facts[State.READY]}
    assert list(Fact.objects.live()) == [facts[State.PUBLISHED]]


def test_facts_that_an_article_supports_are_each_found_once() -> None:
    article = ArticleFactory()
    fact = FactFactory(citations=[{"article": article, "paragraph": 1}, {"article": article, "paragraph": 2}])
    CitationFactory(article=article, stance="differs")
    assert list(Fact.objects.resting_on(article)) == [fact]


def test_every_change_of_a_fact_and_its_citations_is_kept() -> None:
    fact = FactFactory(published=False)
    fact.statement = "The tide was not the highest."
    fact.save()
    citation = fact.citations.get()
    citation.says = "it says otherwise"
    citation.save()
    citation_pk = citation.pk
    citation.delete()
    assert fact.history.count() == 2
    assert fact.history.earliest().statement != fact.history.latest().statement
    kinds = type(citation).history.filter(id=citation_pk).values_list("history_type", flat=True)
    assert list(kinds) == ["-", "~", "+"]


def test_retracting_an_article_in_the_model_alone_changes_no_fact() -> None:
    fact = FactFactory()
    Article.objects.update(status=Article.Status.RETRACTED)
    fact.refresh_from_db()
    assert fact.is_live
    assert not fact.rests_on_active_sources()


def test_what_is_over_says_how_far_its_sequel_is_known() -> None:
    newer = FactFactory(as_of="2024-06-20")
    assert FactFactory().sequel is None
    assert FactFactory(superseded_by=newer).sequel == Sequel.NEXT_KNOWN
    assert FactFactory(superseded_by=newer, valid_to="2016").sequel == Sequel.REPLACED
    assert FactFactory(fate_unknown=True).sequel == Sequel.UNKNOWN
    assert FactFactory(superseded_by=FactFactory(published=False)).sequel is None


def test_a_fact_whose_fate_is_unknown_is_asked_about_only_with_its_time() -> None:
    fact = FactFactory()
    asked, historical = QuestionFactory(fact=fact), QuestionFactory(fact=fact, historical=True)
    fact.fate_unknown = True
    fact.save()
    fact.retire_superseded_questions(at=NOW)
    asked.refresh_from_db()
    historical.refresh_from_db()
    assert (asked.state, historical.state) == (State.RETIRED, State.PUBLISHED)

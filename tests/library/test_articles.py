"""Articles: what they say of themselves, whose voice they are, and what falls with them."""

import pytest
from django.core.exceptions import ValidationError

from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, FactFactory, QuestionFactory
from studyapp.library.models import Article, Change, Question, State

pytestmark = pytest.mark.django_db


def test_an_outlet_that_is_not_stated_is_never_invented() -> None:
    assert ArticleFactory(publisher="", agency="").outlet == "Publisher not stated"
    assert ArticleFactory(publisher="Harbour Gazette", agency="").outlet == "Harbour Gazette"
    assert ArticleFactory(publisher="Harbour Gazette", agency="AFP").outlet == "Harbour Gazette / AFP"


def test_two_sources_without_a_publisher_are_told_apart_by_their_headlines() -> None:
    names = {ArticleFactory(publisher="", agency="", title=title).name for title in ("Ebb", "Flow")}
    assert names == {"“Ebb”", "“Flow”"}
    assert ArticleFactory(publisher="Harbour Gazette", agency="").name == "Harbour Gazette"


def test_outlets_that_carry_one_agencys_text_are_one_voice() -> None:
    one, other = ArticleFactory(publisher="Gazette", agency="AFP"), ArticleFactory(publisher="Courier", agency="AFP")
    assert one.origin == other.origin


def test_two_articles_that_name_nobody_are_two_voices() -> None:
    assert ArticleFactory(publisher="").origin != ArticleFactory(publisher="").origin


def test_a_copy_has_the_voice_of_what_it_copies_however_far_back() -> None:
    first = ArticleFactory(publisher="Gazette", agency="AFP")
    second = ArticleFactory(publisher="", same_text_as=first)
    third = ArticleFactory(publisher="Courier", same_text_as=second)
    assert third.origin == first.origin


def test_articles_cannot_copy_each_other_in_a_circle() -> None:
    first = ArticleFactory()
    second = ArticleFactory(same_text_as=first)
    first.same_text_as = second
    with pytest.raises(ValidationError, match="in a circle"):
        first.full_clean()


def test_a_retracted_article_pauses_the_fact_that_rests_on_it_alone() -> None:
    fact = FactFactory()
    question = QuestionFactory(fact=fact)
    article = fact.citations.get().article
    article.status = Article.Status.RETRACTED
    article.save()
    assert article.pause_what_rests_on_it(at=NOW) == [fact]
    fact.refresh_from_db()
    assert fact.state == State.PAUSED
    assert question not in Question.objects.live()
    assert question.changes.last().what == Change.What.OFF


def test_a_corrected_article_leaves_a_fact_that_another_voice_supports() -> None:
    fact = FactFactory(citations=[{}, {}])
    article = fact.citations.first().article
    article.status = Article.Status.CORRECTED
    article.save()
    assert article.pause_what_rests_on_it(at=NOW) == []
    fact.refresh_from_db()
    assert fact.is_live


def test_a_copy_of_a_retracted_article_does_not_hold_a_fact_up() -> None:
    original = ArticleFactory()
    copy = ArticleFactory(same_text_as=original)
    fact = FactFactory(citations=[{"article": original}, {"article": copy}])
    original.status = Article.Status.RETRACTED
    original.save()
    assert original.pause_what_rests_on_it(at=NOW) == [fact]


def test_an_article_that_merely_differs_holds_nothing_up() -> None:
    fact = FactFactory(citations=[{}, {"stance": "differs"}])
    article = fact.citations.first().article
    article.status = Article.Status.RETRACTED
    article.save()
    assert article.pause_what_rests_on_it(at=NOW) == [fact]


def test_a_retracted_article_that_only_differed_pauses_nothing() -> None:
    citation = CitationFactory(fact=FactFactory(), stance="differs")
    citation.article.status = Article.Status.RETRACTED
    citation.article.save()
    assert citation.article.pause_what_rests_on_it(at=NOW) == []


def test_drafts_and_retired_facts_are_not_paused() -> None:
    draft = FactFactory(published=False)
    article = draft.citations.get().article
    article.status = Article.Status.RETRACTED
    article.save()
    assert article.pause_what_rests_on_it(at=NOW) == []
    draft.refresh_from_db()
    assert draft.state == State.DRAFT

"""Articles in admin."""

import pytest
from django.test import Client

from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, FactFactory
from studyapp.library.models import Article, Fact, State
from tests.library.admin.pages import address, bring_back, errors, list_address, said, save

pytestmark = pytest.mark.django_db


def test_an_article_is_added_with_what_it_says_and_nothing_more(editor: Client) -> None:
    save(editor, "/admin/library/article/add/", title="What the sea does", slug="what-the-sea-does")
    article = Article.objects.get()
    assert (article.publisher, article.published_on, article.outlet) == ("", None, "Publisher not stated")


@pytest.mark.parametrize("status", ["corrected", "retracted"])
def test_an_article_that_no_longer_stands_pauses_facts_and_names_them(editor: Client, status: str) -> None:
    alone, held = FactFactory(), FactFactory(citations=[{}, {}])
    article = alone.citations.get().article
    CitationFactory(fact=held, article=article, paragraph=9)
    message = said(save(editor, address(article), status=status))
    alone.refresh_from_db()
    held.refresh_from_db()
    assert (alone.state, held.state) == (State.PAUSED, State.PUBLISHED)
    assert address(alone) in message
    assert address(held) not in message


def test_an_article_that_turns_out_to_be_a_copy_of_a_retracted_one_pauses_too(editor: Client) -> None:
    retracted = ArticleFactory(status=Article.Status.RETRACTED)
    fact = FactFactory(citations=[{}, {"article": retracted}])
    copy = fact.citations.first().article
    save(editor, address(copy), same_text_as=retracted.pk)
    fact.refresh_from_db()
    assert fact.state == State.PAUSED


def test_an_article_that_stands_again_points_to_the_facts_that_wait(editor: Client) -> None:
    fact = FactFactory()
    article = fact.citations.get().article
    save(editor, address(article), status="corrected")
    message = said(save(editor, address(article), status="active"))
    fact.refresh_from_db()
    assert fact.state == State.PAUSED
    assert address(fact) in message


def test_an_edit_that_touches_nothing_that_matters_says_nothing_of_facts(editor: Client) -> None:
    fact = FactFactory()
    message = said(save(editor, address(fact.citations.get().article), note="A caption is misspelt."))
    assert address(fact) not in message


def test_the_short_name_never_changes(editor: Client) -> None:
    article = ArticleFactory(slug="harbour")
    save(editor, address(article), slug="port", title="Another headline")
    article.refresh_from_db()
    assert (article.slug, article.title) == ("harbour", "Another headline")


def test_articles_cannot_copy_each_other(editor: Client) -> None:
    first = ArticleFactory()
    second = ArticleFactory(same_text_as=first)
    assert "circle" in errors(save(editor, address(first), same_text_as=second.pk))["same_text_as"]


def test_the_page_lists_the_facts_that_cite_it_and_what_is_still_to_read(editor: Client) -> None:
    citation = CitationFactory(article__paragraphs=4, article__no_facts_in="2", paragraph=3, says="eleven of them")
    page = editor.get(address(citation.article)).content.decode()
    assert address(citation.fact) in page
    assert "eleven of them" in page
    assert '<div class="readonly">1, 4</div>' in page


def test_the_list_is_searched_and_filtered(editor: Client) -> None:
    gazette = ArticleFactory(publisher="Gazette", note="A caption is misspelt.")
    unnamed = ArticleFactory(publisher="", status=Article.Status.RETRACTED)

    def found(query: str) -> set[Article]:
        return set(editor.get(f"{list_address(Article)}?{query}").context["cl"].result_list)

    assert found("q=misspelt") == {gazette}
    assert found("publisher=") == {unnamed}
    assert found("status__exact=retracted") == {unnamed}
    assert "Not stated" in editor.get(list_address(Article)).content.decode()


def test_an_older_version_is_read_and_brought_back(editor: Client) -> None:
    article = ArticleFactory(title="The first headline")
    save(editor, address(article), title="The second headline")
    first = article.history.earliest()
    page = f"{address(article, 'history')}{first.pk}/"
    assert "The first headline" in editor.get(page).content.decode()
    listed = editor.get(address(article, "history")).content.decode()
    assert all(f"history/{version.pk}/" in listed for version in article.history.all())
    data = {"title": "The first headline", "language": "en", "status": "active", "publisher": "Gazette"}
    bring_back(editor, page, **data)
    article.refresh_from_db()
    assert article.title == "The first headline"


def test_bringing_an_older_status_back_pauses_what_it_must(editor: Client) -> None:
    fact = FactFactory()
    article = fact.citations.get().article
    save(editor, address(article), status="retracted")
    save(editor, address(article), status="active")
    Fact.objects.get().publish(at=NOW)
    retracted = article.history.filter(status="retracted").get()
    data = {"title": article.title, "language": "en", "status": "retracted"}
    bring_back(editor, f"{address(article, 'history')}{retracted.pk}/", **data)
    fact.refresh_from_db()
    assert fact.state == State.PAUSED


def test_a_count_of_paragraphs_that_leaves_out_a_cited_one_names_the_facts(editor: Client) -> None:
    fact = FactFactory(citations=[{"paragraph": 99}])
    article = fact.citations.get().article
    assert address(fact) in said(save(editor, address(article), paragraphs="16"))
    assert address(fact) not in said(save(editor, address(article), paragraphs="99"))


def test_no_paragraph_without_facts_lies_beyond_the_last(editor: Client) -> None:
    refused = errors(save(editor, address(ArticleFactory()), paragraphs="16", no_facts_in="3,17"))
    assert "There is no paragraph 17: it has 16" in refused["no_facts_in"]

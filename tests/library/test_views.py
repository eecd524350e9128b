"""The public pages: sources as they state themselves, facts with their dates and disputes, and no drafts."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.library.models import Article, Fact, State
from studyapp.library.views import DISPUTES

pytestmark = pytest.mark.django_db


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def _in_order(page: str, *words: str) -> bool:
    places = [page.index(word) for word in words]
    return places == sorted(places)


def test_what_an_article_does_not_say_is_said_to_be_not_stated(client: Client) -> None:
    article = ArticleFactory(publisher="", agency="", published_on=None, url="")
    page = _page(client, article.get_absolute_url())
    assert page.count("not stated") == 4
    listed = _page(client, "/articles/")
    assert "Publisher not stated" in listed
    assert "date not stated" in listed


def test_an_article_shows_what_it_says_of_which_fact_and_where(client: Client) -> None:
    citation = CitationFactory(fact=FactFactory(), says="eleven of them", paragraph=4, stance="differs")
    page = _page(client, citation.article.get_absolute_url())
    assert citation.fact.statement in page
    assert "eleven of them" in page
    assert "Paragraph 4" in page
    assert "differs" in page


def test_the_headline_is_not_called_paragraph_nought(client: Client) -> None:
    citation = CitationFactory(fact=FactFactory(), paragraph=0)
    for address in (citation.article.get_absolute_url(), citation.fact.get_absolute_url()):
        page = _page(client, address).lower()
        assert "headline" in page
        assert "paragraph 0" not in page


def test_an_article_begins_with_what_it_reports_and_ends_with_our_notes(client: Client) -> None:
    url = "https://harbour.example/tides"
    article = ArticleFactory(publisher="The Tide", url=url, summary="The tide came in.", note="It is not dated.")
    fact = FactFactory(citations=[{"article": article}])
    page = _page(client, article.get_absolute_url())
    assert _in_order(page, "The tide came in.", f'href="{url}"', "Read at The Tide", fact.statement, "It is not dated.")
    assert "Address" not in page
    bare = _page(client, ArticleFactory().get_absolute_url())
    assert "Notes on this source" not in bare
    assert "Read at" not in bare


def test_a_retracted_article_says_so(client: Client) -> None:
    article = ArticleFactory(status=Article.Status.RETRACTED)
    assert "Retracted by its publisher" in _page(client, article.get_absolute_url())
    assert "retracted by its publisher" in _page(client, "/articles/")


def test_a_disputed_fact_shows_who_says_otherwise(client: Client) -> None:
    fact = FactFactory(disputed=True)
    page = _page(client, fact.get_absolute_url())
    for citation in fact.citations.all():
        assert citation.says in page
        assert citation.article.outlet in page
    assert "differ" in page
    assert "differ" not in _page(client, FactFactory().get_absolute_url())


def test_a_fact_shows_when_it_held_and_how_many_voices_agree(client: Client) -> None:
    article = ArticleFactory(agency="AFP")
    copy = ArticleFactory(agency="AFP")
    fact = FactFactory(valid_from="2013-11", citations=[{"article": article}, {"article": copy}])
    page = _page(client, fact.get_absolute_url())
    assert "Since November 2013" in page
    assert "1 independent source agrees" in page


def test_a_superseded_fact_and_its_successor_lead_to_each_other(client: Client) -> None:
    newer = FactFactory()
    older = FactFactory(superseded_by=newer)
    assert newer.get_absolute_url() in _page(client, older.get_absolute_url())
    assert older.get_absolute_url() in _page(client, newer.get_absolute_url())


def test_a_draft_is_nobodys_business_yet(client: Client) -> None:
    draft = FactFactory(published=False, statement="A secret of the tides.")
    shown = FactFactory(deck=draft.deck, superseded_by=draft)
    FactFactory(published=False, statement="Another secret of the tides.", superseded_by=shown)
    assert client.get(draft.get_absolute_url()).status_code == 404
    pages: list[Any] = [shown, draft.deck, draft.citations.get().article]
    assert not any("secret of the tides" in _page(client, thing.get_absolute_url()) for thing in pages)


@pytest.mark.parametrize(("state", "words"), [(State.RETIRED, "no longer used"), (State.PAUSED, "paused")])
def test_a_fact_that_people_learned_stays_to_be_read(client: Client, state: State, words: str) -> None:
    fact = FactFactory()
    fact.move(state, at=NOW)
    assert words in _page(client, fact.get_absolute_url())
    assert fact.statement not in _page(client, fact.deck.get_absolute_url())


def test_a_deck_shows_its_facts_in_the_editors_order_and_which_are_disputed(client: Client) -> None:
    deck = DeckFactory()
    last = FactFactory(deck=deck, position=3, statement="The third tide.")
    FactFactory(deck=deck, position=1, statement="The first tide.", disputed=True)
    FactFactory(deck=deck, position=2, statement="The second tide.")
    QuestionFactory(fact=last)
    page = _page(client, deck.get_absolute_url())
    assert _in_order(page, "The first tide.", "sources disagree", "The second tide.", "The third tide.")
    assert "3 facts, 1 question" in page


def test_decks_stand_in_the_editors_order(client: Client) -> None:
    DeckFactory(position=2, title="Waves and what they do")
    DeckFactory(position=1, title="Tides and what moves them")
    page = _page(client, "/decks/")
    assert _in_order(page, "Tides and what moves them", "Waves and what they do")


def test_articles_stand_in_the_order_of_their_dates(client: Client) -> None:
    ArticleFactory(slug="a", title="The newer report", published_on="2024-06-20")
    ArticleFactory(slug="b", title="The older report", published_on="2013-11-12")
    assert _in_order(_page(client, "/articles/"), "The older report", "The newer report")


@pytest.mark.parametrize("address", ["/articles/none/", "/facts/none/", "/decks/none/", "/facts/%00/", "/facts/a%20b/"])
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("what", ["article", "fact", "deck", "articles", "disputes"])
def test_a_page_costs_the_same_however_much_it_shows(
    client: Client, what: str, django_assert_max_num_queries: Any
) -> None:
    fact = FactFactory()
    article, deck = fact.citations.get().article, fact.deck
    for _ in range(5):
        CitationFactory(fact=fact, article=ArticleFactory(same_text_as=ArticleFactory()))
        CitationFactory(fact=FactFactory(deck=deck), article=article, stance="differs")
    pages: dict[str, Article | Fact] = {"article": article, "fact": fact}
    lists = {"articles": "/articles/", "disputes": "/disputes/"}
    address = lists.get(what) or pages.get(what, deck).get_absolute_url()
    with django_assert_max_num_queries(8):
        client.get(address)


def test_of_a_disputed_fact_an_article_shows_what_the_others_say(client: Client) -> None:
    fact = FactFactory(citations=[{"says": "eleven of them"}, {"says": "twelve of them", "stance": "differs"}])
    here, there = fact.citations.all()
    page = _page(client, here.article.get_absolute_url())
    assert _in_order(page, "This article", "eleven of them", there.article.name, "twelve of them")


def test_an_article_names_those_that_agree_once_each(client: Client) -> None:
    fact = FactFactory(citations=[{}, {"paragraph": 1}])
    here, there = fact.citations.all()
    CitationFactory(fact=fact, article=there.article, paragraph=2)
    page = _page(client, here.article.get_absolute_url())
    assert page.count(there.article.name) == 1
    assert "<table" not in page


# Disputes


def test_all_disputed_facts_are_listed_with_who_says_what(client: Client) -> None:
    cited = [{"says": "eleven of them"}, {"says": "twelve of them", "stance": "differs", "speaker": "The pilot"}]
    fact = FactFactory(citations=cited)
    agreed = FactFactory()
    here, there = fact.citations.all()
    page = _page(client, "/disputes/")
    assert f'href="{fact.get_absolute_url()}"' in page
    assert _in_order(page, here.article.name, "eleven of them", there.article.name, "The pilot:", "twelve of them")
    assert agreed.statement not in page


def test_a_translation_of_a_disputed_fact_is_listed_with_its_sources_and_first_for_who_reads_it(client: Client) -> None:
    original = FactFactory(disputed=True, deck=DeckFactory(position=1))
    deck = DeckFactory(position=2, language="vi")
    translation = FactFactory(deck=deck, statement="Triều kém.", translates=original, citations=[], published=True)
    assert _in_order(_page(client, "/disputes/"), original.statement, translation.statement)
    client.cookies["django_language"] = "vi"
    page = _page(client, "/disputes/")
    assert _in_order(page, translation.statement, original.statement)
    assert page.count("it says otherwise") == 2


def test_what_is_not_published_is_no_dispute_for_readers(client: Client) -> None:
    FactFactory(disputed=True, published=False, statement="A secret of the tides.")
    gone = FactFactory(disputed=True)
    gone.move(State.RETIRED, at=NOW)
    page = _page(client, "/disputes/")
    assert "A secret of the tides." not in page
    assert gone.statement not in page
    assert "There are no facts yet on which sources disagree." in page


def test_the_articles_and_a_disputed_fact_lead_to_all_disputes(client: Client) -> None:
    link = 'href="/disputes/"'
    assert link in _page(client, "/articles/")
    assert link in _page(client, FactFactory(disputed=True).get_absolute_url())
    assert link not in _page(client, FactFactory().get_absolute_url())


def test_only_editors_see_which_questions_touch_a_dispute_and_the_values(client: Client, edith: User) -> None:
    value = {"value": "11", "value_type": "number"}
    fact = FactFactory(citations=[{"says": "some"}, {"says": "others", "stance": "differs", **value}])
    number = {"kind": "number", "prompt": "How many tides were there?", "spec": {"answer": "11"}}
    question = QuestionFactory(fact=fact, according_to=fact.citations.last().article, **number)
    link, compared = f"/admin/library/question/{question.pk}/change/", f"{fact.citations.last().source}: 11"
    page = _page(client, "/disputes/")
    assert not any(words in page for words in (link, "How many tides", compared))
    client.force_login(edith)
    page = _page(client, "/disputes/")
    assert all(words in page for words in (link, "How many tides were there?", compared, "Published"))


def test_many_disputes_stand_on_several_pages_and_cost_an_editor_the_same(
    client: Client, edith: User, django_assert_max_num_queries: Any
) -> None:
    deck = DeckFactory()
    facts = [FactFactory(deck=deck, disputed=True) for _ in range(DISPUTES + 1)]
    QuestionFactory(fact=facts[0], according_to=facts[0].citations.first().article)
    client.force_login(edith)
    with django_assert_max_num_queries(10):
        page = _page(client, "/disputes/")
    assert facts[-2].statement in page
    assert facts[-1].statement not in page
    assert facts[-1].statement in _page(client, "/disputes/?page=2")

"""After an article was corrected, an editor says of each fact that cites it what becomes of it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, CitationFactory, EditorFactory, FactFactory
from studyapp.library.models import Act, Article, Citation, Fact, State
from tests.library.admin.pages import address, said, save
from tests.people import group

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone() -> Fact:
    """A fact that rests on one article alone."""
    return FactFactory(statement="The harbour has two moles.")


@pytest.fixture
def article(editor: Client, alone: Fact) -> Article:
    """Which was corrected."""
    article = alone.citations.get().article
    save(editor, address(article), status="corrected", correction="The mole is longer.", corrected_on="2021-05-01")
    article.refresh_from_db()
    return article


def page(article: Article) -> str:
    return reverse("admin:article_settle", args=[article.pk])


def shown(editor: Client, article: Article) -> str:
    return editor.get(page(article)).content.decode()


def decide(editor: Client, article: Article, *, seen: str = "", **decisions: Any) -> Any:
    sent = seen or re.search(r'name="_seen" value="([^"]*)"', shown(editor, article))[1]  # type: ignore[index]
    return editor.post(page(article), {"_seen": sent, **decisions})


def of(fact: Fact) -> str:
    return f"citation-{fact.citations.order_by('-pk')[0].pk}"


def one_of(name: str) -> Client:
    """The browser of somebody who is in this group alone."""
    somebody, browser = EditorFactory(email=f"{name.lower()}@example.org", is_superuser=False), Client()
    somebody.groups.set([group(name)])
    browser.force_login(somebody)
    return browser


def test_the_page_begins_with_what_rests_on_it_alone(editor: Client, alone: Fact, article: Article) -> None:
    held = FactFactory(statement="The harbour has a lighthouse.", citations=[{}])
    CitationFactory(fact=held, article=article, paragraph=1)
    told = shown(editor, article)
    assert told.index(alone.statement) < told.index(held.statement)
    assert "It rests on this article alone" in told
    assert "It has 1 other source." in told
    assert "The mole is longer." in told


def test_what_it_still_says_counts_again_and_is_asked_again(
    editor: Client, edith: User, alone: Fact, article: Article
) -> None:
    alone.refresh_from_db()
    assert alone.state == State.PAUSED
    message = said(decide(editor, article, **{of(alone): "still"}))
    alone.refresh_from_db()
    assert (alone.state, alone.citations.get().still_says) == (State.PUBLISHED, True)
    assert "it is asked again" in message
    assert "Looked at: it still says so." in shown(editor, article)
    told = Act.objects.filter(fact=alone.pk, what="edited")[0]
    assert (told.differences, told.editor) == ([[f"{article.name}: still says so", "no", "yes"]], edith)


def test_what_it_does_not_say_any_more_is_retired(editor: Client, alone: Fact, article: Article) -> None:
    decide(editor, article, **{of(alone): "retire"})
    alone.refresh_from_db()
    assert alone.state == State.RETIRED


def test_what_is_retired_stays_so_though_its_other_citation_stands(
    editor: Client, alone: Fact, article: Article
) -> None:
    CitationFactory(fact=alone, article=article, paragraph=2, stance="differs")
    first, second = (f"citation-{one.pk}" for one in article.citations.order_by("paragraph", "pk"))
    decide(editor, article, **{first: "still", second: "retire"})
    alone.refresh_from_db()
    assert alone.state == State.RETIRED


def test_what_is_left_for_now_stays(editor: Client, alone: Fact, article: Article) -> None:
    decide(editor, article, **{of(alone): ""})
    alone.refresh_from_db()
    assert (alone.state, alone.citations.get().still_says) == (State.PAUSED, False)


def test_of_a_retracted_article_nothing_counts_any_more(editor: Client, alone: Fact, article: Article) -> None:
    decide(editor, article, **{of(alone): "still"})
    save(editor, address(article), status="retracted")
    alone.refresh_from_db()
    assert (alone.state, alone.citations.get().still_says) == (State.PAUSED, False)
    decide(editor, article, **{of(alone): "still"})
    assert not alone.citations.get().still_says


def test_another_correction_is_looked_at_once_more(editor: Client, alone: Fact, article: Article) -> None:
    decide(editor, article, **{of(alone): "still"})
    save(editor, address(article), correction="The mole is shorter after all.")
    alone.refresh_from_db()
    assert (alone.state, alone.citations.get().still_says) == (State.PAUSED, False)


def test_what_another_editor_changed_meanwhile_is_decided_once_more(
    editor: Client, alone: Fact, article: Article
) -> None:
    seen = re.search(r'name="_seen" value="([^"]*)"', shown(editor, article))[1]  # type: ignore[index]
    Citation.objects.filter(fact=alone).update(says="three moles")
    answer = decide(editor, article, seen=seen, **{of(alone): "still"})
    assert answer.status_code == 409
    assert "three moles" in answer.content.decode()
    assert not alone.citations.get().still_says


def test_an_article_that_stands_has_nothing_to_settle(editor: Client) -> None:
    article = ArticleFactory()
    assert editor.get(page(article))["Location"] == address(article)


def test_who_may_not_publish_does_not_retire(alone: Fact, article: Article) -> None:
    browser = one_of("Editors")
    assert "Retire the fact" not in shown(browser, article)
    decide(browser, article, **{of(alone): "retire"})
    alone.refresh_from_db()
    assert alone.state == State.PAUSED
    assert "waits for someone who may publish" in said(decide(browser, article, **{of(alone): "still"}))


def test_who_only_publishes_retires_and_who_only_looks_reads_who_decides(alone: Fact, article: Article) -> None:
    publisher, reviewer = one_of("Publishers"), one_of("Reviewers")
    assert "It still says so<" not in shown(publisher, article)
    assert 'type="radio"' not in shown(reviewer, article)
    refused = reviewer.post(page(article), {of(alone): "retire"})
    assert refused.status_code == 403
    assert "whoever may publish retires a fact" in refused.text
    decide(publisher, article, **{of(alone): "still"})
    assert not alone.citations.get().still_says
    decide(publisher, article, **{of(alone): "retire"})
    alone.refresh_from_db()
    assert alone.state == State.RETIRED


def test_one_choice_settles_all_that_are_shown_alike_and_have_none_of_their_own(
    editor: Client, alone: Fact, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyapp.library.admin.settling.ON_A_PAGE", 3)
    left, kept, next_page = (FactFactory(published=False, citations=[{"article": article}]) for _ in range(3))
    held = FactFactory(citations=[{}, {"article": article}])
    listed = re.findall(r'name="shown" value="(\d+)"', shown(editor, article))
    assert listed == [str(fact.citations.get().pk) for fact in (alone, left, kept)]
    assert "5 of 5 wait" in shown(editor, article)
    decide(editor, article, **{"rest-alone": "still", of(left): "leave"}, shown=listed)
    stands = {fact: fact.citations.get(article=article).still_says for fact in (alone, left, kept, next_page, held)}
    assert stands == {alone: True, left: False, kept: True, next_page: False, held: False}
    assert "3 of 5 wait" in shown(editor, article)


def test_readers_see_what_was_corrected_and_when(client: Client, article: Article) -> None:
    told = client.get(article.get_absolute_url()).content.decode()
    assert "The mole is longer." in told
    assert "Corrected by its publisher on 1 May 2021." in told

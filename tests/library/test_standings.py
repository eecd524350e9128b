"""Who brought a thing to where it stands is kept beside it; where two must see it, one alone publishes nothing."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import (
    NOW,
    ArticleFactory,
    CitationFactory,
    EditorFactory,
    FactFactory,
    QuestionFactory,
)
from studyapp.kinds import Surroundings
from studyapp.library.models import Article, Draft, NotPublishable, Question, Standing, State, Thing
from studyapp.library.search import Query, articles
from tests.people import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def fedor(db: None) -> User:
    return EditorFactory(email="fedor@example.org")


def publish(thing: Thing, editor: User | None) -> None:
    if isinstance(thing, Question):
        thing.publish(at=NOW, freeze=Surroundings(), editor=editor)
    else:
        thing.publish(at=NOW, editor=editor)


def draft(model: str) -> Any:
    made = {"article": ArticleFactory, "fact": FactFactory, "question": QuestionFactory}[model]
    return made(state=State.DRAFT) if model == "article" else made(published=False)


EACH = pytest.mark.parametrize("model", ["article", "fact", "question"])


@EACH
def test_each_state_is_kept_with_who_and_when(model: str, edith: User, fedor: User) -> None:
    thing = draft(model)
    thing.move(State.READY, at=NOW, editor=edith)
    waiting = Standing.objects.of(thing)
    assert (waiting.moved_by, waiting.moved_at, waiting.ready_by) == (edith, NOW, edith)
    publish(thing, fedor)
    published = Standing.objects.of(thing)
    assert (published.moved_by, published.ready_by) == (fedor, edith)
    thing.move(State.DRAFT, at=NOW + DAY) if model != "article" else thing.move(State.RETIRED, at=NOW + DAY)
    assert (Standing.objects.of(thing).moved_by, Standing.objects.of(thing).moved_at) == (None, NOW + DAY)


@EACH
@pytest.mark.parametrize("did", ["edited", "marked"])
def test_with_four_eyes_whoever_edited_or_marked_it_publishes_it_not(
    model: str, did: str, edith: User, fedor: User, settings: LazySettings
) -> None:
    settings.EDITORS_FOUR_EYES = True
    thing = draft(model)
    if did == "edited":
        Standing.objects.edited(thing, at=NOW, editor=edith)
    else:
        thing.move(State.READY, at=NOW, editor=edith)
    with pytest.raises(NotPublishable, match=r"edith@example.org (edited|marked).*somebody else"):
        publish(thing, edith)
    assert type(thing)._default_manager.get(pk=thing.pk).state in (State.DRAFT, State.READY)
    publish(thing, fedor)
    assert Standing.objects.of(thing).seen_by_two


def test_without_four_eyes_an_editor_publishes_their_own(edith: User) -> None:
    fact = FactFactory(published=False)
    Standing.objects.edited(fact, at=NOW, editor=edith)
    publish(fact, edith)
    assert fact.is_live
    assert not Standing.objects.of(fact).seen_by_two


def test_what_the_seeds_publish_needs_nobodys_eyes(edith: User, settings: LazySettings) -> None:
    settings.EDITORS_FOUR_EYES = True
    fact = FactFactory(published=False)
    Standing.objects.edited(fact, at=NOW, editor=edith)
    publish(fact, None)
    assert fact.is_live


def test_a_publisher_who_is_told_what_stands_around_a_question_did_not_edit_it(edith: User, fedor: User) -> None:
    question = QuestionFactory(published=False, fact=FactFactory())
    question.revise(Draft("Which tide is it?", question.author_spec()), at=NOW, editor=edith)
    publish(question, fedor)
    assert question.revision.editor == fedor
    assert Standing.objects.of(question).edited_by == edith


def test_an_edit_of_what_two_have_seen_leaves_it_seen_by_one(edith: User, fedor: User, settings: LazySettings) -> None:
    settings.EDITORS_FOUR_EYES = True
    article = draft("article")
    Standing.objects.edited(article, at=NOW, editor=edith)
    publish(article, fedor)
    Standing.objects.edited(article, at=NOW, editor=fedor)
    assert not Standing.objects.of(article).seen_by_two


def test_readers_see_an_article_once_it_is_published_and_still_when_it_is_retired(client: Client) -> None:
    article = ArticleFactory(state=State.DRAFT, title="Neap tides")
    found = Query.read("neap")

    def seen() -> tuple[int, bool, bool]:
        listed = article.title in client.get("/articles/").content.decode()
        return client.get(article.get_absolute_url()).status_code, listed, articles(found).exists()

    assert seen() == (404, False, False)
    article.move(State.READY, at=NOW)
    assert seen() == (404, False, False)
    article.publish(at=NOW)
    assert seen() == (200, True, True)
    article.move(State.RETIRED, at=NOW)
    assert seen() == (200, False, False)


def test_a_fact_is_published_with_the_articles_to_which_it_leads(edith: User, settings: LazySettings) -> None:
    article = ArticleFactory(state=State.READY)
    fact = FactFactory(citations=[{"article": article}], published=False)
    settings.EDITORS_FOUR_EYES = True
    Standing.objects.edited(article, at=NOW, editor=edith)
    with pytest.raises(NotPublishable, match=r"which is not published. edith@example.org edited it last"):
        publish(fact, edith)
    settings.EDITORS_FOUR_EYES = False
    publish(fact, edith)
    assert Article.objects.get().state == State.PUBLISHED


def test_an_article_that_readers_are_led_to_stays_where_they_see_it(edith: User) -> None:
    article = ArticleFactory()
    fact = CitationFactory(article=article, fact=FactFactory()).fact
    with pytest.raises(NotPublishable, match=f"cite it: “{fact}”"):
        article.move(State.DRAFT, at=NOW, editor=edith)
    assert Article.objects.get(pk=article.pk).state == State.PUBLISHED
    fact.move(State.DRAFT, at=NOW)
    article.move(State.DRAFT, at=NOW, editor=edith)
    assert not Article.objects.get(pk=article.pk).is_seen

"""Deleting: drafts that nobody met go, what others hang on is retired or kept, and no page ever breaks."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import (
    NOW,
    ArticleFactory,
    CitationFactory,
    DeckFactory,
    FactFactory,
    LearnerFactory,
    QuestionFactory,
)
from studyapp.library.models import Article, Change, Deck, Fact, Question, Revision, State
from studyapp.study.decks.membership import join
from tests.library.admin.pages import act, address, said, shown_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def met() -> Question:
    """A question that Lan has a card of, and that is a draft again."""
    question = QuestionFactory()
    join(LearnerFactory(lan=True), question.fact.deck, at=NOW)
    question.move(State.DRAFT, at=NOW)
    return question


def _delete(client: Client, *things: Model, at_once: bool = False) -> str:
    """Delete from the thing's own page, or by the list's action, after reading what would happen."""
    if at_once:
        act(client, type(things[0]), "delete_selected", *things)
        return said(act(client, type(things[0]), "delete_selected", *things, post="yes"))
    return said(_confirm(client, things[0]))


def _confirm(client: Client, thing: Model) -> Any:
    page = client.get(address(thing, "delete"))
    assert page.status_code == 200
    return client.post(address(thing, "delete"), {"post": "yes", "_seen": shown_in(page)})


def _stands(thing: Any) -> bool:
    return type(thing).objects.filter(pk=thing.pk).exists()


@pytest.mark.parametrize("at_once", [True, False])
def test_a_draft_that_nobody_met_goes_with_its_revisions(editor: Client, at_once: bool) -> None:
    question = QuestionFactory(published=False)
    message = _delete(editor, question, at_once=at_once)
    assert not _stands(question)
    assert not Revision.objects.exists()
    assert "Deleted" in message


@pytest.mark.parametrize("at_once", [True, False])
def test_a_question_that_learners_met_is_retired_instead(editor: Client, met: Question, at_once: bool) -> None:
    message = _delete(editor, met, at_once=at_once)
    met.refresh_from_db()
    assert met.state == State.RETIRED
    assert "Retired instead" in message
    assert address(met) in message


def test_a_published_question_is_retired_and_its_learners_are_told(editor: Client) -> None:
    question = QuestionFactory()
    _delete(editor, question)
    question.refresh_from_db()
    assert question.state == State.RETIRED
    assert question.changes.last().what == Change.What.OFF


def test_what_is_retired_and_needed_is_kept(editor: Client, met: Question) -> None:
    met.move(State.RETIRED, at=NOW)
    message = _delete(editor, met)
    assert _stands(met)
    assert "kept" in message


def test_a_draft_fact_goes_with_its_citations_and_questions(editor: Client) -> None:
    fact = FactFactory(published=False)
    QuestionFactory(fact=fact)
    _delete(editor, fact)
    assert not Fact.objects.exists()
    assert not Question.objects.exists()
    assert Article.objects.count() == 1


def test_a_fact_stays_while_one_of_its_questions_must(editor: Client, met: Question) -> None:
    met.fact.move(State.DRAFT, at=NOW)
    unmet = QuestionFactory(fact=met.fact)
    _delete(editor, met.fact)
    met.fact.refresh_from_db()
    assert met.fact.state == State.RETIRED
    assert _stands(unmet)


def test_a_fact_that_took_anothers_place_stays(editor: Client) -> None:
    newer = FactFactory(published=False)
    FactFactory(superseded_by=newer)
    _delete(editor, newer)
    newer.refresh_from_db()
    assert newer.state == State.RETIRED


def test_a_batch_is_sorted_into_what_goes_and_what_stays(editor: Client, met: Question) -> None:
    draft, live = QuestionFactory(published=False), QuestionFactory()
    page = act(editor, Question, "delete_selected", draft, live, met)
    assert page.status_code == 200
    assert page.context["deleted"] == [draft]
    assert {fate.thing for fate in page.context["retired"]} == {live, met}
    assert all(_stands(question) for question in (draft, live, met)), "it happened before it was confirmed"
    message = _delete(editor, draft, live, met, at_once=True)
    assert [_stands(question) for question in (draft, live, met)] == [False, True, True]
    assert "Deleted" in message
    assert "Retired instead" in message


@pytest.mark.parametrize("at_once", [True, False])
def test_an_article_that_is_cited_is_kept(editor: Client, at_once: bool) -> None:
    article = CitationFactory().article
    message = _delete(editor, article, at_once=at_once)
    assert _stands(article)
    assert "Citations hang on it" in message


def test_an_article_that_is_named_or_copied_is_kept(editor: Client) -> None:
    named, copied, free = ArticleFactory(), ArticleFactory(), ArticleFactory()
    QuestionFactory(according_to=named, published=False)
    ArticleFactory(same_text_as=copied)
    _delete(editor, named, copied, free, at_once=True)
    assert [_stands(article) for article in (named, copied, free)] == [True, True, False]


def test_a_deck_goes_only_when_it_is_empty(editor: Client) -> None:
    empty, full, joined = DeckFactory(), FactFactory().deck, DeckFactory()
    join(LearnerFactory(lan=True), joined, at=NOW)
    message = _delete(editor, empty, full, joined, at_once=True)
    assert [_stands(deck) for deck in (empty, full, joined)] == [False, True, True]
    assert address(full) in message
    assert Deck.objects.count() == 2


def test_nothing_is_deleted_before_it_is_confirmed(editor: Client) -> None:
    question = QuestionFactory(published=False)
    editor.get(address(question, "delete"))
    editor.post(address(question, "delete"))
    assert _stands(question)


def test_what_is_gone_already_is_said_to_be(editor: Client) -> None:
    response = editor.get("/admin/library/question/12345/delete/")
    assert "deleted" in said(response)


def test_deleting_names_no_learner_and_reads_none_of_their_rows(
    editor: Client, met: Question, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        join(LearnerFactory(), met.fact.deck, at=NOW)
    with django_assert_max_num_queries(20):
        page = editor.get(address(met, "delete")).content.decode()
    assert "learner" not in page.replace("what learners did", "")
    assert "lan@" not in page


def test_whoever_may_not_delete_questions_deletes_no_fact_that_has_some(client: Client) -> None:
    helper = User.objects.create_user("helper@example.org", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_fact", "change_fact", "delete_fact"]))
    client.force_login(helper)
    bare = FactFactory(published=False)
    asked = QuestionFactory(fact=FactFactory(published=False)).fact
    assert _confirm(client, asked).status_code == 403
    _confirm(client, bare)
    assert [_stands(fact) for fact in (asked, bare)] == [True, False]


def test_whoever_may_delete_but_not_edit_retires_nothing(client: Client) -> None:
    helper = User.objects.create_user("helper@example.org", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_question", "delete_question"]))
    client.force_login(helper)
    question = QuestionFactory()
    assert _confirm(client, question).status_code == 403
    question.refresh_from_db()
    assert question.state == State.PUBLISHED

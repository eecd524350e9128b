"""Before anything is published, a page lists it with its warnings; what is published is what was listed and ticked."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, EditorFactory, FactFactory, QuestionFactory
from studyapp.kinds.cautions import Sort
from studyapp.library.models import Article, Deck, Fact, Question, State
from tests.library.admin.pages import act, address, list_address, listed, publish_listed, said, save, ticks
from tests.people import group

pytestmark = pytest.mark.django_db


def state(thing: Fact | Question) -> State:
    thing.refresh_from_db()
    return State(thing.state)


def waiting(**fields: Any) -> Question:
    """A draft on a fact that is a draft itself."""
    fact = FactFactory(published=False)
    return QuestionFactory(fact=fact, kind="typed", published=False, **fields)


def opened(editor: Client, question: Question) -> Any:
    return listed(act(editor, Fact, "publish_with_questions", question.fact))


def test_nothing_is_live_before_its_page_was_seen(editor: Client) -> None:
    question = waiting()
    page = opened(editor, question)
    assert (state(question), state(question.fact)) == (State.DRAFT, State.DRAFT)
    assert ticks(page) == {f"fact-{question.fact.pk}", f"question-{question.pk}"}
    publish_listed(page)
    assert (state(question), state(question.fact)) == (State.PUBLISHED, State.PUBLISHED)


def test_every_warning_stands_beside_what_draws_it(editor: Client) -> None:
    question = waiting(prompt="Which are the neap tides of last week?", spec={"answer": "Neap tides"})
    page = opened(editor, question)
    rows = {row.key: row for row in page.context["checklist"].rows}
    assert {it.sort for it in rows[f"question-{question.pk}"].warnings} == {Sort.SHOWN, Sort.RELATIVE_TIME}
    assert [it.sort for it in rows[f"fact-{question.fact.pk}"].remarks] == [Sort.ONE_SOURCE]
    text = page.content.decode()
    assert "There are 2" in " ".join(text.split())
    assert "says “last week”" in text


def test_what_is_left_out_stays_as_it_is(editor: Client) -> None:
    question = waiting()
    publish_listed(opened(editor, question), [f"fact-{question.fact.pk}"])
    assert (state(question), state(question.fact)) == (State.DRAFT, State.PUBLISHED)


def test_a_question_is_not_published_where_its_fact_was_left_out(editor: Client) -> None:
    question = waiting()
    message = said(publish_listed(opened(editor, question), [f"question-{question.pk}"]))
    assert (state(question), state(question.fact)) == (State.DRAFT, State.DRAFT)
    assert "Publish the fact first" in message


def test_a_draft_that_was_taken_back_is_not_revived_along_with_its_fact(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    act(editor, Question, "unpublish", question)
    other = QuestionFactory(fact=question.fact, kind="number", published=False)
    page = opened(editor, question)
    assert ticks(page) == {f"fact-{question.fact.pk}", f"question-{other.pk}"}
    assert "taken back to draft" in page.content.decode()
    publish_listed(page)
    assert (state(question), state(other)) == (State.DRAFT, State.PUBLISHED)


def test_a_draft_that_was_taken_back_is_published_where_an_editor_names_it(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    question.move(State.DRAFT, at=NOW)
    publish_listed(listed(save(editor, address(question), _verb="publish")))
    assert state(question) == State.PUBLISHED


def test_what_was_retired_is_no_part_of_it(editor: Client) -> None:
    question = waiting()
    question.move(State.RETIRED, at=NOW)
    page = opened(editor, question)
    publish_listed(page, [f"fact-{question.fact.pk}", f"question-{question.pk}"])
    assert state(question) == State.RETIRED


def test_questions_that_come_back_with_their_fact_are_on_the_list_and_can_be_left_out(editor: Client) -> None:
    kept, left = QuestionFactory(kind="typed"), None
    left = QuestionFactory(fact=kept.fact, kind="number")
    kept.fact.move(State.DRAFT, at=NOW)
    page = listed(save(editor, address(kept.fact), _verb="publish"))
    assert ticks(page) == {f"fact-{kept.fact.pk}", f"question-{kept.pk}", f"question-{left.pk}"}
    message = said(publish_listed(page, [f"fact-{kept.fact.pk}", f"question-{kept.pk}"]))
    assert (state(kept.fact), state(kept), state(left)) == (State.PUBLISHED, State.PUBLISHED, State.DRAFT)
    assert "Asked again" in message


def test_what_cannot_be_published_has_no_box_and_says_what_to_mend(editor: Client) -> None:
    fact = FactFactory(citations=[], as_of="")
    page = listed(act(editor, Fact, "publish", fact))
    assert ticks(page) == set()
    assert "Publish what is ticked" not in page.content.decode()
    assert "supporting citation" in page.content.decode()
    publish_listed(page, [f"fact-{fact.pk}"])
    assert state(fact) == State.DRAFT


def _new_words(question: Question) -> None:
    Fact.objects.filter(pk=question.fact_id).update(statement="Somebody was here before.")


def _one_more(question: Question) -> None:
    QuestionFactory(fact=question.fact, kind="number", published=False)


def _taken_back(question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(state=State.RETIRED)


def _another_title(question: Question) -> None:
    Deck.objects.update(title="On neap tides")


def _another_source(question: Question) -> None:
    question.fact.citations.all().delete()


@pytest.mark.parametrize("change", [_new_words, _one_more, _taken_back, _another_title, _another_source])
def test_a_list_that_changed_meanwhile_publishes_nothing_and_is_shown_again(
    editor: Client, change: Callable[[Question], None]
) -> None:
    question = waiting(spec={"answer": "Neap tides"}, prompt="Which are the lowest?")
    page = opened(editor, question)
    change(question)
    again = publish_listed(page)
    assert again.status_code == 409
    assert "Nothing was published" in again.content.decode()
    assert not Fact.objects.live().exists()
    assert not Question.objects.live().exists()
    assert publish_listed(again).status_code == 302


def test_what_was_unticked_stays_so_on_a_list_that_is_shown_again(editor: Client) -> None:
    question = waiting()
    page = opened(editor, question)
    _new_words(question)
    again = publish_listed(page, [f"fact-{question.fact.pk}"])
    assert ticks(again) == {f"fact-{question.fact.pk}"}
    assert again.content.decode().count("Changed") == 1


@pytest.mark.parametrize("seal", ["", "made up", "e30:1"])
def test_a_list_that_we_did_not_show_publishes_nothing(editor: Client, seal: str) -> None:
    question = waiting()
    page = f"{reverse('admin:check')}?fact={question.fact.pk}&with=questions"
    data = {"seal": seal, "publish": [f"fact-{question.fact.pk}", f"question-{question.pk}"]}
    assert editor.post(page, data).status_code == 409
    assert state(question.fact) == State.DRAFT


def test_a_double_click_publishes_once(editor: Client) -> None:
    question = waiting()
    page = opened(editor, question)
    assert publish_listed(page).status_code == 302
    assert publish_listed(page).status_code == 409
    assert question.changes.count() == 1


def test_a_list_without_a_tick_says_so(editor: Client) -> None:
    question = waiting()
    assert "tick at least one" in said(publish_listed(opened(editor, question), []))
    assert state(question.fact) == State.DRAFT


@pytest.mark.parametrize("query", ["", "?fact=", "?fact=x,,", "?question=999999", "?fact=99999999999999999999"])
def test_a_page_about_nothing_leads_to_the_list(editor: Client, query: str) -> None:
    response = editor.get(f"{reverse('admin:check')}{query}")
    assert response.status_code == 302
    assert "Tick some" in said(response)


def test_afterwards_an_editor_is_where_they_came_from_and_nowhere_else(editor: Client) -> None:
    question = waiting()
    page = f"{reverse('admin:check')}?fact={question.fact.pk}&next="
    assert editor.get(f"{page}/admin/").context["back"] == "/admin/"
    assert editor.get(f"{page}https://example.org/").context["back"] == list_address(Fact)


def test_whoever_may_only_look_sees_no_list(client: Client, edith: User) -> None:
    question = waiting()
    client.force_login(User.objects.create_user(email="reader@example.org", is_staff=True))
    assert client.get(f"{reverse('admin:check')}?fact={question.fact.pk}").status_code == 403
    assert client.post(f"{reverse('admin:check')}?question={question.pk}").status_code == 403


def test_an_editor_sees_the_warnings_and_publishes_nothing(client: Client) -> None:
    question = waiting(prompt="Which are the neap tides of last week?", spec={"answer": "Neap tides"})
    writer = EditorFactory(is_superuser=False)
    writer.groups.set([group("Editors")])
    client.force_login(writer)
    address_of = re.search(r'href="([^"]*/check/[^"]*)"', client.get(address(question.fact)).text)
    assert address_of
    page = client.get(unescape(address_of[1]))
    assert "says “last week”" in page.text
    assert 'name="publish"' not in page.text
    assert "Publish what is ticked" not in page.text
    refused = publish_listed(page)
    assert refused.status_code == 403
    assert "group Publishers" in refused.text
    assert state(question.fact) == State.DRAFT


def test_too_many_are_not_listed(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.library.admin.states.MOST_CHECKED", 1)
    response = act(editor, Fact, "publish", FactFactory(published=False), FactFactory(published=False))
    assert "Choose 1 at most" in said(response)


def statements(editor: Client, facts: list[Fact]) -> int:
    keys = ",".join(str(fact.pk) for fact in facts)
    with CaptureQueriesContext(connection) as captured:
        assert editor.get(f"{reverse('admin:check')}?fact={keys}&with=questions").status_code == 200
    return len(captured)


def test_the_page_asks_the_database_as_often_for_many_facts_as_for_few(editor: Client) -> None:
    deck, article = DeckFactory(), ArticleFactory()
    facts = [FactFactory(deck=deck, published=False, citations=[{"article": article}]) for _ in range(6)]
    for fact in facts:
        QuestionFactory(fact=fact, kind="number", prompt="How many?", published=False)
        QuestionFactory(fact=fact, kind="typed", spec={"answer": "Neap tides"}, published=False)
    statements(editor, facts)
    few = statements(editor, facts[:2])
    assert few <= 14  # the session and the editor among them
    assert statements(editor, facts) == few


def test_a_source_that_readers_do_not_see_yet_is_on_the_list_of_what_they_will_see(editor: Client) -> None:
    article = ArticleFactory(state=State.DRAFT, summary="It rained last week.")
    fact = FactFactory(published=False, citations=[{"article": article}])
    page = listed(act(editor, Fact, "publish", fact))
    assert "The summary says “last week”" in page.content.decode()
    Article.objects.filter(pk=article.pk).update(summary="It rained yesterday.")
    assert publish_listed(page).status_code == 409
    publish_listed(listed(act(editor, Fact, "publish", fact)))
    article.refresh_from_db()
    assert article.is_seen

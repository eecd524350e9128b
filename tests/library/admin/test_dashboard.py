"""The first page of admin says what waits for an editor, and costs as much in a large library as in a small one."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, EditorFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.library.admin.dashboard import COUNTED, MOST, Panel, panels
from studyapp.library.admin.planned import keep_days
from studyapp.library.models import Fact, Question, Standing, State
from studyapp.study.models import Report
from tests.library.admin.pages import address, save
from tests.shelf import stock
from tests.statements import count_up

pytestmark = pytest.mark.django_db

STATEMENTS = 10
"""One for each panel, and two for one of questions that wait for reading."""


def shown(editor: Client) -> dict[str, Panel]:
    response = editor.get("/admin/")
    assert response.status_code == 200
    return {panel.title: panel for panel in panels(response.wsgi_request)}


def words(panel: Panel) -> list[str]:
    return [row.words for row in panel.rows]


def test_what_waits_for_review_is_listed_with_who_and_since_when(editor: Client, edith: User) -> None:
    article = ArticleFactory(state=State.DRAFT, title="Neap tides")
    fact = FactFactory(published=False, statement="It is so.")
    question = QuestionFactory(published=False, fact=fact, prompt="Is it so?")
    for thing in (article, fact, question):
        thing.move(State.READY, at=NOW, editor=edith)
    panel = shown(editor)["Waiting for review"]
    assert set(words(panel)) == {"Neap tides", "It is so.", "Is it so?"}
    assert panel.count == 3
    row = next(row for row in panel.rows if row.words == "Is it so?")
    assert (row.address, row.told) == (address(question), "Question, by edith@example.org, 5 January 2026, 12:00")
    for link in panel.links:
        assert editor.get(link.address).context["cl"].result_count == 1


def test_what_is_paused_due_or_was_not_published_is_listed(editor: Client, edith: User) -> None:
    paused, due, planned = FactFactory(), FactFactory(), FactFactory(citations=[])
    paused.pause(at=NOW)
    Standing.objects.of(due).plan(publish_on=None, look_on=NOW.date(), editor=edith)
    Standing.objects.of(planned).plan(publish_on=NOW.date(), look_on=None, editor=edith)
    assert "Not published as planned" not in shown(editor)
    keep_days(NOW)
    found = shown(editor)
    assert words(found["Paused"]) == [paused.statement]
    assert words(found["Due for a look"]) == [due.statement]
    refused = found["Not published as planned"]
    assert "no supporting citation" in refused.rows[0].told
    for title in ("Paused", "Due for a look", "Not published as planned"):
        assert editor.get(found[title].links[0].address).context["cl"].result_count == 1


def test_open_reports_are_listed(editor: Client) -> None:
    question = QuestionFactory(prompt="Is it so?")
    Report.objects.send(LearnerFactory(lan=True), question.asked, "unclear", at=NOW)
    panel = shown(editor)["Open reports"]
    assert words(panel) == ["Is it so?"]
    assert "lan@" not in panel.rows[0].told


def test_what_editors_changed_is_listed_with_who_and_what(editor: Client) -> None:
    fact = FactFactory()
    save(editor, address(fact), statement="It was so.")
    row = shown(editor)["Recently changed"].rows[0]
    assert (row.words, row.address) == ("It was so.", address(fact))
    assert "Changed Statement. edith@example.org" in row.told


def test_each_editor_sees_what_they_may(client: Client) -> None:
    vera = EditorFactory(is_superuser=False)
    client.force_login(vera)
    assert shown(client) == {}
    vera.user_permissions.set(Permission.objects.filter(codename="view_question"))
    FactFactory().pause(at=NOW)
    found = shown(client)
    assert "Open reports" not in found
    assert found["Paused"].count == 0


def test_of_very_much_no_more_than_so_much_is_counted(editor: Client) -> None:
    stock(COUNTED + 2)
    Question.objects.update(state=State.READY)
    panel = shown(editor)["Waiting for review"]
    assert len(panel.rows) == MOST
    assert panel.counted == "more than 99"


def statements(editor: Client) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert editor.get("/admin/").status_code == 200
    return [query["sql"] for query in captured if "library_" in query["sql"] or "study_" in query["sql"]]


def test_it_takes_few_statements_and_no_more_as_the_library_grows(editor: Client, edith: User) -> None:
    fact = FactFactory()
    save(editor, address(fact), statement="It was so.")
    few = statements(editor)
    assert len(few) <= STATEMENTS
    questions = stock(60)
    for question in questions[:10]:
        question.move(State.READY, at=NOW, editor=edith)
        question.fact.pause(at=NOW)
        Standing.objects.of(question.fact).plan(publish_on=date(2026, 1, 1), look_on=date(2026, 1, 1), editor=edith)
    keep_days(NOW)
    assert len(statements(editor)) <= len(few) + 1  # that some were not published


@pytest.mark.parametrize("state", [State.READY, State.PAUSED])
def test_what_waits_is_found_without_looking_through_what_does_not(state: State, db: None) -> None:
    stock(300)
    Question.objects.filter(pk=Question.objects.first().pk).update(state=state)
    Fact.objects.filter(pk=Fact.objects.first().pk).update(state=state)
    count_up()
    waiting: list[QuerySet] = [Fact.objects.filter(state=state), Question.objects.filter(state=state)]
    for found in waiting:
        plan = found.order_by().explain()
        assert f"{found.model._meta.model_name}_{state}" in plan, plan


def test_nothing_is_said_to_be_recent_where_nobody_did_anything(editor: Client) -> None:
    assert not LogEntry.objects.exists()
    assert "Nobody has changed anything yet." in editor.get("/admin/").content.decode()

"""What is planned for a day is done as it begins, once, and what cannot be is said."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, EditorFactory, FactFactory, QuestionFactory
from studyapp.library.admin.planned import keep_days
from studyapp.library.models import Draft, Fact, Question, Standing, State, Thing
from tests.at_once import Call, interleavings
from tests.library.admin.pages import address, said
from tests.library.planning import TODAY, plan
from tests.people import DAY, TUESDAY

pytestmark = pytest.mark.django_db


def test_what_is_planned_is_published_as_its_day_begins_by_whoever_planned_it(edith: User) -> None:
    fact = FactFactory(published=False)
    question = QuestionFactory(fact=fact, published=False)
    for thing in (question, fact):
        plan(thing, edith, TODAY + DAY)
    assert keep_days(NOW) == ""
    assert keep_days(NOW + DAY) == "2 published"
    for thing in (question, fact):
        thing.refresh_from_db()
        standing = Standing.objects.of(thing)
        assert (thing.state, standing.moved_by, standing.publish_on) == (State.PUBLISHED, edith, None)
    assert {entry.user for entry in LogEntry.objects.all()} == {edith}


def test_run_twice_it_does_nothing_more(edith: User) -> None:
    article = ArticleFactory(state=State.DRAFT)
    plan(article, edith, look_on=TODAY)
    assert keep_days(NOW) == "1 published, 1 to be looked at"
    assert keep_days(NOW) == ""
    assert Standing.objects.of(article).look_due


def test_what_cannot_be_published_says_why_and_is_tried_again(edith: User) -> None:
    fact = FactFactory(citations=[])
    plan(fact, edith)
    assert keep_days(NOW) == "1 not published"
    assert "no supporting citation" in Standing.objects.of(fact).refused
    Fact.objects.filter(pk=fact.pk).update(translates=FactFactory())
    assert keep_days(NOW + DAY) == "1 published"
    assert not Standing.objects.of(fact).refused


HANOI = "Asia/Ho_Chi_Minh"
MIDNIGHT = datetime(2026, 1, 5, 17, tzinfo=UTC)
"""In Hanoi: there the 6th of January begins."""


def test_a_day_begins_by_the_clock_of_the_site(edith: User, settings: LazySettings) -> None:
    fact = FactFactory(published=False)
    plan(fact, edith, publish_on=TUESDAY, look_on=TUESDAY)
    assert keep_days(MIDNIGHT) == ""
    settings.TIME_ZONE = HANOI
    assert keep_days(MIDNIGHT - timedelta(seconds=1)) == ""
    assert keep_days(MIDNIGHT) == "1 published, 1 to be looked at"


def test_a_day_that_can_be_planned_is_to_come_by_the_clock_of_the_site(editor: Client, settings: LazySettings) -> None:
    settings.TIME_ZONE, fact = HANOI, FactFactory(published=False)
    with time_machine.travel(MIDNIGHT, tick=False):
        editor.force_login(User.objects.get())
        assert f"As that day begins ({HANOI})" in editor.get(page(fact)).text
        assert send(editor, fact, publish_on="2026-01-06").status_code == 422
    with time_machine.travel(MIDNIGHT - timedelta(seconds=1), tick=False):
        assert send(editor, fact, publish_on="2026-01-06").status_code == 302


# What its planner has not seen is not published


def reword(question: Question, prompt: str) -> None:
    question.revise(Draft(prompt, question.author_spec()), at=NOW)


def test_what_draws_a_warning_since_it_was_planned_waits_and_says_which(edith: User, editor: Client) -> None:
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"}, published=False)
    reword(question, "Which tides are low?")
    plan(question, edith)
    reword(question, "Which neap tides are low?")
    assert [keep_days(NOW), keep_days(NOW)] == ["1 not published"] * 2
    question.refresh_from_db()
    assert question.state == State.DRAFT
    told = Standing.objects.of(question).refused
    assert "Since it was planned, there is this to look at in “Which neap tides are low?”: The answer" in told
    assert unescape(editor.get(reverse("admin:index")).text).count(told) == 1
    plan(question, edith)
    assert keep_days(NOW) == "1 published"


def test_what_comes_along_and_was_not_on_the_list_holds_the_fact_back(edith: User) -> None:
    fact = QuestionFactory().fact
    fact.move(State.DRAFT, at=NOW)
    waiting = QuestionFactory(fact=fact, published=False, kind="typed")
    for thing in (fact, waiting):
        plan(thing, edith)
    QuestionFactory(fact=fact, published=False)
    late = QuestionFactory(fact=fact, published=False, prompt="Since when?")
    Question.objects.filter(pk=late.pk).update(state=State.PUBLISHED)
    source = ArticleFactory(state=State.DRAFT)
    CitationFactory(fact=fact, article=source)
    assert keep_days(NOW) == "1 not published"
    told = Standing.objects.of(fact).refused
    for name in (str(source), "Since when?"):
        assert f"“{name}” was not on the list when it was planned." in told
    assert not Standing.objects.of(waiting).refused
    plan(fact, edith)
    assert keep_days(NOW) == "2 published"
    assert fact.questions.filter(state=State.PUBLISHED).count() == 3


def test_what_changes_after_the_page_was_opened_is_shown_before_it_is_planned(editor: Client) -> None:
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"}, published=False)
    opened = editor.get(page(question)).context["form"]["version"].value()
    reword(question, "Which neap tides are low?")
    sent = {"version": opened, "publish_on": "2999-05-03", "look_on": ""}
    shown = editor.post(page(question), sent)
    assert shown.status_code == 422
    assert "The answer “Neap tides” stands in the question" in shown.text
    send(editor, question, publish_on="2999-05-03")
    [warnings] = Standing.objects.of(question).planned_with.values()
    assert len(warnings) == 1


def test_a_plan_passes_the_same_gate_as_its_planner(edith: User, settings: LazySettings) -> None:
    settings.EDITORS_FOUR_EYES = True
    fact = FactFactory(published=False)
    Standing.objects.edited(fact, at=NOW, editor=edith)
    plan(fact, edith)
    keep_days(NOW)
    assert "edited it last" in Standing.objects.of(fact).refused


@pytest.mark.parametrize("gone", [True, False])
def test_whoever_may_not_publish_any_more_publishes_nothing(edith: User, gone: bool) -> None:
    fact = FactFactory(published=False)
    plan(fact, edith)
    if gone:
        edith.delete()
    else:
        User.objects.update(is_active=False)
    keep_days(NOW)
    assert ("no account" if gone else "may not publish") in Standing.objects.of(fact).refused


def test_what_is_published_by_hand_is_planned_no_more(edith: User) -> None:
    fact = FactFactory(published=False)
    plan(fact, edith)
    fact.publish(at=NOW, editor=edith)
    assert Standing.objects.of(fact).publish_on is None


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_publish_it_once(edith: User) -> None:
    def pair() -> tuple[Call, Call]:
        plan(FactFactory(published=False), edith)
        return (lambda: keep_days(NOW), lambda: keep_days(NOW))

    for answers in interleavings(pair):
        assert sorted(answers) == ["", "1 published"]


# The page


def page(thing: Thing) -> str:
    return address(thing, "plan")


def send(editor: Client, thing: Thing, **fields: str):
    """What a browser sends of the page as it is now, with these fields."""
    form = editor.get(page(thing)).context["form"]
    return editor.post(page(thing), {"version": form["version"].value(), "publish_on": "", "look_on": "", **fields})


def test_days_are_set_on_a_page_and_the_questions_of_a_fact_along(editor: Client, edith: User) -> None:
    fact = FactFactory(published=False)
    question = QuestionFactory(fact=fact, published=False)
    told = said(send(editor, fact, publish_on="2999-05-03", look_on="2999-06-01", with_questions="on"))
    assert "To be published on 3 May 2999. To be looked at again on 1 June 2999." in told
    assert Standing.objects.of(fact).look_on == date(2999, 6, 1)
    for thing in (fact, question):
        assert (Standing.objects.of(thing).publish_on, Standing.objects.of(thing).planned_by) == (
            date(2999, 5, 3),
            edith,
        )


def test_a_day_that_has_passed_or_is_none_is_refused(editor: Client) -> None:
    fact = FactFactory(published=False)
    for day in ("2020-01-01", "soon"):
        response = send(editor, fact, publish_on=day)
        assert response.status_code == 422
        assert response.context["form"].errors["publish_on"]
    assert Standing.objects.of(fact).publish_on is None


def test_two_who_plan_at_once_do_not_undo_each_other(editor: Client, edith: User) -> None:
    fact = FactFactory()
    opened = editor.get(page(fact)).context["form"]["version"].value()
    send(editor, fact, look_on="2999-05-03")
    response = editor.post(page(fact), {"version": opened, "look_on": "2999-07-01"})
    assert response.status_code == 422
    assert Standing.objects.of(fact).look_on == date(2999, 5, 3)
    again = response.context["form"]["version"].value()
    editor.post(page(fact), {"version": again, "look_on": "2999-07-01"})
    assert Standing.objects.of(fact).look_on == date(2999, 7, 1)


def test_what_is_published_is_planned_for_no_day(editor: Client) -> None:
    fact = FactFactory()
    send(editor, fact, publish_on="2999-05-03")
    assert Standing.objects.of(fact).publish_on is None


def test_only_who_may_publish_says_when(client: Client) -> None:
    fact, vera = FactFactory(published=False), EditorFactory(is_superuser=False)
    client.force_login(vera)
    assert client.get(page(fact)).status_code == 403
    vera.user_permissions.set(Permission.objects.filter(codename__in=["view_fact", "change_fact"]))
    send(client, fact, publish_on="2999-05-03", look_on="2999-06-01")
    standing = Standing.objects.of(fact)
    assert (standing.publish_on, standing.look_on) == (None, date(2999, 6, 1))


def test_whoever_looked_says_when_to_look_again(editor: Client, edith: User) -> None:
    fact = FactFactory()
    plan(fact, edith, publish_on=None, look_on=TODAY)
    keep_days(NOW)
    assert "It is to be looked at since 5 January 2026" in editor.get(address(fact)).content.decode()
    send(editor, fact, look_on="2999-01-01")
    assert not Standing.objects.of(fact).look_due

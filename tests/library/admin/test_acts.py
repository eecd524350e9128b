"""The history pages: of a thing and of the library, the newest first, by who, what and when, at one cost."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.library.admin.acts import COUNTED, ON_A_PAGE
from studyapp.library.admin.versions import seen
from studyapp.library.models import Act, Fact, Question, State
from tests.library.admin.pages import act, address, checked, list_address, said, save
from tests.people import group

pytestmark = pytest.mark.django_db


def text(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def listed(editor: Client, **query: Any) -> list[Act]:
    return list(editor.get(list_address(Act), query).context["cl"].result_list)


def test_a_fact_tells_what_was_done_to_it_and_to_its_questions_the_newest_first(editor: Client, edith: User) -> None:
    question = QuestionFactory()
    save(editor, address(question.fact), statement="The tide was low.", _verb="retire")
    acts = list(editor.get(address(question.fact, "history")).context["acts"])
    assert [one.what for one in acts[:3]] == ["stopped", "retired", "edited"]
    assert {one.editor for one in acts[:3]} == {edith}
    page = text(editor.get(address(question.fact, "history")))
    assert "Its fact was retired." in page
    assert "<ins>The tide was low.</ins>" in page
    assert "Published → Retired" in page


@pytest.mark.parametrize("make", [ArticleFactory, DeckFactory, FactFactory, QuestionFactory])
def test_every_thing_has_its_history_and_pages_of_it(editor: Client, make: Any) -> None:
    thing = make()
    kind = thing._meta.model_name
    fact = thing.pk if kind == "fact" else None
    told = {"kind": kind, "key": thing.pk, "fact": fact, "name": "x", "what": "edited", "at": NOW}
    Act.objects.bulk_create(Act(**told, cause=f"Cause {n}.") for n in range(ON_A_PAGE + 1))
    first, second = (text(editor.get(address(thing, "history"), {"page": page})) for page in (1, 2))
    assert f"Cause {ON_A_PAGE}." in first
    assert "Cause 0." not in first
    assert "Cause 0." in second


def test_the_history_of_the_library_is_narrowed_by_who_what_and_when(editor: Client, edith: User) -> None:
    question, other = QuestionFactory(), FactFactory()
    Act.objects.update(at=NOW)
    save(editor, address(other), statement="The sea was calm.")
    act(editor, type(question), "retire", question)
    assert [one.what for one in listed(editor, who=edith.pk)] == ["retired", "edited"]
    assert {one.editor for one in listed(editor, who="none")} == {None}
    assert [one.key for one in listed(editor, what__exact="retired")] == [question.pk]
    assert {one.kind for one in listed(editor, kind__exact="article")} == {"article"}
    assert len(listed(editor, at__gte="2026-02-01 00:00:00+00:00")) == 2
    assert [one.name for one in listed(editor, q="calm")] == ["The sea was calm."]
    page = text(editor.get(list_address(Act)))
    assert address(question) in page
    assert "Published → Retired" in page


def test_the_history_cannot_be_written(editor: Client) -> None:
    FactFactory()
    assert editor.get(f"{list_address(Act)}add/").status_code == 403
    done = Act.objects.all()[0]
    assert editor.post(address(done, "delete"), {"post": "yes"}).status_code == 403
    assert editor.post(address(done), {"cause": "x"}).status_code == 403


def test_history_pages_cost_the_same_however_much_was_done(editor: Client) -> None:
    fact = QuestionFactory().fact
    pages = [list_address(Act), address(fact, "history")]

    def statements() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    statements()
    before = statements()
    told = {"kind": "fact", "key": fact.pk, "fact": fact.pk, "name": "x", "what": "edited", "at": NOW}
    Act.objects.bulk_create((Act(**told, differences=[["a", "b", "c"]]) for _ in range(COUNTED + 50)), batch_size=500)
    assert statements() == before
    assert max(before) <= 14
    assert editor.get(list_address(Act)).context["cl"].paginator.count == COUNTED


def test_one_press_of_a_button_leaves_one_message(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    verbs: list[dict[str, str]] = [{}, {"_verb": "retire"}, {"_verb": "ready"}]
    for verb in verbs:
        page = editor.get(save(editor, address(question), prompt="Are neap tides neap tides?", **verb)["Location"])
        assert len(list(page.context["messages"])) == 1
    bare = FactFactory(citations=[])
    message = said(act(editor, type(bare), "ready", bare, question.fact))
    assert len(message.splitlines()) == 1
    assert "only a draft waits for review" in message


# Groups and remarks


@pytest.fixture
def vera(client: Client) -> Client:
    """Vera's browser, in no group yet."""
    client.force_login(User.objects.create_user("vera@example.org", is_staff=True))
    return client


def join(name: str) -> None:
    User.objects.get(email="vera@example.org").groups.set([group(name)])


def test_editors_write_and_mark_as_ready_and_publish_nothing(vera: Client) -> None:
    fact = FactFactory(published=False)
    join("Editors")
    save(vera, address(fact), statement="The tide was low.", _verb="ready")
    fact.refresh_from_db()
    assert (fact.statement, fact.state) == ("The tide was low.", State.READY)
    act(vera, type(fact), "publish", fact)
    fact.refresh_from_db()
    assert fact.state == State.READY


def test_reviewers_read_all_comment_and_say_what_they_reviewed_and_change_nothing(vera: Client) -> None:
    question = QuestionFactory()
    join("Reviewers")
    for thing in (question, question.fact, question.fact.deck, question.fact.citations.get().article):
        assert vera.get(address(thing)).status_code == 200
        assert vera.post(address(thing), {"statement": "x"}).status_code == 403
        vera.post(address(thing, "remark"), {"remark": "Is this so?", "kept": "1"})
        assert "Is this so?" in text(vera.get(address(thing, "history")))
    vera.post(address(question, "remark"), {"remark": "", "reviewed": "1"})
    assert [one.what for one in Act.objects.about(question)[:2]] == ["reviewed", "remarked"]
    act(vera, type(question), "retire", question)
    question.refresh_from_db()
    assert question.state == State.PUBLISHED


def test_a_remark_without_words_or_with_too_many_is_refused(vera: Client) -> None:
    fact = FactFactory()
    join("Reviewers")
    before = Act.objects.count()
    assert "write a remark first" in said(vera.post(address(fact, "remark"), {"remark": "  ", "kept": "1"}))
    assert "Shorten" in said(vera.post(address(fact, "remark"), {"remark": "x" * 501, "kept": "1"}))
    assert Act.objects.count() == before


def test_publishers_publish_and_retire_and_write_nothing(vera: Client) -> None:
    fact = FactFactory(published=False)
    join("Publishers")
    checked(act(vera, type(fact), "publish", fact))
    fact.refresh_from_db()
    assert fact.state == State.PUBLISHED
    act(vera, type(fact), "retire", fact)
    fact.refresh_from_db()
    assert fact.state == State.RETIRED
    assert vera.post(address(fact), {"statement": "x"}).status_code == 403


def press(client: Client, thing: Fact | Question, verb: str) -> Any:
    """A button on the page of somebody who can change nothing else there."""
    page = client.get(address(thing))
    assert verb in dict(page.context["verbs"])
    alone = page.context["alone"]
    return client.post(alone["address"], {"_verb": verb, "_seen": alone["seen"]})


def test_publishers_find_their_verbs_on_the_page_of_a_thing(vera: Client) -> None:
    question = QuestionFactory(published=False, fact=FactFactory())
    join("Publishers")
    assert dict(vera.get(address(question)).context["verbs"])["publish"] == "Publish"
    checked(press(vera, question, "publish"))
    for verb, state in (("pause", State.PAUSED), ("unpublish", State.DRAFT), ("retire", State.RETIRED)):
        pressed = press(vera, question, verb)
        question.refresh_from_db()
        assert (pressed["Location"], question.state) == (address(question), state)
        checked(press(vera, question, "publish"))
    question.refresh_from_db()
    assert question.state == State.PUBLISHED
    assert vera.get(address(question, "plan")).status_code == 200


def test_what_they_press_twice_or_too_late_is_done_once_or_not_at_all(vera: Client) -> None:
    fact = FactFactory()
    join("Publishers")
    alone = vera.get(address(fact)).context["alone"]
    sent = {"_verb": "pause", "_seen": alone["seen"]}
    assert "Paused" in said(vera.post(alone["address"], sent))
    assert "sent twice" in said(vera.post(alone["address"], sent))
    assert "Nothing was done" in said(vera.post(alone["address"], {**sent, "_verb": "retire"}))
    fact.refresh_from_db()
    assert fact.state == State.PAUSED


@pytest.mark.parametrize("name", ["Editors", "Reviewers"])
def test_nobody_else_has_these_buttons(vera: Client, name: str) -> None:
    fact = FactFactory()
    join(name)
    page = vera.get(address(fact))
    assert not {"publish", "pause", "retire"} & set(dict(page.context.get("verbs", ())))
    assert vera.post(address(fact, "move"), {"_verb": "pause", "_seen": seen([fact])}).status_code == 403
    fact.refresh_from_db()
    assert fact.state == State.PUBLISHED


def test_only_what_is_published_is_paused(vera: Client) -> None:
    draft, live = FactFactory(published=False), FactFactory()
    join("Publishers")
    told = said(act(vera, Fact, "pause", draft, live))
    assert "only what is published is paused" in told
    for fact, state in ((draft, State.DRAFT), (live, State.PAUSED)):
        fact.refresh_from_db()
        assert fact.state == state


@pytest.mark.parametrize("name", ["Editors", "Reviewers", "Publishers"])
def test_no_group_reaches_people_or_their_answers(db: None, name: str) -> None:
    group(name)
    held = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "content_type__model")
    assert {model for app, model in held if app == "study"} == {"report"}
    assert {app for app, _ in held} == {"library", "study"}


def test_what_an_editor_of_another_group_does_not_see_is_refused(vera: Client) -> None:
    assert vera.get(list_address(Act)).status_code == 403
    assert vera.get(address(FactFactory(), "history")).status_code == 403
    assert vera.post(address(FactFactory(), "remark"), {"remark": "x"}).status_code == 403

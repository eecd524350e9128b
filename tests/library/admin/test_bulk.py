"""One change of many things, asked for on a page of its own."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from studyapp.demo.factories import NOW, DeckFactory, EditorFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.library import kept_warnings
from studyapp.library.models import Fact, KeptWarning, Question, Standing, State
from studyapp.study.decks.membership import join
from studyapp.study.models import Card
from tests.library.admin.pages import act, address, list_address, said, save, shown_in
from tests.people import group

pytestmark = pytest.mark.django_db


def change(client: Client, model: type[Model], action: str, *things: Model, **to: Any) -> Any:
    """Choose the action, read the page that asks, fill it in and send it."""
    page = act(client, model, action, *things)
    sent = {
        "action": action,
        "_selected_action": [thing.pk for thing in things],
        "post": "yes",
        "_seen": shown_in(page),
    }
    return client.post(list_address(model), sent | to)


def test_the_page_that_asks_names_what_would_be_changed_and_changes_nothing(editor: Client) -> None:
    first, second = FactFactory(), FactFactory()
    for action in ("change_deck", "change_date"):
        page = act(editor, Fact, action, first, second).content.decode()
        assert first.statement in page
        assert second.statement in page
    assert not LogEntry.objects.exists()


def test_facts_go_to_another_deck_with_the_cards_of_their_learners(editor: Client) -> None:
    questions, elsewhere = [QuestionFactory(), QuestionFactory()], DeckFactory()
    for question in questions:
        join(LearnerFactory(), question.fact.deck, at=NOW)
    facts = [question.fact for question in questions]
    message = said(change(editor, Fact, "change_deck", *facts, deck=elsewhere.pk))
    assert all(address(fact) in message for fact in facts)
    assert set(Fact.objects.values_list("deck", flat=True)) == {elsewhere.pk}
    assert elsewhere.changes.filter(what="moved").count() == 2
    assert Card.objects.count() == 2
    assert {entry.get_change_message() for entry in LogEntry.objects.all()} == {"Changed Deck."}
    assert "So already: 2" in said(change(editor, Fact, "change_deck", *facts, deck=elsewhere.pk))


def test_a_date_is_given_to_many_as_students_may_write_it(editor: Client) -> None:
    dated, undated = FactFactory(), FactFactory(as_of="", citations=[])
    said(change(editor, Fact, "change_date", dated, undated, as_of="12 November 2013"))
    assert set(Fact.objects.values_list("as_of", flat=True)) == {"2013-11-12"}
    assert dated.history.latest().as_of == "2013-11-12"


@pytest.mark.parametrize("as_of", ["", "last week", "2999"])
def test_a_date_that_cannot_be_is_asked_for_again(editor: Client, as_of: str) -> None:
    fact = FactFactory()
    response = change(editor, Fact, "change_date", fact, as_of=as_of)
    assert response.status_code == 422
    assert response.context["form"].errors["as_of"]
    fact.refresh_from_db()
    assert fact.as_of == "2026-01-01"


def test_a_type_is_given_to_answers_in_a_new_revision_and_learners_keep_their_progress(editor: Client) -> None:
    typed, number = QuestionFactory(kind="typed"), QuestionFactory(kind="number")
    message = said(change(editor, Question, "change_type", typed, number, answer_type="place"))
    typed.refresh_from_db()
    assert typed.revision is not None
    assert (typed.revision.spec["answer_type"], typed.revision.number, typed.revision.minor) == ("place", 3, True)
    assert "Questions of this kind have no type of answer" in message
    assert address(number) in message


def test_what_another_editor_changed_meanwhile_is_left_alone_and_so_are_the_others(editor: Client) -> None:
    fact, other, elsewhere = FactFactory(), FactFactory(), DeckFactory()
    page = act(editor, Fact, "change_deck", fact, other)
    fedor = Client()
    fedor.force_login(EditorFactory())
    save(fedor, address(fact), statement="Fedor was here.")
    sent = {"action": "change_deck", "_selected_action": [fact.pk, other.pk], "post": "yes", "deck": elsewhere.pk}
    assert "Nothing was done" in said(editor.post(list_address(Fact), sent | {"_seen": shown_in(page)}))
    assert not elsewhere.facts.exists()


def test_who_may_not_change_facts_is_not_offered_it(client: Client) -> None:
    client.force_login(EditorFactory(is_superuser=False))
    fact = FactFactory()
    assert act(client, Fact, "change_deck", fact).status_code == 403


@pytest.fixture
def vera(client: Client) -> Client:
    """Who may edit, and not publish."""
    vera = EditorFactory(is_superuser=False)
    vera.groups.set([group("Editors")])
    client.force_login(vera)
    return client


def test_what_is_published_waits_for_whoever_may_publish_what_was_changed_so(vera: Client) -> None:
    first, second, question = FactFactory(), FactFactory(), QuestionFactory(kind="typed")
    change(vera, Fact, "change_date", first, as_of="2025")
    change(vera, Fact, "change_deck", second, deck=DeckFactory().pk)
    change(vera, Question, "change_type", question, answer_type="place")
    for thing in (first, second, question):
        thing.refresh_from_db()
        assert thing.state == State.READY
        assert Standing.objects.of(thing).edited_by is not None


def test_a_date_given_to_many_is_looked_at_again(editor: Client) -> None:
    fact = FactFactory(citations=[{"article__published_on": "2025-06-01"}])
    change(editor, Fact, "change_date", fact, as_of="2026-01-02")
    assert list(kept_warnings.differences(at=timezone.now())) == []
    assert KeptWarning.objects.filter(fact=fact, sort="dates").exists()

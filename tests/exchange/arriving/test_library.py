"""An editor brings a file into a deck of the library: drafts without sources, once, and only as an editor."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, EditorFactory
from studyapp.exchange.models import Drafted, State
from studyapp.library.models import Act, Deck, Fact, Question
from tests.exchange.arriving.bringing import KNOTS, Shelved, asked, brought, newest, note, press, send, understood, work
from tests.exchange.arriving.progress import LEARNED
from tests.people import NOON, group
from tests.pictures import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith(client: Client) -> User:
    edith = EditorFactory(is_superuser=False)
    edith.groups.add(group("Editors"))
    client.force_login(edith)
    return edith


@pytest.fixture
def deck(db: None) -> Deck:
    deck: Deck = DeckFactory(title="Tides")
    return deck


def into(deck: Deck) -> str:
    return f"library-{deck.pk}"


def test_notes_become_drafts_that_only_editors_see(client: Client, edith: User, deck: Deck, shelved: Shelved) -> None:
    shelved.images = {"a.png": drawn()}
    pictured = asked("Ebb", "falling", progress=LEARNED, pictures={"prompt": "a.png"})
    shelved.contents = [
        note("a", pictured, asked("falling", "Ebb", name="1"), tags=("sea",)),
        note("b", asked("Flow", "rising")),
        note("c", asked("Flow", "")),
    ]
    assert "Library, as drafts: Tides" in client.get("/bring/").text
    url = understood(client, b"\0", "Sea.shelf", into=into(deck))
    page = client.get(url).text
    for shown in ("3 new cards.", "as drafts without sources", "1 picture is left out", "Refused: 1"):
        assert shown in page
    assert 'name="schedule"' not in page
    press(client, url, "apply")
    work()
    assert f"deck__id__exact={deck.pk}" in client.get(url).text
    facts = Fact.objects.filter(deck=deck).order_by("position")
    assert [(fact.state, fact.statement) for fact in facts] == [("draft", "Ebb – falling"), ("draft", "Flow – rising")]
    questions = Question.objects.filter(fact__deck=deck).order_by("fact__position", "position")
    assert [(one.state, one.asked.prompt, one.kind) for one in questions.select_related("revision")] == [
        ("draft", "Ebb", "typed"),
        ("draft", "falling", "typed"),
        ("draft", "Flow", "typed"),
    ]
    assert {one.asked.editor_id for one in questions.select_related("revision")} == {edith.pk}
    assert not Fact.objects.of(edith).exists()
    assert Act.objects.filter(cause__contains="Sea.shelf").exists()
    assert "Flow" not in Client().get("/decks/").text


def test_the_same_file_again_brings_nothing_and_another_word_is_edited_there(
    client: Client, edith: User, deck: Deck
) -> None:
    brought(client, into=into(deck))
    url = understood(client, into=into(deck))
    assert "Unchanged: 3" in client.get(url).text
    url = understood(client, KNOTS.replace("A loop", "The king of knots"), into=into(deck))
    page = client.get(f"{url}?show=refused").text
    assert "It came into the library before, as “bowline-a-loop”" in page
    assert Fact.objects.filter(deck=deck).count() == Drafted.objects.count() == 3


def test_stopped_the_drafts_are_taken_back_but_for_those_that_were_published(
    client: Client, edith: User, deck: Deck
) -> None:
    brought(client, into=into(deck))
    newest(edith).decks.update(into=None)
    published = Fact.objects.get(slug="bowline-a-loop")
    Fact.objects.filter(pk=published.pk).update(state="published", can_change=False)
    arrival = newest(edith)
    arrival.state, arrival.is_swept = State.CANCELLED, False
    arrival.save()
    work()
    assert list(Fact.objects.filter(deck=deck)) == [published]


@pytest.mark.parametrize("person", ["learner", "demoted"])
def test_who_may_not_add_to_the_library_adds_nothing(client: Client, edith: User, deck: Deck, person: str) -> None:
    if person == "learner":
        edith.groups.clear()
        edith.is_staff = False
        edith.save()
        assert "Library, as drafts" not in client.get("/bring/").text
        assert "Choose one of your decks." in send(client, status=422, into=into(deck))
    else:
        url = understood(client, into=into(deck))
        edith.groups.clear()
        press(client, url, "apply")
        work()
        assert "You may not add to the library any more." in client.get(url).text
    assert not Fact.objects.exists()
    assert not Question.objects.exists()


def test_a_deck_that_was_deleted_is_said(client: Client, edith: User, deck: Deck) -> None:
    url = send(client, into=into(deck))
    deck.delete()
    work(NOON)
    assert "The deck that you chose was deleted." in client.get(url).text

"""An editor brings a file into a deck of the library: drafts without sources, all at once, and only as an editor."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory
from studyapp.exchange.arriving.applying import write_drafts
from studyapp.exchange.models import Drafted, ImportRow
from studyapp.library.models import Act, Deck, Fact, Picture, Question, Revision, Sought, Standing
from tests.exchange.arriving import bringing
from tests.exchange.arriving.bringing import IN_ADMIN, KNOTS, Shelved, asked, newest, note, press, work
from tests.exchange.arriving.progress import LEARNED
from tests.people import NOON
from tests.pictures import drawn

pytestmark = pytest.mark.django_db


def send(client: Client, deck: Deck, text: str | bytes = KNOTS, name: str = "Knots.txt", status: int = 302) -> str:
    return bringing.send(client, text, name, status, to=IN_ADMIN, into=deck.pk)


def understood(client: Client, deck: Deck, *file: Any) -> str:
    url = send(client, deck, *file)
    work()
    return url


def brought(client: Client, deck: Deck, *file: Any) -> str:
    url = understood(client, deck, *file)
    press(client, url, "apply")
    work()
    return url


def test_notes_become_drafts_that_only_editors_see(client: Client, edith: User, deck: Deck, shelved: Shelved) -> None:
    pictured = asked("Ebb", "falling", progress=LEARNED)
    shelved.contents = [
        note("a", pictured, asked("falling", "Ebb", name="1"), tags=("sea",)),
        note("b", asked("Flow", "rising")),
        note("c", asked("Flow", "")),
    ]
    url = understood(client, deck, b"\0", "Sea.shelf")
    page = client.get(url).text
    for shown in ("3 new questions", "Tides", "1 note loses its tags", "Refused: 1"):
        assert shown in page
    assert "Your files" in client.get("/admin/").text
    press(client, url, "apply")
    work()
    assert f"deck__id__exact={deck.pk}" in client.get(url).text
    facts = Fact.objects.filter(deck=deck).order_by("position")
    assert [(fact.state, fact.slug) for fact in facts] == [("draft", "ebb-falling"), ("draft", "flow-rising")]
    assert [fact.statement for fact in facts] == ["Ebb – falling", "Flow – rising"]
    questions = Question.objects.filter(fact__deck=deck).order_by("fact__position", "position")
    assert [(one.state, one.asked.prompt, one.slug) for one in questions.select_related("revision")] == [
        ("draft", "Ebb", "ebb-falling-typed"),
        ("draft", "falling", "ebb-falling-typed-2"),
        ("draft", "Flow", "flow-rising-typed"),
    ]
    assert {one.asked.editor_id for one in questions.select_related("revision")} == {edith.pk}
    assert not Fact.objects.of(edith).exists()
    assert "Flow" not in Client().get("/decks/").text


def test_drafts_are_what_they_were_if_typed_by_hand(client: Client, edith: User, deck: Deck) -> None:
    brought(client, deck)
    told = Act.objects.filter(cause__contains="Knots.txt", what="added", editor=edith)
    assert sorted(told.values_list("kind", flat=True)) == ["fact"] * 3 + ["question"] * 3
    assert Standing.objects.filter(edited_by=edith).count() == 6
    assert Fact.history.count() == 3
    assert "Bowline" in client.get("/admin/library/question/?q=bowline").text
    call_command("rebuild_warnings")
    call_command("rebuild_search")


def test_a_picture_comes_along_and_says_what_it_shows_before_it_is_published(
    client: Client, edith: User, deck: Deck, shelved: Shelved
) -> None:
    shelved.images = {"a.png": drawn()}
    shelved.contents = [note("a", asked("Ebb", "falling", pictures={"prompt": "a.png"}))]
    brought(client, deck, b"\0", "Sea.shelf")
    question = Question.objects.select_related("revision", "fact").get()
    picture = Picture.objects.get()
    assert (picture.awaits_words, picture.owner_id) == (True, None)
    assert question.asked.shown["prompt"].digest == picture.digest
    assert any("what the picture of its prompt shows" in problem for problem in question.problems())
    address = question.asked.shown["prompt"].addresses[0]
    assert client.get(address).status_code == 200
    Question.objects.update(state="published")
    assert Client().get(address).status_code == 404


def test_the_same_file_again_brings_nothing_and_another_word_is_edited_there(
    client: Client, edith: User, deck: Deck
) -> None:
    brought(client, deck)
    url = understood(client, deck)
    assert "Unchanged: 3" in client.get(url).text
    url = understood(client, deck, KNOTS.replace("A loop", "The king of knots"))
    page = client.get(f"{url}?show=refused").text
    assert "It came into the library before, as “bowline-a-loop”" in page
    assert Fact.objects.filter(deck=deck).count() == Drafted.objects.count() == 3


def half_written(client: Client, edith: User, deck: Deck) -> str:
    """An import whose worker was killed in the middle."""
    url = understood(client, deck)
    press(client, url, "apply")
    arrival = newest(edith)
    first = arrival.rows.order_by("position").first()
    arrival.rows.exclude(position=first.position).update(is_written=True)
    write_drafts(arrival, at=NOON)
    arrival.rows.exclude(position=first.position).update(is_written=False)
    return url


TABLES = (Fact, Question, Revision, Standing, Sought, Drafted, ImportRow)


def test_killed_in_the_middle_nobody_sees_a_part(client: Client, edith: User, deck: Deck) -> None:
    url = half_written(client, edith, deck)
    assert Fact._base_manager.count() == 1
    assert not Fact.objects.exists()
    assert not Question.objects.exists()
    assert "ready" in client.get(url).text
    assert "bowline" not in client.get("/admin/library/fact/").text
    assert "bowline" not in client.get("/decks/own/").text
    work()
    assert Fact.objects.filter(deck=deck).count() == 3


def test_a_slug_that_was_taken_meanwhile_is_mended(client: Client, edith: User, deck: Deck) -> None:
    half_written(client, edith, deck)
    QuestionFactory(slug="bowline-a-loop-flashcard", fact=FactFactory(slug="bowline-a-loop", deck=deck))
    work()
    assert Question.objects.filter(slug="bowline-a-loop-flashcard-2").count() == 1
    call_command("rebuild_search")
    assert Fact.objects.filter(slug__startswith="bowline-a-loop").count() == 2
    assert Fact.objects.filter(deck=deck).count() == 4


def test_stopped_nothing_is_left(client: Client, edith: User, deck: Deck) -> None:
    url = half_written(client, edith, deck)
    press(client, url, "cancel")
    work()
    assert [model._base_manager.count() for model in TABLES] == [0] * len(TABLES)
    assert list(Deck._base_manager.all()) == [deck]


def test_an_account_goes_with_what_it_has_begun(client: Client, edith: User, deck: Deck) -> None:
    half_written(client, edith, deck)
    edith.erase()
    assert [model._base_manager.count() for model in TABLES] == [0] * len(TABLES)


@pytest.mark.parametrize("person", ["learner", "demoted"])
def test_who_may_not_add_to_the_library_adds_nothing(client: Client, edith: User, deck: Deck, person: str) -> None:
    if person == "learner":
        edith.groups.clear()
        send(client, deck, status=403)
        assert "Bring a file" not in client.get(f"/admin/library/deck/{deck.pk}/change/").text
    else:
        url = understood(client, deck)
        press(client, url, "apply")
        edith.groups.clear()
        work()
        assert "You may not add to the library any more." in newest(edith).said
        assert client.get(url).status_code == client.post(url, {"do": "apply"}).status_code == 403
    assert not Fact._base_manager.exists()
    assert not Question._base_manager.exists()


def test_a_deck_offers_to_bring_a_file(client: Client, edith: User, deck: Deck) -> None:
    assert f"{IN_ADMIN}?into={deck.pk}" in client.get(f"/admin/library/deck/{deck.pk}/change/").text
    assert f'value="{deck.pk}" selected' in client.get(f"{IN_ADMIN}?into={deck.pk}").text
    assert "Choose a deck that is there." in bringing.send(client, status=422, to=IN_ADMIN, into=0)


def test_a_deck_that_was_deleted_is_said(client: Client, edith: User, deck: Deck) -> None:
    url = send(client, deck)
    deck.delete()
    work(NOON)
    assert "The deck that you chose was deleted." in client.get(url).text

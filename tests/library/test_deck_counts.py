"""How much each deck holds is kept with every verb that publishes or takes away, and proven by counting."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.library import deck_counts
from studyapp.library.models import Deck, DeckCount, State
from tests.people import NOON
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db


def said(deck: Deck) -> tuple[int, int]:
    """What pages say it holds, which nothing contradicts."""
    assert list(deck_counts.differences()) == []
    found = Deck.objects.with_counts().get(pk=deck.pk)
    return found.fact_count, found.question_count


def rebuild_counts(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_counts", *arguments, stdout=out)
    return out.getvalue()


def test_a_question_that_is_retired_or_comes_back_is_counted_so(shelf: Shelf) -> None:
    facts, questions = said(shelf.harbour)
    shelf.choice.move(State.RETIRED, at=NOON)
    assert said(shelf.harbour) == (facts, questions - 1)
    shelf.choice.move(State.PUBLISHED, at=NOON)
    assert said(shelf.harbour) == (facts, questions)


def test_what_another_editor_did_meanwhile_is_heeded(shelf: Shelf) -> None:
    facts, questions = said(shelf.harbour)
    assert shelf.typed.fact.is_live  # as it was when this editor's page was made
    shelf.tide.pause(at=NOON)
    shelf.typed.move(State.RETIRED, at=NOON)
    assert said(shelf.harbour) == (facts - 1, questions - 3)


def test_a_fact_takes_its_questions_along(shelf: Shelf) -> None:
    facts, questions = said(shelf.harbour)
    shelf.choice.move(State.RETIRED, at=NOON)
    shelf.tide.pause(at=NOON)
    assert said(shelf.harbour) == (facts - 1, questions - 3)
    shelf.typed.move(State.RETIRED, at=NOON)
    assert said(shelf.harbour) == (facts - 1, questions - 3)
    shelf.tide.publish(at=NOON)
    assert said(shelf.harbour) == (facts, questions - 2)


def test_so_it_does_into_another_deck(shelf: Shelf) -> None:
    harbour, lighthouse = shelf.harbour, shelf.lighthouse
    (facts, questions), (others, asked) = said(harbour), said(lighthouse)
    shelf.tide.move_to(lighthouse, at=NOON)
    assert (said(harbour), said(lighthouse)) == ((facts - 1, questions - 3), (others + 1, asked + 3))


def test_a_paused_fact_that_moves_counts_nowhere(shelf: Shelf) -> None:
    harbour, lighthouse = shelf.harbour, shelf.lighthouse
    shelf.tide.pause(at=NOON)
    before = said(harbour), said(lighthouse)
    shelf.tide.move_to(lighthouse, at=NOON)
    assert (said(harbour), said(lighthouse)) == before


def test_a_new_deck_holds_nothing_until_something_is_published() -> None:
    deck = DeckFactory()
    assert said(deck) == (0, 0)
    QuestionFactory(fact=FactFactory(deck=deck))
    assert said(deck) == (1, 1)


def test_what_is_wrong_is_named_and_mended(shelf: Shelf) -> None:
    assert rebuild_counts() == "Differences: 0.\n"
    facts, questions = said(shelf.harbour)
    DeckCount.objects.filter(deck=shelf.harbour).update(facts=99)
    DeckCount.objects.filter(deck=shelf.lighthouse).delete()
    with pytest.raises(CommandError, match="Differences: 2"):
        rebuild_counts()
    assert f"{shelf.harbour.slug}: {facts} facts and {questions} questions are published" in rebuild_counts("--fix")
    assert said(shelf.harbour) == (facts, questions)

"""What an import costs: `uv run pytest tests/benchmarks/test_arriving.py -m slow -n0 -s`, with NOTES=… of so many.

Prints the processor time of reading and applying a file, and as a floor that of validating the same specs by their
author forms and of inserting the same rows by `bulk_create`, in the same run; and the longest transaction.
"""

import os
from collections.abc import Callable
from time import monotonic, process_time
from typing import Any

import pytest
from django.db import connection, transaction

from studyapp.accounts.models import User
from studyapp.exchange.arriving import readers
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import Import, ImportChunk, State
from studyapp.formats.notes import Note
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Fact, Question, Revision
from studyapp.own.forms import WordsForm
from studyapp.study.models import Card
from tests.exchange.arriving.bringing import Shelved, asked, note
from tests.own.decks import own_deck
from tests.people import NOON

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NOTES = int(os.environ.get("NOTES", "10000"))


def notes(said: str = "thing") -> list[Note]:
    return [note(f"guid {n}", asked(f"What is word {n}?", f"It means {said} {n}", "flashcard")) for n in range(NOTES)]


def floor(learner: User, some: list[Note]) -> None:
    """The same cards by Django's own means."""
    specs = []
    for one in some:
        [card] = one.cards
        words, form = WordsForm(card.sent), KINDS[card.kind].author_form(card.sent)
        assert words.is_valid() & form.is_valid()
        specs.append((words.cleaned_data["prompt"], form.cleaned_data))
    deck = own_deck(learner)
    with transaction.atomic():
        made = {"owner": learner, "deck": deck, "can_change": False, "state": "published"}
        facts = [Fact(number=n, position=n, statement=prompt, **made) for n, (prompt, _) in enumerate(specs, 1)]
        Fact.objects.bulk_create(facts)
        questions = Question.objects.bulk_create(Question(owner=learner, fact=one, kind="flashcard") for one in facts)
        Revision.objects.bulk_create(
            Revision(owner=learner, question=one, number=1, prompt=said, spec=spec, minor=False, created_at=NOON)
            for one, (said, spec) in zip(questions, specs, strict=True)
        )
        Card.objects.bulk_create(Card.objects.unsaved_for(learner, questions))


def timed(what: str, run: Callable[[], Any]) -> float:
    start = process_time()
    run()
    took = process_time() - start
    print(f"{what}: {took:.2f} s of processor time")  # noqa: T201
    return took


class Transactions:
    """How long each lasted, from the statement after which others wait to its end."""

    def __init__(self) -> None:
        self.longest, self.begun = 0.0, 0.0

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if connection.in_atomic_block and not self.begun:
            self.begun = monotonic()
        elif not connection.in_atomic_block:
            self.begun = 0.0
        try:
            return execute(sql, *rest)
        finally:
            if self.begun:
                self.longest = max(self.longest, monotonic() - self.begun)


@pytest.fixture
def shelved(monkeypatch: pytest.MonkeyPatch) -> Shelved:
    shelved = Shelved(notes())
    monkeypatch.setattr(readers, "READERS", (shelved,))
    return shelved


@pytest.fixture
def arrival(lan: User, shelved: Shelved) -> Import:
    return sent(lan, shelved)


def sent(lan: User, shelved: Shelved) -> Import:
    said = {"name": "a.shelf", "format": shelved.name, "language": "en", "interface_language": "en"}
    arrival = Import.objects.create(learner=lan, size=1, state=State.UPLOADED, sent_at=NOON, **said)
    ImportChunk.objects.create(arrival=arrival, number=0, data=b"x")
    return arrival


def test_an_import_beside_its_floor(lan: User, boris: User, arrival: Import) -> None:
    least = timed("floor", lambda: floor(boris, notes()))
    watched = Transactions()
    with connection.execute_wrapper(watched):
        costs = timed("read", lambda: bring_in(NOON))
        Import.objects.filter(pk=arrival.pk).update(state=State.APPLYING, rows_total=NOTES)
        costs += timed("apply", lambda: bring_in(NOON))
    arrival.refresh_from_db()
    assert (arrival.state, arrival.cards_new) == (State.DONE, NOTES), arrival.said
    assert Deck.objects.of(lan).count() == 1
    print(f"{costs / least:.2f} times the floor; the longest transaction took {watched.longest * 1000:.0f} ms")  # noqa: T201


def test_all_notes_changed(lan: User, shelved: Shelved) -> None:
    for said in ("thing", "something"):
        shelved.contents = notes(said)
        arrival, watched = sent(lan, shelved), Transactions()
        bring_in(NOON)
        Import.objects.filter(pk=arrival.pk).update(state=State.APPLYING, rows_total=NOTES)
        with connection.execute_wrapper(watched):
            bring_in(NOON)
        arrival.refresh_from_db()
        assert arrival.state == State.DONE, arrival.said
    assert arrival.cards_changed == NOTES
    print(f"the longest transaction of {NOTES} changes took {watched.longest * 1000:.0f} ms")  # noqa: T201

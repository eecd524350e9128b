"""What a learner downloads from one site they can bring to another: cards, and where each stood."""

from collections.abc import Mapping
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.exchange import own_data
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import Import, ImportRow
from studyapp.library.models import Fact
from studyapp.own import writing
from studyapp.scheduling import Rating
from studyapp.study.models import Card
from tests.answering import answer
from tests.own.decks import card_of, own_deck, own_note
from tests.people import DAY, MINUTE, NOON
from tests.study.differences import wrongs

CARRIED = ("queue", "due_day", "due_at", "reps", "lapses", "stability", "difficulty", "state", "step", "last_day")
BESIDE = ("suspended", "marked")


@pytest.fixture
def studied(lan: User) -> list[Fact]:
    """Notes of which Lan knows one, has one in a step, was wrong in one and set one aside; and one she deleted."""
    knots, ports = own_deck(lan), own_deck(lan, "Ports")
    notes = [
        own_note(knots),
        own_note(knots, "Sheet bend", "Joins two ropes"),
        own_note(ports, "Who rules the waves?", "Nobody", kind="typed", aliases=["No one"]),
        own_note(ports, "A ship is safe in [blank].", "harbour", kind="cloze", blanks=["harbour | port"]),
    ]
    known, step, wrong, aside = (card_of(note) for note in notes)
    for day in (-9, -8, -4):
        answer(lan, known.question, at=NOON + day * DAY)
    answer(lan, wrong.question, at=NOON - 9 * DAY, right=False)
    answer(lan, wrong.question, at=NOON - 8 * DAY, right=False)
    card_of(notes[2]).override(Rating.GOOD, 1, at=NOON - 8 * DAY + MINUTE)
    answer(lan, step.question, at=NOON)
    aside.suspend(at=NOON)
    card_of(notes[3]).mark(at=NOON)
    writing.remove(lan, [own_note(knots, "Granny knot")], at=NOON)
    return notes


def download_of(learner: User) -> bytes:
    return "".join(own_data.write(learner, at=NOON)).encode()


def bring(browser: Client, data: bytes) -> Import:
    """As far as what was understood is shown."""
    file = SimpleUploadedFile("my-data.json", data, "application/json")
    page = browser.post(reverse("bring"), {"file": file, "language": "en"})
    assert page.status_code == 302, page.content.decode()
    bring_in(NOON)
    return Import.objects.latest("pk")


def apply(browser: Client, arrival: Import) -> None:
    decks = [str(deck.position) for deck in arrival.decks.all()]
    browser.post(arrival.get_absolute_url(), {"do": "apply", "schedule": "on", "deck": decks})
    bring_in(NOON)


def carried(card: Card) -> Mapping[str, Any]:
    return {name: getattr(card, name) for name in (*CARRIED, *BESIDE)}


def test_everything_one_made_arrives_as_it_stood(
    boris: User, client: Client, lan: User, studied: list[Fact], clock: time_machine.Traveller
) -> None:
    client.force_login(boris)
    boris.time_zone = lan.time_zone
    boris.save()
    arrival = bring(client, download_of(lan))
    assert (arrival.state, arrival.has_schedule, arrival.rows_total) == (Import.State.READ, True, 4)
    apply(client, arrival)
    there = {fact.statement: fact for fact in Fact.objects.of(boris)}
    assert there.keys() == {fact.statement for fact in studied}
    for fact in studied:
        came, was = card_of(there[fact.statement]), card_of(fact)
        assert carried(came) == carried(was), fact
        assert came.question.asked.spec == was.question.asked.spec
    assert {fact.deck.title for fact in there.values()} == {"Knots", "Ports"}
    assert [len(card_of(there[fact.statement]).log.filter(kind="elsewhere")) for fact in studied] == [3, 1, 2, 0]
    assert wrongs(boris) == []


def test_the_same_download_again_changes_nothing(
    boris: User, client: Client, lan: User, studied: list[Fact], clock: time_machine.Traveller
) -> None:
    client.force_login(boris)
    apply(client, bring(client, download_of(lan)))
    again = bring(client, download_of(lan))
    assert {row.state for row in again.rows.all()} == {ImportRow.State.UNCHANGED}
    assert Fact.objects.of(boris).count() == 4


def test_who_brings_their_own_back_has_it_already(
    lans_browser: Client, lan: User, studied: list[Fact], clock: time_machine.Traveller
) -> None:
    arrival = bring(lans_browser, download_of(lan))
    assert {row.state for row in arrival.rows.all()} == {ImportRow.State.UNCHANGED}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"left_out": ', b'"left": '),
        (b'"title": "Knots"', b'"title": Knots'),
    ],
)
def test_a_download_that_was_cut_or_changed_is_refused_in_words(
    boris: User,
    client: Client,
    lan: User,
    studied: list[Fact],
    clock: time_machine.Traveller,
    before: bytes,
    after: bytes,
) -> None:
    client.force_login(boris)
    data = download_of(lan)
    changed = data.replace(before, after, 1)
    assert changed != data
    arrival = bring(client, changed)
    assert (arrival.state, "Download “Your data” again" in arrival.said) == (Import.State.FAILED, True)

"""The worker is killed at any of its statements: nobody sees a part of a file, and the next run goes on."""

from itertools import count

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import ImportChunk, ImportRow, State
from studyapp.library.models import Deck, Fact, Question, Revision
from studyapp.own.models import Arrived
from studyapp.study.models import Card, Review
from tests.exchange.arriving.bringing import Shelved, asked, brought, newest, note, press, send, texts, work
from tests.exchange.arriving.progress import LEARNED
from tests.killing import survives
from tests.pictures import drawn
from tests.study.differences import wrongs

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EVERY = 3
"""Statements from one at which it is killed to the next: all are reached in time, as each file has another number."""
FILE = (b"\0shelf", "Sea.shelf")


@pytest.fixture
def two_files(lans_browser: Client, shelved: Shelved) -> Shelved:
    """The first is here already; the second has a note that changed, new ones with their schedule, and a new deck."""
    shelved.images = {"a.png": drawn()}
    shelved.contents = [note("a", asked("Ebb", "falling")), note("b", asked("Flow", "rising"))]
    brought(lans_browser, *FILE)
    shelved.contents = [
        note("a", asked("Ebb", "falling water", pictures={"prompt": "a.png"})),
        note("c", asked("Neap", "weak", progress=LEARNED, pictures={"prompt": "a.png"})),
        note("d", asked("Spring", "strong", progress=LEARNED), deck=("Moon",)),
    ]
    return shelved


OLD = [("Sea", "Ebb", "falling"), ("Sea", "Flow", "rising")]
NEW = [
    ("Sea", "Ebb", "falling water"),
    ("Sea", "Flow", "rising"),
    ("Sea", "Neap", "weak"),
    ("Moon", "Spring", "strong"),
]


def test_killed_again_and_again_it_is_brought_in_once(lans_browser: Client, lan: User, two_files: Shelved) -> None:
    url = send(lans_browser, *FILE)
    kills = apply_kills = 0
    for statement in count(2, EVERY):
        done = survives(statement, work)
        if newest(lan).state == State.READ:
            assert texts(lan) == OLD
            press(lans_browser, url, "apply")
        elif newest(lan).state == State.APPLYING:
            apply_kills += 1
            assert texts(lan) == OLD
            assert lan.cards.live().count() == len(OLD)
            assert not lan.days.exclude(answers=0)
        if newest(lan).state == State.DONE and done:
            break
        assert newest(lan).state != State.FAILED
        kills += not done
    assert kills >= apply_kills >= 5
    assert texts(lan) == NEW
    assert wrongs(lan) == []
    assert Arrived.objects.count() == len(NEW)
    assert Deck.objects.of(lan).count() == 2
    assert not ImportChunk.objects.exists()
    assert not ImportRow.objects.exists()


def test_stopped_after_it_was_killed_nothing_is_left(lans_browser: Client, lan: User, two_files: Shelved) -> None:
    tables = (Deck, Fact, Question, Revision, Card, Review, Arrived)
    before = [model._base_manager.count() for model in tables]
    url = send(lans_browser, *FILE)
    work()
    press(lans_browser, url, "apply")
    for statement in count(4, EVERY):
        assert not survives(statement, work)
        if [model._base_manager.count() for model in tables] != before:
            break
    press(lans_browser, url, "cancel")
    for statement in count(4, EVERY):
        if survives(statement, work):
            break
        assert texts(lan) == OLD
    assert [model._base_manager.count() for model in tables] == before
    assert wrongs(lan) == []

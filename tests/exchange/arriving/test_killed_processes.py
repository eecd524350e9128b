"""Whatever moment a real process is killed at: it goes on, each card comes once, and nobody sees a part of a file."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, EditorFactory
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import Import, ImportChunk, ImportRow, State
from studyapp.library.models import Deck, Fact, Question, Revision
from studyapp.own.models import Arrived
from studyapp.study.models import Card
from tests.database_address import address
from tests.exchange.arriving.bringing import IN_ADMIN, newest, press, send, texts
from tests.people import group
from tests.study.differences import wrongs

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

CARDS, PATIENCE = 60, 60
MANY = pytest.param(60, id="many", marks=pytest.mark.slow)
SECONDS = [pytest.param(1, id="few"), MANY]
TABLES = (Deck, Fact, Question, Revision, Card, Arrived)


def file(said: str) -> str:
    return "".join(f"{said} {n} – It is called {n}\n" for n in range(CARDS))


@contextmanager
def killed(what: str, seconds: float) -> Iterator["subprocess.Popen[str]"]:
    seed = random.randrange(10**6)
    command = [sys.executable, "-m", "tests.exchange.arriving.killed", what, str(seconds), str(seed)]
    told = {**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "studyapp.settings"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=told, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()


def wait(is_so: Callable[[], object]) -> None:
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline


def is_in(learner: User, *states: State) -> bool:
    return newest(learner).state in states


def read(client: Client, learner: User, text: str, **more: Any) -> str:
    url = send(client, text, **more)
    wait(lambda: is_in(learner, State.READ))
    return url


def counts() -> list[int]:
    return [model._base_manager.count() for model in TABLES]


def is_swept() -> bool:
    return not (Import.objects.filter(is_swept=False).exists() or ImportChunk.objects.exists())


@pytest.mark.parametrize("seconds", SECONDS)
def test_files_come_in_once_and_at_once(client: Client, lan: User, seconds: float) -> None:
    client.force_login(lan)
    there = 0
    with killed("worker", seconds) as process:
        end = monotonic() + seconds
        while monotonic() < end:
            url = read(client, lan, file(f"Knot {there}"))
            press(client, url, "apply")
            while is_in(lan, State.APPLYING):
                assert len(texts(lan)) == there or not is_in(lan, State.APPLYING)
            there += CARDS
            assert len(texts(lan)) == there, newest(lan).said
            stop_in_between(client, lan)
        assert int(process.stdout.readline()) >= 2
        wait(is_swept)
    assert len(set(texts(lan))) == len(texts(lan)) == there
    assert wrongs(lan) == []
    assert not ImportRow.objects.exists()


def stop_in_between(client: Client, lan: User) -> None:
    wait(is_swept)
    before = counts()
    url = read(client, lan, file("Stopped"))
    press(client, url, "apply")
    wait(lambda: counts() != before)
    press(client, url, "cancel")
    wait(is_swept)
    assert counts() == before or is_in(lan, State.DONE)


@pytest.mark.parametrize("seconds", [MANY])
def test_drafts_come_in_once_and_at_once(client: Client, seconds: float) -> None:
    edith, deck = EditorFactory(is_superuser=False), DeckFactory()
    edith.groups.add(group("Editors"))
    client.force_login(edith)
    there = 0
    with killed("worker", seconds):
        end = monotonic() + seconds
        while monotonic() < end:
            url = read(client, edith, file(f"Knot {there}"), to=IN_ADMIN, into=deck.pk)
            press(client, url, "apply")
            while is_in(edith, State.APPLYING):
                assert Fact.objects.count() == there or not is_in(edith, State.APPLYING)
            there += CARDS
            assert Fact.objects.count() == Question.objects.count() == there, newest(edith).said
        wait(is_swept)
    assert Fact.history.count() == there
    assert Fact._base_manager.count() == Revision._base_manager.count() == there


@pytest.mark.parametrize("seconds", [MANY])
def test_what_was_sent_half_is_swept(lan: User, seconds: float) -> None:
    with killed("web", seconds) as process:
        assert int(process.stdout.readline()) >= 2
    bring_in(timezone.now() + timedelta(hours=2))
    for arrival in Import.objects.all():
        assert arrival.state in (State.READ, State.SWEPT), arrival.said
        assert sum(len(chunk.data) for chunk in arrival.chunks.all()) == (arrival.state == State.READ) * arrival.size

"""Whatever moment the process that runs jobs is killed at: what was ordered happens, once, and by one at a time."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from django.db import connection

from studyapp.jobs.models import Job
from tests.database_address import address
from tests.jobs.killed import JOBS

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
ORDERED = 240
SECONDS, PATIENCE = 1.5, 60


def rows(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.fixture
def _orders(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ordered (number integer PRIMARY KEY, kind integer, done integer DEFAULT 0)")
        cursor.execute("CREATE TABLE effects (number integer)")
        orders = [(number, number % JOBS) for number in range(ORDERED)]
        cursor.executemany("INSERT INTO ordered (number, kind) VALUES (%s, %s)", orders)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE effects")
        cursor.execute("DROP TABLE ordered")


@pytest.mark.usefixtures("_orders")
def test_what_was_ordered_happens_once_however_often_those_who_do_it_are_killed(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    command = [sys.executable, "-m", "tests.jobs.killed", str(tmp_path), str(SECONDS), str(seed)]
    told = {**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "studyapp.settings"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=told, stdin=pipe, stdout=pipe, text=True) as process:
        killed, deadline = int(process.stdout.readline()), monotonic() + PATIENCE
        while rows("SELECT 1 FROM ordered WHERE done = 0 LIMIT 1"):
            assert monotonic() < deadline, seed
        process.stdin.write("\n")
    assert killed >= 10
    assert sorted(rows("SELECT number FROM effects")) == [(number,) for number in range(ORDERED)], seed
    assert not (tmp_path / "two at once").exists(), seed
    assert Job.objects.filter(held_by=None).count() == JOBS

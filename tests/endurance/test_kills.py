"""Workers that are killed while learners answer: each answer is there once, and goes on being told."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.database_address import address
from tests.endurance import people
from tests.endurance.cluster import free_port
from tests.endurance.installation import Installation
from tests.endurance.kills import kill_once
from tests.endurance.learners import Gate, Ledger
from tests.endurance.roles import QuizTaker, Student
from tests.study.differences import wrongs

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

LEARNERS, QUESTIONS, KILLS = 4, 40, 2
"""Fewer kills in a row than those after which the supervisor gives up."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    site = Installation(address(), free_port(), tmp_path / "log", settings="tests.settings")
    yield site
    site.stop()


def test_what_was_acknowledged_outlives_the_workers(site: Installation) -> None:
    chance, gate, ledger = random.Random(7), Gate(), Ledger()
    learners = people.members(people.shelved(QUESTIONS), LEARNERS)
    browsers = people.browsers(learners, [Student, Student, Student, QuizTaker], site.port, gate, ledger, chance)
    connections.close_all()
    site.start()
    for browser in browsers:
        browser.start()
    for _ in range(KILLS):
        kill_once(site, None, gate, chance, all_of_it=False)
    people.let_them_finish(site, browsers, gate)
    assert ledger.faults == []
    assert ledger.studied
    assert ledger.quizzed
    assert ledger.statuses[0] >= KILLS / 2
    assert people.compare(ledger, learners) == (0, 0)
    assert wrongs(*learners) == []

"""Whatever is sent to any form or address of the site: never an error of ours, and what is refused changes nothing."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random, randrange
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from tests.addresses import EVERY
from tests.everywhere.hostile import Request, requests
from tests.everywhere.world import Visits, make_world
from tests.shelf import Shelf

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
BESIDE = {"django_session", "study_snapshot"}
"""What a page may write for itself, and what it keeps of figures that it has worked out."""
ADDRESSES = 20
"""From so many pages CI takes its requests."""
IN_CI, ON_DEMAND = 200, int(os.environ.get("HOSTILE_REQUESTS", "5000"))


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that are written to."""
    tables: set[str] = set()

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        if found := WRITES.match(sql):
            tables.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield tables
    tables -= BESIDE


@pytest.fixture
def visits(shelf: Shelf, clock: time_machine.Traveller) -> Visits:
    visits = Visits(make_world(shelf))
    for browser in visits.browsers.values():
        browser.get("/study/")  # which begins their day
    return visits


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Of all tables but those of BESIDE."""
    models = (model for model in apps.get_models() if model._meta.db_table not in BESIDE)
    return {model._meta.db_table: sorted(model._base_manager.values_list(), key=repr) for model in models}


def faults_in(visits: Visits, sent: list[Request]) -> list[str]:
    faults = []
    for request in sent:
        asked = (request.who, request.method, request.path, request.body, request.content_type)
        with written() as tables:
            answer = visits.ask(*asked)
        if answer.status_code >= 500:
            faults.append(f"{request}: {answer.status_code}")
        elif tables and (answer.status_code >= 400 or request.method == "GET"):
            before, after = rows(), visits.ask_and_look(rows, *asked)  # it may have taken back what it wrote
            changed = sorted(table for table, held in before.items() if held != after[table])
            faults += [f"{request}: {answer.status_code}, and changed {changed}"] if changed else []
    return faults


def test_some_of_what_no_form_expects(visits: Visits) -> None:
    chance = Random(19)
    some = chance.sample(sorted(EVERY.values(), key=lambda one: one.name), ADDRESSES)
    assert faults_in(visits, requests(visits, chance, ("superuser", "learner"), some)[:IN_CI]) == []


@pytest.mark.slow
def test_much_of_what_no_form_expects(visits: Visits) -> None:
    """Others each time it is run, unless HOSTILE_SEED says which."""
    seed = os.environ.get("HOSTILE_SEED", str(randrange(10**6)))
    sent = requests(visits, Random(seed))
    print(f"{ON_DEMAND} of {len(sent)} requests, HOSTILE_SEED={seed}")  # noqa: T201
    assert faults_in(visits, sent[:ON_DEMAND]) == []

"""Whatever is sent to any form or address of the site: never an error of ours, and what is refused changes nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection

from tests.everywhere.hostile import Request
from tests.everywhere.world import Visits, make_world
from tests.shelf import Shelf

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
BESIDE = {"django_session", "django_cache"}
"""What a page may write for itself."""


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


def faults_in(visits: Visits, sent: list[Request]) -> list[str]:
    faults = []
    for request in sent:
        with written() as tables:
            answer = visits.ask(request.who, request.method, request.path, request.body, request.content_type)
        if answer.status_code >= 500:
            faults.append(f"{request}: {answer.status_code}")
        elif tables and (answer.status_code >= 400 or request.method == "GET"):
            faults.append(f"{request}: {answer.status_code} and wrote to {sorted(tables)}")
    return faults

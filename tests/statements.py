"""The statements that a request sends to the database, and how many an answer and the next question may cost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ANSWER, ANSWER_THAT_GRADUATES, NEXT = 6, 7, 2
TABLES = re.compile(r'(FROM|JOIN|INTO|UPDATE) "(study|library)_')


def count_up() -> None:
    """Let the database look at its tables, as it does by itself when it has the time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def prefer_indexes() -> None:
    """Until the test ends PostgreSQL takes the index that it would take among many rows; a table of few rows it rather
    reads whole, and how few those are depends on what the tests before left in it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def data_statements(captured: CaptureQueriesContext) -> list[str]:
    """The statements on what is learned; the session and the user themselves are no part of the budget."""
    return [query["sql"] for query in captured if TABLES.search(query["sql"])]


def sql_of(browser: Client, url: str, data: dict[str, str] | None = None) -> list[str]:
    """The data statements of one request that goes well."""
    with CaptureQueriesContext(connection) as captured:
        response = browser.post(url, data) if data else browser.get(url, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return data_statements(captured)


def captured(browser: Client, address: str) -> CaptureQueriesContext:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return found


@contextmanager
def plans(table: str = "study_card") -> Iterator[list[str]]:
    """How the database goes about the statements on this table, with its parameters bound as they really are: with
    values written into the statement it may use an index that it cannot use with parameters.
    """
    steps: list[str] = []
    asked = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if table in sql:
            with connection.cursor() as cursor:
                steps.extend(str(row[-1]) for row in cursor.cursor.execute(f"{asked} {sql}", params).fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield steps

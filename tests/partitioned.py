"""A plugin: the tests on tables that PostgreSQL splits by learner, `pytest -n 0 -p tests.partitioned tests/study`.

TEST_DATABASE_URL names a PostgreSQL server. The tables are split once, when the database was made.
"""

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from studyapp.operating.partitioning import partitioning, tables

PARTS = 4


@pytest.fixture(scope="session", autouse=True)
def _partitioned(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.exit("Set TEST_DATABASE_URL to a PostgreSQL server.", returncode=2)
        with connection.cursor() as cursor:
            for statement in partitioning(PARTS):
                cursor.execute(statement)
            cursor.execute("SELECT count(*) FROM pg_partitioned_table")
            assert cursor.fetchone() == (len(tables()),)

"""All rows of all tables as they are at one moment, read beside whoever writes."""

import sqlite3
from contextlib import closing

import psycopg
from psycopg import sql

type Tables = dict[str, set[str]]
"""By table, each row in the words of the database's own program."""


def tables_of(database: str) -> Tables:
    """By a connection that only reads, and is gone afterwards."""
    return _of_sqlite(database.removeprefix("sqlite:///")) if database.startswith("sqlite") else _of_postgres(database)


def _of_sqlite(path: str) -> Tables:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: set(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for (name,) in names.fetchall()}


def _of_postgres(database: str) -> Tables:
    with psycopg.connect(database) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        every_row = sql.SQL("SELECT row::text FROM {} row")
        return {
            name: {row for (row,) in connection.execute(every_row.format(sql.Identifier(name)))} for (name,) in names
        }

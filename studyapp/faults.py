"""What an error of the database means: it is full, it is away, or another request came between."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import Error, IntegrityError, InterfaceError, OperationalError

FULL = {"53100", "58030", "25006"}
"""SQLSTATE of a disk that is full, of one that is broken, and of a database that is read-only, as some hosts make it
before it is full.
"""
FULL_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
AWAY_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}
AT_ONCE = {"23503", "23505", "40001", "40P01"}
"""A row that is referred to is gone, a row is there already, a transaction had to give way, a deadlock."""
AT_ONCE_SQLITE = {
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
}
KIND = 0xFF
"""The bits of SQLite's codes that name the kind of error; those above say more."""


class Codes(NamedTuple):
    """By what the database itself names an error: PostgreSQL by SQLSTATE, SQLite by a number. None if it did not."""

    sqlstate: str | None
    sqlite: int | None
    sqlite_kind: int | None


def codes_of(error: Error) -> Codes:
    cause = error.__cause__
    sqlite = getattr(cause, "sqlite_errorcode", None)
    return Codes(getattr(cause, "sqlstate", None), sqlite, None if sqlite is None else sqlite & KIND)


def is_full(error: BaseException | None) -> bool:
    """The database takes nothing more; what it has can still be read."""
    if not isinstance(error, Error):
        return False
    codes = codes_of(error)
    return codes.sqlstate in FULL or codes.sqlite_kind in FULL_SQLITE


def is_away(error: BaseException | None) -> bool:
    """The database cannot be reached, or is too busy to answer in time."""
    if not isinstance(error, OperationalError | InterfaceError) or is_full(error):
        return False
    codes = codes_of(error)
    # What PostgreSQL calls operational is all of this sort, but for two at once.
    return codes.sqlstate not in AT_ONCE if codes.sqlite is None else codes.sqlite_kind in AWAY_SQLITE


def came_between(error: BaseException | None) -> bool:
    """Another request did something at the same moment, after which this one could not be done."""
    if not isinstance(error, IntegrityError | OperationalError):
        return False
    codes = codes_of(error)
    return codes.sqlstate in AT_ONCE or codes.sqlite in AT_ONCE_SQLITE


@contextmanager
def if_there_is_room() -> Iterator[None]:
    """For what a page keeps besides being read: it can do without, where the database takes nothing more.

    Not within a transaction, which is lost with the first error.
    """
    try:
        yield
    except Error as error:
        if not is_full(error):
            raise

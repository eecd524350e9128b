"""An SQLite file that anybody may have sent: named columns of ordinary tables are read, and nothing in it runs."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.told import altered, damaged, too_much
from studyapp.formats.faults import BadFile

Row = tuple[object, ...]
"""Cells as they are: text as bytes, which may be no UTF-8; and a column may hold anything, whatever its type is."""
Columns = Mapping[str, frozenset[str]]
"""By table: what may be read of it."""

PRAGMAS = {
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "query_only": "ON",
    "ignore_check_constraints": "ON",  # nobody writes, and so none need run
    "mmap_size": "0",
    "temp_store": "FILE",
    "cache_size": "-32000",
}
LOOKING = {"quick_check", "table_xinfo"}
FUNCTIONS = {"count"}
DEFINED = (b"CREATE TABLE ", b"CREATE INDEX ", b"CREATE UNIQUE INDEX ")
MOST_DEFINED = 100
"""Tables and indexes; Anki has 35."""
MOST_ROWS = 50_000
"""Of what is read into memory at once."""
BROKEN = (sqlite3.Error, MemoryError, UnicodeDecodeError, SystemError)
"""What reading raises over a file that is no such thing; the last two where it would be quoted and is no UTF-8."""
STEPS_AT_ONCE = 10_000


def _limits_of(cell: int) -> dict[int, int]:
    return {
        sqlite3.SQLITE_LIMIT_LENGTH: cell,
        sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
        sqlite3.SQLITE_LIMIT_COLUMN: 64,
        sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
        sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
        sqlite3.SQLITE_LIMIT_VDBE_OP: 10_000,
        sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 4,
        sqlite3.SQLITE_LIMIT_ATTACHED: 0,
        sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 10,
        sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 10,
        sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
        sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
    }


@contextmanager
def opened(path: Path, columns: Columns, limits: Limits) -> Iterator["Database"]:
    """The database in a file that nobody else writes. Raises BadFile, here and wherever it is read, if it is not sound.

    Of `columns`, a table may be missing as a whole, which `Database.tables` says.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield Database(connection, columns, limits, limits.steps + limits.steps_per_byte * path.stat().st_size)


class Database:
    """What may be read of it."""

    def __init__(self, connection: sqlite3.Connection, columns: Columns, limits: Limits, steps: int) -> None:
        self._connection = connection
        self._columns = columns
        self._limits = limits
        self._steps = steps
        connection.text_factory = bytes
        for limit, most in _limits_of(limits.cell).items():
            connection.setlimit(limit, most)
        connection.create_collation("unicase", _compared)
        connection.set_progress_handler(self._is_over, STEPS_AT_ONCE)
        connection.set_authorizer(self._judged)
        for pragma, value in PRAGMAS.items():
            self.few(f"PRAGMA {pragma} = {value}")
        self.tables = self._found()
        for table in sorted(self.tables):
            self._check(table)

    def rows(self, select: str, *values: object) -> Iterator[Row]:
        """One after the other; whoever stops early may do so after the file is closed."""
        with _told(self._limits.cell):
            cursor = self._connection.execute(select, values)
            while row := cursor.fetchone():
                yield row

    def few(self, select: str, *values: object) -> list[Row]:
        """At once, as there are few of them, and they are small together."""
        found: list[Row] = []
        left = self._limits.settings
        for row in islice(self.rows(select, *values), MOST_ROWS + 1):
            left -= size(row)
            if left < 0 or len(found) == MOST_ROWS:
                raise too_much()
            found.append(row)
        return found

    def _is_over(self) -> bool:
        self._steps -= STEPS_AT_ONCE
        return self._steps < 0

    def _judged(self, action: int, first: str | None, second: str | None, *_where: str | None) -> int:
        """SQLite asks this of each thing that a statement does, when it is prepared."""
        is_allowed = {
            sqlite3.SQLITE_SELECT: True,
            sqlite3.SQLITE_READ: self._is_readable(first or "", second or ""),
            sqlite3.SQLITE_FUNCTION: second in FUNCTIONS,
            sqlite3.SQLITE_PRAGMA: first in PRAGMAS or first in LOOKING,
        }
        return sqlite3.SQLITE_OK if is_allowed.get(action, False) else sqlite3.SQLITE_DENY

    def _is_readable(self, table: str, column: str) -> bool:
        return table == "sqlite_master" or column.lower() in self._columns.get(table, frozenset()) | {""}

    def _found(self) -> frozenset[str]:
        """The tables that are there, of those that are read; everything defined must be a plain table or an index."""
        defined = self.few("SELECT type, name, rootpage, sql FROM sqlite_master")
        if len(defined) > MOST_DEFINED or not all(map(_is_plain, defined)):
            raise altered()
        names = {_name(name) for kind, name, _root, _sql in defined if kind == b"table"}
        return frozenset(names & self._columns.keys())

    def _check(self, table: str) -> None:
        if any(hidden for *_told, hidden in self.few(f"PRAGMA table_xinfo({table})")):
            raise altered()
        if self.few(f"PRAGMA quick_check({table})") != [(b"ok",)]:
            raise damaged()


def size(row: Row) -> int:
    """Bytes of its text and blobs."""
    return sum([len(cell) for cell in row if isinstance(cell, bytes)])


def _name(cell: object) -> str:
    return cell.decode(errors="replace") if isinstance(cell, bytes) else ""


def _compared(one: str, other: str) -> int:
    """Columns in schema 18 ask for this order of Anki's, in which nothing is sorted here."""
    return (one > other) - (one < other)


def _is_plain(defined: Row) -> bool:
    """No view, trigger or virtual table. What SQLite makes by itself, as for a primary key, has no SQL."""
    kind, name, root, sql = defined
    if not isinstance(name, bytes) or not root:
        return False
    return sql.upper().startswith(DEFINED) if isinstance(sql, bytes) else (kind, sql) == (b"index", None)


@contextmanager
def _told(cell: int) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        match getattr(error, "sqlite_errorcode", None):
            case sqlite3.SQLITE_FULL:
                raise
            case sqlite3.SQLITE_INTERRUPT:
                raise too_much() from error
            case sqlite3.SQLITE_TOOBIG:
                raise _cell_too_large(cell) from error
        raise damaged() from error


def _cell_too_large(most: int) -> BadFile:
    told = _("Part of the collection in this file has more than %(most)s. In Anki, export fewer decks at once.")
    return BadFile(told % {"most": filesizeformat(most)})

"""Of an SQLite file named columns are read, and nothing else is done, whoever asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studyapp.formats.anki.safe_sqlite import PRAGMAS, Database, opened
from studyapp.formats.faults import BadFile
from tests.formats.anki.packages import OLD, Made, collection
from tests.formats.anki.reading import SMALL

COLUMNS = {"notes": frozenset({"id", "flds"}), "cards": frozenset({"id", "nid"}), "fields": frozenset({"name"})}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "name with ? and #.sqlite"
    path.write_bytes(collection(Made(), OLD))
    return path


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with opened(path, COLUMNS, SMALL) as database:
        yield database


def test_what_is_named_is_read(database: Database) -> None:
    assert database.tables == {"notes", "cards"}
    assert database.few("SELECT notes.id, flds FROM notes JOIN cards ON nid = notes.id") == [
        (1, "Hà Nội\x1fViệt Nam".encode())
    ]
    assert database.few("SELECT count(*) FROM notes WHERE id = ?", 1) == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT guid FROM notes",
        "SELECT * FROM notes",
        "SELECT id FROM revlog",
        "SELECT hex(flds) FROM notes",
        "SELECT load_extension('x')",
        "SELECT 1 UNION SELECT 2 UNION SELECT 3",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        "SELECT name FROM pragma_function_list",
        "DELETE FROM notes",
        "UPDATE notes SET id = 2",
        "CREATE TEMP TABLE t (x)",
        "CREATE VIEW v AS SELECT 1",
        "ATTACH ':memory:' AS other",
        "VACUUM INTO 'copy.sqlite'",
        "BEGIN",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode",
        f"SELECT {', '.join(['1'] * 65)}",
        f"SELECT {'1 + ' * 30} 1",
        f"SELECT '{'x' * 20_001}'",
    ],
)
def test_nothing_else_is_done(database: Database, statement: str) -> None:
    with pytest.raises(BadFile):
        database.few(statement)


def test_it_trusts_nothing_in_the_file(database: Database) -> None:
    assert {pragma: database.few(f"PRAGMA {pragma}") for pragma in PRAGMAS} == {
        "trusted_schema": [(0,)],
        "cell_size_check": [(1,)],
        "query_only": [(1,)],
        "ignore_check_constraints": [(1,)],
        "mmap_size": [(0,)],
        "temp_store": [(1,)],
        "cache_size": [(-32_000,)],
    }


def test_the_file_stays_as_it_is(path: Path, database: Database) -> None:
    before = path.read_bytes()
    database.few("SELECT id FROM notes")
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_reading_may_stop_early(path: Path) -> None:
    with opened(path, COLUMNS, SMALL) as database:
        rows = database.rows("SELECT id FROM cards")
        assert next(rows) == (101,)
    with pytest.raises(BadFile):
        next(rows)

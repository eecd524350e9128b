"""The whole database in one file: copied while the site serves, and put back."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import DatabaseError, connection
from django.db.backends.postgresql.client import DatabaseClient

from studyapp.accounts.models import User

BEGINS_WITH = {"sqlite": b"SQLite format 3\0", "postgresql": b"PGDMP"}
EMPTY_POSTGRES = """
DO $$ DECLARE mine record; BEGIN
  FOR mine IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', mine.name);
  END LOOP;
END $$
"""


class Refused(Exception):
    """Why no copy was made, or nothing was put back: a sentence, with what to do."""


def back_up(path: Path) -> None:
    """Write the database, as it is at one moment, to a new file that its owner alone can read.

    The file appears when it is complete.
    """
    if path.exists():
        raise Refused(f"{path} is there already. Name a file that is not, or move that one away.")
    with _growing(path) as partial:
        if connection.vendor == "sqlite":
            _copy_sqlite(partial)
        else:
            _run("pg_dump", "--format=custom", f"--file={partial}")
        _keep(partial)


def restore(path: Path, *, replace: bool = False) -> None:
    """Put the database back as it was when the file at `path` was written: all of it, or nothing at all.

    With `replace` what is in the database now is lost.
    """
    _require_backup(path)
    if not replace and _has_accounts():
        raise Refused(
            "This database has accounts already. With --replace the backup takes its place, "
            "and what is there now is lost: back it up first."
        )
    connection.close()
    if connection.vendor == "sqlite":
        _restore_sqlite(path)
    else:
        _restore_postgres(path)


@contextmanager
def _growing(path: Path) -> Iterator[Path]:
    """A file beside `path`, which becomes it at the end; gone if anything fails."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.touch(0o600, exist_ok=False)
        yield partial
        partial.rename(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}). Nothing was kept.") from error
    finally:
        partial.unlink(missing_ok=True)


def _keep(path: Path) -> None:
    """Have what was written survive a power cut."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _copy_sqlite(path: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            _require_sound(copy, path)
    except sqlite3.Error as error:
        raise Refused(f"The database cannot be copied: {error}. Nothing was kept.") from error


def _require_sound(database: sqlite3.Connection, path: Path) -> None:
    (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise Refused(f"SQLite finds {path} damaged: {said}")


def _require_backup(path: Path) -> None:
    try:
        with path.open("rb") as file:
            beginning = file.read(16)
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from error
    kind = next((vendor for vendor, begins in BEGINS_WITH.items() if beginning.startswith(begins)), None)
    if kind is None:
        raise Refused(f"{path} is no backup that `manage.py backup` has made.")
    if kind != connection.vendor:
        raise Refused(f"{path} is a backup of another kind of database. Set DATABASE_URL to one of that kind.")


def _has_accounts() -> bool:
    try:
        return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()
    except DatabaseError as error:
        raise Refused(f"The database does not answer: {error}. See DATABASE_URL.") from error


def _restore_sqlite(path: Path) -> None:
    Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            _require_sound(copy, path)
            connection.ensure_connection()
            # A server that was not stopped writes the log back; in older versions of SQLite a second may not.
            connection.connection.execute("PRAGMA wal_autocheckpoint = 0")
            copy.backup(connection.connection)
    except (sqlite3.Error, DatabaseError) as error:
        raise Refused(f"The backup cannot be put back: {error}. The database is as it was.") from error
    finally:
        connection.close()


def _restore_postgres(path: Path) -> None:
    """By one transaction, which is given up if the file turns out to be damaged."""
    with tempfile.TemporaryFile() as errors:
        reading = _start("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(path), errors=errors)
        quiet = ("--no-psqlrc", "--quiet", f"--output={os.devnull}", "--set=ON_ERROR_STOP=1")
        writing = _start("psql", *quiet, "-1", "-c", EMPTY_POSTGRES, "-f", "-", errors=errors, stdin=subprocess.PIPE)
        with reading, writing:
            failed = _hand_over(reading, writing)
        if failed:
            raise Refused(f"The backup cannot be put back. The database is as it was. {_said(errors)}")


def _hand_over(reading: "subprocess.Popen[bytes]", writing: "subprocess.Popen[bytes]") -> bool:
    """What the one reads, the other writes, and keeps if all was read. True if either failed."""
    assert reading.stdout  # noqa: S101  both were started with pipes
    assert writing.stdin  # noqa: S101
    try:
        shutil.copyfileobj(reading.stdout, writing.stdin)
        whole = not reading.wait()
    except BrokenPipeError:  # the one that writes has ended, and said why
        reading.kill()
        whole = False
    if not whole:
        writing.kill()  # before it sees an end, and takes it for the end of all
    with suppress(BrokenPipeError):
        writing.stdin.close()
    return bool(writing.wait()) or not whole


def _run(program: str, *parameters: str) -> None:
    with tempfile.TemporaryFile() as errors, _start(program, *parameters, errors=errors) as process:
        if process.wait():
            raise Refused(f"The database cannot be copied. {_said(errors)}")


def _start(
    program: str, *parameters: str, errors: IO[bytes], stdin: int = subprocess.DEVNULL
) -> "subprocess.Popen[bytes]":
    """A program of PostgreSQL, at work on this database; the password is not seen in the list of processes."""
    named, secret = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, list(parameters))
    if program == "pg_restore":
        named = ["", *parameters]  # it only reads the file
    environment = {**os.environ, **(secret or {}), "PGOPTIONS": "-c client_min_messages=warning"}
    try:
        return subprocess.Popen(  # noqa: S603  nobody's words are in it
            [program, *named[1:]], env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=errors
        )
    except FileNotFoundError as error:
        raise Refused(
            f"{program} is not installed. Install the programs of PostgreSQL, as new as the server or newer "
            "(Debian: apt install postgresql-client)."
        ) from error


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read().decode(errors="replace").strip()

"""The database: whether it answers, is one that we can use, and can be written to."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from studyapp.operating.doctor.finding import Finding
from studyapp.operating.migrating import later_migrations, pending_migrations

ROOM = 200 * 1024**2
"""Bytes that a disk should have left."""
SKEW = timedelta(seconds=5)


def reached() -> Iterator[Finding]:
    """Nothing, if the database answers; else it raises what the driver does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield from ()


def not_reached(error: Exception) -> Finding:
    return Finding(
        f"The database does not answer as it should: {str(error).strip()}",
        "See that it runs, and that DATABASE_URL names it, its user and its password.",
    )


def version() -> Iterator[Finding]:
    least, found = connection.features.minimum_database_version, connection.get_database_version()
    if least and found < least:
        yield Finding(
            f"{connection.display_name} is of version {'.'.join(map(str, found))}.",
            f"Install {'.'.join(map(str, least))} or newer.",
        )


def sqlite_file() -> Iterator[Finding]:
    """Its journal, who may write it, and the room beside it."""
    if connection.vendor != "sqlite" or ":memory:" in str(connection.settings_dict["NAME"]):
        return
    path = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        [(journal,)] = cursor.execute("PRAGMA journal_mode").fetchall()
    if journal != "wal":
        yield Finding(
            f"The journal of SQLite is “{journal}”: whoever reads waits for whoever writes.",
            f"Put {path} on a disk of this machine, and not on a network’s, and start the site again.",
        )
    for place in (path.parent, *path.parent.glob(f"{path.name}*")):
        if not os.access(place, os.W_OK):
            yield Finding(
                f"This user cannot write {place}.", f"Call the command as the user that serves, or chown {place}."
            )
    if (free := shutil.disk_usage(path.parent).free) < ROOM:
        yield Finding(
            f"The disk of {path} has {free // 1024**2} MB left.", "Free some: nothing can be recorded without."
        )


def takes_writes() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW default_transaction_read_only")
            if cursor.fetchall() == [("on",)]:
                yield Finding(
                    "The database takes no writes (default_transaction_read_only is on).",
                    "A copy that follows another takes none: name the other in DATABASE_URL. Else the host may have "
                    "made it so because its disk is full.",
                )


def clocks() -> Iterator[Finding]:
    """What was answered by a wrong clock comes up again on the wrong day."""
    asked = {"postgresql": "clock_timestamp()", "sqlite": "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked[connection.vendor]}")
        [(said,)] = cursor.fetchall()
    theirs = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    apart = abs(theirs.astimezone(UTC) - timezone.now())
    if apart > SKEW:
        yield Finding(
            f"The clocks of this process and of the database are {apart.total_seconds():.0f} seconds apart.",
            "Have both machines set their clocks by the network (Debian: apt install systemd-timesyncd).",
        )


def migrations() -> Iterator[Finding]:
    tables = connection.introspection.table_names()
    pending = pending_migrations() if "django_migrations" in tables else None
    if pending is None:
        yield Finding("The database is empty.", "Call: manage.py migrate")
    elif pending:
        named = ", ".join(f"{app}.{name}" for app, name in sorted(pending))
        yield Finding(f"Migrations have not been applied: {named}.", "Call: manage.py migrate")
    elif later := later_migrations():
        named = ", ".join(f"{app}.{name}" for app, name in sorted(later))
        yield Finding(
            f"The database was used by a newer version of this project, which applied {named}.",
            "Install that version again, or restore the backup that was made before it.",
        )

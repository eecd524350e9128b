"""System checks: what in this installation could lose what learners have done."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

type Version = tuple[int, ...]

FIRST, LAST = (3, 7, 0), (3, 51, 2)
MENDED = {(3, 44, 6), (3, 50, 7)}


def wal_reset_can_corrupt(version: Version) -> bool:
    """Whether this SQLite has the WAL-reset race, by which two processes can corrupt a database they share."""
    return FIRST <= version <= LAST and version not in MENDED


@register()
def sqlite_bears_the_workers(version: Version = sqlite3.sqlite_version_info, **_: Any) -> list[CheckMessage]:
    """Several processes on one SQLite file need an SQLite without the race."""
    shared = settings.WORKERS > 1 and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not shared or not wal_reset_can_corrupt(version):
        return []
    return [
        CheckWarning(
            f"{settings.WORKERS} workers share an SQLite database, and SQLite {'.'.join(map(str, version))} has a "
            "fault by which that can, rarely, corrupt it.",
            hint="Set WORKERS=1, use PostgreSQL (DATABASE_URL), or install a Python with SQLite 3.51.3 or newer.",
            id="studyapp.W001",
        )
    ]


def squashes() -> Iterator[Migration]:
    """Our migrations that stand for single steps whose files are gone."""
    for migration in MigrationLoader(None).disk_migrations.values():
        if migration.replaces and migration.__module__.startswith("studyapp."):
            yield migration


@register(Tags.database)
def every_single_step_was_taken(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A database has had all the steps that a squash stands for, or none: what lies between, Django cannot mend."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for squash in squashes():
            taken = [name for app, name in squash.replaces if (app, name) in applied]
            if 0 < len(taken) < len(squash.replaces):
                found.append(too_old(squash, taken))
    return found


def too_old(squash: Migration, taken: list[str]) -> Error:
    app, last = squash.replaces[-1]
    file = f"{squash.__module__.rpartition('.')[0].replace('.', '/')}/{last}.py"
    return Error(
        f"This database is too old for this version: of the {len(squash.replaces)} steps to the tables of {app} it "
        f"has had {len(taken)}, up to {taken[-1]}; {last} was to be the last. Nothing was changed.",
        hint="Run the last version that still has the single steps, and then this one again: "
        f'git checkout "$(git rev-list -1 HEAD -- {file})~1" && uv run manage.py migrate && git checkout -',
        id="studyapp.E002",
    )

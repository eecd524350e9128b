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
def sqlite_bears_the_workers(version: Version = sqlite3.sqlite_version_info, **_: object) -> list[CheckMessage]:
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
        taken = [(squash, [step for step in squash.replaces if step in applied]) for squash in squashes()]
        if begun := [(squash, steps) for squash, steps in taken if 0 < len(steps) < len(squash.replaces)]:
            found.append(too_old(begun))
    return found


def too_old(begun: list[tuple[Migration, list[tuple[str, str]]]]) -> Error:
    had = (f"{len(steps)} of {len(squash.replaces)} for {squash.app_label}" for squash, steps in begun)
    squash = begun[0][0]
    file = f"{squash.__module__.rpartition('.')[0].replace('.', '/')}/{squash.replaces[-1][1]}.py"
    return Error(
        "This database is too old for this version: of the single steps that it should have had, "
        f"it has had {', '.join(had)}. Nothing was changed.",
        hint="Run the last version that still has the single steps, and then this one again: "
        f'git checkout "$(git rev-list -1 HEAD -- {file})~1" && uv run manage.py migrate && git checkout -',
        id="studyapp.E002",
    )

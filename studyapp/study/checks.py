"""System checks: what in this installation could lose what learners have done."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

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

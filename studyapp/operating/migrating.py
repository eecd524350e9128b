"""Which migrations the code has and the database has not had, or the other way round."""

from functools import cache

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

type Names = set[tuple[str, str]]
"""App and name."""


@cache
def _on_disk() -> dict[tuple[str, str], Migration]:
    """Read once: the code does not change while it runs."""
    return dict(MigrationLoader(None).disk_migrations)


def _applied() -> Names:
    return set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))


def pending_migrations() -> Names:
    """Those that `migrate` would apply. Raises DatabaseError where it was never called."""
    return _on_disk().keys() - _applied()


def later_migrations() -> Names:
    """Those of our apps that a later version of the code has applied."""
    known = _on_disk()
    ours = {one.app_label for one in known.values() if one.__module__.startswith("studyapp.")}
    replaced = {step for one in known.values() for step in one.replaces}
    return {(app, name) for app, name in _applied() - known.keys() - replaced if app in ours}

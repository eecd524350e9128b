"""Which migrations the code has and the database has not had, or the other way round."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

type Names = set[tuple[str, str]]
"""App and name."""


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Read once: the code does not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _applied() -> Names:
    return set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))


def pending_migrations() -> Names:
    """Those that `migrate` would apply. Raises DatabaseError where it was never called."""
    return set(_known() - _applied())


def later_migrations() -> Names:
    """Those of our apps that a later version of the code has applied."""
    known = _known()
    ours = {
        migration.app_label
        for migration in MigrationLoader(None).disk_migrations.values()
        if migration.__module__.startswith("studyapp.")
    }
    replaced = {step for migration in MigrationLoader(None).disk_migrations.values() for step in migration.replaces}
    return {(app, name) for app, name in _applied() - known - replaced if app in ours}

"""Whether anybody runs the jobs: nobody would miss the process, and reminders wait for it."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from studyapp.jobs.models import Job

NEGLECT = timedelta(hours=1)
"""What has waited for so long, nobody runs."""


def neglected(at: datetime) -> str:
    """A sentence, if nobody seems to run the jobs; empty if somebody does."""
    rows = list(Job.objects.registered())
    first = min((row.next_run for row in rows), default=None) or _table_made(at)
    if first > at - NEGLECT or any(row.is_held(at) for row in rows):
        return ""
    latest = max((row.last_run for row in rows if row.last_run), default=None)
    since = f"since {latest:%Y-%m-%d %H:%M} UTC" if latest else "yet"
    return f"No jobs were run {since}: no reminder is sent, and what is planned for a day does not happen."


def _table_made(at: datetime) -> datetime:
    """Whoever has just set up the site need not have served it yet."""
    steps = MigrationRecorder(connection).migration_qs.filter(app="jobs").order_by("applied")
    return steps.values_list("applied", flat=True).first() or at

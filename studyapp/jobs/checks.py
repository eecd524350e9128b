"""A system check: whether anybody runs the jobs."""

from datetime import datetime

from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning
from django.db import OperationalError, connection
from django.utils import timezone

from studyapp.jobs.models import Job
from studyapp.jobs.neglect import neglected

REMEDY = "`manage.py serve` runs them beside the site. Whoever serves otherwise starts `manage.py run_jobs` too."


@register(deploy=True)
def somebody_runs_the_jobs(at: datetime | None = None, **_: object) -> list[CheckMessage]:
    """Reminders, and what editors planned for a day, wait for a process that nobody would miss."""
    try:
        if Job._meta.db_table not in connection.introspection.table_names():
            return []  # before `migrate`
    except OperationalError:
        return []  # there are no jobs to run either
    sentence = neglected(at or timezone.now())
    return [CheckWarning(sentence, hint=REMEDY, id="studyapp.W002")] if sentence else []

"""A job of its own for a test, beside those that there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from studyapp.jobs import registry
from studyapp.jobs.models import Job
from tests.people import DAY, NOON


@contextmanager
def registered(run: registry.Run, every: timedelta = DAY) -> Iterator[str]:
    """Its name, while this lasts; it alone is registered, and due at noon."""
    kept = dict(registry.JOBS)
    registry.JOBS.clear()
    try:
        registry.job(every=every)(run)
        Job.objects.enter(registry.JOBS, at=NOON)
        yield registry.name_of(run)
    finally:
        registry.JOBS.clear()
        registry.JOBS.update(kept)

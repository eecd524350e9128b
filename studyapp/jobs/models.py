"""The table of jobs: when each runs next, what came of the last time, and who has it now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from studyapp.jobs.registry import JOBS, Run, name_of

LEASE = timedelta(minutes=1)
"""How long nobody else takes a job, unless whoever runs it says again that they do."""
FIRST_PAUSE = timedelta(minutes=1)
"""Before what failed is tried again; twice as long each time, but never longer than until its next turn."""
MOST_DOUBLINGS = 20
LONGEST_ERROR = 500
LEFT_BEHIND = "The process that ran it ended before it was done."


class JobQuerySet(models.QuerySet["Job"]):
    def registered(self) -> "JobQuerySet":
        """Those that the code still has."""
        return self.filter(name__in=JOBS)

    def enter(self, names: Iterable[str], *, at: datetime) -> None:
        """Make a row for each that has none: it is due at once."""
        self.bulk_create([Job(name=name, next_run=at) for name in names], ignore_conflicts=True)

    def ask_for(self, run: Run, *, at: datetime) -> None:
        """Have a job run as soon as may be. If it runs now, it will once more."""
        self.enter([name_of(run)], at=at)
        self.filter(name=name_of(run)).run_now(at=at)

    def run_now(self, *, at: datetime) -> int:
        """Have all of these run as soon as may be."""
        return self.update(next_run=at)


class Job(models.Model):
    """One job. Whoever takes it holds it by a lease, so that no two run it at once and nobody's death stops it."""

    name = models.CharField(max_length=100)
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True, help_text="When it was last begun and came to an end, good or bad.")
    took = models.DurationField(null=True)
    said = models.TextField(blank=True, help_text="What it last did, in its own words.")
    failures = models.PositiveIntegerField(default=0, help_text="How often in a row it has failed.")
    error = models.TextField(blank=True, help_text="Why it failed last; empty once it did not.")
    held_by = models.UUIDField(null=True, help_text="The process that runs it.")
    held_until = models.DateTimeField(null=True, help_text="When another may take it, if nothing more is heard.")

    objects: ClassVar[models.Manager["Job"]] = models.Manager.from_queryset(JobQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="job_once_by_name"),
            models.CheckConstraint(
                condition=Q(held_by=None, held_until=None) | Q(held_by__isnull=False, held_until__isnull=False),
                name="job_held_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(last_run=None, took=None)
                | Q(last_run__isnull=False, took__isnull=False, took__gte=timedelta()),
                name="job_took_time_when_it_ran",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, error="") | Q(failures__gt=0) & ~Q(error=""), name="job_failed_with_an_error"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def every(self) -> timedelta:
        return JOBS[self.name].every

    @property
    def purpose(self) -> str:
        return JOBS[self.name].purpose

    def is_held(self, at: datetime) -> bool:
        """Whether somebody runs it. A lease that no clock could have given by now is one that a wrong clock gave."""
        return self.held_until is not None and at < self.held_until <= at + 2 * LEASE

    def is_due(self, at: datetime) -> bool:
        """Whether it is to be run: its time has come, or whoever had it is gone, or only a wrong clock put it off."""
        if self.held_until is not None:
            return not self.is_held(at)
        return not at < self.next_run <= at + self.every + LEASE

    def take(self, holder: UUID, *, at: datetime, lease: timedelta = LEASE) -> bool:
        """Hold it, if it stands as it was read. The database decides, so that one of several gets it."""
        as_read = Job.objects.filter(
            pk=self.pk, next_run=self.next_run, held_by=self.held_by, held_until=self.held_until
        )
        if self.held_by is not None:
            self.failures, self.error = self.failures + 1, LEFT_BEHIND
        # Set now and not when it is done: who asks for it meanwhile shall have it once more.
        self.next_run, self.held_by, self.held_until = at + self.every, holder, at + lease
        changed = {name: getattr(self, name) for name in ("next_run", "held_by", "held_until", "failures", "error")}
        return bool(as_read.update(**changed))

    def renew(self, holder: UUID, *, at: datetime, lease: timedelta = LEASE) -> bool:
        """Hold it longer. False if it has passed to another."""
        return bool(Job.objects.filter(pk=self.pk, held_by=holder).update(held_until=at + lease))

    def finish(self, holder: UUID, *, began: datetime, took: timedelta, said: str) -> bool:
        """Note what it did, and let it go."""
        return self._let_go(holder, last_run=began, took=took, said=said, failures=0, error="")

    def fail(self, holder: UUID, *, began: datetime, took: timedelta, error: str) -> bool:
        """Note why it failed, let it go, and have it tried again: soon, and later each time."""
        pause = min(FIRST_PAUSE * 2 ** min(self.failures, MOST_DOUBLINGS), self.every)
        return self._let_go(
            holder,
            last_run=began,
            took=took,
            failures=self.failures + 1,
            error=error[:LONGEST_ERROR],
            next_run=Least(F("next_run"), began + took + pause, output_field=models.DateTimeField()),
        )

    def _let_go(self, holder: UUID, **noted: object) -> bool:
        mine = Job.objects.filter(pk=self.pk, held_by=holder)
        return bool(mine.update(held_by=None, held_until=None, **noted))

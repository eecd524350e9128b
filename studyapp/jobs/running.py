"""Runs what is due: each job by one process at a time, one after the other, whatever becomes of the one before."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from uuid import UUID, uuid4

from django.db import DatabaseError, close_old_connections, connections, reset_queries
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from studyapp.jobs.models import LEASE, Job
from studyapp.jobs.registry import JOBS
from studyapp.logs import logged_as, new_id

LOOK_EVERY = 5.0
"""Seconds from one look at the table to the next."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one job."""

    name: str
    said: str = ""
    error: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.error or self.said or 'done'}"


@dataclass(frozen=True)
class Runner:
    """One process that runs jobs; `now` is its clock."""

    now: Callable[[], datetime]
    lease: timedelta = LEASE
    holder: UUID = field(default_factory=uuid4)
    stopping: Event = field(default_factory=Event)

    def run_due(self) -> Iterator[Ran]:
        """Run each job that is due, once. What failed least comes first, so that nothing waits behind what cannot."""
        rows = {row.name: row for row in Job.objects.registered()}
        if missing := JOBS.keys() - rows.keys():
            Job.objects.enter(missing, at=self.now())
            rows = {row.name: row for row in Job.objects.registered()}
        for row in sorted(rows.values(), key=lambda row: (row.failures, row.next_run)):
            if self.stopping.is_set():
                return
            at = self.now()
            if row.is_due(at) and row.take(self.holder, at=at, lease=self.lease):
                yield self._run(row, at)

    def attend(self, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Run what is due, whenever it is, until told to stop or no longer wanted."""
        connection_created.connect(_leave_checkpoints_to_the_server)
        answers = True
        while not self.stopping.is_set() and is_wanted():
            close_old_connections()
            reset_queries()
            try:
                for _ in self.run_due():
                    pass
                answers = True
            except DatabaseError as error:
                if answers:
                    log.warning("Jobs wait until the database answers: %s", error)
                answers = False
                connections.close_all()
            self.stopping.wait(LOOK_EVERY)
        connections.close_all()

    def _run(self, row: Job, at: datetime) -> Ran:
        start, said, error = monotonic(), "", ""
        with logged_as(new_id()), self._held(row):
            try:
                said = JOBS[row.name].run(at)
            except Exception as failure:  # whatever it is, the others go on
                log.exception("The job %s failed.", row.name)
                error = f"{type(failure).__name__}: {failure}"
        took = timedelta(seconds=monotonic() - start)
        if error:
            row.fail(self.holder, began=at, took=took, error=error)
        else:
            row.finish(self.holder, began=at, took=took, said=said)
        return Ran(row.name, said, error)

    @contextmanager
    def _held(self, row: Job) -> Iterator[None]:
        """The lease is renewed for as long as this takes: by a thread, which dies with the process."""
        done = Event()
        renewing = Thread(target=self._renew, args=[row, done], daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()

    def _renew(self, row: Job, done: Event) -> None:
        while not done.wait(self.lease.total_seconds() / 4):
            try:
                held = row.renew(self.holder, at=self.now(), lease=self.lease)
            except DatabaseError as error:
                log.warning("The job %s could not say that it goes on: %s", row.name, error)
                connections.close_all()
                continue
            if not held:  # this machine slept, say, and another took it over
                log.critical("The job %s has passed to another process; this one ends, or both would run it.", row.name)
                os._exit(1)
        connections.close_all()


def _leave_checkpoints_to_the_server(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Of the processes that share an SQLite database, one alone writes its log back: older versions can corrupt it if
    two do (`study/checks.py`)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")

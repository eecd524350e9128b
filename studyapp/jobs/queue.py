"""How the jobs stand: how many wait, for how long, which fail, and whether anybody runs them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from studyapp.jobs.models import Job

UNATTENDED = timedelta(minutes=2)
"""Whoever runs jobs looks every few seconds: what has waited for so long while nothing else ran, nobody runs."""


@dataclass(frozen=True, slots=True)
class Queue:
    """All jobs at one moment."""

    jobs: list[Job]
    moment: datetime

    @classmethod
    def at(cls, moment: datetime) -> Self:
        """One statement."""
        return cls(list(Job.objects.registered()), moment)

    @property
    def waiting(self) -> list[Job]:
        """Due, and run by nobody."""
        return [job for job in self.jobs if job.is_due(self.moment)]

    @property
    def longest_wait(self) -> timedelta:
        return max((self.moment - job.next_run for job in self.waiting), default=timedelta())

    @property
    def failing(self) -> list[Job]:
        return [job for job in self.jobs if job.failures]

    @property
    def is_attended(self) -> bool:
        """Whether somebody runs them. Before they were ever run there are none."""
        is_busy = any(job.is_held(self.moment) for job in self.jobs)
        return is_busy or (bool(self.jobs) and self.longest_wait < UNATTENDED)

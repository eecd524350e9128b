"""Which jobs there are: functions in the `jobs.py` of any room, found when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

type Run = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the code has it; its row says when it runs."""

    name: str
    every: timedelta
    run: Run

    @property
    def purpose(self) -> str:
        """What it is for, in its own words."""
        return (self.run.__doc__ or "").strip().partition("\n")[0]


JOBS: dict[str, Job] = {}
"""By name, such as `study.send_reminders`."""


def job(*, every: timedelta) -> Callable[[Run], Run]:
    """Have this function run again and again, so long after it last began.

    It is given the time and returns what it did, in a few words. It must be safe to run twice: whoever ran it may have
    been killed before that was noted.
    """
    assert every > timedelta()  # noqa: S101  or it would be due for ever

    def register(run: Run) -> Run:
        name = name_of(run)
        assert name not in JOBS  # noqa: S101  or one of the two would never run
        JOBS[name] = Job(name, every, run)
        return run

    return register


def name_of(run: Run) -> str:
    """The room and the function: `study.send_reminders` for one in `studyapp/study/jobs.py`."""
    room = run.__module__.removesuffix(".jobs").rpartition(".")[2]
    return f"{room}.{run.__name__}"

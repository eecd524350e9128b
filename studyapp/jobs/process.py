"""The process that runs jobs: beside the server, or by itself; a signal ends it once the job under way is done."""

import os
import signal
from collections.abc import Callable
from datetime import datetime

from studyapp.jobs.running import Runner

NICENESS = 10
"""Whoever waits for a page comes first."""


def run_jobs(runner: Runner, supervisor: int | None = None) -> None:
    """Until a signal says stop, or until the process `supervisor` is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runner.stopping.set())
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    runner.attend(lambda: supervisor is None or os.getppid() == supervisor)


def run_beside(now: Callable[[], datetime], supervisor: int) -> None:
    """As a child of the process that serves."""
    os.nice(NICENESS)
    run_jobs(Runner(now), supervisor)

"""Processes that run jobs and are killed: `python -m tests.jobs.killed FOLDER SECONDS SEED`.

It kills two of them at random moments, one after another, for so many seconds, and starts others in their place. It
prints how many that were, and lets them go on until a line comes in. A job marks what was ordered, one piece at a time,
each together with its effect.
"""

import fcntl
import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import django
from django.db import connection, transaction
from django.utils import timezone

from studyapp.jobs import registry

LEASE = timedelta(seconds=0.5)
JOBS = 4
PIECES = 3
"""Taken by one run of a job."""


def working_on(kind: int, folder: Path) -> Callable[[datetime], str]:
    def work(at: datetime) -> str:
        """Do what was ordered, piece by piece"""
        with (folder / str(kind)).open("w") as alone:
            try:
                fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                (folder / "two at once").touch()
                raise
            return "done" if all(take_one(kind) for _ in range(PIECES)) else "nothing is left"

    work.__name__ = f"work_{kind}"
    return work


def take_one(kind: int) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT min(number) FROM ordered WHERE kind = %s AND done = 0", [kind])
        (number,) = cursor.fetchone()
        if number is None:
            return False
        cursor.execute("UPDATE ordered SET done = 1 WHERE number = %s", [number])
        cursor.execute("INSERT INTO effects (number) VALUES (%s)", [number])
        sleep(0.003)  # or hardly any would be killed at it
        return True


def start(attend: Callable[[], None]) -> int:
    if process := os.fork():
        return process
    try:
        attend()
    finally:
        os._exit(0)


def kill_at_random(attend: Callable[[], None], seconds: float, chance: random.Random) -> tuple[list[int], int]:
    """Those who are left, and how many were killed."""
    workers, end, killed = [start(attend), start(attend)], monotonic() + seconds, 0
    while monotonic() < end:
        sleep(chance.uniform(0.02, 0.12))
        victim = chance.randrange(2)
        os.kill(workers[victim], signal.SIGKILL)
        os.waitpid(workers[victim], 0)
        workers[victim], killed = start(attend), killed + 1
    return workers, killed


def main() -> None:
    folder, seconds, seed = sys.argv[1:]
    django.setup()
    from studyapp.jobs import process, running  # noqa: PLC0415  they need the models

    registry.JOBS.clear()
    for kind in range(JOBS):
        registry.job(every=timedelta(milliseconds=20))(working_on(kind, Path(folder)))
    running.LOOK_EVERY = 0.01

    def attend() -> None:
        process.run_jobs(running.Runner(timezone.now, LEASE))

    workers, killed = kill_at_random(attend, float(seconds), random.Random(int(seed)))
    print(killed, flush=True)  # noqa: T201
    sys.stdin.readline()
    for worker in workers:
        os.kill(worker, signal.SIGTERM)
        os.waitpid(worker, 0)


if __name__ == "__main__":
    main()

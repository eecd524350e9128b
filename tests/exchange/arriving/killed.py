"""A process that is killed: `python -m tests.exchange.arriving.killed worker|web SECONDS SEED`.

It kills its child at random moments, for so many seconds, and starts another in its place. `worker` brings in what was
sent, and prints how many were killed; one goes on until a line comes in. `web` sends a file over and over.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep

import django
from django.utils import timezone

from tests.jobs.killed import start

LEASE = timedelta(seconds=0.2)
LONGEST = {"worker": 0.8, "web": 0.6}
"""Seconds that a process has before it is killed, at most."""
CHUNKS = 4


def killed(work: Callable[[], None], seconds: float, longest: float, chance: random.Random) -> int:
    end, count = monotonic() + seconds, 0
    while monotonic() < end:
        child = start(work)
        sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        count += 1
    return count


def bring_in() -> None:
    from studyapp.exchange import jobs  # noqa: PLC0415  they need the models
    from studyapp.jobs import process, registry, running  # noqa: PLC0415

    registry.JOBS.clear()
    registry.job(every=timedelta(milliseconds=20))(jobs.bring_in)
    running.LOOK_EVERY = 0.01
    process.run_jobs(running.Runner(timezone.now, LEASE))


def send() -> None:
    """One file of many pieces after another, by the only learner that there is."""
    from django.test import Client  # noqa: PLC0415  as above

    from studyapp.accounts.models import User  # noqa: PLC0415
    from studyapp.exchange.arriving import files  # noqa: PLC0415
    from tests.exchange.arriving.bringing import KNOTS, send  # noqa: PLC0415

    files.CHUNK = len(KNOTS.encode()) // CHUNKS + 1
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get())
    while True:
        send(browser)


def main() -> None:
    what, seconds, seed = sys.argv[1:]
    django.setup()
    import studyapp.urls  # noqa: F401, PLC0415  before it is forked, or a child would be killed at that
    from studyapp.exchange import jobs  # noqa: F401, PLC0415
    from tests.exchange.arriving import bringing  # noqa: F401, PLC0415

    work = {"worker": bring_in, "web": send}[what]
    print(killed(work, float(seconds), LONGEST[what], random.Random(int(seed))), flush=True)  # noqa: T201
    if what == "worker":
        last = start(work)
        sys.stdin.readline()
        os.kill(last, signal.SIGTERM)
        os.waitpid(last, 0)


if __name__ == "__main__":
    main()

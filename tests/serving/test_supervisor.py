"""A worker that died has a successor; workers that cannot live are given up."""

import os
import signal
import subprocess
from time import monotonic

import pytest

from tests.serving.served import Serve, Site
from tests.serving.visitors import PATIENCE, get

pytestmark = pytest.mark.long


def worker_of(site: Site) -> int:
    return int(get(site.port, "/"))


@pytest.mark.parametrize("workers", [1, 2])
def test_after_a_worker_was_killed_the_next_request_is_answered(serve: Serve, workers: int) -> None:
    site = serve(workers)
    killed = worker_of(site)
    os.kill(killed, signal.SIGKILL)
    assert worker_of(site) != killed
    assert "A worker ended (-9); another takes its place." in site.process.stderr.readline()
    site.process.terminate()
    assert site.process.wait(PATIENCE) == 0


def test_workers_that_cannot_begin_are_not_begun_for_ever(serve: Serve) -> None:
    site = serve(0)
    _, errors = site.process.communicate(timeout=PATIENCE)
    assert site.process.returncode == 1
    assert 2 <= errors.count("SystemExit: This worker cannot begin.") <= 6


def workers_of(site: Site) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(site.process.pid)], capture_output=True, text=True)
    return [int(word) for word in listed.stdout.split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_workers_end_with_their_supervisor(serve: Serve, number: int) -> None:
    site, deadline = serve(2), monotonic() + PATIENCE
    while len(workers := workers_of(site)) < 2:
        assert monotonic() < deadline
    site.process.send_signal(number)
    _, errors = site.process.communicate(timeout=PATIENCE)
    assert (site.process.returncode, errors) == (0, "")
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)

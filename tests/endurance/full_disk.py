"""The disk of the database is filled to its last byte while learners answer, and has room again."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.endurance import people
from tests.endurance.cluster import Cluster
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept

LEARNERS, QUESTIONS = 8, 300
REPLIES = 60
REFUSED_ENOUGH = 20
"""Replies that say that nothing could be saved, before there is room again."""
NOT_SAVED = (503, 507)
PIECE = 64 * 1024


def fill(path: Path) -> None:
    """Until nothing more goes in, not even a byte."""
    with path.open("ab", buffering=0) as file:
        for size in (PIECE, 512, 1):
            with suppress(OSError):
                while file.write(os.urandom(size)):
                    pass


def run(site: Installation, own: Cluster | None, kept: Kept, rounds: int) -> str | None:
    learners, gate, ledger, browsers = people.at_work(site, kept, LEARNERS, QUESTIONS)
    filler = site.log.parent / "data" / "filler"
    while kept["times full"] < rounds:
        gate.wait_for_replies(REPLIES)
        refused = sum(ledger.statuses[status] for status in NOT_SAVED)
        fill(filler)
        until = time.monotonic() + 30
        while sum(ledger.statuses[s] for s in NOT_SAVED) < refused + REFUSED_ENOUGH and time.monotonic() < until:
            time.sleep(0.1)
        kept.add("refused in words", sum(ledger.statuses[status] for status in NOT_SAVED) - refused)
        filler.unlink()
        if own and not own.answers:  # it ends where its own log has no room
            own.start()
            kept.add("PostgreSQL had to be started again")
        kept.add("times full")
        sys.stderr.write(f"{kept['times full']} times full; replies {dict(ledger.statuses)}\n")
    gate.wait_for_replies(REPLIES)
    people.let_them_finish(site, browsers, gate)
    wrong = people.told(site, kept, ledger, learners, allowed=NOT_SAVED)
    return wrong or (None if kept["refused in words"] else "The disk was never full.")

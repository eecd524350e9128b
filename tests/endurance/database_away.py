"""PostgreSQL is stopped and started while learners answer: pages say so, and all goes on without a restart."""

import random
import sys
import time

from tests.endurance import people
from tests.endurance.cluster import Cluster
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept

LEARNERS, QUESTIONS = 8, 1500
REPLIES = 40
"""Before it is stopped."""
LONGEST = 3.0
"""Seconds for which it is away."""
MODES = ("fast", "immediate")


def run(site: Installation, own: Cluster | None, kept: Kept, rounds: int) -> str | None:
    if own is None:
        return "SQLite is a file, and never away. Run this with --postgresql."
    learners, gate, ledger, browsers = people.at_work(site, kept, LEARNERS, QUESTIONS)
    processes = site.workers_now
    while kept["stops"] < rounds:
        gate.wait_for_replies(REPLIES)
        own.stop(MODES[kept["stops"] % len(MODES)])
        time.sleep(random.uniform(0.3, LONGEST))
        own.start()
        kept.add("stops")
        sys.stderr.write(f"{kept['stops']} stops; replies {dict(ledger.statuses)}\n")
    kept.add("processes that had to begin anew", len(set(processes) - set(site.workers_now)))
    people.let_them_finish(site, browsers, gate)
    wrong = people.told(site, kept, ledger, learners)
    return wrong or ("A process ended." if kept["processes that had to begin anew"] else None)

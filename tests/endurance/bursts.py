"""Many write at once, over two workers: bursts of answers, answers sent several times, and undos that race.

On SQLite eight learners answer for so many seconds, on PostgreSQL 32. Then each of 1,000 submits is one of four of the
same answer, sent at the same moment; and 200 times an answer is taken back from two windows at once.
"""

import random
import sys
import threading
import time
from dataclasses import replace

from django.db import connections

from studyapp.accounts.models import User
from studyapp.study.cards.asks import Ask
from studyapp.study.models import Review
from tests.benchmarks.wire import form_on
from tests.endurance import people
from tests.endurance.cluster import Cluster
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept
from tests.endurance.learners import Gate, Learner, Ledger, Reply, Sent
from tests.endurance.roles import ANSWER, Student

QUESTIONS = 1500
WRITERS = {"sqlite": 8, "postgresql": 32}
SUBMITS, ALIKE = 1000, 4
RACES, WINDOWS = 200, 2


def burst(site: Installation, learners: list[User], ledger: Ledger, kept: Kept, seconds: int) -> None:
    """All answer as fast as they can, for so long."""
    gate = Gate()
    browsers = people.browsers(learners, [Student], site.port, gate, ledger, random.Random(seconds))
    before = len(ledger.studied)
    gate.open()
    for browser in browsers:
        browser.start()
    time.sleep(seconds)
    gate.ended = True
    for browser in browsers:
        browser.join()
    kept.values |= {"writers": len(learners), "seconds": seconds, "answers in them": len(ledger.studied) - before}


def at_once(windows: list[Learner], path: str, body: str) -> list[Reply]:
    """The same, sent from several windows at one moment."""
    together, replies = threading.Barrier(len(windows)), list[Reply]()

    def send(window: Learner) -> None:
        together.wait()
        replies.append(window.ask(path, body))

    threads = [threading.Thread(target=send, args=[window]) for window in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def answered(windows: list[Learner], ledger: Ledger) -> Sent:
    """The next question, answered from all of these windows, each of which is told the verdict."""
    first = windows[0]
    page = first.page("/study/")
    form = form_on(page, ANSWER)
    ask = Ask.opened(form.hidden["ask"])
    sent = Sent(first.pk, ask.question, ask.version)
    replies = at_once(windows, form.address, first.filled(form, page))
    if {reply.status for reply in replies} != {200}:
        ledger.faults.append(f"{[reply.status for reply in replies]} for one answer sent {len(windows)} times")
    ledger.studied.append(sent)
    return sent


def race_of_undos(windows: list[Learner], ledger: Ledger) -> None:
    """Whichever window comes first takes the answer back; for the other it is so already, or too late."""
    sent = answered(windows[:1], ledger)
    replies = at_once(windows, "/study/undo/", f"question={sent.about}&version={sent.number}")
    if not {reply.status for reply in replies} <= {302, 409}:
        ledger.faults.append(f"{[reply.status for reply in replies]} for an undo from {len(windows)} windows")


def run(site: Installation, own: Cluster | None, kept: Kept, rounds: int) -> str | None:
    site = replace(site, workers=2)
    learners = people.on_a_shelf(site, WRITERS["postgresql" if own else "sqlite"], QUESTIONS)
    ledger, gate = people.ledger_so_far(kept, learners), Gate()
    site.start()
    try:
        burst(site, learners, ledger, kept, rounds)
        gate.open()
        doubles = people.browsers([learners[0]] * ALIKE, [Student], site.port, gate, ledger, random.Random(1))
        for _ in range(SUBMITS // ALIKE):
            answered(doubles, ledger)
        sys.stderr.write("Sent several times: done\n")
        windows = people.browsers([learners[1]] * WINDOWS, [Student], site.port, gate, ledger, random.Random(2))
        undos = Review.objects.filter(learner=learners[1], kind=Review.Event.UNDO)
        before = undos.count()
        for _ in range(RACES):
            race_of_undos(windows, ledger)
        kept.values |= {"submits": SUBMITS, "races": RACES, "undone in them": undos.count() - before}
    finally:
        connections.close_all()
        site.stop()
    wrong = people.told(site, kept, ledger, learners)
    return wrong or (None if kept["undone in them"] == RACES else "An undo took back more or less than one answer.")

"""`kill -9` while eight learners answer, take quizzes and bring cards, at random moments.

All of the site is killed, and in a third of the rounds on PostgreSQL the database is stopped hard too. Learners send
again what got no reply. At the end every answer that was acknowledged must be there once, and no other; and a run
counts only if enough kills fell between the commit of an answer and its reply.
"""

import random
import sys
import time
from collections.abc import Sequence

from django.db import connections

from tests.endurance import people
from tests.endurance.cluster import Cluster
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept
from tests.endurance.learners import Gate, Learner, Ledger
from tests.endurance.roles import Importer, QuizTaker, Student

LEARNERS, QUESTIONS = 8, 1500
ROLES = [Student, QuizTaker, Student, Importer, Student, QuizTaker, Student, Student]
MUST_FALL_BETWEEN = 0.1
"""Of all kills."""
DATABASE_TOO = 3
"""In one round of so many the database is stopped as well, where it is a process of its own."""
WARM = 12
"""So many replies come before a kill does."""
LATEST = 0.7
"""Seconds after them within which it comes."""
AIMED = 0.5
"""Of the kills that come as soon as the database has an answer more; the others come at any moment."""
ANSWERS = "SELECT count(*) FROM study_review"
WORKERS_FIRST = 3
"""So many times those who answer are killed alone, and replaced, before all are."""


def wait_for_an_answer(site: Installation) -> None:
    """Until the database has one more, or for a second."""
    before, until = site.rows(ANSWERS), time.monotonic() + 1
    while site.rows(ANSWERS) == before and time.monotonic() < until:
        pass


def kill_once(site: Installation, own: Cluster | None, gate: Gate, chance: random.Random, *, all_of_it: bool) -> None:
    """Let them ask for a moment, and kill; `own` is given where the database is stopped too."""
    gate.open()
    gate.wait_for_replies(WARM)
    time.sleep(chance.uniform(0, LATEST))
    if chance.random() < AIMED:
        wait_for_an_answer(site)
    if own:
        own.stop("immediate")
    gate.close()
    if all_of_it:
        site.kill()
    else:
        site.kill_workers()
    gate.wait_until_idle()
    if own:
        own.start()


def kill_again_and_again(
    site: Installation,
    own: Cluster | None,
    browsers: Sequence[Learner],
    gate: Gate,
    ledger: Ledger,
    kept: Kept,
    rounds: int,
) -> None:
    chance = random.Random(time.time_ns())
    done = 0
    while kept["kills"] < rounds and any(browser.is_alive() for browser in browsers):
        turn = done % (WORKERS_FIRST + 1)
        if turn == 0:
            site.start()
        database_too = own is not None and done % DATABASE_TOO == 0
        kill_once(site, own if database_too else None, gate, chance, all_of_it=turn == WORKERS_FIRST)
        kept.add("kills")
        kept.add("kills with the database stopped hard", int(database_too))
        kept.add("between commit and reply", people.landed(browsers))
        connections.close_all()
        done += 1
        if done % 10 == 0:
            people.keep(kept, ledger)
            sys.stderr.write(f"{kept['kills']} kills, {kept['between commit and reply']} between commit and reply\n")
    if site.is_up:
        site.kill()


def run(site: Installation, own: Cluster | None, kept: Kept, rounds: int) -> str | None:
    """Why it does not count, if it does not."""
    learners = people.on_a_shelf(site, LEARNERS, QUESTIONS)
    gate, ledger = Gate(), people.ledger_so_far(kept, learners)
    browsers = people.browsers(learners, ROLES, site.port, gate, ledger, random.Random(time.time_ns()))
    connections.close_all()
    for browser in browsers:
        browser.start()
    kill_again_and_again(site, own, browsers, gate, ledger, kept, rounds)
    people.let_them_finish(site, browsers, gate)
    wrong = people.told(site, kept, ledger, learners)
    if wrong is None and kept["between commit and reply"] < MUST_FALL_BETWEEN * kept["kills"]:
        return "Too few kills fell between commit and reply for this to count."
    return wrong

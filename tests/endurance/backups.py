"""Backups while learners answer, each restored elsewhere and compared, table by table.

What was acknowledged before a backup began must be in it. Tables that did not change meanwhile must be there row by
row; of the others no row may be there that neither was before nor came meanwhile.
"""

import sys
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from tests.endurance import people
from tests.endurance.cluster import Cluster
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept
from tests.endurance.learners import Ledger, Sent
from tests.endurance.tables import Tables, tables_of

LEARNERS, QUESTIONS = 8, 1500
BETWEEN = 20
"""Replies from one backup to the next."""


def elsewhere(site: Installation, own: Cluster | None) -> Installation:
    """A site on a new, empty database."""
    if own is None:
        path = Path(site.database.removeprefix("sqlite:///")).with_name("restored.sqlite3")
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        return replace(site, database=f"sqlite:///{path}")
    with psycopg.connect(own.address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS restored")
        connection.execute(sql.SQL("CREATE DATABASE restored TEMPLATE template0"))
    return replace(site, database=own.address.removesuffix("postgres") + "restored")


def answers_in(site: Installation) -> tuple[set[Sent], set[Sent]]:
    """Of the log and of quizzes, as the tables have them."""
    found: list[set[Sent]] = []
    for table, second, third, kept in (
        ("study_review", "question_id", "version", "kind = 'study'"),
        ("study_quizanswer", "quiz_id", "position", "1 = 1"),
    ):
        asked = f"SELECT learner_id, {second}, {third} FROM {table} WHERE {kept}"
        found.append({Sent(*row) for row in site.rows(asked)})
    return found[0], found[1]


def compared(before: Tables, after: Tables, restored: Tables) -> list[str]:
    """The tables whose rows in the copy are not those of the moments around it."""
    wrong = sorted(before.keys() ^ restored.keys())
    for name in before.keys() & restored.keys():
        unchanged, found = before[name] & after.get(name, set()), restored[name]
        if unchanged - found or (before[name] == after.get(name) and found != before[name]):
            wrong.append(name)
    return wrong


def drill(site: Installation, own: Cluster | None, ledger: Ledger, kept: Kept, folder: Path) -> None:
    told = set(ledger.studied), set(ledger.quizzed)
    before = tables_of(site.database)
    copy = folder / "copy.backup"
    copy.unlink(missing_ok=True)
    site.manage("backup", str(copy))
    after = tables_of(site.database)
    restored = elsewhere(site, own)
    restored.manage("restore", str(copy))
    found = answers_in(restored)
    kept.add("acknowledged before a backup, lost in it", sum(len(a - b) for a, b in zip(told, found, strict=True)))
    wrong = compared(before, after, tables_of(restored.database))
    kept.add("tables compared", len(before))
    kept.add("tables that differ", len(wrong))
    kept.add("differences after restoring", restored.differences())
    kept.add("drills")
    sys.stderr.write(f"{kept['drills']} drills; tables that differ: {wrong}\n")


def run(site: Installation, own: Cluster | None, kept: Kept, rounds: int) -> str | None:
    learners, gate, ledger, browsers = people.at_work(site, kept, LEARNERS, QUESTIONS)
    while kept["drills"] < rounds:
        gate.wait_for_replies(BETWEEN)
        drill(site, own, ledger, kept, site.log.parent)
        people.keep(kept, ledger)
    people.let_them_finish(site, browsers, gate)
    wrong = people.told(site, kept, ledger, learners)
    bad = ("acknowledged before a backup, lost in it", "tables that differ", "differences after restoring")
    return wrong or ("A backup lacks something." if any(kept[name] for name in bad) else None)

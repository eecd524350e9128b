"""Upgrades from every landed state since there is one migration an app: `python -m tests.endurance.upgrades FOLDER`.

For each commit of the main line whose migrations are a part of today's, and differ from those of the one before, its
own `quickstart` makes a database with a learner of two weeks; then today's code migrates it, proves what is kept of it,
and has the learner answer. FOLDER keeps what has been tried; the same command goes on.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from tests.endurance.cluster import Cluster, cluster
from tests.endurance.installation import PROJECT, Installation
from tests.endurance.keeping import Kept

SQUASHED = "studyapp/study/migrations/0001_squashed_0012_one_open_report.py"
UPGRADING = (("migrate", "--verbosity=0"), ("load_seeds",))
"""What the README says to run, of what concerns the database."""
MIGRATIONS = ":(glob)studyapp/*/migrations/[0-9]*.py"


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def migrations_in(names: str) -> frozenset[str]:
    return frozenset(name for name in names.split() if "/migrations/0" in name)


def states() -> Iterator[str]:
    """The commits, the oldest first."""
    today, seen = migrations_in(git("ls-files", "studyapp")), set[frozenset[str]]()
    for commit in reversed(git("log", "--first-parent", "-m", "--format=%h", "--", MIGRATIONS).split()):
        had = migrations_in(git("ls-tree", "-r", "--name-only", commit, "studyapp"))
        # A name that is not among today's was never on the main line for good.
        if SQUASHED in had and had <= today and had not in seen:
            seen.add(had)
            yield commit


def database_for(commit: str, folder: Path, own: Cluster | None) -> str:
    """A new and empty one."""
    if own is None:
        return f"sqlite:///{folder / commit}.sqlite3"
    with psycopg.connect(own.address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(f"at_{commit}")))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(f"at_{commit}")))
    return own.address.removesuffix("postgres") + f"at_{commit}"


def upgrade(commit: str, folder: Path, own: Cluster | None, kept: Kept) -> None:
    """Make a database with the code of then, and go on with today's."""
    with tempfile.TemporaryDirectory() as name:
        archive = subprocess.Popen(["git", "archive", commit], cwd=PROJECT, stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", name], stdin=archive.stdout, check=True)
        archive.wait()
        then = Installation(database_for(commit, folder, own), 8000, folder / "log", project=Path(name))
        then.manage("quickstart", "--no-serve")
        now = replace(then, project=PROJECT)
        for step in UPGRADING:
            now.manage(*step)
        kept.add("differences", now.differences())
        words = [sys.executable, "-m", "tests.endurance.one_answer"]
        answered = subprocess.run(words, cwd=PROJECT, env=now.environment)
        kept.add("answers that failed", int(bool(answered.returncode)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", type=int, help="so many states, spread over all")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    kept, found = Kept.of(folder / "kept.json"), list(states())
    step = len(found) // min(chosen.only or len(found), len(found))
    with ExitStack() as used:
        own = used.enter_context(cluster(folder / "postgres")) if chosen.postgresql else None
        for commit in found[::step]:
            if not kept[commit]:
                upgrade(commit, folder, own, kept)
                kept.add(commit)
                kept.add("states")
                kept.write()
                sys.stderr.write(f"{commit}: {kept['differences']} differences so far\n")
    bad = kept["differences"] + kept["answers that failed"]
    sys.stdout.write(f"states: {kept['states']} of {len(found)}\ndifferences: {kept['differences']}\n")
    sys.exit("An upgrade lost or changed something." if bad else None)


if __name__ == "__main__":
    main()

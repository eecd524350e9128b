"""What bringing cards in costs others and the worker: `uv run python -m tests.benchmarks.bringing`.

Serves a fresh database, SQLite with one worker or the PostgreSQL that TEST_DATABASE_URL names with two, beside which
the process that runs jobs brings in packages of Anki's. Prints how long others' answers take while one is read and
applied, and while nothing is, in turn; and the most memory that process ever held. On demand: it takes the whole
machine for minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from tests.benchmarks.closed_loop import WORKERS, Student, served, sessions_of_students
from tests.benchmarks.databases import address, database, set_up
from tests.benchmarks.table import Row, lines

if TYPE_CHECKING:
    from studyapp.accounts.models import User
    from studyapp.exchange.models import Import

CLIENTS, QUIET = 8, 15.0
"""Seconds without an import, before each."""
REVIEWS = 3
"""Of each card, before it came."""
PATIENCE = 3600
"""Seconds."""


def package_of(notes: int, said: str) -> bytes:
    """In the layout of today, each card with some answers."""
    from tests.formats.anki import packages  # noqa: PLC0415  Django is set up first

    made = packages.Made(
        notes=(packages.note(n, (f"What is {n}?", f"{said} {n}")) for n in range(1, notes + 1)),
        cards=(packages.card(notes + n, n, kind=2, queue=2, due=30, ivl=12, reps=REVIEWS) for n in range(1, notes + 1)),
        reviews=(
            packages.review((packages.BEGAN - day * 86_400) * 1000 + n, notes + n)
            for n in range(1, notes + 1)
            for day in range(REVIEWS)
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        return packages.package(Path(folder) / "cards.apkg", made).read_bytes()


def sent(data: bytes, learner: "User | None" = None) -> "Import":
    """A file of somebody who has an account, in the worker's hands."""
    from django.core.files.base import ContentFile  # noqa: PLC0415  as above
    from django.utils import timezone  # noqa: PLC0415

    from studyapp.demo.factories import LearnerFactory  # noqa: PLC0415
    from studyapp.exchange.arriving.files import keep_file  # noqa: PLC0415
    from studyapp.exchange.models import Import, State  # noqa: PLC0415

    said = {"name": "cards.apkg", "format": "anki", "language": "en", "interface_language": "en"}
    learner = learner or LearnerFactory()
    arrival = Import.objects.create(learner=learner, size=len(data), sent_at=timezone.now(), **said)
    keep_file(arrival, ContentFile(data))  # type: ignore[arg-type]  # as an uploaded one
    Import.objects.filter(pk=arrival.pk).move(State.UPLOADED, before=State.ARRIVING)
    _ask()
    return arrival


def _ask() -> None:
    from django.utils import timezone  # noqa: PLC0415  as above

    from studyapp.exchange.jobs import bring_in  # noqa: PLC0415
    from studyapp.jobs.models import Job  # noqa: PLC0415

    Job.objects.ask_for(bring_in, at=timezone.now())


def apply(arrival: "Import") -> None:
    from studyapp.exchange.models import Import, State  # noqa: PLC0415  as above

    total = arrival.rows.filter(cards__gt=0).count()
    Import.objects.filter(pk=arrival.pk).move(State.APPLYING, before=State.READ, rows_total=total, rows_done=0)
    _ask()


def wait_until(arrival: "Import", state: str) -> float:
    """Seconds until then."""
    begun = time.monotonic()
    while arrival.state != state:
        time.sleep(0.2)
        arrival.refresh_from_db()
        assert not arrival.said, arrival.said
        assert time.monotonic() < begun + PATIENCE
    return time.monotonic() - begun


@dataclass
class Answers:
    """Of those who study meanwhile, each over one connection, as soon as they can."""

    port: int
    sessions: list[str]

    def of(self, seconds: float) -> list[float]:
        """How long each took."""
        students = [Student(self.port, session, time.monotonic() + seconds) for session in self.sessions]
        for student in students:
            student.start()
        for student in students:
            student.join()
        return [second for student in students for second in student.seconds]

    def until(self, arrival: "Import", state: str) -> list[float]:
        students = [Student(self.port, session, float("inf")) for session in self.sessions]
        for student in students:
            student.start()
        took = wait_until(arrival, state)
        for student in students:
            student.end = 0
        for student in students:
            student.join()
        sys.stderr.write(f"{state} after {took:.0f} s\n")
        return [second for student in students for second in student.seconds]


def told(what: str, took: list[float]) -> float:
    """Its 95th percentile, in milliseconds."""
    cuts = [1000 * cut for cut in quantiles(took, n=20)]
    sys.stderr.write(
        f"{what}: {len(took)} answers, p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms, most {1000 * max(took):.0f} ms\n"
    )
    return cuts[18]


def beside(vendor: str, port: int, notes: int, rounds: int) -> Iterator[Row]:
    """How many times as long the slowest twentieth takes while files are read, applied and applied again changed."""
    found: dict[str, list[float]] = {}
    with database():
        answers = Answers(port, list(sessions_of_students(CLIENTS)))
        with served(port, WORKERS[vendor]):
            os.nice(10)
            for number in range(rounds):
                learner = None
                for said in ("new", "changed"):
                    quiet = told("quiet", answers.of(QUIET))
                    arrival = sent(package_of(notes, f"{said} {number}"), learner)
                    learner = arrival.learner
                    for state in ("read", "done"):
                        if state == "done":
                            apply(arrival)
                        during = told(f"{said}, until {state}", answers.until(arrival, state))
                        found.setdefault(f"{said} notes, until {state}", []).append(during / quiet)
    for what, ratios in found.items():
        yield Row(f"p95 of answers while {notes:,} {what}, over quiet", median(ratios), None, 2.0)


def memory(notes: int) -> Iterator[Row]:
    """Of the process that runs jobs: megabytes."""
    with database():
        environment = {**os.environ, "DATABASE_URL": address(), "OWN_CARDS_MOST": str(notes)}
        arrival = sent(package_of(notes, "new"))
        worker = subprocess.Popen([sys.executable, "manage.py", "run_jobs"], env=environment)
        try:
            sys.stderr.write(f"read after {wait_until(arrival, 'read'):.0f} s\n")
            apply(arrival)
            sys.stderr.write(f"done after {wait_until(arrival, 'done'):.0f} s\n")
            status = Path(f"/proc/{worker.pid}/status").read_text()
        finally:
            worker.terminate()
            worker.wait()
        most = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        yield Row(f"the worker's most MB with {notes:,} notes", int(most) / 1024, None, 300)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000, help="of a file that is brought in beside answers")
    parser.add_argument("--rounds", type=int, default=3, help="0: only memory is measured")
    parser.add_argument("--memory", type=int, default=0, help="notes of a file by which memory is measured")
    parser.add_argument("--port", type=int, default=8414)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        from django.db import connection  # noqa: PLC0415  Django is set up first

        found = list(beside(connection.vendor, chosen.port, chosen.notes, chosen.rounds)) if chosen.rounds else []
        found += memory(chosen.memory) if chosen.memory else []
    print("\n".join(lines(found, ("app", "beside"))))  # noqa: T201


if __name__ == "__main__":
    main()

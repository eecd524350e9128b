"""What writing a package costs: CPU beside genanki, which writes the same notes, and memory for 100,000.

uv venv /tmp/genanki && uv pip install --python /tmp/genanki/bin/python genanki==0.13.1
uv run python -m tests.outside.beside_genanki --genanki /tmp/genanki/bin/python
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from studyapp.formats.anki.presets import Plan
from studyapp.formats.anki.scheduled import Days
from studyapp.formats.anki.writing import Origin, write
from studyapp.formats.notes import Answered, Asked, Note, Progress, Remembered, Sort, Stage
from studyapp.scheduling import Preset

NOW = datetime(2026, 11, 30, 5, tzinfo=UTC)
DAY = timedelta(days=1)
FLOOR = Path(__file__).with_name("genanki_floor.py")
LARGE = 100_000


def notes(count: int, reviews: int) -> Iterator[Note]:
    for number in range(count):
        sent = {"prompt": f"What is knot number {number} called?", "answer": f"It is called knot {number} & so on"}
        progress = studied(number, reviews) if reviews else None
        yield Note(f"g{number}", ("Knots",), (Asked("0", "flashcard", sent, progress=progress),), changed_at=NOW)


def studied(number: int, reviews: int) -> Progress:
    at = NOW - timedelta(seconds=number % 50_000)
    log = tuple(
        Answered(
            at - (reviews - n) * DAY,
            Sort.REVIEW if n else Sort.LEARNING,
            3,
            8000,
            1.0,
            (at - (reviews - n) * DAY).date(),
        )
        for n in range(reviews)
    )
    memory = Remembered(12.5, 4.2, log[-1].at, 0.1542, 0.9)
    return Progress(Stage.REVIEW, NOW.date(), interval=9, memory=memory, reps=reviews, log=log)


def ours(count: int, reviews: int) -> float:
    """CPU seconds."""
    days = Days.of(ZoneInfo("Asia/Ho_Chi_Minh"), 4, NOW)
    plan = Plan(0.9, Preset().parameters, (1.0, 10.0), (10.0,), 36500, 10, 200, 8)
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        told = {"origin": Origin("Studyapp", "http://localhost"), "days": days, "plan": plan, "at": NOW}
        write(Path(folder) / "o.apkg", notes(count, reviews), lambda name: b"", **told, schedule=bool(reviews))  # type: ignore[arg-type]  # as they are named
        return time.process_time() - started


def floor(python: str, count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [python, str(FLOOR), str(count), f"{folder}/o.apkg"]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--genanki", required=True, help="the Python that has genanki")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    rounds = [
        (ours(asked.notes, 0), ours(asked.notes, 10), floor(asked.genanki, asked.notes)) for _ in range(asked.times)
    ]
    plain, scheduled, theirs = (min(each) for each in zip(*rounds, strict=True))
    sys.stdout.write(f"{asked.notes} notes: {plain:.2f} s of CPU, with ten reviews each {scheduled:.2f} s; genanki, ")
    sys.stdout.write(
        f"which writes no reviews, {theirs:.2f} s: {plain / theirs:.2f} and {scheduled / theirs:.2f} times\n"
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = ours(LARGE, 10)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{LARGE} notes with ten reviews each: {seconds:.1f} s, {before:.0f} MB before and {after:.0f} MB after\n"
    )


if __name__ == "__main__":
    main()

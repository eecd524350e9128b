"""From the real Anki to here: is what we read of random collections what it says itself?

Needs an environment of its own, for Anki is under the AGPL and no part of this project:

    uv venv /tmp/anki --python 3.13 && uv pip install --python /tmp/anki/bin/python anki==26.9.3
    uv run python -m tests.outside.from_anki --anki /tmp/anki/bin/python --collections 300
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.package import open_package
from studyapp.formats.notes import Asked, Note, Refused
from studyapp.scheduling import StudyClock

MAKING = Path(__file__).with_name("making.py")
ZONES = ("UTC", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
NEAR = 1e-3
EPOCH, MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)
ASIDE = ("suspended", "buried", "marked")


def told(path: Path, clock: StudyClock) -> Iterator[tuple[Note, Asked]]:
    with open_package(path) as package:
        for bundle in package.bundles():
            if isinstance(bundle, Refused):
                raise TypeError(bundle)
            note = understood(bundle, package.notetypes, package.decks, package.calendar, clock=clock)
            if isinstance(note, Refused):
                raise TypeError(note)
            yield from ((note, asked) for asked in note.cards)


def differences(note: Note, asked: Asked, card: dict[str, Any]) -> Iterator[str]:
    """Names of what is not as Anki says."""
    stands = asked.progress
    assert stands is not None
    memory = stands.memory
    same = {
        "tags": sorted(note.tags) == sorted(card["tags"]),
        "stage": stands.stage == card["stage"],
        "due": stands.due == (date.fromisoformat(card["due"]) if card["due"] else None),
        "due_at": stands.due_at == (datetime.fromtimestamp(card["due_at"], UTC) if card["due_at"] else None),
        "interval": stands.interval == card["interval"],
        "memory": (memory is None) == (card["memory"] is None)
        and (memory is None or is_near([memory.stability, memory.difficulty, memory.at.timestamp()], card["memory"])),
        "counts": [stands.reps, stands.lapses] == card["counts"],
        "aside": [stands.suspended, stands.buried, stands.marked] == card["aside"],
        "log": [[(row.at - EPOCH) // MILLISECOND, row.rating or 0, row.elapsed_ms] for row in stands.log]
        == card["log"],
    }
    yield from (name for name, is_same in same.items() if not is_same)


def is_near(ours: list[float], theirs: list[float]) -> bool:
    return all(abs(one - other) <= NEAR * max(1, abs(other)) for one, other in zip(ours, theirs, strict=True))


def compare(folder: Path, zone: str, compared: Counter[str]) -> Iterator[str]:
    (package,) = folder.glob("made.*")
    day_start, *told_of = json.loads((folder / "truth.json").read_text())
    cards = {(card["guid"], card["name"]): card for card in told_of}
    compared["collections"] += 1
    for note, asked in told(package, StudyClock(ZoneInfo(zone), day_start)):
        compared["cards"] += 1
        compared["answers"] += len(asked.progress.log) if asked.progress else 0
        card = cards.pop((note.guid, asked.name))
        compared.update(what for what, is_so in zip(ASIDE, card["aside"], strict=True) if is_so)
        is_in_long_step = card["aside"][0] and card["stage"] != "review" and card["due"] is not None
        compared["suspended in a step of over a day"] += is_in_long_step
        for name in differences(note, asked, card):
            yield f"{package} {zone} {name}: {asked.progress} {card}"
    yield from (f"{package}: no card {guid} {name}" for guid, name in cards)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--anki", required=True, help="Python of the environment that has Anki")
    parser.add_argument("--collections", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    compared: Counter[str] = Counter()
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for zone in ZONES:
            place = Path(folder, zone.replace("/", "-"))
            place.mkdir()
            making = [chosen.anki, MAKING, place, str(chosen.seed), str(chosen.collections // len(ZONES))]
            subprocess.run(making, check=True, env={**os.environ, "TZ": zone})
            for own in sorted(place.iterdir()):
                found += compare(own, zone, compared)
    print(*found[:20], sep="\n")  # noqa: T201
    print(dict(compared), f"{len(found)} differences")  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())

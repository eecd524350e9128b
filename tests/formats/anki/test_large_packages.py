"""Packages as large as they come: as flat in memory as small ones, or refused."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyapp.demo.first_run import PROJECT
from studyapp.formats.anki.archive import MAY_BE_DENSE
from studyapp.formats.anki.collection import RawReview
from studyapp.formats.anki.limits import MEGABYTE, Limits
from studyapp.formats.faults import BadFile
from tests.formats.anki.hostile import CELL, DAMAGED, TOO_LARGE, table_said, zip_of
from tests.formats.anki.packages import BEGAN, NEW, OLD, Made, card, members, note, package, review, zipped
from tests.formats.anki.reading import read_all

MANY, ANSWERS = 100_000, 5
MOST_MEGABYTES = 300


@pytest.mark.slow
@pytest.mark.parametrize("layout", [OLD, NEW])
def test_memory_is_flat(tmp_path: Path, layout: str) -> None:
    keys = range(1, MANY + 1)
    notes = (note(key, (f"Front {key} {'word ' * 20}", "Back " * 60)) for key in keys)
    cards = (card(MANY + key, key, kind=2, queue=2, due=100, ivl=30, reps=ANSWERS, data={"s": 12.5}) for key in keys)
    path = package(tmp_path / "deck.apkg", Made(notes, cards, log()), layout)
    command = [sys.executable, "-m", "tests.formats.anki.reading", str(path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < MOST_MEGABYTES


def log() -> Iterator[RawReview]:
    """As it grows in life: one card after another, and then again."""
    for answer in range(ANSWERS):
        for key in range(1, MANY + 1):
            yield review((BEGAN + answer * MANY + key) * 1000, of=MANY + key)


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    columns = table_said("notes", "'CREATE TABLE notes (id' || replace(printf('%.1000000c', 'a'), 'a', ',a') || ')'")
    refused(zipped(tmp_path / "deck.apkg", members(layout=OLD, further=columns)), DAMAGED)


def test_zeros_are_not_unpacked_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    path.write_bytes(zip_of({OLD: bytes(MAY_BE_DENSE + MEGABYTE)}))
    refused(path, TOO_LARGE)


@pytest.mark.slow
def test_a_cell_of_200_megabytes_is_refused(tmp_path: Path) -> None:
    large = f"UPDATE notes SET flds = zeroblob({200 * MEGABYTE})"
    refused(zipped(tmp_path / "deck.apkg", members(layout=OLD, further=large)), CELL)


def refused(path: Path, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_all(path, Limits())
    assert str(caught.value).startswith(said)

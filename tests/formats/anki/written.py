"""Packages as they were written, read back by nothing but a zip reader and SQLite."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from studyapp.formats.anki.presets import Plan
from studyapp.formats.anki.scheduled import Days
from studyapp.formats.anki.writing import Origin, Written, write
from studyapp.formats.notes import Asked, Note, Progress
from studyapp.scheduling import Preset

NOW = datetime(2026, 1, 6, 5, tzinfo=UTC)
"""Noon in Hanoi."""
TODAY = date(2026, 1, 6)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HERE = Origin("Studyapp", "https://study.example.org")
PLAN = Plan(0.9, Preset().parameters, (1.0, 10.0), (10.0,), 36500, 10, 200, 8)


@dataclass(frozen=True)
class Package:
    written: Written
    names: list[str]
    pictures: dict[str, bytes]
    tables: dict[str, list[dict[str, Any]]]

    @property
    def fields(self) -> list[list[str]]:
        """Of each note, in order."""
        return [note["flds"].split("\x1f") for note in self.tables["notes"]]

    def column(self, name: str) -> Any:
        """Of the one row of the collection itself, read as JSON."""
        return json.loads(self.tables["col"][0][name])


def card(kind: str = "flashcard", name: str = "0", *, progress: Progress | None = None, **sent: Any) -> Asked:
    return Asked(name, kind, {"prompt": "Bowline", "answer": "A loop", **sent}, progress=progress)


def note(*cards: Asked, deck: tuple[str, ...] = ("Knots",), guid: str = "", **told: Any) -> Note:
    return Note(guid, deck, cards or (card(),), **told)


def packed(folder: Path, notes: Iterable[Note], *, zone: ZoneInfo = HANOI, rollover: int = 4, **told: Any) -> Package:
    """Written, and read back."""
    path, told = folder / "cards.apkg", {"at": NOW, **told}
    days = Days.of(zone, rollover, told["at"])
    written = write(path, notes, lambda name: name.encode(), origin=HERE, days=days, plan=PLAN, **told)
    with ZipFile(path) as package:
        media: dict[str, str] = json.loads(package.read("media"))
        pictures = {name: package.read(number) for number, name in media.items()}
        (folder / "read").write_bytes(package.read("collection.anki21"))
        return Package(written, package.namelist(), pictures, tables_in(folder / "read"))


def tables_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
            for table in ("col", "notes", "cards", "revlog")
        }
    finally:
        connection.close()

"""A learner's own data, downloaded from a site like this one: their decks and cards, with where each card stood.

The file says a row a line, part by part, so that it is never held whole: its rows wait in a database of their own, on
disk, until a note asks for its cards, texts and answers.
"""

import json
import sqlite3
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from hashlib import sha1
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from studyapp.exchange.identities import own_name
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Answered, Asked, Lost, Note, Progress, Refused, Remembered, Sort, Stage
from studyapp.library.models import PLACES
from studyapp.scheduling import Preset, StudyClock
from studyapp.study.cards.events import ANSWERS, Event
from studyapp.study.cards.fold import active
from studyapp.study.cards.log import TimedEntry, Told

type Row = dict[str, Told]

JOINED_BY = {
    "account": "id",
    "own_decks": "id",
    "own_notes": "id",
    "own_cards": "fact_id",
    "own_cards_texts": "id",
    "own_cards_from_files": "note_number",
    "cards": "question_id",
    "reviews": "question_id",
    "pictures": "id",
}
"""The parts that are read, and the column by which their rows are looked up."""
SITE = b'"site": '
LONGEST_LINE = 8 * 1024 * 1024
"""Bytes: no picture is so large."""
NOON = time(12)
"""Within the study day of its date, wherever that begins."""
FAULTY = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What reading raises where a row is not as it was downloaded."""


@dataclass(frozen=True, slots=True)
class DownloadReader:
    """Reads the download of `own_data`."""

    name: str = "download"
    endings: Sequence[str] = (".json",)
    knows_notes: bool = True

    @property
    def label(self) -> str:
        return _("“Your data”, downloaded from a site like this one")

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002  as every reader
        return head.startswith(b'{\n"about": ') and b'\n"made_at": ' in head

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator["OpenedDownload"]:  # noqa: ARG002  as every reader
        """Raises BadFile."""
        with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "rows.sqlite3")) as rows:
            rows.execute("PRAGMA synchronous = OFF")
            rows.execute("CREATE TABLE row (part TEXT, key INTEGER, line TEXT)")
            rows.executemany("INSERT INTO row VALUES (?, ?, ?)", _lines(path))
            rows.execute("CREATE INDEX row_by_key ON row (part, key)")
            here = rows.execute("SELECT 1 FROM row WHERE part = 'site' AND line = ?", [json.dumps(settings.SITE_URL)])
            yield OpenedDownload(rows, is_of_this_site=here.fetchone() is not None)


def _lines(path: Path) -> Iterator[tuple[str, int, str]]:
    """The rows that are of use, with the name of their part and what they are looked up by. Raises BadFile."""
    told = _("This file is not as it was downloaded. Download “Your data” again, and choose that file.")
    part, is_whole = "", False
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            if line.startswith(b'"') and line.endswith(b'": {\n'):
                part = line[1:-5].decode("ascii", "replace")
            elif line.startswith(b"{") and part in JOINED_BY:
                try:
                    text = line.decode().rstrip("\n").removesuffix(",")
                    yield part, int(json.loads(text)[JOINED_BY[part]]), text
                except FAULTY as fault:
                    raise BadFile(told) from fault
            elif line.startswith(SITE):
                yield "site", 0, line.removeprefix(SITE).decode().rstrip(",\n")
            is_whole |= line.startswith(b'"left_out": ')
    if not is_whole:
        raise BadFile(told)


@dataclass(frozen=True, slots=True)
class OpenedDownload:
    """A download whose rows wait to be looked up."""

    rows: sqlite3.Connection
    is_of_this_site: bool

    def notes(self) -> Iterator[Note | Refused]:
        """The notes that were not deleted, deck by deck as they were numbered."""
        [account] = self._found("account") or [{}]
        decks = {deck["id"]: deck for deck in self._found("own_decks") if not deck["removed_at"]}
        for (line,) in self.rows.execute("SELECT line FROM row WHERE part = 'own_notes' ORDER BY key"):
            note = json.loads(line)
            place = _("note %(n)s") % {"n": note.get("number")}
            try:
                if not note["removed_at"] and note["deck_id"] in decks:
                    yield self._note(note, decks[note["deck_id"]], account, place)
            except FAULTY:
                told = _("This note is not as it was downloaded. Download “Your data” again, and choose that file.")
                yield Refused(place, "", told)

    def picture(self, name: str) -> bytes:
        """By the key it had there. Raises KeyError where the file has none of this name."""
        found = self._found("pictures", int(name))
        if not found:
            raise KeyError(name)
        return b64decode(found[0]["large"])

    def _found(self, part: str, key: int | None = None) -> list[Row]:
        """The rows of a part, all or those with this key, in the order of the file."""
        by_key = "" if key is None else " AND key = :key"
        asked = f"SELECT line FROM row WHERE part = :part{by_key} ORDER BY rowid"  # noqa: S608  of our own
        return [json.loads(line) for (line,) in self.rows.execute(asked, {"part": part, "key": key})]

    def _note(self, note: Row, deck: Row, account: Row, place: str) -> Note:
        asked = [card for card in self._found("own_cards", note["id"]) if card["state"] == "published"]
        states = {card["id"]: self._found("cards", card["id"]) for card in asked}
        lost = [Lost("private-note") for rows in states.values() if any(row["note"] for row in rows)]
        cards = [self._card(str(n), card, states[card["id"]], account) for n, card in enumerate(asked)]
        return Note(
            self._guid(note, account),
            (deck["title"],),
            tuple(cards),
            tags=(),
            place=place,
            lost=tuple(lost),
        )

    def _guid(self, note: Row, account: Row) -> str:
        """What the file calls it from which it came once; of this site, what its card is called in other files too; or
        else what nobody else's note is called.
        """
        came = self._found("own_cards_from_files", note["number"])
        if came:
            return str(came[0]["guid"])
        asked = self._found("own_cards", note["id"])
        if asked and self.is_of_this_site:
            return own_name(int(asked[0]["id"]))
        return sha1(f"{account['date_joined']} {note['id']}".encode(), usedforsecurity=False).hexdigest()

    def _card(self, name: str, card: Row, states: list[Row], account: Row) -> Asked:
        [text] = self._found("own_cards_texts", card["revision_id"])
        pictures = {place: str(key) for place in PLACES if (key := text[f"{place}_picture_id"]) is not None}
        sent = {**text["spec"], "prompt": text["prompt"], "explanation": text["explanation"]}
        log = [_entry(row) for row in self._found("reviews", card["id"]) if row["undone_at"] is None]
        progress = _progress(states[0], tuple(_answers(log)), ZoneInfo(account["time_zone"])) if states else None
        return Asked(name, card["kind"], sent, pictures, progress)


def _entry(row: Row) -> TimedEntry:
    entry = TimedEntry.read(row[column.name] for column in fields(TimedEntry))
    entry.answered_at = _moment(row["answered_at"])
    return entry


def _answers(log: list[TimedEntry]) -> Iterator[Answered]:
    """What counts of the log: by the judgement that stood in the end."""
    for row in active(log):
        if row.kind in (*ANSWERS, Event.ELSEWHERE) and row.rating is not None:
            yield Answered(row.answered_at, Sort.REVIEW, int(row.rating), int(row.elapsed_ms), 0.0)


def _progress(card: Row, log: tuple[Answered, ...], zone: ZoneInfo) -> Progress:
    stage = Stage(card["state"] or "new")
    steps = {Stage.LEARNING: Preset().learning_steps, Stage.RELEARNING: Preset().relearning_steps}.get(stage, ())
    memory = None
    if card["stability"] is not None:
        last = datetime.combine(date.fromisoformat(card["last_day"]), NOON, zone)
        memory = Remembered(float(card["stability"]), float(card["difficulty"]), last)
    due_at = _moment(card["due_at"]) if card["due_at"] else None
    return Progress(
        stage=stage,
        due=date.fromisoformat(card["due_day"]) if card["due_day"] and not due_at else None,
        due_at=due_at,
        steps_left=max(len(steps) - (card["step"] or 0), 0),
        interval=card["stability"] or 0.0,
        memory=memory,
        reps=int(card["reps"]),
        lapses=int(card["lapses"]),
        suspended=bool(card["suspended"]),
        marked=bool(card["marked"]),
        log=log,
    )


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)

"""Notes as a package of Anki’s, in the layout that it writes for older versions and that every version reads."""

import json
import re
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1, sha256
from html import unescape
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from studyapp.formats.anki import schema
from studyapp.formats.anki.faces import fields_of, line_of, more_of, picture_of, sort_of
from studyapp.formats.anki.notetypes import CLOZE, NoteType, of_cards, stable_key
from studyapp.formats.anki.presets import (
    THEIRS,
    Plan,
    configuration,
    deck_json,
    decks_json,
    default_preset,
    preset_json,
)
from studyapp.formats.anki.scheduled import Days, card_row, in_ms, new_card, review_rows
from studyapp.formats.anki.sentences import Sentence, sentence_of, together
from studyapp.formats.notes import Asked, Note

LAYOUT = b"\x08\x02"
"""Of the second of Anki’s three, as its protocol buffer has it."""
TAG = re.compile("<[^>]*>")
PLEASE_UPDATE = "Please update to the latest Anki version, then import the .colpkg/.apkg file again."
"""What versions see that do not know the layout, in Anki’s own words."""


@dataclass(slots=True)
class Written:
    """How much is in the package; a note can become several of Anki’s."""

    notes: int = 0
    cards: int = 0
    reviews: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The site that writes: how its decks, note types and preset are called in Anki, and the address it is known by."""

    name: str
    address: str

    def guid(self, *named: str) -> str:
        """An identity that hangs on nothing but the site and these words."""
        return urlsafe_b64encode(sha256("\0".join((self.address, *named)).encode()).digest()[:9]).decode()


@dataclass(frozen=True, slots=True)
class Whole:
    """One of Anki’s notes: its cards in the order of its note type’s, each with its number there."""

    guid: str
    notetype: NoteType
    fields: list[str]
    cards: list[tuple[int, Asked]]


def write(
    path: Path,
    notes: Iterable[Note],
    picture: Callable[[str], bytes],
    *,
    origin: Origin,
    days: Days,
    plan: Plan,
    at: datetime,
    schedule: bool = True,
) -> Written:
    """Write the notes to a new package at `path`, as they come: no more than one of them is held at a time.

    `picture` gives what is in a picture by its name, asked for in the order in which notes name them. Without
    `schedule` all cards are new.
    """
    with TemporaryDirectory(dir=path.parent) as folder:
        database = Path(folder) / "collection"
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            collection = Collection(connection, origin, days, plan, at, schedule=schedule)
            for note in notes:
                collection.add(note)
            collection.finish()
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
            package.writestr("meta", LAYOUT, ZIP_STORED)
            package.write(database, "collection.anki21")
            package.writestr("collection.anki2", _please_update(Path(folder) / "old", days))
            for number, name in enumerate(collection.pictures):
                package.writestr(str(number), picture(name), ZIP_STORED)
            package.writestr("media", json.dumps({str(n): name for n, name in enumerate(collection.pictures)}))
    return collection.written


@dataclass(slots=True)
class Collection:
    """A collection while it is written."""

    connection: sqlite3.Connection
    origin: Origin
    days: Days
    plan: Plan
    at: datetime
    schedule: bool = field(kw_only=True)
    written: Written = field(init=False, default_factory=Written)
    pictures: dict[str, None] = field(init=False, default_factory=dict)
    """Their names, in the order in which they were first named."""
    _named: dict[tuple[str, ...], int] = field(init=False, default_factory=dict)
    _decks: dict[tuple[str, ...], int] = field(init=False, default_factory=dict)
    """The keys of decks, as notes name them, and as they are called in the package."""
    _notetypes: dict[NoteType, int] = field(init=False, default_factory=dict)
    _free_after: dict[int, int] = field(init=False, default_factory=dict)
    """From where a moment at which many rows were given is looked for a free one: all before it are taken."""
    _guids: set[str] = field(init=False, default_factory=set)
    _first_key: int = field(init=False)
    _seconds: int = field(init=False)

    def __post_init__(self) -> None:
        self._first_key = in_ms(self.at)
        self._seconds = self._first_key // 1000
        begin(self.connection)

    def add(self, note: Note) -> None:
        deck = self._deck(note.deck)
        tags = joined_tags(note.tags)
        changed = self._seconds  # what is later than now, Anki takes for a wrong clock
        if note.changed_at:
            changed = min(ceil(note.changed_at.timestamp()), changed)
        for whole in wholes(note, self.origin):
            self._add_whole(whole, deck, tags, changed)

    def _add_whole(self, whole: Whole, deck: int, tags: str, changed: int) -> None:
        guid = whole.guid
        while guid in self._guids:
            guid = self.origin.guid("again", guid)
        self._guids.add(guid)
        key = self._first_key + self.written.notes
        notetype = self._notetypes.get(whole.notetype) or self._notetypes.setdefault(whole.notetype, whole.notetype.key)
        first = unescape(TAG.sub("", whole.fields[0]))
        checksum = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        row = (key, guid, notetype, changed, f" {tags} " if tags else "", "\x1f".join(whole.fields), first, checksum)
        self.connection.execute(schema.ADD_NOTE, row)
        self.written.notes += 1
        for number, card in whole.cards:
            self._add_card(key, deck, number, card)
            for name in card.pictures.values():
                self.pictures.setdefault(name)

    def _add_card(self, note: int, deck: int, number: int, card: Asked) -> None:
        key, position = self._first_key + self.written.cards, self.written.cards + 1
        self.written.cards += 1
        row = new_card(position)
        if self.schedule and card.progress is not None:
            reviews = review_rows(card.progress.log, self.days)
            row = card_row(card.progress, reviews, position, self.days)
            for review in reviews:
                self._add_review((review.at, key, *review[1:]))
        self.connection.execute(schema.ADD_CARD, (key, note, deck, number, self._seconds, *row))

    def _add_review(self, row: tuple[int, ...]) -> None:
        """Under the next free millisecond: Anki drops the second of two rows that have the same."""
        wanted, *told = row
        at = wanted
        while True:
            try:
                self.connection.execute(schema.ADD_REVIEW, (at, *told))
                break
            except sqlite3.IntegrityError:
                at = self._free_after.get(at, at + 1)
        if at != wanted:
            self._free_after[wanted] = at + 1
        self.written.reviews += 1

    def _deck(self, named: tuple[str, ...]) -> int:
        """The key of a deck within the site’s own, so that it is none of those that a collection has."""
        if named not in self._named:
            whole = deck_within(self.origin.name, named)
            for length in range(1, len(whole) + 1):
                self._decks.setdefault(whole[:length], stable_key("deck", self.origin.address, *whole[:length]))
            self._named[named] = self._decks[whole]
        return self._named[named]

    def finish(self) -> None:
        preset = self.plan.key(self.origin.address) if self.schedule else THEIRS
        presets = {str(THEIRS): default_preset()}
        if self.schedule:
            presets[str(preset)] = preset_json(preset, self.origin.name, self.plan)
        models = {str(key): notetype.as_json(self.origin.name) for notetype, key in self._notetypes.items()}
        told = configuration(self.days, self._notetypes.values(), self.written.cards + 1)
        now = self._first_key
        whole = (told, models, decks_json(self._decks, preset, self._seconds), presets)
        row = (self.days.calendar.created, now, now, *map(json.dumps, whole))
        self.written.pictures = len(self.pictures)
        end(self.connection, row)


def wholes(note: Note, origin: Origin) -> Iterator[Whole]:
    """A note as Anki’s: one, but for clozes, which have a note type of their own there."""
    guid = note.guid or origin.guid("note", *(card.name for card in note.cards))
    clozes = [card for card in note.cards if card.kind == CLOZE]
    others = [card for card in note.cards if card.kind != CLOZE]
    if others:
        fields = [text for card in others for text in fields_of(card)]
        yield Whole(guid, of_cards([sort_of(card) for card in others]), fields, list(enumerate(others)))
    if len(clozes) > 1 and (one := together(clozes)):
        yield _cloze(guid if not others else origin.guid(guid, "cloze"), one, clozes, [int(c.name) for c in clozes])
        return
    for place, card in enumerate(clozes):
        own = guid if not others and not place else origin.guid(guid, card.name)
        yield _cloze(own, sentence_of(card, 1), [card], [0])


def _cloze(guid: str, sentence: Sentence, cards: Sequence[Asked], numbers: Sequence[int]) -> Whole:
    text = line_of(cards[0]) + sentence.marked + picture_of(cards[0], "prompt")
    more = "".join(dict.fromkeys(more_of(card) for card in cards))
    return Whole(guid, of_cards([CLOZE]), [text, more], list(zip(numbers, cards, strict=True)))


def begin(connection: sqlite3.Connection) -> None:
    """A file that nobody needs unless it is finished: no journal, and no waiting for the disk."""
    connection.executescript(
        f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size={schema.LEAST_CACHE};{schema.TABLES}"
    )
    connection.execute("BEGIN")


def end(connection: sqlite3.Connection, row: Sequence[object]) -> None:
    """With the one row of the collection itself."""
    connection.execute(schema.ADD_COLLECTION, row)
    connection.execute("COMMIT")
    connection.executescript(schema.INDEXES)


def _please_update(path: Path, days: Days) -> bytes:
    """A collection of one note, for versions that do not know the layout."""
    notetype = of_cards(["flashcard"])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        begin(connection)
        connection.execute(
            schema.ADD_NOTE, (1, "update", notetype.key, 0, "", f"{PLEASE_UPDATE}\x1f\x1f", PLEASE_UPDATE, 0)
        )
        connection.execute(schema.ADD_CARD, (1, 1, THEIRS, 0, 0, *new_card(1)))
        told = configuration(days, [notetype.key], 2)
        decks = {str(THEIRS): deck_json(THEIRS, "Default", THEIRS, 0)}
        presets = {str(THEIRS): default_preset()}
        models = {str(notetype.key): notetype.as_json("Studyapp")}
        end(connection, (days.calendar.created, 0, 0, *map(json.dumps, (told, models, decks, presets))))
    return path.read_bytes()


def deck_within(site: str, named: Sequence[str]) -> tuple[str, ...]:
    """A deck in the site's own; that is not named twice where it came from Anki."""
    parts = [name for part in named if (name := " ".join(part.replace("::", ":").split()))]
    return (site, *parts[parts[:1] == [site] :])


def joined_tags(tags: Iterable[str]) -> str:
    """With a space between them, and none within."""
    return " ".join(dict.fromkeys("_".join(tag.split()) for tag in tags if tag.strip()))

"""Anki packages made by hand for tests, in each layout: of `collection.anki2`, `.anki21` and `.anki21b`.

`Made()` is a whole small collection; `package(path, made, layout)` writes it. `members` makes what is in the zip, to be
changed before it is `zipped`, and `collection` only the SQLite file.
"""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studyapp.formats.anki.collection import Calendar, Notetype, RawCard, RawNote, RawReview, Template
from studyapp.formats.zstandard import zstd

OLDEST, OLD, NEW = "collection.anki2", "collection.anki21", "collection.anki21b"
LAYOUTS = (OLDEST, OLD, NEW)
VERSIONS = {OLDEST: 1, OLD: 2, NEW: 3}
"""What the member `meta` says of each."""
PLEASE_UPDATE = "Please update to the latest Anki version, then import the .colpkg/.apkg file again."
"""What programs find in the collection of the oldest layout that newer packages bring along."""

BEGAN = 1_700_000_000
"""Seconds since 1970: 14 November 2023, 22:13:20 UTC."""
TWO_FIELDS = ("Front", "Back")
FORWARD = Template("Card 1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")
BACKWARD = Template("Card 2", "{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}")
GAPS = Template("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}")
BASIC = Notetype(1001, "Basic", is_cloze=False, fields=TWO_FIELDS, templates=(FORWARD,))
REVERSED = Notetype(1002, "Basic (reversed)", is_cloze=False, fields=TWO_FIELDS, templates=(FORWARD, BACKWARD))
CLOZE = Notetype(1003, "Cloze", is_cloze=True, fields=("Text", "Extra"), templates=(GAPS,))
DECKS: dict[int, tuple[str, ...]] = {1: ("Default",), 11: ("Capitals",), 12: ("Capitals", "Europe")}


def note(key: int = 1, fields: tuple[str, ...] = ("Hà Nội", "Việt Nam"), **changed: Any) -> RawNote:
    told: dict[str, Any] = {"guid": f"guid{key}", "notetype": BASIC.key, "changed_at": BEGAN, "tags": ()}
    return RawNote(key=key, fields=fields, **told | changed)


def card(key: int = 101, of: int = 1, **changed: Any) -> RawCard:
    """New, unless it is changed."""
    told: dict[str, Any] = {"deck": 11, "template": 0, "kind": 0, "queue": 0, "due": 1, "ivl": 0, "factor": 0}
    return RawCard(key=key, note=of, **told | {"reps": 0, "lapses": 0, "left": 0, "flags": 0} | changed)


def review(key: int = BEGAN * 1000, of: int = 101, **changed: Any) -> RawReview:
    told: dict[str, Any] = {"ease": 3, "ivl": 1, "last_ivl": 0, "factor": 2500, "time": 4000, "kind": 0}
    return RawReview(key=key, card=of, **told | changed)


@dataclass
class Made:
    """A collection, as it is to be written."""

    notes: Iterable[RawNote] = (note(),)
    cards: Iterable[RawCard] = (card(),)
    reviews: Iterable[RawReview] = ()
    notetypes: Iterable[Notetype] = (BASIC, REVERSED, CLOZE)
    decks: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: dict(DECKS))
    filtered: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    """By card: the filtered deck in which it is, and when it is due there."""
    calendar: Calendar = field(default_factory=lambda: Calendar(BEGAN, 4, -420))
    media: Mapping[str, bytes] = field(default_factory=dict)


def package(path: Path, made: Made | None = None, layout: str = NEW) -> Path:
    """A whole package as Anki writes it, with the members that it has besides in this layout."""
    return zipped(path, members(made, layout))


def members(made: Made | None = None, layout: str = NEW, further: str = "") -> dict[str, bytes]:
    """What is in its zip; `further` is SQL to be run over the collection."""
    made = made or Made()
    found = {"meta": varint_field(1, VERSIONS[layout])}
    if layout != OLDEST:
        found[OLDEST] = collection(please_update(), OLDEST)
    packed = zstd.compress if layout == NEW else bytes
    found[layout] = packed(collection(made, layout, further))
    return found | media_members(made.media, layout)


def please_update() -> Made:
    """What other programs are to read in the place of a collection that they would not understand."""
    return Made(notes=(note(fields=(PLEASE_UPDATE, "")),), cards=(card(deck=1),))


def zipped(path: Path, members: Mapping[str, bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def media_members(media: Mapping[str, bytes], layout: str) -> dict[str, bytes]:
    """The list of media files, and each by its number."""
    if layout != NEW:
        listed = json.dumps({str(number): name for number, name in enumerate(media)}).encode()
        return {"media": listed} | {str(number): data for number, data in enumerate(media.values())}
    entries = b"".join(bytes_field(1, media_entry(name, data)) for name, data in media.items())
    packed = {str(number): zstd.compress(data) for number, data in enumerate(media.values())}
    return {"media": zstd.compress(entries)} | packed


def media_entry(name: str, data: bytes) -> bytes:
    return bytes_field(1, name.encode()) + varint_field(2, len(data)) + bytes_field(3, hashlib.sha1(data).digest())


def varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def varint_field(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def bytes_field(number: int, value: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(value)) + value


ROWS = """
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
  ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,
  left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
  type integer not null);
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""
OLD_GRAVES = "CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);"
NEW_TABLES = """
CREATE TABLE graves (oid integer not null, type integer not null, usn integer not null,
  PRIMARY KEY (oid, type)) WITHOUT ROWID;
CREATE TABLE notetypes (id integer not null primary key, name text not null COLLATE unicase,
  mtime_secs integer not null, usn integer not null, config blob not null);
CREATE TABLE fields (ntid integer not null, ord integer not null, name text not null COLLATE unicase,
  config blob not null, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE TABLE templates (ntid integer not null, ord integer not null, name text not null COLLATE unicase,
  mtime_secs integer not null, usn integer not null, config blob not null, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE TABLE decks (id integer primary key not null, name text not null COLLATE unicase, mtime_secs integer not null,
  usn integer not null, common blob not null, kind blob not null);
CREATE TABLE deck_config (id integer primary key not null, name text not null COLLATE unicase,
  mtime_secs integer not null, usn integer not null, config blob not null);
CREATE TABLE config (KEY text not null primary key, usn integer not null, mtime_secs integer not null,
  val blob not null) WITHOUT ROWID;
CREATE TABLE tags (tag text not null primary key COLLATE unicase, usn integer not null, collapsed boolean not null,
  config blob null) WITHOUT ROWID;
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE UNIQUE INDEX idx_templates_name_ntid ON templates (name, ntid);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
CREATE INDEX idx_notes_mid ON notes (mid);
CREATE INDEX idx_cards_odid ON cards (odid) WHERE odid != 0;
"""


def collection(made: Made, layout: str = NEW, further: str = "") -> bytes:
    """Its SQLite file; `further` is SQL to be run at the end."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.create_collation("unicase", by_case)
        database.executescript(ROWS + (NEW_TABLES if layout == NEW else OLD_GRAVES))
        (_new_tables if layout == NEW else _old_column)(database, made)
        database.executemany(inserted("notes", 11), map(note_row, made.notes))
        database.executemany(inserted("cards", 18), (card_row(one, made.filtered.get(one.key)) for one in made.cards))
        database.executemany(inserted("revlog", 9), map(review_row, made.reviews))
        database.executescript(further)
        database.commit()
        return database.serialize()


def by_case(one: str, other: str) -> int:
    return (one.casefold() > other.casefold()) - (one.casefold() < other.casefold())


def inserted(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def note_row(one: RawNote) -> tuple[object, ...]:
    tags = f" {' '.join(one.tags)} " if one.tags else ""
    texts = (tags, "\x1f".join(one.fields), one.fields[0] if one.fields else "")
    return (one.key, one.guid, one.notetype, one.changed_at, -1, *texts, 0, 0, "")


def card_row(one: RawCard, filtered: tuple[int, float] | None = None) -> tuple[object, ...]:
    deck, due = filtered or (one.deck, one.due)
    home_due, home = (one.due, one.deck) if filtered else (0, 0)
    standing = (
        one.kind,
        one.queue,
        due,
        one.ivl,
        one.factor,
        one.reps,
        one.lapses,
        one.left,
        home_due,
        home,
        one.flags,
    )
    return (one.key, one.note, deck, one.template, BEGAN, -1, *standing, json.dumps(dict(one.data)))


def review_row(one: RawReview) -> tuple[object, ...]:
    return (one.key, one.card, -1, one.ease, one.ivl, one.last_ivl, one.factor, one.time, one.kind)


def settings(calendar: Calendar) -> Iterator[tuple[str, object]]:
    yield "rollover", calendar.rollover
    if calendar.minutes_west is not None:
        yield "creationOffset", calendar.minutes_west


TOLD_OF_A_FIELD = {"sticky": False, "rtl": False, "font": "Arial", "size": 20}
TOLD_OF_A_TEMPLATE = {"bqfmt": "", "bafmt": "", "did": None}
TOLD_OF_A_DECK = {"conf": 1, "desc": "", "mod": BEGAN, "usn": -1, "collapsed": False} | {
    f"{what}Today": [0, 0] for what in ("new", "rev", "lrn", "time")
}


def _old_column(database: sqlite3.Connection, made: Made) -> None:
    models = {str(one.key): _as_model(one) for one in made.notetypes}
    filtered = {deck for deck, _due in made.filtered.values()}
    decks = {
        str(key): TOLD_OF_A_DECK | {"id": key, "name": "::".join(names), "dyn": int(key in filtered)}
        for key, names in made.decks.items()
    }
    told = [json.dumps(part) for part in (dict(settings(made.calendar)), models, decks, {}, {})]
    database.execute(inserted("col", 13), (1, made.calendar.created, 0, 0, 11, 0, 0, 0, *told))


def _as_model(one: Notetype) -> dict[str, object]:
    fields = [TOLD_OF_A_FIELD | {"name": name, "ord": place} for place, name in enumerate(one.fields)]
    templates = [
        TOLD_OF_A_TEMPLATE | {"name": template.name, "ord": place, "qfmt": template.question, "afmt": template.answer}
        for place, template in enumerate(one.templates)
    ]
    told = {"id": one.key, "name": one.name, "type": int(one.is_cloze), "flds": fields, "tmpls": templates}
    return told | {"css": "", "latexPre": "", "latexPost": "", "mod": BEGAN, "usn": -1, "did": 1, "sortf": 0}


def _new_tables(database: sqlite3.Connection, made: Made) -> None:
    database.execute(inserted("col", 13), (1, made.calendar.created, 0, 0, 18, 0, 0, 0, *[""] * 5))
    for one in made.notetypes:
        config = varint_field(1, 1) if one.is_cloze else b""
        database.execute(inserted("notetypes", 5), (one.key, one.name, 0, 0, config))
        for place, name in enumerate(one.fields):
            database.execute(inserted("fields", 4), (one.key, place, name, b""))
        for place, template in enumerate(one.templates):
            config = bytes_field(1, template.question.encode()) + bytes_field(2, template.answer.encode())
            database.execute(inserted("templates", 6), (one.key, place, template.name, 0, 0, config))
    for key, names in made.decks.items():
        kind = bytes_field(2 if key in {deck for deck, _due in made.filtered.values()} else 1, b"")
        database.execute(inserted("decks", 6), (key, "\x1f".join(names), 0, 0, b"", kind))
    for name, value in settings(made.calendar):
        database.execute(inserted("config", 4), (name, 0, 0, json.dumps(value).encode()))

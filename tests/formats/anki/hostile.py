"""Files that are meant to do harm, or are broken: how each is made, by what is to be said of it.

They are harmless to anything but a reader without limits: none is larger than a megabyte when unpacked.
"""

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing

from studyapp.formats.zstandard import zstd
from tests.formats.anki.packages import (
    NEW,
    OLD,
    OLDEST,
    Made,
    bytes_field,
    card,
    collection,
    members,
    note,
    please_update,
    varint_field,
)

File = Callable[[], bytes]
NO_PACKAGE = "This is no package of Anki."
DAMAGED = "This file is damaged or not all there."
ALTERED = "The collection in this file has parts that Anki does not make."
CELL = "Part of the collection in this file has more than"
TOO_LARGE = "Unpacked, this file has more than"
TOO_MUCH = "This file takes too long to read."
TOO_NEW = "This file was made by a newer Anki than we know."
FOLDERS = "There are folders in this file, such as"
MEDIA_FILE = "A media file in this package is called"
REQUEST = "This file has only a note that asks to update Anki"
ZEROS = b"\0" * 1_500_000
"""More than a collection may have in these tests."""
HEAD, ENTRY, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
"""What begins a member of a zip, its entry in the directory, and the end of that."""


def zip_of(found: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as packed:
        for name, data in found.items():
            packed.writestr(name, data)
    return file.getvalue()


def package(layout: str = OLD, **changed: bytes) -> bytes:
    """A zip as Anki makes it, but for members in place of others."""
    return zip_of(members(layout=layout) | changed)


def holding(data: bytes, layout: str = OLD) -> bytes:
    """A package with this in the place of its collection."""
    return zip_of(members(layout=layout) | {layout: data})


def named(name: str) -> bytes:
    """A package with another member of this name, to the letter."""
    plain = "x" * len(name)
    return zip_of(members(layout=OLD) | {plain: b"?"}).replace(plain.encode(), name.encode())


def marked(value: bytes, *, in_head: int | None = None, in_entry: int | None = None) -> bytes:
    """A package whose first member says something else of itself: where it stands, and in the directory."""
    data = bytearray(package())
    for begins, offset in ((HEAD, in_head), (ENTRY, in_entry)):
        if offset is not None:
            place = data.index(begins) + offset
            data[place : place + len(value)] = value
    return bytes(data)


def at_the_end(offset: int, value: bytes) -> bytes:
    """A package whose directory ends with something else."""
    data = bytearray(package())
    place = data.rindex(END) + offset
    data[place : place + len(value)] = value
    return bytes(data)


def turned(layout: str, one: str, other: str) -> bytes:
    found = members(layout=layout)
    found[one], found[other] = found[other], found[one]
    return zip_of(found)


def twice() -> bytes:
    """Two members of one name."""
    return zip_of(members(layout=OLD) | {"medib": b"{}"}).replace(b"medib", b"media")


def overlapping() -> bytes:
    """A directory with one member several times, as if it were several."""
    data = zip_of({"0": b"picture"})
    place, end = data.index(ENTRY), data.index(END)
    entry = data[place:end]
    others = b"".join(entry[:46] + str(number).encode() for number in range(1, 10))
    size = struct.pack("<HHI", 10, 10, len(entry + others))
    return data[:end] + others + data[end : end + 8] + size + data[end + 16 :]


def schema(sql: str) -> str:
    """SQL that writes into the schema what SQLite would not take otherwise."""
    return f"PRAGMA writable_schema = ON; {sql}; PRAGMA writable_schema = OFF"


def table_said(name: str, sql: str) -> str:
    return schema(f"UPDATE sqlite_master SET sql = {sql} WHERE name = '{name}'")


def in_place_of_notes(sql: str) -> str:
    return f"ALTER TABLE notes RENAME TO kept; {sql}"


def overwritten(begin: int, end: int | None, value: bytes) -> bytes:
    data = bytearray(collection(Made(), OLD))
    data[begin:end] = value
    return bytes(data)


def page_of(table: str, data: bytes | None = None) -> int:
    """Where in the file the table begins."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data or collection(Made(), OLD))
        ((root,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table])
    return (root - 1) * 4096


def shared_page() -> bytes:
    """A collection whose notes are partly found in two places: its last page is the first one once more."""
    data = bytearray(collection(MANY, OLD))
    root = page_of("notes", bytes(data))
    cell = root + int.from_bytes(data[root + 12 : root + 14])
    data[root + 8 : root + 12] = data[cell : cell + 4]
    return bytes(data)


def frame(window: int) -> bytes:
    """Zstandard that asks its reader to remember as much, in bits."""
    options: dict[int, int] = {
        zstd.CompressionParameter.window_log: window,
        zstd.CompressionParameter.content_size_flag: 0,
    }
    packer = zstd.ZstdCompressor(options=options)
    return packer.compress(collection(Made())) + packer.flush()


def listed(told: object) -> bytes:
    return zip_of(members(layout=OLD) | {"media": json.dumps(told).encode(), "0": b"x"})


def entry(*parts: bytes) -> bytes:
    listed = zstd.compress(bytes_field(1, b"".join(parts)))
    return zip_of(members() | {"media": listed, "0": zstd.compress(b"x")})


ZIPS: dict[str, tuple[File, str]] = {
    "nothing": (lambda: b"", NO_PACKAGE),
    "text": (lambda: b"front\tback\n", NO_PACKAGE),
    "two letters": (lambda: b"PK", DAMAGED),
    "a collection alone": (lambda: collection(Made(), OLD), "This is the inside of a package."),
    "a zip of nothing": (lambda: zip_of({}), "There are no cards of Anki"),
    "a zip of something else": (lambda: zip_of({"word.xml": b"<x/>"}), "There are no cards of Anki"),
    "a zip of packages": (lambda: zip_of({"deck.apkg": package()}), "There are packages of Anki in this file."),
    "a package in place of a collection": (lambda: holding(package()), DAMAGED),
    "a half": (lambda: package()[:2000], DAMAGED),
    "all but the end": (lambda: package()[:-30], DAMAGED),
    "all but the beginning": (lambda: b"PK" + package()[500:], DAMAGED),
    "a zip too large": (lambda: zip_of(members() | {"9": ZEROS}, zipfile.ZIP_STORED), TOO_LARGE),
    "a folder": (lambda: zip_of({"deck/media": b"{}"}), FOLDERS),
    "a way out": (lambda: named("../../etc/cron"), FOLDERS),
    "a way from the root": (lambda: named("/etc/passwd"), FOLDERS),
    "a way of Windows": (lambda: named("..\\system"), FOLDERS),
    "a drive": (lambda: named("C:system"), FOLDERS),
    "a name with a zero byte": (lambda: named("media\0x"), FOLDERS),
    "a name of two dots": (lambda: named(".."), FOLDERS),
    "a folder that is empty": (lambda: named("folder/"), FOLDERS),
    "two of one name": (twice, DAMAGED),
    "a locked member": (lambda: marked(b"\1", in_head=6, in_entry=8), "This file is locked with a password"),
    "a member locked twice": (lambda: marked(b"\x41", in_head=6, in_entry=8), "This file is locked with a password"),
    "packed by bzip2": (lambda: zip_of(members(layout=OLD), zipfile.ZIP_BZIP2), DAMAGED),
    "packed by LZMA": (lambda: zip_of(members(layout=OLD), zipfile.ZIP_LZMA), DAMAGED),
    "packed nobody knows how": (lambda: marked(b"\x63", in_head=8, in_entry=10), DAMAGED),
    "another name where it stands": (lambda: package().replace(b"meta", b"mega", 1), DAMAGED),
    "a checksum that is wrong": (lambda: marked(b"\1\2\3\4", in_head=14, in_entry=16), DAMAGED),
    "a member of another size": (lambda: marked(b"\xff\xff\0\0", in_head=22, in_entry=24), TOO_LARGE),
    "a member that goes on": (lambda: marked(b"\xff\xff\xff\0", in_head=18, in_entry=20), DAMAGED),
    "a member elsewhere": (lambda: marked(b"\xff\xff\xff\0", in_entry=42), DAMAGED),
    "a directory of gigabytes": (lambda: at_the_end(12, b"\xff\xff\xff\x7f"), DAMAGED),
    "a directory elsewhere": (lambda: at_the_end(16, b"\xff\xff\xff\x7f"), DAMAGED),
    "a directory of nothing": (lambda: at_the_end(8, b"\0\0\0\0\0\0\0\0"), "There are no cards of Anki"),
    "members without end": (lambda: zip_of({str(number): b"" for number in range(101)}), DAMAGED),
    "members with long names": (lambda: zip_of({str(number) * 40_000: b"" for number in range(10)}), DAMAGED),
    "members in one another": (overlapping, "There are no cards of Anki"),
    "zeros packed well": (lambda: holding(ZEROS), TOO_LARGE),
    "zeros packed twice": (lambda: holding(zstd.compress(ZEROS), NEW), TOO_LARGE),
    "zeros in a list of media": (lambda: package(media=ZEROS), TOO_LARGE),
    "zeros in a list packed twice": (lambda: package(NEW, media=zstd.compress(ZEROS)), TOO_LARGE),
    "a frame that asks for memory": (lambda: holding(frame(27), NEW), DAMAGED),
    "half a frame": (lambda: holding(zstd.compress(collection(Made()))[:-9], NEW), DAMAGED),
    "a frame with more behind": (lambda: holding(zstd.compress(collection(Made())) + b"more", NEW), DAMAGED),
    "two frames": (lambda: holding(zstd.compress(collection(Made())) * 2, NEW), DAMAGED),
    "a frame in a frame": (lambda: holding(zstd.compress(zstd.compress(collection(Made()))), NEW), DAMAGED),
    "no frame": (lambda: holding(collection(Made()), NEW), DAMAGED),
    "an empty collection": (lambda: holding(b""), DAMAGED),
    "an empty frame": (lambda: holding(b"", NEW), DAMAGED),
    "collection and list changed over": (lambda: turned(OLD, OLD, "media"), DAMAGED),
    "the same of the new layout": (lambda: turned(NEW, NEW, "media"), DAMAGED),
    "the request in place of the collection": (lambda: turned(NEW, NEW, OLDEST), DAMAGED),
    "a layout of tomorrow": (lambda: package(meta=varint_field(1, 4)), TOO_NEW),
    "a layout that it has not": (lambda: package(meta=varint_field(1, 3)), REQUEST),
    "only a request": (lambda: zip_of({OLDEST: collection(please_update(), OLDEST)}), REQUEST),
    "no message that says the layout": (lambda: package(meta=b"\x0f\xff"), DAMAGED),
    "a long message that says it": (lambda: package(meta=b"\0" * 2000), TOO_LARGE),
    "no list of media": (lambda: package(media=b"{"), DAMAGED),
    "a list of media that is one": (lambda: listed(["a.png"]), DAMAGED),
    "a list without names": (lambda: listed({"0": 5}), DAMAGED),
    "a list without end": (lambda: package(media=b"[" * 9000), DAMAGED),
    "a list that is no text": (lambda: package(media=b'{"0": "\xff"}'), DAMAGED),
    "a picture with a way out": (lambda: listed({"0": "../../a.png"}), MEDIA_FILE),
    "the same of the new list": (lambda: entry(bytes_field(1, b"../a.png")), MEDIA_FILE),
    "a list that breaks off": (lambda: package(NEW, media=zstd.compress(b"\x0a\x09\x0a")), DAMAGED),
    "a list of groups": (lambda: package(NEW, media=zstd.compress(b"\x0b\x0c" * 50)), DAMAGED),
    "a number without end": (lambda: package(NEW, media=zstd.compress(b"\xff" * 50)), DAMAGED),
    "a name that is no text": (lambda: entry(bytes_field(1, b"\xff\xfe")), DAMAGED),
}
"""By name, what is wrong with the zip or a member: how the file is made, and how what is said of it begins."""


def sql(further: str, layout: str = OLD, made: Made | None = None) -> File:
    """A package over whose collection this was run."""
    return lambda: zip_of(members(made, layout, further))


MANY = Made([note(key) for key in range(1, 131)], [card(1000 + key, key) for key in range(1, 131)])
COLUMNS = "id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data"
DATABASES: dict[str, tuple[File, str]] = {
    "a trigger": (sql("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM cards; END"), ALTERED),
    "a view": (sql("CREATE VIEW v AS SELECT 1"), ALTERED),
    "a view in place of notes": (sql(in_place_of_notes("CREATE VIEW notes AS SELECT * FROM kept")), ALTERED),
    "a view without end": (
        sql(
            in_place_of_notes(
                "CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
                "SELECT id, 'g' guid, 1001 mid, 0 mod, '' tags, '' flds FROM n"
            )
        ),
        ALTERED,
    ),
    "a virtual table": (
        sql(schema("INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING y(z)')")),
        ALTERED,
    ),
    "a virtual table in place of notes": (sql(table_said("notes", "'CREATE VIRTUAL TABLE notes USING y(z)'")), DAMAGED),
    "a column that is worked out": (sql("ALTER TABLE notes ADD COLUMN x AS (hex(flds))"), ALTERED),
    "fields that are worked out": (
        sql(table_said("notes", "replace(sql, 'flds text not null', 'flds text AS (hex(tags))')")),
        ALTERED,
    ),
    "no schema": (sql(table_said("notes", "'CREATE NOTHING'")), DAMAGED),
    "a schema that is no text": (sql(table_said("notes", "CAST(X'43524541544520FF' AS TEXT)")), DAMAGED),
    "a table that is none": (sql(table_said("notes", "NULL")), DAMAGED),
    "a million columns": (sql(table_said("notes", "replace(printf('%.90000c', 'a'), 'a', 'a,')")), CELL),
    "a thousand columns": (
        sql(in_place_of_notes(f"CREATE TABLE notes ({COLUMNS}, {', '.join(f'c{n}' for n in range(1000))})")),
        DAMAGED,
    ),
    "hundreds of tables": (sql(";".join(f"CREATE TABLE t{number} (x)" for number in range(101))), ALTERED),
    "no notes": (sql("DROP TABLE notes"), DAMAGED),
    "no cards": (sql("DROP TABLE cards"), DAMAGED),
    "no note types": (sql("DROP TABLE notetypes", NEW), DAMAGED),
    "notes without fields": (sql("ALTER TABLE notes RENAME COLUMN flds TO x"), DAMAGED),
    "a cell too large": (sql("UPDATE notes SET flds = hex(zeroblob(90000))"), CELL),
    "settings too large": (sql("UPDATE col SET models = hex(zeroblob(60000))"), CELL),
    "templates too large": (
        sql("INSERT INTO templates SELECT 1, value, value, 0, 0, zeroblob(90000) FROM json_each('[1,2,3]')", NEW),
        TOO_MUCH,
    ),
    "work without end": (
        sql("INSERT INTO revlog SELECT 1000 * a.id + b.id, a.id, 0, 0, 0, 0, 0, 0, 0 FROM cards a, cards b", made=MANY),
        TOO_MUCH,
    ),
    "reviews with texts": (
        sql(
            "INSERT INTO revlog SELECT value, 101, 0, 0, 0, 0, 0, zeroblob(60000), 0 FROM json_each('[1, 2]')",
        ),
        TOO_MUCH,
    ),
    "no settings": (sql("DELETE FROM col"), DAMAGED),
    "settings twice": (
        sql("INSERT INTO col SELECT 2, crt, 0, 0, 11, 0, 0, 0, conf, models, decks, '', '' FROM col"),
        DAMAGED,
    ),
    "settings that are none": (sql("UPDATE col SET conf = '{'"), DAMAGED),
    "settings that are a list": (sql("UPDATE col SET conf = '[]'"), DAMAGED),
    "settings without end": (sql("UPDATE col SET models = replace(hex(zeroblob(9000)), '0', '[')"), DAMAGED),
    "decks by no number": (sql("""UPDATE col SET decks = '{"x": {"name": "x"}}'"""), DAMAGED),
    "decks by a number without end": (
        sql("""UPDATE col SET decks = '{"' || replace(hex(zeroblob(5000)), '0', '9') || '": {"name": "x"}}'"""),
        DAMAGED,
    ),
    "a beginning that is no time": (sql("UPDATE col SET crt = 'x'"), DAMAGED),
    "a beginning in ages": (sql("UPDATE col SET crt = 9000000000000000000"), DAMAGED),
    "an age that is none": (sql("UPDATE col SET ver = 'x'"), DAMAGED),
    "a collection of tomorrow": (sql("UPDATE col SET ver = 19"), TOO_NEW),
    "a collection of long ago": (sql("UPDATE col SET ver = 10"), "This file was made by a very old Anki."),
    "a note type that is no message": (sql("UPDATE notetypes SET config = X'0FFF'", NEW), DAMAGED),
    "a note type that is a number": (sql("UPDATE notetypes SET config = 5", NEW), DAMAGED),
    "templates that are a number": (sql("UPDATE templates SET config = 5", NEW), DAMAGED),
    "templates that are no text": (sql("UPDATE templates SET config = X'0A01FF'", NEW), DAMAGED),
    "a deck that is no text": (
        sql("DROP INDEX idx_decks_name; UPDATE decks SET name = CAST(X'FF' AS TEXT) WHERE id = 11", NEW),
        DAMAGED,
    ),
    "a setting that is none": (sql("UPDATE config SET val = X'FF'", NEW), DAMAGED),
    "cards of a note that is no number": (sql("UPDATE cards SET nid = 'x'"), DAMAGED),
    "cards of none": (
        sql(
            "CREATE TABLE t AS SELECT * FROM cards; DROP TABLE cards; ALTER TABLE t RENAME TO cards; "
            "UPDATE cards SET nid = NULL"
        ),
        DAMAGED,
    ),
    "a beginning of another file": (lambda: holding(overwritten(0, 16, b"SQLite format 4\0")), DAMAGED),
    "text of another encoding": (lambda: holding(overwritten(56, 60, b"\0\0\0\2")), DAMAGED),
    "a page size that is none": (lambda: holding(overwritten(16, 18, b"\0\3")), DAMAGED),
    "only a head": (lambda: holding(collection(Made(), OLD)[:100]), DAMAGED),
    "half the pages": (lambda: holding(collection(Made(), OLD)[: 4096 * 3]), DAMAGED),
    "a page of ones": (
        lambda: holding(overwritten(page_of("notes"), page_of("notes") + 4096, b"\xff" * 4096)),
        DAMAGED,
    ),
    "cells beyond their page": (
        lambda: holding(overwritten(page_of("notes") + 8, page_of("notes") + 10, b"\xff\xff")),
        DAMAGED,
    ),
    "a page in two places": (lambda: holding(shared_page()), DAMAGED),
    "a page that is its own child": (
        lambda: holding(
            overwritten(
                page_of("notes"),
                page_of("notes") + 12,
                b"\5\0\0\0\0\x10\0\0" + struct.pack(">I", page_of("notes") // 4096 + 1),
            )
        ),
        DAMAGED,
    ),
}
"""The same of its collection."""

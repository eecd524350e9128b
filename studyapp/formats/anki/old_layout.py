"""Note types, decks and settings as collections of schema 11 keep them: JSON in the one row of the table `col`.

Whatever is not as it should be raises ValueError.
"""

import json
from collections.abc import Iterator, Mapping

from studyapp.formats.anki.cells import Unreadable, text
from studyapp.formats.anki.collection import Notetype, Template
from studyapp.formats.anki.safe_sqlite import Database
from studyapp.formats.anki.told import clean

COLUMNS = {"col": frozenset({"crt", "ver", "conf", "models", "decks"})}


def notetypes(database: Database) -> dict[int, Notetype]:
    """Those that can be understood; a note of another one is told when it is read."""
    read = (notetype_of(key, told) for key, told in _by_key(database, "models"))
    return {notetype.key: notetype for notetype in read if notetype}


def decks(database: Database) -> dict[int, tuple[str, ...]]:
    told = ((key, deck.get("name")) for key, deck in _by_key(database, "decks"))
    return {key: parts(name, "::") for key, name in told if isinstance(name, str)}


def settings(database: Database) -> Mapping[str, object]:
    return _told(database, "conf")


def parts(name: str, between: str) -> tuple[str, ...]:
    """A deck's name, after those of the decks in which it is; one without a name is called as Anki calls it."""
    return tuple(clean(part).strip() or "blank" for part in name.split(between))


def _told(database: Database, column: str) -> Mapping[str, object]:
    ((cell,),) = database.few(f"SELECT {column} FROM col")  # noqa: S608  one of ours
    told = json.loads(text(cell))
    if not isinstance(told, dict):
        raise Unreadable
    return told


def _by_key(database: Database, column: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    for key, told in _told(database, column).items():
        if isinstance(told, dict):
            yield int(key), told


def notetype_of(key: int, told: Mapping[str, object]) -> Notetype | None:
    fields, templates = _in_order(told.get("flds")), _in_order(told.get("tmpls"))
    names = tuple(clean(name) for field in fields if isinstance(name := field.get("name"), str))
    made = tuple(filter(None, map(_template, templates)))
    if not names or not made or (len(names), len(made)) != (len(fields), len(templates)):
        return None
    return Notetype(key, clean(str(told.get("name", ""))), told.get("type") == 1, names, made)


def _in_order(listed: object) -> list[Mapping[str, object]]:
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return sorted(found, key=_place)


def _place(told: Mapping[str, object]) -> int:
    place = told.get("ord")
    return place if isinstance(place, int) else 0


def _template(told: Mapping[str, object]) -> Template | None:
    match told:
        case {"name": str(name), "qfmt": str(question), "afmt": str(answer)}:
            return Template(clean(name), clean(question), clean(answer))
    return None

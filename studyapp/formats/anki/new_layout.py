"""The same as collections of schema 18 keep them: a table for each, and what else is told in messages of protobuf.

Whatever is not as it should be raises ValueError.
"""

import json
from collections import defaultdict
from collections.abc import Mapping

from studyapp.formats.anki.cells import blob, key, text
from studyapp.formats.anki.collection import Notetype, Template
from studyapp.formats.anki.old_layout import parts
from studyapp.formats.anki.protobuf import bytes_of, number_of
from studyapp.formats.anki.safe_sqlite import Database

COLUMNS = {
    "notetypes": frozenset({"id", "name", "config"}),
    "fields": frozenset({"ntid", "ord", "name"}),
    "templates": frozenset({"ntid", "ord", "name", "config"}),
    "decks": frozenset({"id", "name"}),
    "config": frozenset({"key", "val"}),
}
KIND, CLOZE = 1, 1
"""Of a note type: the field of its message, and the value for one with gaps."""
QUESTION, ANSWER = 1, 2
"""Of a template: the fields of its message."""
SETTINGS = ("rollover", "creationOffset")


def notetypes(database: Database) -> dict[int, Notetype]:
    """Those that have fields and templates; a note of another one is told when it is read."""
    fields, templates = _fields(database), _templates(database)
    found = {}
    for cell, name, config in database.few("SELECT id, name, config FROM notetypes"):
        notetype, is_cloze = key(cell), number_of(blob(config), KIND) == CLOZE
        if fields[notetype] and templates[notetype]:
            made = tuple(fields[notetype]), tuple(templates[notetype])
            found[notetype] = Notetype(notetype, text(name), is_cloze, *made)
    return found


def decks(database: Database) -> dict[int, tuple[str, ...]]:
    return {key(found): parts(text(name), "\x1f") for found, name in database.few("SELECT id, name FROM decks")}


def settings(database: Database) -> Mapping[str, object]:
    found = database.few("SELECT key, val FROM config WHERE key IN (?, ?)", *SETTINGS)
    return {text(name): json.loads(text(value)) for name, value in found}


def _fields(database: Database) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for notetype, name in database.few("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        found[key(notetype)].append(text(name))
    return found


def _templates(database: Database) -> defaultdict[int, list[Template]]:
    found: defaultdict[int, list[Template]] = defaultdict(list)
    for notetype, name, config in database.few("SELECT ntid, name, config FROM templates ORDER BY ntid, ord"):
        question, answer = bytes_of(blob(config), QUESTION), bytes_of(blob(config), ANSWER)
        found[key(notetype)].append(Template(text(name), text(question), text(answer)))
    return found

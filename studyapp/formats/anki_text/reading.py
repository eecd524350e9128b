"""Anki's text files read: what Anki exports as plain text, and what people write for it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha1
from html import escape
from typing import Final

from django.utils.translation import gettext as _

from studyapp.formats.anki.collection import Bundle, Calendar, Notetype, RawCard, RawNote
from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.progress import Clock
from studyapp.formats.anki_text import stock
from studyapp.formats.anki_text.headers import Headers, headers_of
from studyapp.formats.classroom.going import parted
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Asked, Lost, Note, Refused

MOST_COLUMNS: Final = 100
DECK: Final = 1
_HTML = re.compile(r"</?[a-z][^<>]{0,300}>|&#?\w{1,20};", re.IGNORECASE)
_CLOZE = re.compile(r"\{\{c\d{1,3}::")


@dataclass(frozen=True, slots=True)
class _Row:
    """One note."""

    line: int
    """At which it begins."""
    cells: Sequence[str]

    def cell(self, number: int) -> str:
        """Counted from 1; nothing where there is none."""
        return self.cells[number - 1] if 0 < number <= len(self.cells) else ""


class _Lines:
    """A text line by line, without remarks, which stand between rows alone."""

    def __init__(self, text: str) -> None:
        self._lines = iter(text.splitlines(keepends=True))
        self.number = 0
        self.is_between = True
        self.began = 0
        """Where the row began."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while True:
            line = next(self._lines)
            self.number += 1
            if not self.is_between:
                return line
            if line.strip() and not line.startswith("#"):
                self.is_between, self.began = False, self.number
                return line


def read(text: str, *, clock: Clock) -> Iterator[Note | Refused]:
    """Every note, in the order of the file. Raises BadFile."""
    text = text.removeprefix("\ufeff")
    headers = headers_of(text.splitlines())
    rows = list(_rows(text, headers.delimiter))
    is_html = headers.is_html
    if is_html is None:
        is_html = any(_HTML.search(cell) for row in rows for cell in row.cells)
    reading = _Reading(headers, is_html, clock, Counter(_first(row, headers) for row in rows))
    for row in rows:
        yield reading.note(row)


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            if any(cells):
                yield _Row(lines.began, cells)
            lines.is_between = True
    except csv.Error as fault:
        told = _(
            "The row in line %(n)s has no end, or too long a field. "
            'Look for a quotation mark " in it that is never closed, and write "" for the sign itself.'
        )
        raise BadFile(told % {"n": lines.began}) from fault


def _first(row: _Row, headers: Headers) -> str:
    """The field that asks."""
    return next((cell for number, cell in enumerate(row.cells, 1) if number not in headers.special), "")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file whose rows become notes."""

    headers: Headers
    is_html: bool
    clock: Clock
    firsts: Counter[str]

    def note(self, row: _Row) -> Note | Refused:
        place = _("line %(n)s") % {"n": row.line}
        if len(row.cells) > MOST_COLUMNS:
            told = _("This row has %(found)s columns, and %(most)s is the most. Look at its separators.")
            return Refused(place, "", told % {"found": len(row.cells), "most": MOST_COLUMNS})
        notetype, fields = self._fields(row)
        numbers = stock.numbers_of(notetype, fields)[: Limits().cards] or [0]
        guid, name = parted(row.cell(self.headers.guid_column) or self._content(row))
        deck = tuple(filter(None, map(str.strip, self._said(row, "deck").split("::"))))
        tags = dict.fromkeys([*self.headers.tags.split(), *row.cell(self.headers.tags_column).split()])
        raw = RawNote(row.line, guid, notetype.key, 0, tuple(tags), fields)
        cards = tuple(RawCard(row.line, row.line, DECK, number, 0, 0, 0, 0, 0, 0, 0, 0, 0) for number in numbers)
        calendar = Calendar(0)
        found = understood(Bundle(raw, cards), {notetype.key: notetype}, {DECK: deck}, calendar, clock=self.clock)
        if isinstance(found, Refused):
            return replace(found, place=place)
        lost = tuple(Lost("picture-missing", file) for card in found.cards for file in card.pictures.values())
        asked = tuple(_alone(card, name) for card in found.cards)
        return replace(found, place=place, cards=asked, changed_at=None, lost=(*found.lost, *lost))

    def _said(self, row: _Row, name: str) -> str:
        """In the row, or for all of them."""
        own: str = row.cell(getattr(self.headers, f"{name}_column"))
        said: str = own or getattr(self.headers, name)
        return said.strip()

    def _content(self, row: _Row) -> str:
        """Known again by its first field, so that another answer is a change; by all where several have the same."""
        first = _first(row, self.headers)
        known = first if self.firsts[first] == 1 else "\n".join(row.cells)
        return sha1(known.encode(), usedforsecurity=False).hexdigest()

    def _fields(self, row: _Row) -> tuple[Notetype, tuple[str, ...]]:
        """As many as the note type has."""
        special = self.headers.special
        cells = {number: self._html(cell) for number, cell in enumerate(row.cells, 1) if number not in special}
        names = [name.strip().casefold() for name in self.headers.columns]
        named = {name: number for number, name in enumerate(names, 1) if number in cells}
        notetype = stock.called(self._said(row, "notetype") or stock.with_fields(named))
        if notetype is None:
            is_cloze = bool(cells) and _CLOZE.search(next(iter(cells.values()))) is not None
            notetype = stock.guessed(max(len(cells), 1), is_cloze=is_cloze)
        wanted = [name.casefold() for name in notetype.fields]
        if set(wanted) <= named.keys():
            return notetype, tuple(cells[named[name]] for name in wanted)
        return notetype, tuple([*cells.values(), *[""] * len(wanted)][: len(wanted)])

    def _html(self, cell: str) -> str:
        return cell if self.is_html else escape(cell, quote=False).replace("\n", "<br>")


def _alone(card: Asked, name: str) -> Asked:
    """Without what no text holds; called as in our own file, where one card of several stood alone."""
    return replace(card, name=name or card.name, pictures={}, progress=None)

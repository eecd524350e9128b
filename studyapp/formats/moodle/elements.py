"""XML of strangers, read piece by piece: no document type, so no entities; bounded in depth, and never held whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from django.utils.translation import gettext as _

from studyapp.formats.faults import BadFile

CHUNK: Final = 64 * 1024
"""Bytes that are parsed at once."""
DEEPEST: Final = 40
MOST_WITHIN: Final = 20_000
"""Elements within one."""
MOST_LETTERS: Final = 20 * 1024 * 1024
"""Of one element, its pictures among them."""


class _Gathering:
    """Builds each element of one name that stands right within the first one."""

    def __init__(self, root: str, wanted: str) -> None:
        self.root, self.wanted = root, wanted
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.found: list[tuple[int, Element]] = []
        self._depth = self._line = self._letters = self._within = 0
        self._building: TreeBuilder | None = None

    def _refuse(self, *_declared: object) -> None:
        told = _("This file has a document type (<!DOCTYPE …>), which no question needs. Take that line out.")
        raise BadFile(told)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != self.root:
            told = _("This XML is no list of Moodle’s questions. In Moodle, export them as “Moodle XML format”.")
            raise BadFile(told)
        if self._depth > DEEPEST:
            raise BadFile(_("This file is too deeply nested. In Moodle, export the questions again."))
        if self._depth == 2 and name == self.wanted:
            self._building, self._letters, self._within = TreeBuilder(), 0, 0
            self._line = self.parser.CurrentLineNumber
        if self._building:
            self._within += 1
            self._bound()
            self._building.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._building:
            self._building.end(name)
            if self._depth == 1:
                self.found.append((self._line, self._building.close()))
                self._building = None

    def _data(self, text: str) -> None:
        if self._building:
            self._letters += len(text)
            self._bound()
            self._building.data(text)

    def _bound(self) -> None:
        if self._letters > MOST_LETTERS or self._within > MOST_WITHIN:
            told = _("The question in line %(n)s is too long. Export it with smaller pictures.")
            raise BadFile(told % {"n": self._line})


def elements(path: Path, root: str, wanted: str) -> Iterator[tuple[int, Element]]:
    """Each with the line at which it begins. Raises BadFile."""
    gathering = _Gathering(root, wanted)
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                gathering.parser.Parse(chunk, not chunk)
            except ExpatError as fault:
                told = _("This XML is damaged in line %(n)s. Export it again, and choose the new file.")
                raise BadFile(told % {"n": fault.lineno}) from fault
            except (LookupError, ValueError) as fault:  # encodings that are unknown, or of several bytes
                told = _("The letters of this file cannot be read. Save it as text in UTF-8, and choose it again.")
                raise BadFile(told) from fault
            yield from gathering.found
            gathering.found.clear()
            if not chunk:
                return

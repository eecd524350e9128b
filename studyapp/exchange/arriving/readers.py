"""The formats that are known: each has a reader, found by what is in a file and by what it is called."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from studyapp.exchange.arriving.anki import CARDS_AS_TEXT, NOTES_AS_TEXT, AnkiReader
from studyapp.exchange.arriving.classroom import AIKEN, GIFT, MOODLE
from studyapp.exchange.arriving.downloads import DownloadReader
from studyapp.exchange.arriving.lists import ListReader
from studyapp.exchange.arriving.sheets import SheetReader
from studyapp.formats.notes import Note, Refused
from studyapp.scheduling import StudyClock

HEAD = 4096
"""Bytes by which a file is recognised."""


class Opened(Protocol):
    """A file that is being read. Whatever it does may raise BadFile."""

    def notes(self) -> Iterator[Note | Refused]:
        """One after the other, so that not all are held at once."""
        ...

    def picture(self, name: str) -> bytes:
        """Raises KeyError where the file has none of this name."""
        ...


class Reader(Protocol):
    """One format."""

    @property
    def name(self) -> str:
        """By which an import remembers it."""
        ...

    @property
    def label(self) -> str: ...

    @property
    def endings(self) -> Sequence[str]:
        """Of file names, for the field in which one is chosen: ".txt"."""
        ...

    @property
    def knows_notes(self) -> bool:
        """Whether a note is called the same in every file; otherwise only within one deck."""
        ...

    def recognises(self, head: bytes, name: str) -> bool:
        """By the first HEAD bytes and the file's name."""
        ...

    def open(self, path: Path, *, clock: StudyClock) -> AbstractContextManager[Opened]:
        """`clock` is the calendar of the learner whose file it is. Raises BadFile."""
        ...


READERS: tuple[Reader, ...] = (
    *(AnkiReader(), NOTES_AS_TEXT, CARDS_AS_TEXT),
    *(DownloadReader(), SheetReader(), MOODLE, GIFT, AIKEN, ListReader()),
)
"""The first that recognises a file reads it: the pickiest come first."""


SAY_ALL = frozenset({SheetReader().name})
"""Formats whose files say all of a card, so that what they say else is a change, also of what was made here."""


def recognise(head: bytes, name: str) -> Reader | None:
    return next((reader for reader in READERS if reader.recognises(head, name)), None)


def reader_called(name: str) -> Reader:
    return next(reader for reader in READERS if reader.name == name)

"""Anki's packages, `.apkg` and `.colpkg`, whichever layout they have, and its files of plain text."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.exchange.arriving.classroom import OpenedQuestions, no_picture
from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.package import Package, open_package
from studyapp.formats.anki_text import headers
from studyapp.formats.anki_text import reading as anki_text
from studyapp.formats.notes import Note, Refused
from studyapp.formats.texts import encoding_of, is_text, text_in
from studyapp.scheduling import StudyClock

ZIP, COLLECTION = b"PK\x03\x04", b"collection.anki2"


@dataclass(frozen=True, slots=True)
class AnkiReader:
    """Reads packages of decks, and of whole collections."""

    name: str = "anki"
    endings: Sequence[str] = (".apkg", ".colpkg")
    knows_notes: bool = True

    @property
    def label(self) -> str:
        return _("Anki: a deck or a collection that it exported")

    def recognises(self, head: bytes, name: str) -> bool:
        """By its name, or as a zip file that begins with a collection, whatever it is called."""
        return name.lower().endswith(tuple(self.endings)) or (head.startswith(ZIP) and COLLECTION in head)

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator["OpenedPackage"]:
        """Raises BadFile."""
        with open_package(path) as package:
            yield OpenedPackage(package, clock)


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A package whose notes are read one by one."""

    package: Package
    clock: StudyClock

    def notes(self) -> Iterator[Note | Refused]:
        package = self.package
        for bundle in package.bundles():
            if isinstance(bundle, Refused):
                yield bundle
            else:
                yield understood(bundle, package.notetypes, package.decks, package.calendar, clock=self.clock)

    def picture(self, name: str) -> bytes:
        """Raises KeyError where the file has none of this name, BadFile where it is damaged."""
        return self.package.picture(name)


@dataclass(frozen=True, slots=True)
class AnkiTextReader:
    """Reads text with Anki's lines above its rows; `knows_notes` where one says in which column identities are."""

    name: str
    said: object
    knows_notes: bool
    endings: Sequence[str] = (".txt", ".csv", ".tsv")

    @property
    def label(self) -> str:
        return str(self.said)

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002  as every reader
        """By its first lines, whatever it is called."""
        text = head.decode(encoding_of(head), "ignore").removeprefix("\ufeff")
        if not is_text(head) or not headers.looks_like_it(text):
            return False
        return bool(headers.headers_of(text.splitlines()).guid_column) == self.knows_notes

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator[OpenedQuestions]:
        """Raises BadFile."""
        yield OpenedQuestions(path, lambda path: anki_text.read(text_in(path), clock=clock), no_picture)


NOTES_AS_TEXT = AnkiTextReader("anki-notes", gettext_lazy("Anki: notes in plain text"), knows_notes=True)
CARDS_AS_TEXT = AnkiTextReader("anki-cards", gettext_lazy("Anki: cards in plain text"), knows_notes=False)

"""Anki's packages, `.apkg` and `.colpkg`, whichever layout they have."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.package import Package, open_package
from studyapp.formats.notes import Note, Refused
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

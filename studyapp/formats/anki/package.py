"""Anki's packages as anybody may send them: opened, told apart by layout, and read note by note.

`with open_package(path) as package` raises BadFile where the file is no package that can be taken; so does whatever is
read of it later, since it may be damaged anywhere. Only names and note types are kept in memory.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from studyapp.formats.anki import bundles, new_layout, old_layout
from studyapp.formats.anki.archive import Archive
from studyapp.formats.anki.bundles import DEFAULT, Bundles
from studyapp.formats.anki.collection import Bundle, Calendar, Notetype
from studyapp.formats.anki.layouts import META, OLDEST, is_request, layout_of, only_a_request
from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.media import Media
from studyapp.formats.anki.safe_sqlite import Database, opened
from studyapp.formats.anki.settings import calendar, look_at_age
from studyapp.formats.anki.told import damaged
from studyapp.formats.notes import Refused

COLUMNS = {**old_layout.COLUMNS, **new_layout.COLUMNS, **bundles.COLUMNS}
USUAL = Limits()


class Package:
    """What is in one."""

    def __init__(self, database: Database, media: Media, limits: Limits) -> None:
        layout = old_layout if database.tables.isdisjoint(new_layout.COLUMNS) else new_layout
        look_at_age(database)
        self.notetypes: Mapping[int, Notetype] = layout.notetypes(database)
        self.decks: Mapping[int, tuple[str, ...]] = {DEFAULT: ("Default",)} | layout.decks(database)
        self.calendar: Calendar = calendar(database, layout.settings(database))
        self.pictures: Mapping[str, int] = media.sizes
        """By name in NFC, the bytes that each claims to have; and of all else that is no sound."""
        self.sounds: Collection[str] = media.sounds
        self._media = media
        self._bundles = Bundles(database, self.notetypes, self.decks, limits)

    def counts(self) -> Mapping[int, int]:
        """By deck, how many notes have their first card there; decks without any are left out."""
        return self._bundles.counts()

    def bundles(self, decks: Collection[int] | None = None) -> Iterator[Bundle | Refused]:
        """By rising key, the notes that count in these decks, or all; in place of one that cannot be taken, why.

        The note type and the decks of a bundle are known, it has as many fields as its type, each of its cards has a
        template of its own, and no two have one guid.
        """
        return self._bundles.of(decks)

    def picture(self, name: str) -> bytes:
        """Raises KeyError for a name that is not listed, BadFile where that file is damaged or too large."""
        return self._media.read(name)


@contextmanager
def open_package(path: Path, limits: Limits = USUAL) -> Iterator[Package]:
    with Archive(path, limits) as archive, TemporaryDirectory(prefix="anki-") as folder:
        layout = layout_of(archive)
        media = Media(archive, limits, is_new=layout.is_new)
        collection = Path(folder, "collection.sqlite")
        with collection.open("wb") as file:
            file.writelines(archive.pieces(layout.collection, limits.collection, is_zstd=layout.is_new))
        with opened(collection, COLUMNS, limits) as database:
            yield _package(database, media, limits, may_be_request=layout == OLDEST and META not in archive.names)


def _package(database: Database, media: Media, limits: Limits, *, may_be_request: bool) -> Package:
    try:
        if may_be_request and is_request(database):
            raise only_a_request()
        return Package(database, media, limits)
    except (ValueError, RecursionError) as error:
        raise damaged() from error

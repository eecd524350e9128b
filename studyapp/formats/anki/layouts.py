"""Which of the three layouts a package has, and where its collection is."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from studyapp.formats.anki.archive import Archive
from studyapp.formats.anki.cells import blob
from studyapp.formats.anki.protobuf import Malformed, number_of
from studyapp.formats.anki.safe_sqlite import Database
from studyapp.formats.anki.told import damaged
from studyapp.formats.faults import BadFile

META, VERSION = "meta", 1
"""The member that says the layout, and the field of its message."""
LONGEST_META = 1000


@dataclass(frozen=True, slots=True)
class Layout:
    version: int
    """In the member `meta`, if that is there."""
    collection: str
    """The name of its member."""
    is_new: bool = False
    """The collection and each media file are packed by Zstandard, and the list of media is no JSON."""


LAYOUTS = (Layout(3, "collection.anki21b", is_new=True), Layout(2, "collection.anki21"), Layout(1, "collection.anki2"))
"""The newest first: those of older ones that are beside it only ask to update."""
OLDEST = LAYOUTS[-1]
NESTED = (".apkg", ".colpkg")


def layout_of(archive: Archive) -> Layout:
    """Raises BadFile if it has none of them, or not the one that it claims."""
    version = _version(archive)
    found = next((layout for layout in LAYOUTS if layout.collection in archive.names), None)
    if found is None:
        raise _no_collection(archive)
    if version > LAYOUTS[0].version:
        raise too_new()
    if version > found.version:
        raise only_a_request()
    return found


def is_request(database: Database) -> bool:
    """Whether there is but the note that asks to update; it names packages of one sort, in any language."""
    notes = list(islice(database.rows("SELECT flds FROM notes"), 2))
    return len(notes) == 1 and b".colpkg" in blob(notes[0][0])


def _version(archive: Archive) -> int:
    """0 where it does not say it, as packages did not at first."""
    if META not in archive.names:
        return 0
    try:
        return number_of(archive.whole(META, LONGEST_META), VERSION)
    except Malformed as error:
        raise damaged() from error


def too_new() -> BadFile:
    told = _(
        "This file was made by a newer Anki than we know. "
        "In Anki, tick “Support older Anki versions” when you export, and choose the new file."
    )
    return BadFile(told)


def too_old() -> BadFile:
    told = _("This file was made by a very old Anki. Import it into a new one, export it from there, and choose that.")
    return BadFile(told)


def only_a_request() -> BadFile:
    """In the place of the collection there is the note that old programs are to show."""
    told = _(
        "This file has only a note that asks to update Anki: your cards are missing. In Anki, export again, "
        "tick “Support older Anki versions”, and choose the new file without unpacking it first."
    )
    return BadFile(told)


def _no_collection(archive: Archive) -> BadFile:
    if any(name.lower().endswith(NESTED) for name in archive.names):
        return BadFile(_("There are packages of Anki in this file. Unpack it, and choose one of those."))
    return BadFile(
        _("There are no cards of Anki in this file. In Anki, choose File → Export, and choose the new file.")
    )

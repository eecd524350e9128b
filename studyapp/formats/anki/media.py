"""The pictures and sounds of a package: a list of their names, and each under its number."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1
from itertools import count

from django.utils.translation import gettext as _

from studyapp.formats.anki.archive import SEPARATORS, Archive
from studyapp.formats.anki.cells import Unreadable, text
from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.protobuf import bytes_of, fields, number_of
from studyapp.formats.anki.told import clean, damaged, shown
from studyapp.formats.faults import BadFile

LIST = "media"
ENTRY = 1
"""Of the list: the field of its message."""
NAME, SIZE, SHA1 = 1, 2, 3
"""Of an entry."""
SOUNDS = (
    *(".mp3", ".ogg", ".oga", ".opus", ".wav", ".flac", ".m4a", ".aac", ".spx", ".3gp", ".amr", ".wma"),
    *(".mp4", ".webm", ".mkv", ".mov", ".avi", ".mpg", ".mpeg", ".ogv", ".m4v", ".flv", ".swf"),
)
"""How the names of what is played end, films too."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    member: str
    """Of the zip."""
    size: int
    """Bytes when unpacked, as the list claims."""
    sha1: bytes = b""
    """Empty where the list does not say it."""


class Media:
    """By name, what is listed and is there. Raises BadFile over a list that is none."""

    def __init__(self, archive: Archive, limits: Limits, *, is_new: bool) -> None:
        self._archive = archive
        self._limits = limits
        self._is_new = is_new
        try:
            self._files = _read(archive, limits, is_new=is_new) if LIST in archive.names else {}
        except (ValueError, RecursionError) as error:
            raise damaged() from error
        self.sounds = frozenset(name for name in self._files if name.lower().endswith(SOUNDS))
        self.sizes = {name: file.size for name, file in self._files.items() if name not in self.sounds}
        """Of all others; that they are pictures only their content can say."""

    def read(self, name: str) -> bytes:
        """Raises KeyError for a name that is not there, BadFile where that file is damaged or too large."""
        file = self._files[name]
        data = self._archive.whole(file.member, self._limits.picture, is_zstd=self._is_new)
        if file.sha1 and file.sha1 != sha1(data, usedforsecurity=False).digest():
            raise damaged()
        return data


def _read(archive: Archive, limits: Limits, *, is_new: bool) -> dict[str, MediaFile]:
    data = archive.whole(LIST, limits.media_list, is_zstd=is_new)
    found: dict[str, MediaFile] = {}
    for name, file in _entries(data, archive) if is_new else _numbered(data, archive):
        found.setdefault(_checked(name), file)
    return found


def _entries(data: bytes, archive: Archive) -> Iterator[tuple[str, MediaFile]]:
    """Those of the new layout: a message of protobuf, in which each has the number of its place."""
    entries = (value for number, value in fields(data) if number == ENTRY and isinstance(value, bytes))
    for member, entry in zip(map(str, count()), entries, strict=False):
        if member in archive.names:
            yield text(bytes_of(entry, NAME)), MediaFile(member, number_of(entry, SIZE), bytes_of(entry, SHA1))


def _numbered(data: bytes, archive: Archive) -> Iterator[tuple[str, MediaFile]]:
    """Those of the old layouts: names by number, as JSON."""
    told = json.loads(text(data))
    if not isinstance(told, dict):
        raise Unreadable
    for member, name in told.items():
        if not isinstance(name, str):
            raise Unreadable
        if member in archive.names:
            yield name, MediaFile(member, archive.size(member))


def _checked(name: str) -> str:
    """As notes write it; Anki keeps names in this form."""
    if not SEPARATORS.isdisjoint(name):
        told = _("A media file in this package is called “%(name)s”. Rename it in Anki, and export the deck again.")
        raise BadFile(told % {"name": shown(name)})
    return unicodedata.normalize("NFC", clean(name))

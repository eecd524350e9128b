"""The zip that a package is: its members by name, unpacked piece by piece and never further than is allowed."""

import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import SEEK_SET, FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from studyapp.formats.anki.limits import MEGABYTE, Limits
from studyapp.formats.anki.told import damaged, shown, too_large
from studyapp.formats.faults import BadFile
from studyapp.formats.zstandard import decompressed, zstd

AT_ONCE = 256 * 1024
"""Bytes of a member that are read in one go; what a zip reads to find its directory is less."""
ENTRY = 100
"""Bytes of the zip's directory for a member, at most: its head has 46, and names are numbers."""
ENCRYPTED = 0x1 | 0x40
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DENSEST = 200
"""How many times its size a member may unpack to, beyond the first megabytes; collections have up to 30."""
MAY_BE_DENSE = 16 * MEGABYTE
ZIP, SQLITE = b"PK", b"SQLite format 3\0"
"""How such files begin."""
SEPARATORS = frozenset("/\\:\0")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, zstd.ZstdError, EOFError, struct.error),
    *(ValueError, OverflowError, NotImplementedError, RuntimeError),
)
"""What the readers of zip, Deflate and Zstandard raise over a file that is no such thing."""


class Archive:
    """A zip with nothing in it but plain files. Raises BadFile wherever it is not."""

    def __init__(self, path: Path, limits: Limits) -> None:
        if path.stat().st_size > limits.file:
            raise self.too_large(limits.file)
        self.look_at_head(path)
        self._limits = limits
        self._left = limits.everything
        self._file = _File(path, most_at_once=limits.members * ENTRY + AT_ONCE)
        try:
            with self._told():
                self._zip = zipfile.ZipFile(self._file)
            self._members = {info.filename: self.checked(info) for info in self._zip.infolist()}
            if len(self._members) != len(self._zip.infolist()) or len(self._members) > limits.members:
                raise self.damaged()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()
        self._file.close()

    @property
    def names(self) -> Collection[str]:
        return self._members.keys()

    def size(self, name: str) -> int:
        """Bytes when unpacked from the zip, as it claims; it never gives more."""
        return self._members[name].file_size

    def whole(self, name: str, most: int, *, is_zstd: bool = False) -> bytes:
        return b"".join(self.pieces(name, most, is_zstd=is_zstd))

    def pieces(self, name: str, most: int, *, is_zstd: bool = False) -> Iterator[bytes]:
        """A member, unpacked from the zip and, where it is packed twice, from its frame of Zstandard."""
        member = self._members[name]
        if member.file_size > most:
            raise self.too_large(most)
        densest = max(MAY_BE_DENSE, DENSEST * member.compress_size)
        unpacked = 0
        with self._told():
            stored = self._stored(member)
            for piece in decompressed(stored) if is_zstd else stored:
                unpacked += len(piece)
                self._left -= len(piece)
                if unpacked > min(most, densest) or self._left < 0:
                    raise self.too_large(min(most, densest) if self._left >= 0 else self._limits.everything)
                yield piece

    def _stored(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._zip.open(member) as file:
            while piece := file.read(AT_ONCE):
                yield piece

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BROKEN as error:
            raise self.damaged() from error

    # What else such a file may be, and what is said of it, is for each format to say

    @staticmethod
    def damaged() -> BadFile:
        return damaged()

    @staticmethod
    def too_large(most: int) -> BadFile:
        return too_large(most)

    @staticmethod
    def look_at_head(path: Path) -> None:
        """Raises BadFile where these first bytes are none of such a file."""
        with path.open("rb") as file:
            head = file.read(len(SQLITE))
        if head == SQLITE:
            raise BadFile(_("This is the inside of a package. In Anki, choose File → Export, and choose the new file."))
        if not head.startswith(ZIP):
            told = _(
                "This is no package of Anki. Choose a file that Anki exported, whose name ends in .apkg or .colpkg."
            )
            raise BadFile(told)

    @classmethod
    def checked(cls, member: zipfile.ZipInfo) -> zipfile.ZipInfo:
        """Raises BadFile for a member that such a file does not have."""
        name = member.orig_filename
        if not SEPARATORS.isdisjoint(name) or name in {"", ".", ".."}:
            told = _(
                "There are folders in this file, such as “%(name)s”, and packages have none. "
                "Choose the file that Anki exported, without unpacking it first."
            )
            raise BadFile(told % {"name": shown(name)})
        if member.flag_bits & ENCRYPTED:
            raise BadFile(_("This file is locked with a password. Choose the file that Anki exported, as it is."))
        if member.compress_type not in PACKINGS:
            raise cls.damaged()
        return member


class _File(FileIO):
    """A file of which nobody reads much at once: a zip says itself how large its directory is."""

    def __init__(self, path: Path, *, most_at_once: int) -> None:
        super().__init__(path)
        self._size = path.stat().st_size
        self._most = most_at_once

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._size - self.tell() if size is None or size < 0 else size
        if wanted > self._most:
            raise zipfile.BadZipFile
        return super().read(max(wanted, 0)) or b""

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        if whence == SEEK_SET and offset < 0:
            raise zipfile.BadZipFile
        return super().seek(offset, whence)

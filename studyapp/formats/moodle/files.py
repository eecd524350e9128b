"""The pictures within a question bank, in base64 beside the text that shows them."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha1
from pathlib import Path
from typing import Final
from unicodedata import normalize
from xml.etree.ElementTree import Element

from studyapp.formats.moodle.elements import elements

MOST_KEPT: Final = 20 * 1024 * 1024
"""Bytes of pictures that were met on the way to another."""


def called(file: Element) -> str:
    """By what is in it: many questions have an `image.png`."""
    return sha1((file.text or "").encode(), usedforsecurity=False).hexdigest()


def named(holder: Element | None, source: str) -> str:
    """How the file is called that a text shows as `source`; empty where there is none."""
    name = source.rpartition("/")[2]
    files = holder.findall("file") if holder is not None else []
    return next((called(file) for file in files if normalize("NFC", file.get("name", "")) == name), "")


class Files:
    """All of a bank. Quickest where they are asked for in the order of the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rest: Iterator[tuple[str, bytes]] = iter(())
        self._met: dict[str, bytes] = {}
        self._bytes = 0

    def __call__(self, name: str) -> bytes:
        """Raises KeyError, and BadFile."""
        if name in self._met:
            return self._met[name]
        for _from_here_and_from_the_beginning in range(2):
            for found, data in self._rest:
                self._keep(found, data)
                if found == name:
                    return data
            self._rest = self._all()
        raise KeyError(name)

    def _all(self) -> Iterator[tuple[str, bytes]]:
        for _line, question in elements(self._path, "quiz", "question"):
            for file in question.iter("file"):
                with suppress(NotBase64, ValueError):
                    yield called(file), b64decode(file.text or "")

    def _keep(self, name: str, data: bytes) -> None:
        self._bytes += len(data) - len(self._met.get(name, b""))
        self._met[name] = data
        while self._bytes > MOST_KEPT:
            oldest = next(iter(self._met))
            self._bytes -= len(self._met.pop(oldest))

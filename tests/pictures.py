"""Pictures drawn for tests, and what they become."""

import struct
import zlib
from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from PIL import Image

from studyapp.library.models import Picture, Words
from studyapp.library.picturing import encoded
from tests.people import NOON

WORDS = Words("A harbour at low tide", "Ada Byron", "CC BY 4.0")


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "teal", **options: object) -> bytes:
    """The bytes of a file with one colour in it."""
    return saved(Image.new("RGB", size, colour), kind, **options)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def upload(data: bytes | None = None, name: str = "harbour.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if data is None else data)


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head says that it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def kept(colour: str = "teal", words: Words = WORDS, owner: Model | None = None, *, at: datetime = NOON) -> Picture:
    return kept_file(drawn(colour=colour), words, owner, at=at)


def kept_file(file: bytes, words: Words = WORDS, owner: Model | None = None, *, at: datetime = NOON) -> Picture:
    return Picture.objects.keep(encoded(file), words, at=at, owner=owner)

"""Files that are meant to do harm, or are broken: each is refused with a sentence, for little work and memory."""

import io
import json
import resource
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.package import open_package
from studyapp.formats.faults import BadFile
from studyapp.formats.zstandard import zstd
from tests.formats.anki.packages import (
    DECKS,
    LAYOUTS,
    NEW,
    OLD,
    OLDEST,
    Made,
    bytes_field,
    card,
    members,
    note,
    package,
    please_update,
    review,
    varint_field,
    zipped,
)

LIMITS = Limits(
    file=1_000_000,
    members=100,
    collection=1_000_000,
    cell=100_000,
    settings=100_000,
    media_list=10_000,
    picture=10_000,
    everything=3_000_000,
    steps=1_000_000,
    steps_per_byte=0,
)
"""So small that a file beyond them is made at once."""
DAMAGED = "damaged or not all there"
ALTERED = "parts that Anki does not make"
TOO_LARGE = "Unpacked, this file has more than"
"""What is said of most of them."""


def read_all(path: Path, limits: Limits = LIMITS) -> None:
    with open_package(path, limits) as read:
        read.counts()
        for _found in read.bundles():
            pass
        for name in read.pictures:
            read.picture(name)


def refusal(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(BadFile) as caught:
        read_all(path, limits)
    return str(caught.value)

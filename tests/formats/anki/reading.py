"""Whole packages read in tests, and what may be spent on one that is meant to do harm.

`python -m tests.formats.anki.reading deck.apkg` reads one in a process of its own, and says the most memory it had.
"""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from studyapp.formats.anki.limits import MEGABYTE, Limits
from studyapp.formats.anki.package import open_package
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Refused

SMALL = Limits(
    file=1_000_000,
    members=100,
    collection=1_000_000,
    cell=100_000,
    settings=100_000,
    media_list=1_000_000,
    picture=10_000,
    everything=3_000_000,
    steps=200_000,
    steps_per_byte=0,
)
"""A file beyond these is made at once."""
MOST_SECONDS = 2
"""Of the processor; what is found takes some hundredths."""
MOST_MEGABYTES = 64
"""By which the process may grow."""


def read_all(path: Path, limits: Limits = SMALL) -> list[Refused]:
    """All of it, pictures too: the notes that cannot be taken. Raises BadFile alone."""
    with open_package(path, limits) as read:
        read.counts()
        refused = [found for found in read.bundles() if isinstance(found, Refused)]
        for name in read.pictures:
            with suppress(BadFile):
                read.picture(name)
        return refused


@contextmanager
def little_spent() -> Iterator[None]:
    began, had = time.process_time(), megabytes()
    yield
    assert time.process_time() - began < MOST_SECONDS
    assert megabytes() - had < MOST_MEGABYTES


def megabytes() -> float:
    """The most that this process ever had, or its parent when it began."""
    unit = MEGABYTE if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def own_megabytes() -> float:
    """The most that this process ever had; Linux alone says it."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    assert read_all(Path(sys.argv[1]), Limits()) == []
    print(own_megabytes())  # noqa: T201

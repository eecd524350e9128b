"""The file of an import, kept in the database so that the worker has it, wherever it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from studyapp.exchange.arriving.pace import short_transaction
from studyapp.exchange.arriving.readers import Opened, reader_called
from studyapp.exchange.models import Import, ImportChunk
from studyapp.scheduling import StudyClock

CHUNK = 1024 * 1024
"""Bytes."""
CHUNKS_AT_ONCE = 8
"""That are removed in one transaction."""


def keep_file(arrival: Import, upload: UploadedFile[bytes]) -> None:
    """Piece by piece, so that nobody waits for the whole."""
    upload.seek(0)
    for number, data in enumerate(iter(lambda: upload.read(CHUNK), b"")):
        with transaction.atomic():
            arrival.learner.lock()
            ImportChunk.objects.create(arrival=arrival, number=number, data=data)


@contextmanager
def opened(arrival: Import) -> Iterator[Opened]:
    """The file as its reader sees it. Raises BadFile."""
    # Without the floor of a traveller: what a file tells is over.
    clock = StudyClock(arrival.learner.zone, arrival.learner.day_start)
    with NamedTemporaryFile(prefix="studyapp-import-") as file:
        for number in arrival.chunks.order_by("number").values_list("number", flat=True):
            file.write(arrival.chunks.get(number=number).data)  # one at a time, and no cursor stays open
        file.flush()
        with reader_called(arrival.format).open(Path(file.name), clock=clock) as contents:
            yield contents


def remove_file(arrival: Import) -> None:
    while numbers := list(arrival.chunks.values_list("number", flat=True)[:CHUNKS_AT_ONCE]):
        with short_transaction():
            arrival.chunks.filter(number__in=numbers).delete()

"""Whether there is anything to do: the same files, judged by the same code, over a library that nobody touched."""

import hashlib
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db.models import DateTimeField, F, Field, JSONField, Model, QuerySet, TextField
from django.db.models.functions import Cast

from studyapp.library.models import Article, Citation, Deck, Fact, Load, Question, Revision
from studyapp.library.models.fields import FoldedField
from studyapp.library.seeds.ledger import Edited, Report
from studyapp.library.seeds.reading import FOLDERS, seed_files, strays

CODE = ("kinds", "library")
"""The rooms whose code says what a seed comes to."""


def report_again(said: str, *, force: bool) -> Report | None:
    """What loading would report once more, where it would change nothing; None where that is to be found out."""
    last = Load.objects.first()
    if last is None or last.said != said or (force and last.kept) or last.left != digest_of_library():
        return None
    return Report(unchanged=last.sound, edited=[Edited(**edited) for edited in last.kept])


def keep(said: str, report: Report) -> None:
    """Remember a load as it ends, in its own transaction."""
    sound = report.unchanged + len(report.created) + len(report.updated)
    Load.objects.all().delete()
    Load.objects.create(said=said, left=digest_of_library(), sound=sound, kept=[*map(asdict, report.edited)])


def digest_of(folder: Path) -> str:
    """Of the files below a folder, under their names, and of the code that reads and judges them."""
    rooms = (settings.BASE_DIR / "studyapp" / room for room in CODE)
    files = [path for room in rooms for path in room.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    read = hashlib.sha256(repr((sys.version, version("django"), version("rapidfuzz"), folder.name)).encode())
    for path in sorted([*files, *(path for kind in FOLDERS for path in seed_files(folder, kind))]):
        read.update(repr((path.name, path.read_bytes())).encode())
    read.update(repr([(path.name, _sha(path)) for path in strays(folder)]).encode())  # pictures among them
    return read.hexdigest()


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_of_library() -> str:
    """Of every column that a seed can say something of, or that says who wrote it."""
    read = hashlib.sha256()
    newest = Revision.objects.filter(pk=F("question__revision"))
    for rows in (*map(_all, (Article, Deck, Fact, Citation, Question)), newest):
        for row in _columns(rows).iterator(chunk_size=1000):
            read.update(repr(row).encode())
    return read.hexdigest()


def _all(model: type[Model]) -> QuerySet[Model]:
    return model._default_manager.all()


def _columns(rows: QuerySet[Model]) -> QuerySet[Model, tuple[object, ...]]:
    """All but what is made of other columns and when it was written; JSON as it is stored, which spares reading it."""
    fields = rows.model._meta.concrete_fields
    said = [_text(field) for field in fields if not isinstance(field, FoldedField | DateTimeField)]
    return rows.order_by("pk").values_list(*said)


def _text(field: Field[object, object]) -> str | Cast:
    return Cast(field.attname, TextField()) if isinstance(field, JSONField) else field.attname

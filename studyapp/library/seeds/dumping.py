"""Write what editors changed in the library back into the seeds, line by line, so that loading them changes nothing."""

import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from studyapp.library.models import Deck, Fact, Question
from studyapp.library.seeds import style
from studyapp.library.seeds.comparing import Comparison, compare
from studyapp.library.seeds.reading import FOLDERS, Record, Seeds, read, seed_files
from studyapp.library.seeds.rewriting import Rewriting


@dataclass(frozen=True, slots=True)
class Dump:
    """What was written; each entry names one thing."""

    files: list[str]
    changed: list[str]
    added: list[str]
    left_out: dict[str, str]
    """What a file cannot say, and why."""


class NotFaithful(Exception):
    """What would be written does not say what the library has; nothing was written."""


def dump(folder: Path, *, at: datetime, only: Collection[str] = ()) -> Dump:
    """Bring the files below `folder` in line with what editors did, for all or for `only` these.

    Raises SeedFaults where a file cannot be read, NoSuch, and NotFaithful. What the files say already stays byte for
    byte, and so does what was changed in them and not loaded yet.
    """
    with transaction.atomic():
        work = Rewriting(folder, _read(folder), at=at, only=frozenset(only))
        work.run()
        return Dump(_write(work, at=at), work.changed, work.added, work.left_out)


def _read(folder: Path) -> Seeds:
    """A folder without seeds is one to begin with."""
    if not any(seed_files(folder, kind) for kind in FOLDERS):
        return Seeds()
    return read(folder)


def _write(work: Rewriting, *, at: datetime) -> list[str]:
    """Write the files that have changed, once it is seen that loading them would change nothing."""
    _keep_places_of_decks(work)
    with TemporaryDirectory() as beside:
        there, gone = Path(beside) / work.papers.folder.name, set[str]()
        _copy_pictures(work.seeds, there)
        if work.papers.write(there):
            gone = {file.name for file in work.seeds.pictures} - {file.name for file in _read(there).pictures}
            _remove_pictures(there, gone)
            after = compare(_read(there), at=at, among=work.was_written, ledger=work.ledger)
            _prove(after)
            _count_alike(work, after)
    return [*work.papers.write(work.papers.folder), *_remove_pictures(work.papers.folder, gone)]


def _copy_pictures(seeds: Seeds, there: Path) -> None:
    (there / "decks").mkdir(parents=True)
    for file in seeds.pictures:
        shutil.copy(file, there / "decks" / file.name)


def _remove_pictures(folder: Path, gone: set[str]) -> list[str]:
    """Those that no question names any more, which loading would ask about."""
    for name in gone:
        (folder / "decks" / name).unlink()
    return [f"{folder.name}/decks/{name} (removed)" for name in sorted(gone)]


def _prove(after: Comparison) -> None:
    """Whatever was written is what a load would read."""
    for compared in after.all:
        if left := compared.differences.keys() - {"position"}:
            told = f"could not be written so that it loads the same ({', '.join(sorted(left))})"
            raise NotFaithful(f"{compared.record.place} {told}. Nothing was written.")


def _keep_places_of_decks(work: Rewriting) -> None:
    """A deck whose file gives no place stands by the name of its file, and a new file may come before it."""
    new = {slug for model, slug in work.written if model is Deck}
    slugs = work.in_files[Deck] | {*work.seeds.emptied} | new
    names = sorted(slugs, key=lambda slug: f"{slug}.toml")  # as files are
    for record in work.seeds.decks:
        deck = work.ledger.decks.get(record.slug)
        if deck and "position" not in record.data and deck.position == record.position != names.index(record.slug):
            work.papers.paper(f"decks/{deck.slug}").top[0].put("position", str(deck.position), style.DECK)


def _count_alike(work: Rewriting, after: Comparison) -> None:
    """Number facts and questions in the library as the files now do, where there are no gaps."""
    places = {(type(thing), record.slug): record.position for record, thing in _pairs(work.compared)}
    moved: list[Fact | Question] = []
    for record, thing in _pairs(after):
        stood = places.get((type(thing), record.slug))
        if thing.position != record.position and (stood == thing.position or work.was_written(thing)):
            thing.position = record.position
            moved.append(thing)
    Fact.objects.bulk_update([it for it in moved if isinstance(it, Fact)], ["position"], batch_size=500)
    Question.objects.bulk_update([it for it in moved if isinstance(it, Question)], ["position"], batch_size=500)


def _pairs(compared: Comparison) -> Iterator[tuple[Record, Fact | Question]]:
    yield from compared.fact_pairs
    yield from compared.question_pairs

"""An editor's table on its way into the library: read row by row, and brought in as drafts in one transaction."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from studyapp.exchange.arriving.drafting import chosen_deck
from studyapp.exchange.arriving.files import opened
from studyapp.exchange.arriving.pace import short_transaction
from studyapp.exchange.arriving.preparing import LONGEST_PLACE, plain
from studyapp.exchange.arriving.readers import Opened
from studyapp.exchange.arriving.sheets import OpenedSheet, SheetReader
from studyapp.exchange.models import Import, ImportDeck, ImportRow, State
from studyapp.exchange.shelf.cells import NEEDED, known_headings
from studyapp.exchange.shelf.judging import Judge, Judged
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Refused
from studyapp.formats.sheets.reading import Row, WrongCell
from studyapp.library.models import Article, Fact, Question, Standing, because
from studyapp.library.models import State as Shown

MOST = 500
"""Rows of one file, since all of it is written at once."""
LONGEST_TOLD = 1000
"""Characters."""
WAITS = "waits-again"
"""Lost: what readers see is changed, and is shown again once somebody has published it."""


def is_for_shelf(arrival: Import) -> bool:
    return arrival.for_library and arrival.format == SheetReader().name


def read(arrival: Import, *, at: datetime) -> bool:
    """Keep what each row would do; nothing of it is done. False if it was stopped meanwhile. Raises BadFile."""
    deck, done_before = chosen_deck(arrival), Import.objects.of(arrival.learner).done().count()
    into = ImportDeck.objects.create(arrival=arrival, position=0, title=deck.title, into=deck)
    with opened(arrival) as contents:
        if sum(1 for _row in islice(_rows(contents), MOST + 1)) > MOST:
            raise BadFile(f"A table for the library may have {MOST} rows. Put some of them into another file.")
    with opened(arrival) as contents:
        judged = enumerate(_judged(arrival, contents, at=at), 1)
        rows = [_row(arrival, into, position, place, made) for position, (place, made) in judged]
    lost = Counter(what for row in rows for what, _where in row.lost)
    with short_transaction():
        ImportRow.objects.bulk_create(rows)
        seen = {"read_at": at, "lost": dict(lost), "rows_total": len(rows), "rows_done": 0, "done_before": done_before}
        return Import.objects.filter(pk=arrival.pk).move(State.READ, before=State.UPLOADED, **seen)


def _rows(contents: Opened) -> Iterator[Row | Refused]:
    assert isinstance(contents, OpenedSheet)  # noqa: S101  as `is_for_shelf` says
    return contents.rows(known_headings(), NEEDED)


def _judged(arrival: Import, contents: Opened, *, at: datetime) -> Iterator[tuple[str, Judged | Refused]]:
    judge = Judge(chosen_deck(arrival), arrival.learner, at)
    for row in _rows(contents):
        if isinstance(row, Refused):
            yield row.place, row
        else:
            yield row.place, _judge(judge, row)


def _judge(judge: Judge, row: Row) -> Judged | Refused:
    try:
        return judge.judge(row)
    except WrongCell as wrong:
        return row.refused(wrong)


def _row(arrival: Import, into: ImportDeck, position: int, place: str, made: Judged | Refused) -> ImportRow:
    row = ImportRow(arrival=arrival, position=position, place=plain(place, LONGEST_PLACE))
    if isinstance(made, Refused):
        row.state = ImportRow.State.REFUSED
        row.field, row.told = plain(made.field, LONGEST_PLACE), plain(made.told, LONGEST_TOLD)
        return row
    row.deck, row.state, row.cards = into, _state(made), int(made.is_new)
    row.note = _note(made)
    row.lost = [[WAITS, ""]] if made.is_live and made.is_worth_it else []
    return row


def _state(made: Judged) -> ImportRow.State:
    if made.is_new:
        return ImportRow.State.NEW
    return ImportRow.State.CHANGED if made.differences else ImportRow.State.UNCHANGED


def _note(made: Judged) -> dict[str, object]:
    return {"tags": [], "sort": made.sort, "title": made.title, "sides": [[*one] for one in made.differences]}


def apply(arrival: Import, *, at: datetime) -> bool:
    """Write all of it or nothing. False if it was stopped meanwhile. Raises BadFile where the library changed since it
    was read.
    """
    rows = {row.position: row for row in arrival.rows.all()}
    counts: Counter[bool] = Counter()
    with opened(arrival) as contents, transaction.atomic(), because(f"It came from the file “{arrival.name}”."):
        arrival.learner.lock()
        facts: dict[int, Fact] = {}
        for position, (_place, made) in enumerate(_judged(arrival, contents, at=at), 1):
            _require_same(rows.get(position), made)
            if isinstance(made, Judged) and made.is_worth_it:
                fact = _written(arrival, made, at=at)
                facts[fact.pk] = fact
                counts[made.is_new] += 1
        _look_again(facts, at=at)
        done = {"ended_at": at, "cards_new": counts[True], "cards_changed": counts[False]}
        done |= {"rows_done": arrival.rows_total}
        arrival.rows.update(is_written=True)
        return Import.objects.filter(pk=arrival.pk).move(State.DONE, before=State.APPLYING, **done)


def _require_same(row: ImportRow | None, made: Judged | Refused) -> None:
    """Raises BadFile where what the editor saw is not what would be done."""
    if isinstance(made, Refused):
        same = row is not None and row.state == ImportRow.State.REFUSED
    else:
        same = row is not None and row.state == _state(made) and row.note == _note(made)
    if not same:
        raise BadFile("The library has changed since this file was read. Send it again, and look at it once more.")


def _written(arrival: Import, made: Judged, *, at: datetime) -> Fact:
    """The fact that it concerns. What readers saw waits for somebody who publishes it again."""
    thing = made.write()
    Standing.objects.edited(thing, at=at, editor=arrival.learner)
    if thing.state == Shown.PUBLISHED:
        thing.move(Shown.READY, at=at, editor=arrival.learner)
    fact: Fact = thing.fact if isinstance(thing, Question) else thing
    return fact


def _look_again(facts: dict[int, Fact], *, at: datetime) -> None:
    found = Fact.objects.filter(pk__in=facts)
    found.keep_warnings(at=at)
    Article.objects.filter(citations__fact__in=facts).distinct().keep_warnings(at=at)

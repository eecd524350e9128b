"""Notes with their cards and reviews, one after the other, however many there are."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby, islice
from math import inf
from operator import attrgetter, itemgetter

from studyapp.formats.anki.cells import MOST, Unreadable, figures, key, moment, number, seconds, text, whole
from studyapp.formats.anki.collection import Bundle, Notetype, RawCard, RawNote, RawReview
from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.note_faults import (
    NoteFault,
    no_cards,
    not_numbers,
    not_text,
    repeated,
    too_much_of_it,
    unknown_notetype,
    wrong_cards,
    wrong_fields,
)
from studyapp.formats.anki.safe_sqlite import Database, Row, size
from studyapp.formats.anki.told import damaged, too_much
from studyapp.formats.notes import Refused

COLUMNS = {
    "notes": frozenset({"id", "guid", "mid", "mod", "tags", "flds"}),
    "cards": frozenset(
        {"id", "nid", "did", "ord", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "left"}
        | {"odue", "odid", "flags", "data"}
    ),
    "revlog": frozenset({"id", "cid", "ease", "ivl", "lastivl", "factor", "time", "type"}),
}
NOTES = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
PLACES = "SELECT nid, ord, id, did, odid FROM cards ORDER BY nid"
CARDS = (
    "SELECT nid, ord, id, did, odid, due, odue, data, type, queue, ivl, factor, reps, lapses, left, flags "
    "FROM cards ORDER BY nid"
)
REVIEWS = (
    "SELECT nid, cid, revlog.id, ease, revlog.ivl, lastIvl, revlog.factor, time, revlog.type "
    "FROM cards CROSS JOIN revlog ON cid = cards.id ORDER BY nid"
)
BETWEEN_FIELDS = b"\x1f"
LONGEST_GUID = 1000
"""Bytes."""
DEFAULT = 1
"""The deck in which Anki puts a card that has none."""
KINDS, QUEUES = range(4), range(-3, 5)
PREVIEW, LEARNING, OVER_DAYS = 4, 1, 3
STEPS = {1, 3}
"""Kinds of cards that are learned, or learned again."""
FIRST_MOMENT = 1_000_000_000
"""A due that is less is a day, counted from the first."""
FIGURES = frozenset({"s", "d", "dr", "lrt", "decay", "pos"})


class Bundles:
    """All notes of a collection, with where they are."""

    def __init__(
        self, database: Database, notetypes: Mapping[int, Notetype], decks: Collection[int], limits: Limits
    ) -> None:
        self._database = database
        self._notetypes = notetypes
        self._decks = decks
        self._limits = limits

    def counts(self) -> Counter[int]:
        """By deck, how many notes have their first card there."""
        cards = _Groups(self._database.rows(PLACES), self._limits.cards, self._limits.cell)
        found = (cards.of(note) for (note,) in self._database.rows("SELECT id FROM notes ORDER BY id"))
        return Counter(self._home(min(rows, key=_place)) for rows in found if rows)

    def of(self, decks: Collection[int] | None) -> Iterator[Bundle | Refused]:
        """By rising key, the notes that count in these decks, or all; for one that cannot be taken, why."""
        cards = _Groups(self._database.rows(CARDS), self._limits.cards, self._limits.cell)
        reviews = _Groups(self._database.rows(REVIEWS), self._limits.reviews, self._limits.cell)
        met: set[str] = set()
        for row in self._database.rows(NOTES):
            its_cards = cards.of(row[0])
            if decks is None or (its_cards and self._home(min(its_cards, key=_place)) in decks):
                yield self._judged(row, its_cards, reviews.of(row[0]), met)

    def _judged(self, row: Row, cards: list[Row], reviews: list[Row], met: set[str]) -> Bundle | Refused:
        try:
            self._look_at_size(row, cards, reviews)
            note = self._note(row)
            bundle = Bundle(note, self._cards(cards, self._notetypes[note.notetype]), _reviews(reviews))
            if note.guid in met:
                raise repeated()
            met.add(note.guid)
            return bundle
        except NoteFault as fault:
            return Refused(f"nid:{row[0]}", fault.field, str(fault))

    def _look_at_size(self, row: Row, cards: list[Row], reviews: list[Row]) -> None:
        if not cards:
            raise no_cards()
        _note, guid, *others = (len(cell) if isinstance(cell, bytes) else 0 for cell in row)
        most = self._limits
        if guid > LONGEST_GUID or sum(others) > most.text or len(cards) > most.cards or len(reviews) > most.reviews:
            raise too_much_of_it()

    def _note(self, row: Row) -> RawNote:
        note, guid, notetype, changed_at, tags, fields = row
        known = self._notetypes.get(notetype) if isinstance(notetype, int) else None
        if known is None:
            raise unknown_notetype()
        try:
            labels = tuple(text(tags).split())
            return RawNote(key(note), text(guid), known.key, seconds(changed_at), labels, _fields(fields, known))
        except Unreadable as error:
            raise not_text() from error

    def _cards(self, rows: list[Row], notetype: Notetype) -> tuple[RawCard, ...]:
        try:
            cards = sorted((_card(row, self._home(row)) for row in rows), key=attrgetter("template"))
        except Unreadable as error:
            raise not_numbers() from error
        templates = {card.template for card in cards}
        last = MOST if notetype.is_cloze else len(notetype.templates) - 1
        if len(templates) < len(cards) or min(templates) < 0 or max(templates) > last:
            raise wrong_cards()
        return tuple(cards)

    def _home(self, row: Row) -> int:
        """The deck of a card, or that in which it was before it came into a filtered one."""
        _note, _template, _card, deck, home, *_rest = row
        found = home or deck
        return found if isinstance(found, int) and found in self._decks else DEFAULT


class _Groups:
    """Rows that come by rising note, and are taken note by note."""

    def __init__(self, rows: Iterator[Row], most: int, most_bytes: int) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._most = most
        self._most_bytes = most_bytes
        self._note: float = -inf
        self._rows: Iterator[Row] = iter(())

    def of(self, note: object) -> list[Row]:
        """One more than the most, if there are too many."""
        wanted = _rising(note)
        while self._note < wanted:
            found, self._rows = next(self._groups, (inf, iter(())))
            self._note = found if found == inf else _rising(found)
        return self._taken() if self._note == wanted else []

    def _taken(self) -> list[Row]:
        found, left = [], self._most_bytes
        for row in islice(self._rows, self._most + 1):
            found.append(row)
            left -= size(row)
            if left < 0:
                raise too_much()
        return found


def _rising(note: object) -> int:
    """Without its key a row belongs nowhere."""
    try:
        return key(note)
    except Unreadable as error:
        raise damaged() from error


def _place(row: Row) -> list[int]:
    return [cell if isinstance(cell, int) else MOST for cell in row[1:3]]


def _fields(cell: object, notetype: Notetype) -> tuple[str, ...]:
    parts = cell.split(BETWEEN_FIELDS) if isinstance(cell, bytes) else []
    if len(parts) != len(notetype.fields):
        raise wrong_fields(len(parts), notetype)
    return tuple(_field(part, name) for part, name in zip(parts, notetype.fields, strict=True))


def _field(cell: bytes, name: str) -> str:
    try:
        return text(cell)
    except Unreadable as error:
        raise not_text(name) from error


def _card(row: Row, deck: int) -> RawCard:
    note, place, card, _deck, home, due, home_due, data, *others = row
    template, kind, queue, ivl, factor, reps, lapses, left, flags = whole([place, *others])
    if kind not in KINDS or queue not in QUEUES:
        raise Unreadable
    told = figures(data, FIGURES)
    at = number((home and home_due) or due)
    queue = _queue_at_home(kind, at) if queue == PREVIEW or (home and queue >= 0) else queue
    return RawCard(key(card), key(note), deck, template, kind, queue, at, ivl, factor, reps, lapses, left, flags, told)


def _queue_at_home(kind: int, due: float) -> int:
    """Where a card goes once its filtered deck is emptied: by its kind, and a step by whether it is due on a day."""
    if kind in STEPS and due < FIRST_MOMENT:
        return OVER_DAYS
    return LEARNING if kind in STEPS else kind


def _reviews(rows: list[Row]) -> dict[int, tuple[RawReview, ...]]:
    found: defaultdict[int, list[RawReview]] = defaultdict(list)
    try:
        for _note, card, review, *others in rows:
            found[key(card)].append(RawReview(moment(review), key(card), *whole(others)))
    except Unreadable as error:
        raise not_numbers() from error
    return {card: tuple(sorted(log, key=attrgetter("key"))) for card, log in found.items()}

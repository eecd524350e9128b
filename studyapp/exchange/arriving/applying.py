"""What was read, brought in: new cards bit by bit where nobody sees them, and then all at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from studyapp.accounts.models import User
from studyapp.exchange.arriving.changing import Change, changes_of, switch
from studyapp.exchange.arriving.drafting import Drafting, SharedPictures, chosen_deck, give_to_library, known_drafts
from studyapp.exchange.arriving.files import opened
from studyapp.exchange.arriving.known import known_notes
from studyapp.exchange.arriving.pace import AT_ONCE, NOTES_AT_ONCE, short_transaction
from studyapp.exchange.arriving.pictures import Pictures
from studyapp.exchange.arriving.preparing import Prepared, cards_of
from studyapp.exchange.arriving.readers import reader_called
from studyapp.exchange.arriving.reading import Stopped
from studyapp.exchange.arriving.standing import Standing
from studyapp.exchange.models import Import, ImportDeck, ImportRow, State
from studyapp.exchange.shelf import arriving as shelf
from studyapp.library.models import Deck
from studyapp.own.hidden import Ready, fill, hide_deck, show
from studyapp.study.cards.fold import Tallies, Tally, difference
from studyapp.study.models.days import COUNTS

ANSWERS_AT_ONCE = 500
"""Answers given elsewhere that are written in one transaction, beside as many notes as `NOTES_AT_ONCE`."""


def apply(arrival: Import, *, at: datetime) -> None:
    """Write what is not written yet, and show it. Raises Stopped, Gone, TooMuch or BadFile."""
    if shelf.is_for_shelf(arrival):
        if not shelf.apply(arrival, at=at):
            raise Stopped
        return
    if arrival.for_library:
        _draft_all(arrival, at=at)
        return
    wanted = arrival.rows.filter(deck__is_chosen=True).order_by("position").select_related("deck__into")
    unwritten = wanted.filter(is_written=False, cards__gt=0)
    with opened(arrival) as contents:
        pictures = Pictures(arrival.learner, contents)
        while rows := _light(unwritten[:NOTES_AT_ONCE]):
            _write(arrival, rows, pictures, at=at)
        changed = _page_by_page(wanted.filter(state=ImportRow.State.CHANGED))
        changes = changes_of(arrival, changed)
        prepared = [_pictured(arrival, change, pictures, at=at).prepared(at=at) for change in changes]
    _show(arrival, prepared, pictures.lost, at=at)


def _page_by_page(rows: QuerySet[ImportRow]) -> Iterator[ImportRow]:
    """In the order of the file. Other statements come between the pages, so no cursor stays open."""
    last = 0
    while some := list(rows.filter(position__gt=last)[:AT_ONCE]):
        yield from some
        last = some[-1].position


def _draft_all(arrival: Import, *, at: datetime) -> None:
    """The same for the library: into one hidden deck, which is given to it at once."""
    lost = write_drafts(arrival, at=at)
    with transaction.atomic():
        _lock(arrival, State.APPLYING)
        for deck in arrival.decks.exclude(hidden=None).select_related("hidden"):
            assert deck.hidden is not None  # noqa: S101  only those are read
            give_to_library(arrival, deck.hidden)
        arrival.decks.update(into=chosen_deck(arrival))
        done = {"lost": dict(Counter(arrival.lost) + lost), "ended_at": at}
        Import.objects.filter(pk=arrival.pk).move(State.DONE, before=State.APPLYING, **done)


def write_drafts(arrival: Import, *, at: datetime) -> Counter[str]:
    """Those that are not written yet. What was lost on the way."""
    unwritten = arrival.rows.filter(deck__is_chosen=True, is_written=False, cards__gt=0).order_by("position")
    drafting = Drafting(arrival)
    with opened(arrival) as contents:
        pictures = SharedPictures(arrival.learner, contents)
        while rows := list(unwritten.select_related("deck__hidden")[:NOTES_AT_ONCE]):
            notes = [(row, cards_of(row)) for row in rows]
            pictures.read(card for _, cards in notes for card in cards)
            with short_transaction():
                _lock(arrival, State.APPLYING)
                there = known_drafts(chosen_deck(arrival), [row.guid for row in rows]).notes
                new = [(row, cards) for row, cards in notes if row.guid not in there]
                drafting.write(_hidden(arrival, _deck_of(rows[0])), new, pictures, at=at)
                _written(arrival, rows, sum(len(cards) for _, cards in new))
    return pictures.lost


def _written(arrival: Import, rows: Sequence[ImportRow], cards: int) -> None:
    arrival.rows.filter(position__in=[row.position for row in rows]).update(is_written=True)
    counted = {"rows_done": F("rows_done") + len(rows), "cards_new": F("cards_new") + cards}
    Import.objects.filter(pk=arrival.pk).update(**counted)


def _light(rows: Iterable[ImportRow]) -> list[ImportRow]:
    """As many of the first as can be written in a short transaction, however long their logs are; one at least."""
    taken: list[ImportRow] = []
    answers = 0
    for row in rows:
        answers += sum(len(card.standing["log"]) for card in cards_of(row) if card.standing)
        if taken and answers > ANSWERS_AT_ONCE:
            break
        taken.append(row)
    return taken


def _pictured(arrival: Import, change: Change, pictures: Pictures, *, at: datetime) -> Change:
    """With its pictures kept: no page shows them before it does."""
    if not change.card.pictures:
        return change
    pictures.read([change.card])
    with short_transaction():
        _lock(arrival, State.APPLYING)
        return replace(change, pictures=pictures.keep(change.card, at=at) or None)


def _write(arrival: Import, rows: Sequence[ImportRow], pictures: Pictures, *, at: datetime) -> None:
    """The new cards of these rows, each in the hidden deck of its own."""
    learner = arrival.learner
    by_deck: dict[ImportDeck, list[tuple[ImportRow, Prepared]]] = defaultdict(list)
    for row, card in _new_cards(arrival, rows):
        by_deck[_deck_of(row)].append((row, card))
    pictures.read(card for cards in by_deck.values() for _, card in cards)
    with short_transaction():
        _lock(arrival, State.APPLYING)
        for deck, cards in by_deck.items():
            ready = [_ready(arrival, row, card, pictures, at=at) for row, card in cards]
            hidden = _hidden(arrival, deck)
            _count(deck, fill(learner, hidden, ready, at=at))
        _written(arrival, rows, sum(map(len, by_deck.values())))


def _new_cards(arrival: Import, rows: Sequence[ImportRow]) -> Iterator[tuple[ImportRow, Prepared]]:
    """Those that are not there by now."""
    in_decks = None if reader_called(arrival.format).knows_notes else {_deck_of(row).into_id for row in rows}
    known = known_notes(arrival.learner, [row.guid for row in rows], in_decks)
    for row in rows:
        there = known.cards(row.guid, _deck_of(row))
        yield from ((row, card) for card in cards_of(row) if card.name not in there)


def _deck_of(row: ImportRow) -> ImportDeck:
    assert row.deck is not None  # noqa: S101  only what is refused has none
    return row.deck


def _ready(arrival: Import, row: ImportRow, card: Prepared, pictures: Pictures, *, at: datetime) -> Ready:
    stood = card.standing if arrival.with_schedule else None
    return Ready(
        **{name: getattr(card, name) for name in ("kind", "prompt", "explanation", "spec", "statement", "digest")},
        guid=row.guid,
        name=card.name,
        tags=row.note["tags"],
        pictures=pictures.keep(card, at=at),
        goes_on=Standing.of(stood, arrival.learner, at=at).progress if stood else None,
    )


def _lock(arrival: Import, state: State) -> None:
    """Raises Stopped or Gone."""
    arrival.learner.lock()
    if not Import.objects.filter(pk=arrival.pk, state=state).exists():
        raise Stopped


def _hidden(arrival: Import, deck: ImportDeck) -> Deck:
    if deck.hidden is None:
        deck.hidden = hide_deck(arrival.learner, title=deck.title, language=arrival.language)
        deck.save(update_fields=["hidden"])
    return deck.hidden


def _count(deck: ImportDeck, added: Tallies) -> None:
    """Add to what its cards will count on study days once they are shown."""
    if added:
        days = ImportDeck.objects.values_list("days", flat=True).get(pk=deck.pk)
        ImportDeck.objects.filter(pk=deck.pk).update(days=_as_json(difference([_tallies(days), added])))


def _as_json(tallies: Tallies) -> dict[str, list[int]]:
    return {day.isoformat(): [getattr(tally, name) for name in COUNTS] for day, tally in tallies.items()}


def _tallies(days: Mapping[str, Sequence[int]]) -> Tallies:
    return {date.fromisoformat(day): Tally(*counts) for day, counts in days.items()}


def _show(arrival: Import, changes: Sequence[Change], lost: Counter[str], *, at: datetime) -> None:
    """The one moment at which anybody sees a word of it."""
    learner: User = arrival.learner
    with transaction.atomic():
        _lock(arrival, State.APPLYING)
        changed = switch(learner, changes, at=at)
        for deck in arrival.decks.exclude(hidden=None).select_related("hidden", "into"):
            _show_deck(learner, deck, at=at)
        done: dict[str, object] = {"lost": dict(Counter(arrival.lost) + lost), "ended_at": at}
        done |= {"cards_changed": changed, "rows_done": F("rows_total")}
        Import.objects.filter(pk=arrival.pk).move(State.DONE, before=State.APPLYING, **done)


def _show_deck(learner: User, deck: ImportDeck, *, at: datetime) -> None:
    hidden, into = deck.hidden, deck.into
    assert hidden is not None  # noqa: S101  only those are read
    if into is not None and into.removed_at is not None:
        into = None  # it was deleted since the file was read
    deck.into = show(learner, hidden, _tallies(deck.days), into=into, at=at)
    deck.hidden = None
    deck.save(update_fields=["into", "hidden"])
    if into is not None:
        Deck.objects.of(learner).filter(pk=hidden.pk).delete()

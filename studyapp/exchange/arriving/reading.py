"""A file read into rows, each held against what its learner has by now. Nothing of it is written among their cards."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import PurePath

from studyapp.accounts.models import User
from studyapp.exchange.arriving.drafting import TAGS, chosen_deck, known_drafts, refusal
from studyapp.exchange.arriving.files import opened
from studyapp.exchange.arriving.known import Known, is_edited_in_vain, known_notes
from studyapp.exchange.arriving.pace import AT_ONCE, short_transaction
from studyapp.exchange.arriving.preparing import LONGEST_PLACE, Prepared, as_note, guid_of, plain, prepare, tags_of
from studyapp.exchange.arriving.readers import SAY_ALL, reader_called
from studyapp.exchange.models import Import, ImportDeck, ImportRow, State
from studyapp.exchange.shelf import arriving as shelf
from studyapp.formats.notes import Lost, Note, Refused
from studyapp.library.models import Deck

LONGEST_TITLE = 120
ROWS_AT_ONCE = 1000
"""That are removed in one transaction."""
FORMATTING, EDITED = "formatting", "edited-library"
OTHER_KIND = "other-kind"
"""Lost: a card that is of another kind by now, which no card can become."""


class Stopped(Exception):
    """Its learner cancelled it, or deleted their account."""


def read(arrival: Import, *, at: datetime) -> None:
    """Read the whole file; from its start, if that was begun before. Raises BadFile or Stopped."""
    forget_rows(arrival)
    arrival.decks.all().delete()
    if shelf.is_for_shelf(arrival):
        if not shelf.read(arrival, at=at):
            raise Stopped
        return
    done_before = Import.objects.of(arrival.learner).done().count()
    reading = Reading(arrival, at)
    with opened(arrival) as contents:
        for some in batched(contents.notes(), AT_ONCE):
            rows = list(reading.rows(some))
            with short_transaction():
                _require(arrival, State.UPLOADED)
                ImportRow.objects.bulk_create(rows)
                Import.objects.filter(pk=arrival.pk).update(rows_total=reading.position, rows_done=reading.position)
    seen = {"read_at": at, "done_before": done_before, "lost": dict(reading.lost), "has_schedule": reading.has_schedule}
    seen |= {"with_schedule": reading.has_schedule, "rows_done": 0}
    if not Import.objects.filter(pk=arrival.pk).move(State.READ, before=State.UPLOADED, **seen):
        raise Stopped


def forget_rows(arrival: Import) -> None:
    """In short transactions."""
    while places := list(arrival.rows.values_list("position", flat=True)[:ROWS_AT_ONCE]):
        with short_transaction():
            arrival.rows.filter(position__in=places).delete()


def _require(arrival: Import, state: State) -> None:
    if not Import.objects.filter(pk=arrival.pk, state=state).exists():
        raise Stopped


@dataclass
class Reading:
    """One way through a file."""

    arrival: Import
    at: datetime
    position: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    has_schedule: bool = False
    decks: dict[str, ImportDeck] = field(default_factory=dict)
    seen: Counter[tuple[int, str, tuple[str, ...]]] = field(default_factory=Counter)

    @property
    def learner(self) -> User:
        return self.arrival.learner

    def rows(self, notes: Iterable[Note | Refused]) -> Iterator[ImportRow]:
        """Of some notes, in their order. It makes the decks that it meets."""
        judged = [(note, self._judged(note)) for note in notes]
        taken = [
            (note, made, self._deck(note))
            for note, made in judged
            if isinstance(note, Note) and not isinstance(made, Refused)
        ]
        called = {id(note): self._guid(note, deck) for note, _, deck in taken}
        in_decks = None if reader_called(self.arrival.format).knows_notes else {deck.into_id for *_, deck in taken}
        known = self._known(called.values(), in_decks)
        made_of = {id(note): (made, deck) for note, made, deck in taken}
        for note, made in judged:
            self.position += 1
            if isinstance(made, Refused):
                yield self._refused(made)
            elif isinstance(note, Note):
                cards, deck = made_of[id(note)]
                yield self._row(note, cards, deck, called[id(note)], known)

    def _known(self, guids: Iterable[str], in_decks: Collection[int | None] | None) -> Known:
        if self.arrival.for_library:
            return known_drafts(chosen_deck(self.arrival), guids)
        return known_notes(self.learner, guids, in_decks, say_all=self.arrival.format in SAY_ALL)

    def _judged(self, note: Note | Refused) -> list[Prepared] | Refused:
        if isinstance(note, Refused):
            return note
        language, for_library = self.arrival.language, self.arrival.for_library
        return prepare(note, self.learner, language, at=self.at, for_library=for_library)

    def _refused(self, refused: Refused) -> ImportRow:
        return ImportRow(
            arrival=self.arrival,
            position=self.position,
            place=plain(refused.place, LONGEST_PLACE),
            state=ImportRow.State.REFUSED,
            field=plain(refused.field, LONGEST_PLACE),
            told=plain(refused.told, 1000) or "–",
        )

    def _row(self, note: Note, cards: list[Prepared], deck: ImportDeck, guid: str, known: Known) -> ImportRow:
        tags, kept = tags_of(note), known.cards(guid, deck)
        lost = [*note.lost]
        if self.arrival.for_library:
            if told := refusal(kept, cards):
                return self._refused(Refused(note.place, "", told))
            lost += (Lost(FORMATTING, card.name) for card in note.cards if card.is_formatted)
            lost += [Lost(TAGS, ", ".join(tags))] if tags else []
            tags = ()
        state, new = known.state(kept, cards, tags)
        lost += (Lost(OTHER_KIND) for card in cards if card.name in kept and kept[card.name].kind != card.kind)
        lost += (Lost(EDITED) for card in cards if card.name in kept and is_edited_in_vain(kept[card.name], card))
        self.lost.update(one.what for one in lost)
        self.has_schedule |= not self.arrival.for_library and any(
            card.standing for card in cards if card.name not in kept
        )
        return ImportRow(
            arrival=self.arrival,
            position=self.position,
            place=plain(note.place, LONGEST_PLACE),
            state=state,
            deck=deck,
            guid=guid,
            cards=new,
            note=as_note(cards, tags),
            lost=[[one.what, plain(one.where, LONGEST_PLACE)] for one in lost],
        )

    def _guid(self, note: Note, deck: ImportDeck) -> str:
        """Two notes of one name in a file are two: the second is the second again, when the file comes again."""
        guid = guid_of(note)
        cards = tuple(card.name for card in note.cards)
        self.seen[deck.pk, guid, cards] += 1
        times = self.seen[deck.pk, guid, cards]
        return guid if times == 1 else f"{guid[:90]}~{times}"

    def _deck(self, note: Note) -> ImportDeck:
        """Whose title is that of an own deck goes there, and so does all where one was chosen."""
        title = self.arrival.into.title if self.arrival.into else self._title(note)
        if title not in self.decks:
            into = self.arrival.into or Deck.objects.of(self.learner).filter(removed_at=None, title=title).first()
            self.decks[title] = ImportDeck.objects.create(
                arrival=self.arrival, position=len(self.decks), title=title, into=into
            )
        return self.decks[title]

    def _title(self, note: Note) -> str:
        named = "::".join(filter(None, (plain(part, LONGEST_TITLE) for part in note.deck)))
        return named[:LONGEST_TITLE] or PurePath(self.arrival.name).stem[:LONGEST_TITLE] or self.arrival.name

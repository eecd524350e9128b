"""What a page shows of an import: its decks and rows, what would be lost, and whether there is room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from studyapp.exchange.arriving.changing import changes_of
from studyapp.exchange.arriving.preparing import cards_of
from studyapp.exchange.models import Import, ImportDeck, ImportRow
from studyapp.exchange.shelf import arriving as shelf
from studyapp.formats.losses import LOSSES, told
from studyapp.kinds import KINDS
from studyapp.kinds.base import Spec
from studyapp.library.models import Fact
from studyapp.markdown import plain

PAGE = 50
"""Rows."""
LONGEST_SHOWN, AROUND = 300, 60
"""Characters of a text on the page; before what differs in a long one."""


@dataclass(frozen=True, slots=True)
class DeckSeen:
    """One deck of the file, with what it brings."""

    deck: ImportDeck
    new: int
    """Cards."""
    changed: int
    """Notes, as the next."""
    unchanged: int


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a card that is there, and what it becomes."""

    before: str
    after: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card of a row; `sides` are the texts that change."""

    kind: str
    prompt: str
    expected: str
    sides: Sequence[Side] = ()


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A note, as the page has it."""

    row: ImportRow
    cards: Sequence[CardSeen]
    lost: Sequence[str]


class Seen:
    """One import, as it is now."""

    def __init__(self, arrival: Import) -> None:
        self.arrival = arrival

    @cached_property
    def decks(self) -> list[DeckSeen]:
        found = self.arrival.decks.order_by("position").annotate(
            new=Sum("rows__cards"),
            changed=Count("rows", filter=Q(rows__state="changed")),
            unchanged=Count("rows", filter=Q(rows__state="unchanged")),
        )
        return [DeckSeen(deck, deck.new or 0, deck.changed, deck.unchanged) for deck in found]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Notes of each state, whichever decks are chosen."""
        return dict(self.arrival.rows.order_by().values_list("state").annotate(Count("position")))

    @property
    def chosen(self) -> list[DeckSeen]:
        return [one for one in self.decks if one.deck.is_chosen]

    @property
    def new(self) -> int:
        return sum(one.new for one in self.chosen)

    @property
    def changed(self) -> int:
        return sum(one.changed for one in self.chosen)

    @property
    def is_worth_it(self) -> bool:
        return bool(self.new or self.changed)

    @cached_property
    def room(self) -> int:
        made = Fact.objects.of(self.arrival.learner).filter(removed_at=None).count()
        return max(int(settings.OWN_CARDS_MOST) - made, 0)

    @property
    def too_many(self) -> str:
        """By how many cards it is too much, in a sentence; empty where there is room."""
        if self.arrival.for_library or self.new <= self.room:
            return ""
        said = _(
            "These are %(over)s cards too many: you may have %(most)s cards of your own, so there is room for "
            "%(room)s. Untick decks, or delete cards that you need no more."
        )
        sizes = {"over": self.new - self.room, "most": settings.OWN_CARDS_MOST, "room": self.room}
        return said % {name: number_format(size, force_grouping=True) for name, size in sizes.items()}

    @property
    def lost(self) -> list[str]:
        """A sentence for each sort, by count."""
        return [told(what, count) for what, count in self.arrival.lost.items() if count and what in LOSSES]

    def rows(self, state: str, page: int) -> list[RowSeen]:
        """Of one state, in the order of the file; one more than a page, if there is more."""
        first = (page - 1) * PAGE
        rows = list(self.arrival.rows.filter(state=state).select_related("deck")[first : first + PAGE + 1])
        told_in_rows = state != ImportRow.State.CHANGED or shelf.is_for_shelf(self.arrival)
        changes = {} if told_in_rows else self._changes(rows)
        return [RowSeen(row, list(_cards(row, changes)), [_told(what) for what, _ in row.lost]) for row in rows]

    def _changes(self, rows: Sequence[ImportRow]) -> dict[str, Sequence[Side]]:
        """By the digests of what the file says."""
        found: dict[str, Sequence[Side]] = {}
        for change in changes_of(self.arrival, rows):
            before, card = change.question.asked, change.card
            sides = [
                Side(before.prompt, card.prompt),
                Side(_answer_of(card.kind, before.spec), _answer_of(card.kind, card.spec)),
                Side(before.explanation, card.explanation),
                Side(", ".join(change.tags_before), ", ".join(change.tags)),
            ]
            found[change.came] = [_in_short(side) for side in sides if side.before != side.after]
        return found


def _cards(row: ImportRow, changes: Mapping[str, Sequence[Side]]) -> Iterator[CardSeen]:
    if "title" in row.note:  # of an editor's table
        sides = [Side(before, after, heading) for heading, before, after in row.note["sides"]]
        yield CardSeen(row.note["sort"], row.note["title"], "", sides)
    for card in cards_of(row):
        body = KINDS[card.kind](card.spec)
        prompt = plain(card.prompt) if body.is_formatted else card.prompt
        prompt, expected = (Truncator(text).chars(LONGEST_SHOWN) for text in (prompt, body.expected))
        yield CardSeen(str(body.label), prompt, expected, changes.get(card.digest, ()))


def _answer_of(kind: str, spec: Spec) -> str:
    """As it is written, so that another formatting is seen."""
    body = KINDS[kind](spec)
    return str(spec["answer"]) if body.is_formatted and body.self_rated else body.expected


def _in_short(side: Side) -> Side:
    """With what differs, and some of what is around it."""
    pairs = enumerate(zip(side.before, side.after, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(side.before), len(side.after)))
    start = max(same - AROUND, 0) if max(len(side.before), len(side.after)) > LONGEST_SHOWN else 0
    before, after = (("…" if start else "") + text[start:] for text in (side.before, side.after))
    return Side(Truncator(before).chars(LONGEST_SHOWN), Truncator(after).chars(LONGEST_SHOWN))


def _told(what: str) -> str:
    return told(what, 1) if what in LOSSES else what

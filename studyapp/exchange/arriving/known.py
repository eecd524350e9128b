"""What a learner has by now of the notes in a file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from studyapp.accounts.models import User
from studyapp.exchange.arriving.preparing import Prepared
from studyapp.exchange.models import ImportDeck, ImportRow
from studyapp.library.models import Question
from studyapp.own.models import Arrived


@dataclass(frozen=True, slots=True)
class Kept:
    """One card that is there."""

    fact: int
    question: int
    kind: str
    deck: int
    digest: str
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Known:
    """The cards that came before, by the names of their notes and their own."""

    notes: Mapping[str, Sequence[tuple[str, Kept]]]
    in_decks: Collection[int | None] | None
    """Where notes are known by their names only within one deck."""

    def cards(self, guid: str, deck: ImportDeck) -> dict[str, Kept]:
        found = self.notes.get(guid, ())
        return {name: kept for name, kept in found if self.in_decks is None or kept.deck == deck.into_id}

    @staticmethod
    def state(kept: Mapping[str, Kept], cards: Sequence[Prepared], tags: Sequence[str]) -> tuple[ImportRow.State, int]:
        """Of a note; and how many cards it brings that were not there."""
        new = sum(card.name not in kept for card in cards)
        if not any(card.name in kept for card in cards):
            return ImportRow.State.NEW, new
        if new or any(differs(kept[card.name], card, tags) for card in cards if card.name in kept):
            return ImportRow.State.CHANGED, new
        return ImportRow.State.UNCHANGED, 0


def differs(kept: Kept, card: Prepared, tags: Sequence[str]) -> bool:
    """Whether the file says else of a card than it did when that came. A card of another kind stays as it is."""
    return kept.kind == card.kind and (kept.digest != card.digest or [*kept.tags] != [*tags])


def known_notes(learner: User, guids: Iterable[str], in_decks: Collection[int | None] | None) -> Known:
    """Two statements, however many."""
    found = list(Arrived.objects.of(learner).filter(guid__in=[*guids]).select_related("fact"))
    asked = Question.objects.of(learner).filter(fact__in=[one.fact_id for one in found])
    questions = {fact: (key, kind) for key, fact, kind in asked.values_list("pk", "fact", "kind")}
    notes: dict[str, list[tuple[str, Kept]]] = defaultdict(list)
    for one in found:
        if one.fact_id in questions:
            kept = Kept(one.fact_id, *questions[one.fact_id], one.fact.deck_id, one.digest, one.tags)
            notes[one.guid].append((one.name, kept))
    return Known(notes, in_decks)

"""What a learner has by now of the notes in a file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyapp.accounts.models import User
from studyapp.exchange import identities
from studyapp.exchange.arriving.preparing import Prepared, digest_of
from studyapp.exchange.models import ImportDeck, ImportRow
from studyapp.library.models import Question, State
from studyapp.own.models import Arrived

ALONE = "0"
"""The name of the only card of a note."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One card that is there."""

    fact: int
    question: int
    kind: str
    deck: int
    digest: str
    """Empty of what was made here: it stays as it is, whatever became of it elsewhere."""
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
    return bool(kept.digest) and kept.kind == card.kind and (kept.digest != card.digest or [*kept.tags] != [*tags])


def known_notes(
    learner: User, guids: Iterable[str], in_decks: Collection[int | None] | None, *, say_all: bool = False
) -> Known:
    """In few statements, however many. `say_all`: where a file says all of a card, it is held against the card itself,
    rather than against what a file said before.
    """
    guids = [*guids]
    found = list(Arrived.objects.of(learner).filter(guid__in=guids).select_related("fact"))
    asked = Question.objects.of(learner).filter(fact__in=[one.fact_id for one in found])
    asked = asked.select_related("revision") if say_all else asked.only("fact", "kind")
    questions = {one.fact_id: one for one in asked}
    notes: dict[str, list[tuple[str, Kept]]] = defaultdict(list)
    for one in found:
        if one.fact_id in questions:
            asks = questions[one.fact_id]
            digest = digest_of(asks) if say_all else one.digest
            kept = Kept(one.fact_id, asks.pk, asks.kind, one.fact.deck_id, digest, one.tags)
            notes[one.guid].append((one.name, kept))
    for guid, kept in _made_here(learner, [guid for guid in guids if guid not in notes], say_all=say_all):
        notes[guid].append((ALONE, kept))
    return Known(notes, in_decks)


def _made_here(learner: User, guids: Collection[str], *, say_all: bool) -> Iterator[tuple[str, Kept]]:
    """What the learner took along from here and brings back."""
    keys, slugs = identities.own_keys(guids), identities.slugs(guids)
    there = Question.objects.of(learner).filter(pk__in=keys, state=State.PUBLISHED, fact__removed_at=None)
    for question in there.filter(fact__deck__removed_at=None).select_related("fact", "revision"):
        yield keys[question.pk], _stays(question, digest_of(question) if say_all else "")
    for question in Question.objects.filter(slug__in=slugs, cards__learner=learner).select_related("fact"):
        yield slugs[question.slug or ""], _stays(question)


def _stays(question: Question, digest: str = "") -> Kept:
    return Kept(question.fact_id, question.pk, question.kind, question.fact.deck_id, digest, ())

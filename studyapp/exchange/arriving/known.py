"""What a learner has by now of the notes in a file."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from studyapp.accounts.models import User
from studyapp.exchange import identities
from studyapp.exchange.arriving.preparing import Prepared, digest_of
from studyapp.exchange.arriving.returning import edited
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
    """Of what a file last said; empty of what was made here."""
    tags: Sequence[str]
    edited: Callable[[Prepared], Prepared | None] | None = None
    """Of what was made here, or where a file says all of a card: what this makes of it, None where it stays."""
    keeps_tags: bool = False
    """Whatever the file says of them."""
    is_shared: bool = False
    """Of the library, whose cards stay as its editors have them."""

    @property
    def was_made_here(self) -> bool:
        return not self.digest


@dataclass(frozen=True, slots=True)
class Known:
    """The cards that came before, by the names of their notes and their own."""

    notes: Mapping[str, Sequence[tuple[str, Kept]]]
    in_decks: Collection[int | None] | None
    """Where notes are known by their names only within one deck; what was made here has a name of its own anywhere."""

    def cards(self, guid: str, deck: ImportDeck) -> dict[str, Kept]:
        everywhere = self.in_decks is None
        found = self.notes.get(guid, ())
        return {name: kept for name, kept in found if everywhere or kept.was_made_here or kept.deck == deck.into_id}

    @staticmethod
    def state(kept: Mapping[str, Kept], cards: Sequence[Prepared], tags: Sequence[str]) -> tuple[ImportRow.State, int]:
        """Of a note; and how many cards it brings that were not there."""
        new = sum(card.name not in kept for card in cards)
        if not any(card.name in kept for card in cards):
            return ImportRow.State.NEW, new
        if new or any(becomes(kept[card.name], card, tags) for card in cards if card.name in kept):
            return ImportRow.State.CHANGED, new
        return ImportRow.State.UNCHANGED, 0


def becomes(kept: Kept, card: Prepared, tags: Sequence[str]) -> Prepared | None:
    """What a card is to be, where the file says else of it than when that came, or went; None where it stays.

    A card of another kind stays as it is.
    """
    if kept.kind != card.kind or kept.is_shared:
        return None
    if not kept.keeps_tags and [*kept.tags] != [*tags]:
        return card
    if kept.edited:
        return kept.edited(card)
    return card if kept.digest != card.digest else None


def is_edited_in_vain(kept: Kept, card: Prepared) -> bool:
    """Whether a card of the library was edited elsewhere."""
    return kept.is_shared and kept.edited is not None and kept.edited(card) is not None


def known_notes(
    learner: User, guids: Iterable[str], in_decks: Collection[int | None] | None, *, say_all: bool = False
) -> Known:
    """In few statements, however many. `say_all`: where a file says all of a card, it is held against the card itself,
    rather than against what a file said before.
    """
    guids = [*guids]
    found = list(Arrived.objects.of(learner).filter(guid__in=guids).select_related("fact"))
    asked = Question.objects.of(learner).filter(fact__in=[one.fact_id for one in found])
    in_full = say_all or not all(one.digest for one in found)
    asked = asked.select_related("revision", "fact") if in_full else asked.only("fact", "kind")
    questions = {one.fact_id: one for one in asked}
    notes: dict[str, list[tuple[str, Kept]]] = defaultdict(list)
    for one in found:
        if one.fact_id in questions:
            notes[one.guid].append((one.name, _arrived(learner, one, questions[one.fact_id], say_all=say_all)))
    for guid, kept in _made_here(learner, [guid for guid in guids if guid not in notes], say_all=say_all):
        notes[guid].append((ALONE, kept))
    return Known(notes, in_decks)


def _arrived(learner: User, came: Arrived, question: Question, *, say_all: bool) -> Kept:
    if not came.digest:
        return _here(learner, question, came.tags, say_all=say_all)
    edits = _rewritten(question) if say_all else None
    return Kept(came.fact_id, question.pk, question.kind, came.fact.deck_id, came.digest, came.tags, edits)


def _made_here(learner: User, guids: Collection[str], *, say_all: bool) -> Iterator[tuple[str, Kept]]:
    """What the learner took along from here and brings back."""
    keys, slugs = identities.own_keys(guids), identities.slugs(guids)
    there = Question.objects.of(learner).filter(pk__in=keys, state=State.PUBLISHED, fact__removed_at=None)
    for question in there.filter(fact__deck__removed_at=None).select_related("fact", "revision"):
        yield keys[question.pk], _here(learner, question, say_all=say_all)
    for question in Question.objects.filter(slug__in=slugs, cards__learner=learner).select_related("fact", "revision"):
        yield slugs[question.slug or ""], _here(learner, question, say_all=say_all)


def _here(learner: User, question: Question, tags: Sequence[str] = (), *, say_all: bool) -> Kept:
    edits = _rewritten(question) if say_all else partial(edited, learner, question)
    whose = {"keeps_tags": not say_all, "is_shared": not question.is_own}
    return Kept(question.fact_id, question.pk, question.kind, question.fact.deck_id, "", tags, edits, **whose)


def _rewritten(question: Question) -> Callable[[Prepared], Prepared | None]:
    """For files that say all of a card."""
    return lambda card: card if digest_of(question) != card.digest else None

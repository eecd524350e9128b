"""What formats of classrooms take of a note: one card after the other, and by count what cannot come along."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1

from studyapp.formats.notes import Asked, Lost, Note

_RULES = ("is_name", "accents_matter", "titles", "wrong_answers", "forgives")
"""Of typed answers, by which they are judged here alone."""
ALONE = "0"
"""The name of a card that has no siblings."""
MOST_OF_PICTURES = 20 * 1024 * 1024
"""Bytes in one file, which is held in memory whole, and which other programs take up to some size."""
_OF_CARD = re.compile(r"(\S.{0,120}) card (\d{1,3})", re.DOTALL | re.ASCII)


type Picture = Callable[[str], bytes]
"""What is in a picture, by its name."""


class LeftOut(Exception):
    """A card that the format cannot say; `why` as a key of losses."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Written:
    """A file, with what it lacks."""

    data: bytes
    cards: int
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class Going:
    """One card on its way."""

    name: str
    """Its own, in every file."""
    deck: tuple[str, ...]
    tags: tuple[str, ...]
    kind: str
    sent: Mapping[str, object]
    pictures: Mapping[str, str]
    """By place: the name of its file."""
    became: tuple[Lost, ...] = ()

    def text(self, name: str) -> str:
        return str(self.sent.get(name) or "")

    def texts(self, name: str) -> list[str]:
        value = self.sent.get(name)
        return [str(one) for one in value] if isinstance(value, list | tuple) else []

    def rows(self, name: str) -> list[list[str]]:
        """Lists within a list: pairs, or the spellings of blanks."""
        value = self.sent.get(name)
        return [[str(one) for one in row] for row in value] if isinstance(value, list | tuple) else []

    def alt(self, place: str) -> str:
        """What is said in the place of a picture."""
        alts = self.sent.get("alts")
        return str(alts.get(place) or "") if isinstance(alts, Mapping) else ""

    @property
    def wrong(self) -> list[str]:
        """Options that are written, and those that were drawn."""
        return [*self.texts("distractors"), *self.texts("drawn")]

    @property
    def told(self) -> str:
        """What is said with every answer: the back of a flashcard or the correction first, then what explains it."""
        first = self.text({"flashcard": "answer", "true_false": "correction"}.get(self.kind, ""))
        return "\n".join(filter(None, (first, self.text("explanation"))))

    @property
    def losses(self) -> Iterator[Lost]:
        """What no such format takes, pictures aside."""
        yield from self.became
        if self.kind == "typed" and any(self.sent.get(rule) for rule in _RULES):
            yield Lost("typed-rules")
        if self.kind == "cloze" and (self.sent.get("accents_matter") or self.sent.get("any_order")):
            yield Lost("typed-rules")
        if len(self.texts("sourced")) > 1:
            yield Lost("disputed")
        if self.kind in {"typed", "flashcard"} and self.sent.get("spoken_in"):
            yield Lost("speech")
        if self.kind == "number":
            yield from (Lost(name) for name in ("bound", "magnitude") if self.sent.get(name))
        if self.kind == "order" and (self.sent.get("first") or self.sent.get("last")):
            yield Lost("ends")


@dataclass(slots=True)
class Shown:
    """The pictures of one file, in the order in which its cards show them, as many as there is room for."""

    picture: Picture | None
    """None where none are wanted."""
    room: int = MOST_OF_PICTURES

    def __call__(self, card: Going) -> tuple[dict[str, bytes], list[Lost]]:
        """By place."""
        if self.picture is None:
            return {}, left_out(card)
        found: dict[str, bytes] = {}
        lost: list[Lost] = []
        for place, name in card.pictures.items():
            data = self.picture(name)
            if len(data) > self.room:
                lost.append(Lost("picture-no-place", name))
                continue
            self.room -= len(data)
            found[place] = data
        return found, lost


def left_out(card: Going) -> list[Lost]:
    """The pictures of a card, for a format that has none."""
    return [Lost("picture-left", name) for name in card.pictures.values()]


def each(notes: Iterable[Note]) -> Iterator[Going]:
    """The cards of all notes; several of one note are named apart."""
    for note in notes:
        for card in note.cards:
            yield _going(name_of(note, card), note, card)


def name_of(note: Note, card: Asked) -> str:
    """The note's, with that of the card where it is not its only one."""
    return note.guid if len(note.cards) == 1 and card.name == ALONE else f"{note.guid} card {card.name}"


def parted(name: str) -> tuple[str, str]:
    """The names of a note and of its card, which is empty where a file names none."""
    found = _OF_CARD.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _going(name: str, note: Note, card: Asked) -> Going:
    if card.kind != "date":
        return Going(name, note.deck, note.tags, card.kind, card.sent, card.pictures)
    shown = str(card.sent.get("expected") or card.sent["answer"])
    sent = {**card.sent, "answer": shown}
    return Going(name, note.deck, note.tags, "flashcard", sent, card.pictures, (Lost("became-essay"),))


def short(name: str) -> str:
    """A name of signs that mean nothing in any format, for one that has others."""
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def under_decks[Said, Piece](
    notes: Iterable[Note],
    say: Callable[[Going], tuple[Said, list[Lost]]],
    *,
    deck: Callable[[tuple[str, ...]], Piece],
    card: Callable[[Going, Said], Piece],
    pictures: Callable[[Going], list[Lost]] = left_out,
) -> tuple[list[Piece], int, tuple[Lost, ...]]:
    """The pieces of a file, each deck's name before its own cards; how many of these there are, and what is lost."""
    pieces: list[Piece] = []
    lost: list[Lost] = []
    cards = 0
    within: tuple[str, ...] = ()
    for going, said, losses in gathered(notes, say, pictures):
        lost += losses
        if said is None:
            continue
        if going.deck != within:
            within = going.deck
            pieces.append(deck(within))
        pieces.append(card(going, said))
        cards += 1
    return pieces, cards, tuple(lost)


def gathered[Said](
    notes: Iterable[Note],
    say: Callable[[Going], tuple[Said, list[Lost]]],
    pictures: Callable[[Going], list[Lost]] = left_out,
) -> Iterator[tuple[Going, Said | None, list[Lost]]]:
    """Each card with what `say` makes of it, None where that raises LeftOut, and with what is lost; of its `pictures`
    too, unless `say` takes these.
    """
    for card in each(notes):
        try:
            said, lost = say(card)
        except LeftOut as left:
            yield card, None, [Lost(left.why)]
        else:
            yield card, said, [*card.losses, *pictures(card), *lost]

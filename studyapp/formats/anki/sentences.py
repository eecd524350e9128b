"""Sentences with blanks as Anki's cloze deletions; those of one note in one text where they are of one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations

from studyapp.formats.anki.faces import text_of
from studyapp.formats.anki.texts import harmless
from studyapp.formats.notes import Asked

MARK = "[blank]"
GUARDED = str.maketrans({"{": "&#123;", "}": "&#125;"})
MOST = 499
"""Anki’s highest number of a cloze."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What is hidden of a text, from `start` up to `end`, on the card with this number."""

    number: int
    start: int
    end: int

    def crosses(self, other: "Blank") -> bool:
        """Whether the two overlap, and none is within the other."""
        apart = self.end <= other.start or other.end <= self.start
        within = self.start <= other.start and other.end <= self.end
        around = other.start <= self.start and self.end <= other.end
        return not (apart or within or around)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole text, as HTML, and its blanks."""

    text: str
    blanks: tuple[Blank, ...]

    @property
    def marked(self) -> str:
        """In Anki’s notation: the longer of two that start together stands around the other."""
        found, at = [], 0
        open_ends: list[int] = []

        def close(until: int) -> None:
            nonlocal at
            while open_ends and open_ends[-1] <= until:
                end = open_ends.pop()
                found.append(self.text[at:end] + "}}")
                at = end

        for blank in sorted(self.blanks, key=lambda one: (one.start, -one.end, one.number)):
            close(blank.start)
            found.append(f"{self.text[at : blank.start]}{{{{c{blank.number}::")
            at = blank.start
            open_ends.append(blank.end)
        close(len(self.text))
        return "".join(found) + self.text[at:]


def sentence_of(card: Asked, number: int) -> Sentence:
    """The whole sentence of a card, whose blanks all get this number."""
    pieces = text_of(card, "prompt").translate(GUARDED).split(MARK)
    text, blanks = pieces[0], []
    for answer, piece in zip(_answers(card.sent["blanks"]), pieces[1:], strict=False):
        start = len(text)
        text += guarded(answer)
        blanks.append(Blank(number, start, len(text)))
        text += piece
    return Sentence(text, tuple(blanks))


def guarded(answer: str) -> str:
    """An answer that ends where it should, and has no hint: as text, braces and two colons look the same."""
    return harmless(escape(answer, quote=False)).translate(GUARDED).replace("::", "&#58;&#58;")


def together(cards: Sequence[Asked]) -> Sentence | None:
    """One text for all cards of a note, each under the number of its name; None where they are not of one sentence."""
    numbers = [int(card.name) + 1 if card.name.isascii() and card.name.isdigit() else 0 for card in cards]
    if len(set(numbers)) < len(cards) or not all(0 < number <= MOST for number in numbers):
        return None
    found = [sentence_of(card, number) for card, number in zip(cards, numbers, strict=True)]
    blanks = tuple(blank for sentence in found for blank in sentence.blanks)
    if len({sentence.text for sentence in found}) > 1 or any(
        one.crosses(other) for one, other in combinations(blanks, 2)
    ):
        return None
    return Sentence(found[0].text, blanks)


def _answers(blanks: str | Sequence[str | Sequence[str]]) -> list[str]:
    """What is shown in each blank, however an author form takes them: the first of its spellings."""
    lines = blanks.splitlines() if isinstance(blanks, str) else blanks
    return [line.split("|")[0].strip() if isinstance(line, str) else str(line[0]) for line in lines]

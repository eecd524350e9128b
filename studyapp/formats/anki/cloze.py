"""Anki's clozes: `{{c1::answer::hint}}` in the HTML of a field, several of one number, and one within another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyapp.formats.lines import GAP

OCCLUSION = "image-occlusion:"
"""With this begins a cloze that covers part of a picture."""

_SIGN = re.compile(r"\{\{c([0-9]{1,5}(?:,[0-9]{0,5}){0,50})::|\}\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """What a card asks for; both are HTML."""

    answer: str
    hint: str | None = None


@dataclass(slots=True)
class _Cloze:
    """Stands before what a cloze holds."""

    numbers: frozenset[int]
    hint: str | None = None


type _Piece = str | _Cloze | None
"""Text, the beginning of a cloze, or its end."""


@lru_cache(maxsize=16)
def asked(html: str, number: int) -> tuple[str, Sequence[Blank]]:
    """The field as the card of this number asks for it, with GAP for each blank; and the blanks.

    What stands in other clozes is shown. A cloze within a blank belongs to its answer. Nothing is shown of a field in
    which there is none of that number.
    """
    shown: list[str] = []
    blanks: list[Blank] = []
    answer: list[str] = []
    within: _Cloze | None = None
    depth = 0
    for piece in _pieces(html):
        if isinstance(piece, str):
            (shown if within is None else answer).append(piece)
        elif piece is None:
            depth -= within is not None
            if within is not None and not depth:
                blanks.append(Blank("".join(answer), within.hint))
                within, answer = None, []
        elif within is not None:
            depth += 1
        elif number in piece.numbers:
            within, depth = piece, 1
            shown.append(GAP)
    return "".join(shown) if blanks else "", blanks


def numbers_in(html: str) -> frozenset[int]:
    """Of the cards that the clozes of a field make."""
    return frozenset().union(*(piece.numbers for piece in _pieces(html) if isinstance(piece, _Cloze)))


@lru_cache(maxsize=16)
def _pieces(html: str) -> Sequence[_Piece]:
    """One field serves all cards of its note. A cloze that nothing closes is left out with all that follows, as it is
    by Anki.
    """
    html = html.replace(GAP, "")
    if "{{c" not in html:
        return (html,)
    pieces: list[_Piece] = []
    opened: list[tuple[_Cloze, int]] = []
    at = 0
    for sign in _SIGN.finditer(html):
        _add(html[at : sign.start()], pieces, opened)
        at = sign.end()
        if sign[1]:
            opened.append((_Cloze(frozenset(int(number) for number in sign[1].split(",") if number)), len(pieces)))
            pieces.append(opened[-1][0])
        elif opened:
            opened.pop()
            pieces.append(None)
        else:
            pieces.append("}}")
    _add(html[at:], pieces, opened)
    return pieces[: opened[0][1]] if opened else pieces


def _add(text: str, pieces: list[_Piece], opened: Sequence[tuple[_Cloze, int]]) -> None:
    """Text that stands directly in a cloze gives its hint, after `::`."""
    if opened and "::" in text:
        text, _, opened[-1][0].hint = text.partition("::")
    if text:
        pieces.append(text)

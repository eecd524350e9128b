"""A pasted list read into cards: where rows and sides are parted, and what cannot be taken. Pure: text alone."""

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO
from itertools import islice

from studyapp.kinds import text

type Sides = tuple[str, str]
"""Front and back."""


class Separator(StrEnum):
    """What stands between the two sides of a card."""

    TAB = "tab"
    DASH = "dash"
    SEMICOLON = "semicolon"
    COMMA = "comma"
    OWN = "own"


SIGNS = {Separator.TAB: "\t", Separator.SEMICOLON: ";", Separator.COMMA: ","}
"""Between fields that may be quoted, as spreadsheets write them."""

LOOKED_AT = 1000
"""Rows by which the separator is guessed."""

_DASH = re.compile(r"(?<=\s)[-‐‑‒–—―−]+(?=\s)")


class Fault(StrEnum):
    """Why a row cannot be taken."""

    UNPARTED = "unparted"
    NO_FRONT = "no front"
    NO_BACK = "no back"
    LONG_FRONT = "long front"
    LONG_BACK = "long back"
    INVISIBLE = "invisible"
    TWICE = "twice"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list is written. Without a text between the cards, each is on a line of its own, or quoted."""

    separator: Separator
    own: str = ""
    between_cards: str = ""
    swapped: bool = False
    """The back of each card comes first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, which begins on a line counted from 1; its sides are tidied."""

    line: int
    front: str
    back: str
    fault: Fault | None = None
    cards: tuple[Sides, ...] = ()
    """What it makes; nothing where it cannot be taken."""


def guess(pasted: str, between_cards: str = "") -> Separator:
    """The separator that parts most rows in two."""
    pieces = [piece for _, piece in islice(_pieces(_clean(pasted), between_cards), LOOKED_AT)]
    parted = {
        separator: sum(len([*filter(str.strip, _halves(piece, Layout(separator)))]) == 2 for piece in pieces)
        for separator in (Separator.TAB, Separator.DASH, Separator.SEMICOLON, Separator.COMMA)
    }
    return max(parted, key=lambda separator: parted[separator])


def read(pasted: str, layout: Layout, *, longest: tuple[int, int]) -> list[Row]:
    """Every row that is not blank, with what is wrong in itself; front and back have at most `longest` characters."""
    clean = _clean(pasted)
    found = _quoted(clean, layout) or _plain(clean, layout)
    return [_row(line, halves, layout, longest) for line, halves in found]


def once(rows: Iterable[Row], *, both_ways: bool, there: Collection[Sides]) -> list[Row]:
    """The rows with the cards that they make: none that are `there`, and none twice."""
    seen: set[Sides] = set()
    judged = []
    for row in rows:
        if row.fault is None:
            wanted = [(row.front, row.back), (row.back, row.front)][: 1 + both_ways]
            new = tuple(sides for sides in dict.fromkeys(wanted) if sides not in seen and sides not in there)
            twice = any(sides in seen for sides in wanted)
            seen.update(new)
            judged.append(replace(row, cards=new, fault=None if new else Fault.TWICE if twice else Fault.THERE))
        else:
            judged.append(row)
    return judged


def _clean(pasted: str) -> str:
    """With one sign at the end of each line, and no mark of its encoding before the first."""
    return pasted.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _pieces(clean: str, between_cards: str) -> Iterator[tuple[int, str]]:
    """Each row that is not blank, with its first line."""
    between, line = between_cards or "\n", 1
    for piece in clean.split(between):
        if piece.strip():
            indent = len(piece) - len(piece.lstrip())
            yield line + piece.count("\n", 0, indent), piece
        line += piece.count("\n") + between.count("\n")


def _plain(clean: str, layout: Layout) -> list[tuple[int, list[str]]]:
    return [(line, _halves(piece, layout)) for line, piece in _pieces(clean, layout.between_cards)]


def _quoted(clean: str, layout: Layout) -> list[tuple[int, list[str]]]:
    """As spreadsheets write it, with fields that are quoted and may go on in the next line. Empty where it is not."""
    sign = SIGNS.get(layout.separator)
    if sign is None or layout.between_cards or '"' not in clean:
        return []
    found, line = [], 1
    reader = csv.reader(StringIO(clean), delimiter=sign, strict=True)
    try:
        for fields in reader:
            if len(fields) > 1 or any(map(str.strip, fields)):
                found.append((line, [fields[0], sign.join(fields[1:])] if len(fields) > 1 else fields))
            line = reader.line_num + 1
    except csv.Error:
        return []
    return found


def _halves(piece: str, layout: Layout) -> list[str]:
    """Cut where the separator stands first; the whole piece, and nothing, where it does not."""
    if layout.separator is Separator.DASH:
        dash = _DASH.search(piece)
        return [piece[: dash.start()], piece[dash.end() :]] if dash else [piece]
    sign = SIGNS.get(layout.separator, layout.own)
    return piece.split(sign, 1) if sign else [piece]


def _row(line: int, halves: list[str], layout: Layout, longest: tuple[int, int]) -> Row:
    first, *rest = map(text.tidy, halves)
    if not rest:
        return Row(line, first, "", Fault.UNPARTED)
    front, back = (rest[0], first) if layout.swapped else (first, rest[0])
    return Row(line, front, back, _fault(front, back, longest))


def _fault(front: str, back: str, longest: tuple[int, int]) -> Fault | None:
    if len(front) > longest[0]:
        return Fault.LONG_FRONT
    if len(back) > longest[1]:
        return Fault.LONG_BACK
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in front + back):
        return Fault.INVISIBLE
    if not text.normalise(front):
        return Fault.NO_FRONT
    return None if text.normalise(back) else Fault.NO_BACK

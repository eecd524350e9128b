"""Notes as a text file that Anki imports, with every header, so that nothing is left to guess or to what it did last.

Cells are HTML, each in quotation marks. A note has its identity in the first column: the same file a second time
changes nothing. Note types are those that every collection has.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from studyapp.formats.anki.faces import fields_of, more_of, sort_of
from studyapp.formats.anki.notetypes import CLOZE, FLASHCARD, TYPED
from studyapp.formats.anki.sentences import sentence_of, together
from studyapp.formats.anki.writing import Origin, deck_within, joined_tags
from studyapp.formats.anki_text import stock
from studyapp.formats.classroom.going import Written, name_of
from studyapp.formats.notes import Asked, Lost, Note

HEADERS = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n"
    "#columns:guid\tnotetype\tdeck\ttags\tfront\tback\n#if matches:update current\n#match scope:notetype\n"
)
_LIKE_A_FORMULA = re.compile(r"[=+\-@](?=.)")


@dataclass(frozen=True, slots=True)
class _Line:
    """One of Anki's notes: its identity, its note type and two fields; how many cards it makes."""

    guid: str
    notetype: str
    fields: Sequence[str]
    cards: int


def write(notes: Iterable[Note], origin: Origin) -> Written:
    """One note after the other."""
    text = StringIO()
    text.write(HEADERS)
    table = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    lost: list[Lost] = []
    cards = 0
    for note in notes:
        deck, tags = "::".join(deck_within(origin.name, note.deck)), joined_tags(note.tags)
        lost += (one for card in note.cards for one in _losses(card))
        for line in _lines(replace(note, cards=tuple(map(_plain, note.cards)))):
            table.writerow([line.guid, line.notetype, deck, tags, *map(_harmless, line.fields)])
            cards += line.cards
    return Written(text.getvalue().encode(), cards, tuple(lost))


def _plain(card: Asked) -> Asked:
    """Without what stands beside a card, and the explanation where there is no field for it."""
    sent = {**card.sent, "note": ""}
    if sort_of(card) == TYPED:
        sent |= {"explanation": "", "aliases": ()}
    return replace(card, sent=sent, pictures={})


def _losses(card: Asked) -> Iterator[Lost]:
    sort = sort_of(card)
    yield from (Lost("picture-left") for _ in card.pictures)
    if card.sent.get("note"):
        yield Lost("private-note")
    if sort == FLASHCARD != card.kind:
        yield Lost("became-basic")
    if sort == TYPED and card.sent.get("explanation"):
        yield Lost("explanation-left")
    if sort == TYPED and card.sent.get("aliases"):
        yield Lost("further-answers")


def _lines(note: Note) -> Iterator[_Line]:
    """A note for each card, but for those that a note type of every collection has together."""
    sorts = [sort_of(card) for card in note.cards]
    if len(note.cards) > 1 and sorts == [CLOZE] * len(sorts) and (sentence := together(note.cards)):
        yield _Line(note.guid, stock.CLOZE, [sentence.marked, _more(note.cards)], len(sorts))
        return
    if sorts == [FLASHCARD] * 2 and [card.name for card in note.cards] == ["0", "1"]:
        (front, back, more), (other_front, other_back, other_more) = map(fields_of, note.cards)
        if (front, back) == (other_back, other_front) and not more and not other_more:
            yield _Line(note.guid, stock.REVERSED, [front, back], 2)
            return
    for card, sort in zip(note.cards, sorts, strict=True):
        yield _alone(name_of(note, card), card, sort)


def _alone(guid: str, card: Asked, sort: str) -> _Line:
    if sort == CLOZE:
        return _Line(guid, stock.CLOZE, [sentence_of(card, 1).marked, more_of(card)], 1)
    front, back, more = fields_of(card)
    if sort == TYPED:
        return _Line(guid, stock.TYPED, [front, back], 1)
    return _Line(guid, stock.BASIC, [front, "<br>".join(filter(None, (back, more)))], 1)


def _more(cards: Iterable[Asked]) -> str:
    return "".join(dict.fromkeys(map(more_of, cards)))


def _harmless(html: str) -> str:
    """No spreadsheet takes it for a formula."""
    return (
        _LIKE_A_FORMULA.sub(lambda sign: f"&#{ord(sign[0])};", html, count=1) if _LIKE_A_FORMULA.match(html) else html
    )

"""A table of questions as notes: a row each, known by its id, or else by its deck and by what it asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha1

from django.utils.translation import gettext as _

from studyapp.formats.classroom.numbers import plain
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Asked, Lost, Note, Refused
from studyapp.formats.sheets import columns
from studyapp.formats.sheets.cells import Cell, Line, Style, Unreadable, text_of
from studyapp.formats.sheets.columns import FIELDS, OF_ALL, Field, Shape, folded
from studyapp.markdown import FORMATTED

USUAL_KIND = "flashcard"
"""Where a row does not say its kind."""
ALONE = "0"
"""What the only card of a note is called."""
LONGEST_SHOWN = 60
CARDS = frozenset({columns.QUESTION, columns.ANSWER})
"""Columns without which no row is a card."""
TRUE = frozenset({"true", "yes", "on", "x", "1", "да", "верно", "истина", "đúng", "có"})
FALSE = frozenset({"false", "no", "off", "0", "нет", "неверно", "ложь", "sai", "không", ""})


@dataclass(frozen=True, slots=True)
class Words:
    """What tables say in the words of this site, and how whoever wrote them writes numbers."""

    kinds: Mapping[str, str]
    """The names of kinds, by all that they are called, folded."""
    style: Style = field(default_factory=Style)


class WrongCell(Exception):
    """A cell that cannot be taken: its column, and a whole sentence that says the remedy."""

    def __init__(self, column: str, told: str) -> None:
        super().__init__(column, told)
        self.column, self.told = column, told


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the names of its columns. An empty cell is not in it."""

    number: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]
    """What its columns are called in the file."""

    @property
    def place(self) -> str:
        return _("row %(n)s") % {"n": self.number}

    def refused(self, wrong: WrongCell) -> Refused:
        return Refused(self.place, self.headings.get(wrong.column, wrong.column), wrong.told)

    def text(self, column: str, style: Style) -> str:
        """Raises WrongCell where it has no text that can be kept."""
        cell = self.cells.get(column, "")
        if cell is Unreadable.FORMULA:
            told = _("There is a formula in this cell. In your spreadsheet, copy it and paste it as a value.")
            raise WrongCell(column, told)
        if cell is Unreadable.ERROR:
            raise WrongCell(column, _("This cell shows an error. Fix it in your spreadsheet, or empty the cell."))
        text = text_of(cell, style).strip()
        if "\0" in text:
            raise WrongCell(column, _("There is an invisible character in this. Type it again instead of pasting it."))
        return text


def rows_of(
    lines: Iterable[Line], known: Mapping[str, str], needed: Sequence[Set[str]] = (CARDS,)
) -> Iterator[Row | Refused]:
    """Those below the headings; columns that are not known are refused, each once.

    `known` has the names of columns by their headings, and `needed` sets of which the table has one. Raises BadFile.
    """
    lines = iter(lines)
    heads = next(lines, None)
    if heads is None:
        raise BadFile(_("There is nothing in this table. Choose a file that has some rows."))
    places: dict[int, str] = {}
    headings: dict[str, str] = {}
    unknown: list[Refused] = []
    for place, cell in enumerate(heads.cells):
        heading = text_of(cell, Style()).strip()
        name = known.get(folded(heading))
        if name in headings:
            told = _("Two columns are called “%(heading)s”. Give one of them another heading.")
            raise BadFile(told % {"heading": heading[:LONGEST_SHOWN]})
        if name:
            places[place], headings[name] = name, heading
        elif heading:
            told = _("We do not know this column, so it is left out. The template shows the headings that we know.")
            unknown.append(Refused(_("row %(n)s") % {"n": heads.number}, heading, told))
    _require(headings, needed)
    yield from unknown
    for line in lines:
        filled = {places[place]: cell for place, cell in enumerate(line.cells) if place in places and cell != ""}
        if any(not isinstance(cell, str) or cell.strip() for cell in filled.values()):
            yield Row(line.number, filled, headings)


def _require(headings: Mapping[str, str], needed: Sequence[Set[str]]) -> None:
    """Raises BadFile where columns are missing without which no row means anything."""
    if not any(names <= headings.keys() for names in needed):
        missing = next(column for column in columns.COLUMNS if column.name in needed[0] - headings.keys())
        told = _("There is no column “%(heading)s” in the first row of this table. The template has the headings.")
        raise BadFile(told % {"heading": missing.heading})


@dataclass
class Table:
    """A table on its way into notes. Rows of one note stand below each other."""

    words: Words
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    """The rows of cards, by their id and their name within its note."""
    rows: dict[str, int] = field(default_factory=dict)
    """The last row of each id."""
    last: str = ""
    """The id of the row above."""

    def notes(self, rows: Iterable[Row | Refused]) -> Iterator[Note | Refused]:
        note: Note | None = None
        for row in rows:
            made = self._made(row)
            if isinstance(made, Refused):
                if note is not None:
                    yield note
                note = None
                yield made
            elif note is not None and note.guid == made.guid:
                note = _together(note, made)
            else:
                if note is not None:
                    yield note
                note = made
        if note is not None:
            yield note

    def _made(self, row: Row | Refused) -> Note | Refused:
        if isinstance(row, Refused):
            return row
        try:
            return self._note(row)
        except WrongCell as wrong:
            return row.refused(wrong)

    def _note(self, row: Row) -> Note:
        """Raises WrongCell."""
        style = self.words.style
        self.last, above = "", self.last
        said = kind_of(row, self.words)
        asked, lost = asked_in(row, said, style)
        deck = tuple(filter(None, map(str.strip, row.text(columns.DECK, style).split("::"))))
        name = row.text(columns.CARD, style) or ALONE
        guid = row.text(columns.ID, style)
        if guid:
            self._see(row, guid, name, above)
        else:
            told = "\n".join([*deck, said, str(asked["prompt"])])
            guid = sha1(told.encode(), usedforsecurity=False).hexdigest()
        tags = tuple(_lines(row.text(columns.TAGS, style)))
        return Note(guid, deck, (Asked(name, said, asked),), tags, None, row.place, tuple(lost))

    def _see(self, row: Row, guid: str, name: str, above: str) -> None:
        """Raises WrongCell where a row above has this id already."""
        before = self.rows.get(guid)
        if (guid, name) in self.seen:
            told = _("Row %(n)s has the same ID. Empty this cell if the row is a new card.")
            raise WrongCell(columns.ID, told % {"n": self.seen[guid, name]})
        if before is not None and guid != above:
            told = _("Row %(n)s belongs to the same note. Put the rows of one ID below each other.")
            raise WrongCell(columns.ID, told % {"n": before})
        self.seen[guid, name] = self.rows[guid] = row.number
        self.last = guid


def _together(note: Note, more: Note) -> Note:
    return Note(note.guid, note.deck, (*note.cards, *more.cards), note.tags, None, note.place, (*note.lost, *more.lost))


def kind_of(row: Row, words: Words) -> str:
    """Raises WrongCell where there is no such kind."""
    written = row.text(columns.KIND, words.style)
    found = words.kinds.get(folded(written)) if written else USUAL_KIND
    if found is None:
        told = _("There is no kind of question “%(kind)s”. The template has a row for each kind.")
        raise WrongCell(columns.KIND, told % {"kind": written[:LONGEST_SHOWN]})
    return found


def asked_in(row: Row, kind: str, style: Style) -> tuple[dict[str, object], list[Lost]]:
    """What fills in the kind's author form, and the cells of which the kind knows nothing. Raises WrongCell."""
    sent: dict[str, object] = {
        "prompt": row.text(columns.QUESTION, style),
        "explanation": row.text(columns.EXPLANATION, style),
    }
    if flag_in(row, columns.MARKDOWN, style):
        sent[FORMATTED] = True
    fields = FIELDS[kind]
    sent |= {one.name: _value(row, one, style) for one in fields}
    known = OF_ALL | {one.column for one in fields}
    unused = [name for name in row.cells if name not in known and row.text(name, style)]
    return sent, [Lost("cell-unused", row.headings[name]) for name in unused if name in _OF_KINDS]


_OF_KINDS = {one.column for fields in FIELDS.values() for one in fields}


def _value(row: Row, field: Field, style: Style) -> object:
    """Raises WrongCell."""
    if field.shape is Shape.NUMBER:
        return number_in(row, field.column, style)
    text = row.text(field.column, style)
    match field.shape:
        case Shape.LINES | Shape.PAIRS | Shape.SPELLINGS:
            return _lines(text)
        case Shape.FLAG:
            return flag_in(row, field.column, style)
        case Shape.CODE:
            return text.lower().replace(" ", "_")
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def flag_in(row: Row, column: str, style: Style) -> bool:
    """Raises WrongCell where it is neither yes nor no."""
    text = row.text(column, style).casefold()
    if text not in TRUE | FALSE:
        told = _("“%(text)s” is neither yes nor no. Write true or false.")
        raise WrongCell(column, told % {"text": text[:LONGEST_SHOWN]})
    return text in TRUE


def number_in(row: Row, column: str, style: Style) -> str:
    """In English, also one in percent. Raises WrongCell where it is none."""
    cell = row.cells.get(column, "")
    if isinstance(cell, Decimal):
        return plain(cell)
    text = row.text(column, style)
    if not text:
        return ""
    share = text.endswith("%")
    try:
        return f"{style.number(text.removesuffix('%').rstrip())}{'%' if share else ''}"
    except ValueError as fault:
        raise WrongCell(column, str(fault)) from fault

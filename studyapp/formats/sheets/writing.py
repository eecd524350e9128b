"""Notes as a table: a row for each card, and no column that nobody needs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from studyapp.formats.classroom.going import Written
from studyapp.formats.notes import Asked, Lost, Note
from studyapp.formats.sheets import columns
from studyapp.formats.sheets.cells import Cell, Style, is_exact
from studyapp.formats.sheets.columns import ALWAYS, COLUMNS, FIELDS, Column, Field, Shape
from studyapp.formats.sheets.reading import ALONE
from studyapp.markdown import FORMATTED

type Filled = Mapping[str, Cell]
"""A row, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table that is ready to be written."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lost: tuple[Lost, ...] = ()

    @property
    def lines(self) -> Iterator[Sequence[Cell]]:
        yield self.headings
        yield from self.rows


def tabled(rows: Iterable[Filled], known: Iterable[Column], always: Iterable[str] = ALWAYS) -> Tabled:
    """With the columns that some row fills, and those that always stand there."""
    rows = list(rows)
    used = {*always, *(name for row in rows for name, cell in row.items() if cell != "")}
    kept = [column for column in known if column.name in used]
    lines = tuple(tuple(row.get(column.name, "") for column in kept) for row in rows)
    return Tabled(tuple(str(column.heading) for column in kept), lines)


def table_of(notes: Iterable[Note], kinds: Mapping[str, str], style: Style) -> Tabled:
    """`kinds` says what each kind is called in the file."""
    lost: list[Lost] = []
    rows = []
    for note in notes:
        for card in note.cards:
            lost += [Lost("picture-left")] * len(card.pictures)
            rows.append(_row(note, card, kinds, style))
    made = tabled(rows, COLUMNS)
    return Tabled(made.headings, made.rows, tuple(lost))


def _row(note: Note, card: Asked, kinds: Mapping[str, str], style: Style) -> Filled:
    return {
        columns.KIND: kinds[card.kind],
        columns.DECK: "::".join(note.deck),
        columns.TAGS: "\n".join(note.tags),
        columns.CARD: "" if card.name == ALONE else card.name,
        columns.ID: note.guid,
        **said_of(card.kind, card.sent, style),
    }


def said_of(kind: str, sent: Mapping[str, object], style: Style) -> Filled:
    """What a question asks and takes, cell by cell; options that were drawn stand among its wrong ones."""
    if drawn := sent.get("drawn"):
        wrong = [*_texts(sent.get("distractors")), *_texts(drawn)]
        sent = {**sent, "distractors": wrong, "draw": ""}
    cells: dict[str, Cell] = {
        columns.QUESTION: str(sent.get("prompt") or ""),
        columns.EXPLANATION: str(sent.get("explanation") or ""),
        columns.MARKDOWN: True if sent.get(FORMATTED) else "",
    }
    return cells | {one.column: _cell(sent.get(one.name), one, style) for one in FIELDS[kind]}


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _cell(value: object, field: Field, style: Style) -> Cell:
    match field.shape:
        case Shape.FLAG:
            needed = field.column == columns.ANSWER
            return bool(value) if value or needed else ""
        case Shape.NUMBER:
            return number_cell(str(value or ""), style)
        case Shape.LINES:
            return "\n".join(_texts(value))
        case Shape.PAIRS | Shape.SPELLINGS:
            between = " = " if field.shape is Shape.PAIRS else " | "
            rows = value if isinstance(value, list | tuple) else []
            return "\n".join(between.join(_texts(row) or [str(row)]) for row in rows)
    return str(value or "")


def number_cell(written: str, style: Style) -> Cell:
    """A number if a spreadsheet keeps all of it, or else a text in the style of whoever reads it."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return style.shown(written)
    return number if is_exact(number) else style.shown(written)


def counted(table: Tabled, data: bytes) -> Written:
    return Written(data, len(table.rows), table.lost)

"""Tables as text: a row a line, with commas, semicolons or tabs between the cells."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from itertools import islice

from django.utils.translation import gettext as _

from studyapp.formats.faults import BadFile
from studyapp.formats.sheets.cells import Cell, Line, Style, shielded, text_of, unshielded

COMMA, SEMICOLON, TAB = ",", ";", "\t"
DELIMITERS = (TAB, SEMICOLON, COMMA)
MARK = "\ufeff"
"""By which Excel sees that a text is UTF-8."""
_SAID = "sep="
"""How a first line begins by which Excel is told the sign between cells."""
_LOOKED_AT = 50
"""Lines, of which the first that is not blank holds the headings."""


def separator_of(text: str, is_heading: Callable[[str], bool]) -> str:
    """The sign between the cells, by which most of the first row are headings; empty if none is one by any."""
    counts = {sign: sum(map(is_heading, first_row(text, sign))) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best] else ""


def first_row(text: str, sign: str) -> Sequence[str]:
    with suppress(csv.Error):
        rows = csv.reader(islice(StringIO(_unsaid(text), newline=""), _LOOKED_AT), delimiter=sign)
        return next((row for row in rows if any(map(str.strip, row))), ())
    return ()


def _unsaid(text: str) -> str:
    """Without the line that says which sign stands between cells, which no spreadsheet shows."""
    first, newline, rest = text.partition("\n")
    return rest if newline and first.lower().startswith(_SAID) and len(first.rstrip("\r")) == len(_SAID) + 1 else text


def lines_in(text: str, sign: str) -> Iterator[Line]:
    """Rows that hold something. Raises BadFile where quotation marks do not go together."""
    rows = csv.reader(StringIO(_unsaid(text), newline=""), delimiter=sign, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            told = _(
                "Row %(n)s cannot be read: its quotation marks do not go together, or a cell is too long. Save the "
                "table as CSV in your spreadsheet again, and choose the new file."
            )
            raise BadFile(told % {"n": number}) from error
        if row is None:
            return
        if any(map(str.strip, row)):
            yield Line(number, tuple(unshielded(cell) for cell in row))


def written(rows: Iterable[Sequence[Cell]], sign: str, style: Style) -> bytes:
    """In UTF-8 with its mark. Numbers are numbers, and texts that look like formulas stay texts."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=sign, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_text(cell, style) for cell in row])
    return f"{MARK}{text.getvalue()}".encode()


def _text(cell: Cell, style: Style) -> str:
    if isinstance(cell, Decimal):
        return style.shown(text_of(cell, Style()))
    return shielded(text_of(cell, style))

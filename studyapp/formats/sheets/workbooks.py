"""Tables as workbooks (XLSX), by openpyxl; and what is looked at before that opens a stranger's file."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final, override
from xml.parsers.expat import ExpatError, ParserCreate

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from studyapp.formats.anki.archive import ENCRYPTED, PACKINGS, ZIP, Archive
from studyapp.formats.anki.limits import MEGABYTE, Limits
from studyapp.formats.faults import BadFile
from studyapp.formats.sheets.cells import (
    FORMULA_SIGNS,
    Cell,
    Line,
    Unreadable,
    from_float,
    is_shielded,
    shielded,
    unshielded,
)
from studyapp.formats.xml import writable

MOST_ROWS, MOST_COLUMNS = 200_000, 200
MOST_LETTERS = MEGABYTE
"""Bytes of one text, or of one tag."""
DEEPEST: Final = 60
LIMITS = Limits(file=50 * MEGABYTE, members=2_000, everything=512 * MEGABYTE)
MOST_STRINGS = 48 * MEGABYTE
"""The texts of all cells, which are held in memory."""
SHEETS = "xl/worksheets/"
ESCAPED = re.compile("_x(005[fF]|0009|000[aAdD])_")
"""How a workbook writes signs that XML cannot hold, and the sign by which such a writing begins."""
ESCAPABLE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
TRUTHS = {"=TRUE()": True, "=FALSE()": False}
"""As LibreOffice saves them."""
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Bytes that may stand before the first sign of an XML."""
WIDTHS = {0: 16, 1: 40, 2: 32}
"""Of the first columns, in letters."""
USUAL_WIDTH = 20
TITLE = "Questions"


class WorkbookArchive(Archive):
    """The zip that a workbook is: folders within, and XML in most members."""

    @staticmethod
    @override
    def damaged() -> BadFile:
        return BadFile(_("This workbook is damaged or not all there. Save it as .xlsx again, and choose the new file."))

    @staticmethod
    @override
    def too_large(most: int) -> BadFile:
        told = _(
            "Unpacked, this workbook has more than %(most)s. Copy the cells with your questions into a new one, or "
            "save them as CSV."
        )
        return BadFile(told % {"most": filesizeformat(most)})

    @staticmethod
    @override
    def look_at_head(path: Path) -> None:
        with path.open("rb") as file:
            if not file.read(len(ZIP)).startswith(ZIP):
                raise BadFile(_("This is no workbook. Save the table as .xlsx or as CSV, and choose the new file."))

    @classmethod
    @override
    def checked(cls, member: zipfile.ZipInfo) -> zipfile.ZipInfo:
        if member.flag_bits & ENCRYPTED:
            raise BadFile(_("This workbook is locked with a password. Save it without one, and choose the new file."))
        if member.compress_type not in PACKINGS or ".." in member.filename or "\0" in member.orig_filename:
            raise cls.damaged()
        return member


@dataclass
class _Looking:
    """Goes through the XML of one member before anybody makes anything of it: no document type, and bounded."""

    is_sheet: bool
    last: int = 0
    """The last row that holds something."""
    row: int = 0
    column: int = 0
    depth: int = 0
    filled: int = 0
    letters: int = 0

    def look(self, pieces: Iterable[bytes]) -> None:
        """Raises BadFile."""
        parser = ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._count
        fed = 0
        try:
            for piece in chain(pieces, [b""]):
                parser.Parse(piece, not piece)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > MOST_LETTERS:
                    raise _long()
        except (ExpatError, LookupError) as error:
            raise WorkbookArchive.damaged() from error

    def _refuse(self, *_declared: object) -> None:
        told = _(
            "There is a document type (<!DOCTYPE …>) in this workbook, as no spreadsheet writes it. Save it again."
        )
        raise BadFile(told)

    def _count(self, text: str) -> None:
        self.letters += len(text)
        if self.letters > MOST_LETTERS:
            raise _long()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth, self.letters = self.depth + 1, 0
        if self.depth > DEEPEST:
            raise WorkbookArchive.damaged()
        if self.is_sheet:
            match name.rpartition(":")[2]:
                case "row":
                    self._begin_row(attributes.get("r", ""))
                case "c":
                    self.column = _column(attributes.get("r", "")) or self.column + 1
                case "v" | "is" | "f":
                    self._fill()

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _begin_row(self, said: str) -> None:
        self.row = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else self.row + 1
        self.column = 0

    def _fill(self) -> None:
        if self.row > self.last:
            self.last, self.filled = self.row, self.filled + 1
        if self.filled > MOST_ROWS or self.row > MOST_ROWS:
            told = _("This table has more than %(most)s rows. Put some of them into another file.")
            raise BadFile(told % {"most": MOST_ROWS})
        if self.column > MOST_COLUMNS:
            told = _("Row %(n)s has more than %(most)s columns. Delete those that are no part of the table.")
            raise BadFile(told % {"n": self.row, "most": MOST_COLUMNS})


def _long() -> BadFile:
    return BadFile(_("There is a very long text in this workbook. Shorten it, or put it into several cells."))


def _column(place: str) -> int:
    """The number of the column in "AB12"; 0 where that is not said."""
    number = 0
    for letter in place[:9]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _looked_at(path: Path) -> int:
    """The last row that holds something, in any sheet. Raises BadFile."""
    last = 0
    with WorkbookArchive(path, LIMITS) as archive:
        for name in archive.names:
            is_sheet = name.startswith(SHEETS)
            pieces = archive.pieces(name, LIMITS.everything if is_sheet else MOST_STRINGS)
            head = next(pieces, b"")
            # Whatever it is called, since the workbook itself says which member is what.
            if name.lower().endswith((".xml", ".rels")) or head.lstrip(BEFORE_XML).startswith(b"<"):
                looking = _Looking(is_sheet)
                looking.look(chain([head], pieces))
                last = max(last, looking.last)
    return last


@contextmanager
def opened(path: Path) -> Iterator[Iterator[Line]]:
    """The rows of its first sheet that holds something. Raises BadFile, also as they are read."""
    last = _looked_at(path)
    with warnings.catch_warnings(), path.open("rb") as file:  # of a path it would want a certain ending
        warnings.simplefilter("ignore")  # of what it leaves out: none of it is a cell
        with _told():
            book = load_workbook(file, read_only=True, keep_links=False)
        try:
            yield _lines(book, last)
        finally:
            book.close()


@contextmanager
def _told() -> Iterator[None]:
    """Over a broken workbook the library raises whatever its parts do."""
    try:
        yield
    except BadFile:
        raise
    except Exception as error:
        raise WorkbookArchive.damaged() from error


def _lines(book: Workbook, last: int) -> Iterator[Line]:
    with _told():
        for sheet in book.worksheets:
            is_empty = True
            for number, row in enumerate(sheet.iter_rows(max_row=max(last, 1), max_col=MOST_COLUMNS), 1):
                cells = [_cell(one.value, one.data_type, getattr(one, "number_format", "")) for one in row]
                while cells and cells[-1] == "":
                    cells.pop()
                if cells:
                    is_empty = False
                    yield Line(number, tuple(cells))
            if not is_empty:
                return


def _cell(value: object, sort: str, shown_as: str) -> Cell:
    """As the spreadsheet shows it."""
    match value:
        case str() if sort == "f" and value.upper() in TRUTHS:
            return TRUTHS[value.upper()]
        case _ if sort in {"f", "e"}:
            return Unreadable.FORMULA if sort == "f" else Unreadable.ERROR
        case None:
            return ""
        case bool():
            return value
        case int() | float():
            number = Decimal(value) if isinstance(value, int) else from_float(value)
            return f"{(number * 100).normalize():f}%" if "%" in shown_as else number
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return unshielded(ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), str(value)))


def written(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: its first row stays in sight, numbers are numbers, and all else is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(TITLE)
    sheet.freeze_panes = "A2"
    for number in range(MOST_COLUMNS):
        sheet.column_dimensions[get_column_letter(number + 1)].width = WIDTHS.get(number, USUAL_WIDTH)
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for number, row in enumerate(rows):
        cells = [_written(sheet, cell) for cell in row]
        for cell in filter(None, cells):
            cell.alignment = wrapped
            if not number:
                cell.font = bold
        sheet.append(cells)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _written(sheet: object, cell: Cell) -> BookCell | None:
    if cell == "" or isinstance(cell, Unreadable):
        return None
    if not isinstance(cell, str):
        return WriteOnlyCell(sheet, value=cell)
    text = ESCAPABLE.sub("_x005F_", writable(shielded(cell) if is_shielded(cell) else cell))
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"  # or what begins with = were a formula
    made.quotePrefix = text[:1] in FORMULA_SIGNS
    return made

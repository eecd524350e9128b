"""Tables that spreadsheets save: workbooks, and text with commas, semicolons or tabs, whose first row has headings."""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from studyapp.exchange.sheets import words
from studyapp.exchange.shelf import cells as shelf
from studyapp.formats.anki.archive import ZIP
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Note, Refused
from studyapp.formats.sheets import delimited, workbooks
from studyapp.formats.sheets.cells import Line
from studyapp.formats.sheets.columns import folded, known_headings
from studyapp.formats.sheets.reading import CARDS, Row, Table, rows_of
from studyapp.formats.texts import encoding_of, is_text, text_in
from studyapp.scheduling import StudyClock

OLD_WORKBOOK, OPEN_DOCUMENT = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
)
"""How tables begin that other programs save, and that are not read."""
OF_WORKBOOKS = (b"[Content_Types].xml", b"xl/", b"_rels/")


@dataclass(frozen=True, slots=True)
class SheetReader:
    """Reads a table with headings, a question a row."""

    name: str = "sheet"
    endings: Sequence[str] = (".xlsx", ".csv", ".tsv")
    knows_notes: bool = True

    @property
    def label(self) -> str:
        return _("Spreadsheet: Excel, LibreOffice or CSV, with headings in the first row")

    def recognises(self, head: bytes, name: str) -> bool:
        """By what is in it; of text, by its headings."""
        if head.startswith((OLD_WORKBOOK, ZIP)):
            return _is_workbook(head) or name.lower().endswith((".xls", ".xlsx", ".xlsm", ".ods"))
        return bool(is_text(head)) and bool(_separator(head.decode(encoding_of(head), "ignore")))

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator["OpenedSheet"]:  # noqa: ARG002  as every reader
        """Raises BadFile."""
        with path.open("rb") as file:
            head = file.read(len(OLD_WORKBOOK) + 128)
        if head.startswith(OLD_WORKBOOK) or OPEN_DOCUMENT in head:
            raise BadFile(_("We cannot read this sort of table. Save it as .xlsx or as CSV, and choose the new file."))
        if head.startswith(ZIP):
            with workbooks.opened(path) as lines:
                yield OpenedSheet(lines)
        else:
            text = text_in(path)
            yield OpenedSheet(delimited.lines_in(text, _separator(text)))


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A table whose rows are read one after the other."""

    lines: Iterator[Line]

    def notes(self) -> Iterator[Note | Refused]:
        """Raises BadFile."""
        return Table(words()).notes(self.rows(known_headings(), (CARDS,)))

    def rows(self, known: Mapping[str, str], needed: Sequence[Set[str]]) -> Iterator[Row | Refused]:
        """As `rows_of` has them. Raises BadFile."""
        return rows_of(self.lines, known, needed)

    def picture(self, name: str) -> bytes:
        raise KeyError(name)


def _is_workbook(head: bytes) -> bool:
    return OPEN_DOCUMENT in head or any(name in head for name in OF_WORKBOOKS)


def _separator(text: str) -> str:
    """The sign between its cells; empty where the first row does not have the headings of such a table."""
    known = {**shelf.known_headings(), **known_headings()}
    sign = delimited.separator_of(text, lambda heading: folded(heading) in known)
    names = {known.get(folded(cell)) for cell in delimited.first_row(text, sign)} if sign else set()
    return sign if any(needed <= names for needed in shelf.NEEDED) else ""

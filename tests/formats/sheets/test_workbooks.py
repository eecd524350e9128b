"""Workbooks: what cells hold, what spreadsheets write, and files that are no tables, each with its sentence."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Note, Refused
from studyapp.formats.sheets import workbooks
from studyapp.formats.sheets.cells import Cell
from tests.formats.sheets.tables import RUSSIAN, altered, book, from_book

SHEET = "xl/worksheets/sheet1.xml"
HEADS: list[Cell] = ["Question", "Answer"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.xlsx"


def cells(path: Path) -> list[tuple[int, tuple[Cell, ...]]]:
    with workbooks.opened(path) as lines:
        return [(line.number, line.cells) for line in lines]


def with_sheet(path: Path, rows: str) -> Path:
    """A workbook whose only sheet has these rows as its XML says them."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet = f"{head}<sheetData>{rows}</sheetData></worksheet>".encode()
    return altered(book([HEADS], path), lambda name, data: sheet if name == SHEET else data)


def test_cells_stay_what_they_are(path: Path) -> None:
    row: list[Cell] = [
        *("=1+1", "-5", "+7", "@home", "\t=x", "'=x", "007", "_x0041_", "a\nb", "Tô Lâm"),
        *(Decimal("3.5"), Decimal(3), Decimal("-2.25"), Decimal("0.1"), True, False),
    ]
    assert cells(book([row], path)) == [(1, tuple(row))]
    with ZipFile(path) as archive:
        assert b"<f>" not in archive.read(SHEET)
        assert b"quotePrefix" in archive.read("xl/styles.xml")


def test_rows_are_counted_as_a_spreadsheet_shows_them(path: Path) -> None:
    assert [number for number, _ in cells(book([HEADS, [], ["a", "b"], ["", ""], ["c"]], path))] == [1, 3, 5]


def test_numbers_and_dates_are_read_as_the_spreadsheet_shows_them(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>3</v></c><c r="B1"><v>0.30000000000000004</v></c><c r="C1"><v>1E-7</v></c>'
        '<c r="D1"><v>123456789012345</v></c><c r="E1" t="b"><v>1</v></c><c r="G1" t="str"><v>x_x000D_y</v></c>'
        '<c r="H1" t="b"><f aca="false">FALSE()</f><v>0</v></c></row>'
    )
    expected = (Decimal(3), Decimal("0.3"), Decimal("1E-7"), Decimal(123456789012345), True, "", "x\ry", False)
    assert cells(with_sheet(path, rows)) == [(1, expected)]


def test_a_number_in_a_text_is_written_as_its_owner_does(path: Path) -> None:
    [note] = from_book(book([HEADS, ["Half of seven", Decimal("3.5")]], path), RUSSIAN)
    assert isinstance(note, Note)
    assert note.cards[0].sent["answer"] == "3,5"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "There is a formula in this cell."),
        ('<c r="B2" t="e"><v>#N/A</v></c>', "This cell shows an error."),
    ],
)
def test_a_formula_is_not_taken_for_its_value(path: Path, cell: str, told: str) -> None:
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    heads = f'<row r="1">{text.format("A1", "Question")}{text.format("B1", "Answer")}</row>'
    rows = f'{heads}<row r="2">{text.format("A2", "Ebb")}{cell}</row><row r="3">{text.format("A3", "x")}</row>'
    refused, further = from_book(with_sheet(path, rows))
    assert isinstance(refused, Refused)
    assert (refused.place, refused.field) == ("row 2", "Answer")
    assert told in refused.told
    assert isinstance(further, Note)


def test_the_first_sheet_with_something_in_it_is_read_and_no_other(path: Path) -> None:
    workbook = Workbook()
    for title, row in (("Tides", ["Ebb", "falling"]), ("Knots", ["Bowline", "A loop"])):
        sheet = workbook.create_sheet(title)
        sheet.append(HEADS)
        sheet.append(row)
    workbook.save(path)
    [note] = from_book(path)
    assert isinstance(note, Note)
    assert note.cards[0].sent["prompt"] == "Ebb"


def test_a_day_is_read_as_its_date_and_a_share_with_its_sign(path: Path) -> None:
    workbook = Workbook()
    workbook.active.append([date(2013, 11, 12), datetime(2013, 11, 12, 10, 30), 0.05])
    workbook.active["C1"].number_format = "0%"
    workbook.save(path)
    assert cells(path) == [(1, ("2013-11-12", "2013-11-12T10:30:00", "5%"))]


BOMB = b"<a>" + b" " * 30_000_000 + b"</a>"


def _doctype(data: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a "harmless">]>' + data


def _only(wanted: str, change: Callable[[bytes], bytes | None]) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: change(data) if name == wanted else data


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_only(SHEET, _doctype), "There is a document type"),
        (_only("xl/styles.xml", _doctype), "There is a document type"),
        (_only(SHEET, lambda _data: _doctype(b"<x/>").decode().encode("utf-16")), "There is a document type"),
        (_only(SHEET, lambda _data: BOMB), "very long text"),
        (_only(SHEET, lambda _data: b"<a " + b"b" * 2_000_000 + b"='c'/>"), "very long text"),
        (_only(SHEET, lambda _data: b"<a>" * 70), "damaged"),
        (_only(SHEET, lambda data: data[:200]), "damaged"),
        (_only("xl/workbook.xml", lambda _data: None), "damaged"),
        (_only("[Content_Types].xml", lambda _data: None), "damaged"),
        (_only("xl/styles.xml", lambda _data: b"<styleSheet/>"), "damaged"),
    ],
    ids=[
        *("doctype", "doctype-in-styles", "doctype-in-utf-16", "bomb", "long-tag", "deep", "cut"),
        *("no-workbook", "no-types", "other-styles"),
    ],
)
def test_a_workbook_that_is_none_says_what_to_do(
    path: Path, change: Callable[[str, bytes], bytes | None], told: str
) -> None:
    altered(book([HEADS, ["Ebb", "falling"]], path), change)
    with pytest.raises(BadFile, match=told):
        cells(path)


def test_a_workbook_without_a_sheet_has_nothing_in_it(path: Path) -> None:
    altered(book([HEADS], path), lambda name, data: None if name == SHEET else data)
    with pytest.raises(BadFile, match="There is nothing in this table"):
        from_book(path)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "Row 1 has more than 200 columns"),
        (f'<row r="1">{"<c><v>1</v></c>" * 201}</row>', "Row 1 has more than 200 columns"),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "more than 200000 rows"),
    ],
)
def test_a_table_beyond_all_measure_is_refused(path: Path, rows: str, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        cells(with_sheet(path, rows))


def test_rows_and_columns_that_are_declared_and_empty_cost_nothing(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'
        '<row r="1048576" s="0" customFormat="1"><c r="A1048576" s="0"/></row>'
    )
    assert cells(with_sheet(path, rows)) == [(1, (Decimal(1),))]


def test_a_locked_workbook_and_one_with_a_member_that_unpacks_too_far_are_refused(path: Path) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * (workbooks.MOST_STRINGS // 5) + b"</sst>")
    with pytest.raises(BadFile, match="Unpacked, this workbook has more than"):
        cells(path)
    data = bytearray(book([HEADS], path).read_bytes())
    for sign, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(sign) + flags] |= 1
    path.write_bytes(data)
    with pytest.raises(BadFile, match="locked with a password"):
        cells(path)

"""Random banks written as tables, read by python-calamine, and opened and saved again by LibreOffice: equal cells.

On demand: `python -m tests.outside.into_spreadsheets PYTHON [BANKS]`, where PYTHON has python-calamine, and
`libreoffice` with its Calc is installed (Debian: `libreoffice-calc-nogui`). All banks stand in one table, since
LibreOffice takes a second to start.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from studyapp.formats.notes import Note, Refused
from studyapp.formats.sheets import delimited, workbooks
from studyapp.formats.sheets.cells import Cell, unshielded
from studyapp.formats.sheets.writing import Tabled
from tests.formats.sheets.tables import ENGLISH, banks, from_book, from_text, says, tabled

CALAMINE = """
import json, sys
from python_calamine import CalamineWorkbook
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(skip_empty_area=False)
print(json.dumps([[str(cell) if not isinstance(cell, (float, bool)) else cell for cell in row] for row in rows]))
"""
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Commas, quotation marks, UTF-8, and cells as they are stored."""


TAKEN_FOR_A_BREAK = "_x000D_"
"""A text that LibreOffice reads as it is, and saves so that it says something else."""


def random_banks(number: int) -> list[list[Note]]:
    found: list[list[Note]] = []

    @seed(18)
    @settings(max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(banks)
    def take(bank: list[Note]) -> None:
        known = [note for note in bank if TAKEN_FOR_A_BREAK not in str(note)]
        found.append([replace(note, guid=f"{len(found)}.{note.guid}") for note in known])

    take()
    return found


def converted(path: Path, form: str, ending: str) -> Path:
    folder = path.parent / f"as-{ending}"
    command = ["libreoffice", "--headless", f"-env:UserInstallation=file://{path.parent}/profile", "--convert-to", form]
    subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True)
    [found] = folder.glob(f"{path.stem}*.{ending}")
    return found


def plainly(cell: Cell) -> Any:
    """As calamine has it."""
    return float(cell) if isinstance(cell, Decimal) else cell


def as_text(cell: Any) -> Any:
    """Without the sign by which a text stays one."""
    return unshielded(cell) if isinstance(cell, str) else cell


def other_cells(table: Tabled, rows: Sequence[Sequence[Any]], by: str) -> Iterator[str]:
    for wanted, found in zip(table.lines, rows, strict=True):
        padded = [*found, *[""] * (len(wanted) - len(found))]
        for cell, other in zip(wanted, padded, strict=True):
            if plainly(cell) != other:
                yield f"{by}: {other!r} for {cell!r}"


def lines_of(path: Path) -> list[list[Any]]:
    with workbooks.opened(path) as lines:
        return [[plainly(cell) for cell in line.cells] for line in lines]


def other_notes(bank: Sequence[Note], found: Sequence[Note | Refused], by: str) -> Iterator[str]:
    if len(found) != len(bank):
        yield f"{by}: {len(found)} notes for {len(bank)}"
    for note, other in zip(bank, found, strict=False):
        if isinstance(other, Refused) or says(note) != says(other):
            yield f"{by}: {other} for {note}"


def main(python: str, number: str = "300") -> None:
    bank = [note for bank in random_banks(int(number)) for note in bank]
    table = tabled(bank)
    faults: list[str] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bank.xlsx"
        path.write_bytes(workbooks.written(table.lines))
        done = subprocess.run([python, "-c", CALAMINE, path], capture_output=True, text=True, check=True)
        faults += other_cells(table, [list(map(as_text, row)) for row in json.loads(done.stdout)], "calamine")
        saved = converted(path, "xlsx", "xlsx")
        faults += other_cells(table, lines_of(saved), "saved as XLSX")
        faults += other_notes(bank, from_book(saved), "saved as XLSX")
        text = converted(path, AS_CSV, "csv").read_text(encoding="utf-8-sig")
        faults += other_notes(bank, from_text(text), "saved as CSV")
        ours = Path(folder) / "ours.csv"
        ours.write_bytes(delimited.written(table.lines, delimited.COMMA, ENGLISH))
        faults += other_notes(bank, from_text(ours.read_text(encoding="utf-8-sig")), "our CSV")
    cells = sum(len(row) for row in table.lines)
    sys.stdout.write(f"{number} banks, {len(bank)} questions, {cells} cells; {len(faults)} differences\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:20])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])

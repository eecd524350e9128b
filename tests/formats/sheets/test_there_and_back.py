"""Banks of every kind, written as each sort of table and read again, are equal."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.formats.notes import Note
from studyapp.formats.sheets import delimited, workbooks
from studyapp.formats.sheets.cells import Style
from studyapp.formats.sheets.columns import FIELDS
from studyapp.kinds import KINDS
from tests.formats.sheets.tables import ENGLISH, RUSSIAN, SENT, banks, from_book, from_text, says, tabled

EXAMPLES = max(settings.default.max_examples // 4, 8)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "bank.xlsx"


@settings(max_examples=EXAMPLES)
@given(
    bank=banks,
    style=st.sampled_from([ENGLISH, RUSSIAN]),
    sign=st.sampled_from(sorted(delimited.DELIMITERS)),
)
def test_a_bank_comes_back_from_text_as_it_went(style: Style, sign: str, bank: list[Note]) -> None:
    data = delimited.written(tabled(bank, style).lines, sign, style)
    assert [says(note) for note in from_text(data.decode("utf-8-sig"), style)] == [says(note) for note in bank]


@settings(max_examples=EXAMPLES)
@given(bank=banks)
def test_a_bank_comes_back_from_a_workbook_as_it_went(path: Path, bank: list[Note]) -> None:
    path.write_bytes(workbooks.written(tabled(bank, RUSSIAN).lines))
    assert [says(note) for note in from_book(path, RUSSIAN)] == [says(note) for note in bank]


def test_every_field_of_every_kind_has_a_column() -> None:
    assert {name: set(kind.AuthorForm.base_fields) for name, kind in KINDS.items()} == {
        kind: {one.name for one in fields} for kind, fields in FIELDS.items()
    }
    assert set(SENT) == set(KINDS)

"""What is written as Moodle XML is read again as it was, or what is lost of it is named."""

from pathlib import Path

import pytest
from hypothesis import given

from studyapp.formats.moodle.reading import read
from studyapp.formats.moodle.writing import write
from studyapp.formats.notes import Note
from tests.formats.classroom.banks import banks, says

OF_READING = {"wildcard", "ordering"}
"""Losses that other programs have."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("banks") / "bank.xml"


@given(bank=banks)
def test_a_bank_comes_back_from_xml_as_it_went(path: Path, bank: list[Note]) -> None:
    written = write(bank)
    path.write_bytes(written.data)
    read_again = list(read(path))
    assert len(read_again) == written.cards
    for note, again in zip([note for note in bank if write([note]).cards], read_again, strict=True):
        lost = {one.what for one in write([note]).lost} - OF_READING
        if lost:
            continue
        assert says(again) == says(note)
        assert isinstance(again, Note)
        assert (again.guid, again.deck, again.tags) == (note.guid, note.deck, note.tags)

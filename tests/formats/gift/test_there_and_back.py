"""What is written as GIFT is read again as it was, or what is lost of it is named."""

from hypothesis import given

from studyapp.formats.gift.reading import read
from studyapp.formats.gift.writing import write
from studyapp.formats.notes import Note
from tests.formats.classroom.banks import banks, says

ELSEWHERE = {"signs-elsewhere", "wildcard-there", "wildcard", "picture-left"}
"""Losses of other programs, and of what stands beside the questions."""


@given(banks)
def test_a_bank_comes_back_as_it_went(bank: list[Note]) -> None:
    written = write(bank)
    read_again = list(read(written.data.decode()))
    assert len(read_again) == written.cards
    for note in bank:
        alone = write([note])
        lost = {one.what for one in alone.lost} - ELSEWHERE
        if lost:
            continue
        [again] = read(alone.data.decode())
        assert says(again) == says(note)
        assert isinstance(again, Note)
        assert (again.guid, again.deck, again.tags) == (note.guid, note.deck, note.tags)

"""Aiken read and written: choices of one right answer, a question in one line."""

import pytest
from hypothesis import given

from studyapp.formats.aiken import looks_like_it, read, write
from studyapp.formats.notes import Asked, Note, Refused
from tests.formats.classroom.banks import banks, says

TIDES = "What raises the tides?\nA. The Sun\nB) The Moon\nANSWER: B\n"


@given(banks)
def test_choices_come_back_and_all_else_is_named(bank: list[Note]) -> None:
    written = write(bank)
    assert len(list(read(written.data.decode()))) == written.cards
    for note in bank:
        alone = write([note])
        if not alone.lost:
            [again] = read(alone.data.decode())
            assert says(again) == says(note)


@pytest.mark.parametrize("text", [TIDES, f"\n{TIDES}", TIDES.replace("\n", "\r\n\r\n"), TIDES.replace("B) ", "B.")])
def test_both_marks_behind_a_letter_are_read(text: str) -> None:
    assert looks_like_it(text)
    [note] = read(text)
    assert isinstance(note, Note)
    assert note.cards[0].sent["answer"] == "The Moon"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (TIDES.replace("ANSWER: B", ""), 1, "Write a line such as “ANSWER: B”"),
        (TIDES.replace("ANSWER: B", "ANSWER: C"), 4, "“C” is no option"),
        (TIDES.replace("B)", "A)"), 3, "two options"),
        (f"Two\nlines?\n{TIDES.partition('\n')[2]}", 1, "in one line"),
        ("Which?\nA. The Sun\nANSWER: A", 3, "No answer is wrong"),
        ("A. The Sun\nB. The Moon\nANSWER: B", 1, "no question before this line"),
        (f"{TIDES.replace('ANSWER: B', '')}{TIDES}", 4, "Write a line such as “ANSWER: B”"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, told: str) -> None:
    refused = next(note for note in read(text) if isinstance(note, Refused))
    assert refused.place == f"line {line}"
    assert told in refused.told


def test_the_place_of_the_right_option_says_nothing() -> None:
    card = Asked("0", "choice", {"prompt": "Which?", "answer": "b", "distractors": ["c", "a"], "explanation": "So."})
    written = write([Note("n1", (), (card,))])
    assert written.data.decode() == "Which?\nA. a\nB. b\nC. c\nANSWER: B\n"
    assert [one.what for one in written.lost] == ["explanation-left"]


@pytest.mark.parametrize("prompt", ["A.D. 43?", "?", "ANSWER: what?"])
def test_a_question_that_moodle_would_take_for_something_else_is_left_out(prompt: str) -> None:
    card = Asked("0", "choice", {"prompt": prompt, "answer": "a", "distractors": ["b"], "explanation": ""})
    assert [one.what for one in write([Note("n1", (), (card,))]).lost] == ["signs"]


def test_a_list_of_terms_does_not_look_like_it() -> None:
    assert not looks_like_it("ebb – falling\nflow – rising\nANSWER: none")

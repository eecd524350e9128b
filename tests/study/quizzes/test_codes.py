"""Codes are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.study.quizzes.codes import LENGTH, SIGNS, new_code, read_code


def test_a_new_code_reads_as_itself() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    assert read_code(code) == code


@pytest.mark.parametrize(
    "typed", ["B0CD1K7", "b0cd1k7", " b0c-d1k7 ", "BOCDIK7", "bocdlk7", "В0СD1К7", "Ｂ０ＣＤ１Ｋ７", "b 0 c d 1 k 7"]
)
def test_case_spaces_and_lookalikes_do_not_matter(typed: str) -> None:
    assert read_code(typed) == "B0CD1K7"


@pytest.mark.parametrize(
    "typed", ["", "B0CD1K", "B0CD1K77", "B0CDAK7", "B0CD1K\u0667", "\0" * 7, "x" * 100_000, "b" * 7 + "!c"]
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


@given(st.text())
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code == "" or (len(code) == LENGTH and set(code) <= set(SIGNS))

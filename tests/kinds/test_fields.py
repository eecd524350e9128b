"""The fields take a seed's values and a browser's text through one gate."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import fields, text


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (None, []),
        ("", []),
        ([], []),
        ("one\r\n\r\n  two  words \n", ["one", "two words"]),
        (["one", " two\nwords "], ["one", "two words"]),
        (("one",), ["one"]),
        ([2013, 3.6, date(2013, 11, 12)], ["2013", "3.6", "2013-11-12"]),
        (2013, ["2013"]),
    ],
)
def test_lists_and_lines_become_short_texts(value, lines):
    assert fields.LinesField(required=False).clean(value) == lines


@pytest.mark.parametrize("value", [["x" * 11], ["a"] * 4, [["a"]], [{"a": 1}], ["a\x00"], "a\x00", ["\ud800"]])
def test_too_long_too_many_nested_or_unshowable_entries_are_refused(value):
    with pytest.raises(ValidationError):
        fields.LinesField(max_items=3, max_length=10).clean(value)


@given(st.lists(st.text(max_size=30), max_size=10))
def test_lines_shown_for_editing_come_back_the_same(entries):
    field = fields.LinesField(required=False)
    try:
        lines = field.clean(entries)
    except ValidationError:
        return
    assert field.clean(field.prepare_value(lines)) == lines


@given(st.text(max_size=60))
def test_text_is_folded_once_and_for_all(anything):
    try:
        cleaned = fields.TextField(required=False).clean(anything)
    except ValidationError:
        return
    assert cleaned == text.tidy(cleaned)
    assert fields.TextField(required=False).clean(cleaned) == cleaned


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "\ud800", ["a"], {"a": 1}])
def test_text_that_cannot_be_shown_or_is_no_text_is_refused(value):
    with pytest.raises(ValidationError):
        fields.TextField().clean(value)


def test_an_answer_of_invisible_marks_is_no_answer():
    with pytest.raises(ValidationError):
        fields.AnswerField().clean("\u200b \u2060")

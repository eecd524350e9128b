"""Dates and counts in a sentence, and what is none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.library.suggesting import sentences


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The quay was opened on 12 May 1901.", [("12 May 1901", "1901-05-12")]),
        ("The quay was opened on May 12, 1901.", [("May 12, 1901", "1901-05-12")]),
        ("In May 1901 the quay was opened.", [("May 1901", "1901-05")]),
        ("The quay has been open since 1901.", [("1901", "1901")]),
        ("In 1901 the quay was opened on 12 May.", [("1901", "1901"), ("12 May", "1901-05-12")]),
        ("The quay was opened on 12 May.", [("12 May", "")]),
        ("In 1901 and in 1902 storms came on 12 May.", [("1901", "1901"), ("1902", "1902"), ("12 May", "")]),
        ("The quay was opened on 31 June 1901.", [("31 June 1901", "")]),
        ("The fleet has 1901 hulls.", []),
        ("They may go out at 12.", []),
    ],
)
def test_every_date_is_found_as_precisely_as_it_is_given(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(span.text, span.iso) for span in sentences.dates(sentence)] == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The port has 14 cranes.", [("14", "14")]),
        ("The port has twenty-one cranes.", [("twenty-one", "21")]),
        ("The port earned 3.6 million crowns.", [("3.6", "3600000")]),
        ("The port earned $250 a day.", [("250", "250")]),
        ("The port has 12,000 berths.", [("12,000", "12000")]),
    ],
)
def test_every_plain_count_is_found_with_its_value_in_full(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(span.text, str(int(span.value))) for span in sentences.counts(sentence)] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The port has about 14 cranes.",
        "The port has more than a dozen cranes.",
        "The port has as many as 14 cranes.",
        "The port has 14 or more cranes.",
        "About four fifths of the cranes are new.",
        "The gates close at 8:30 in the evening.",
        "It was the 30th tide of the year.",
        "The G7 met in the port.",
        "One crane is new.",
        "The quay was opened on 12 May 1901.",
        "Both sides, all two sides, agreed.",
    ],
)
def test_what_is_hedged_or_no_count_is_left_alone(sentence: str) -> None:
    assert list(sentences.counts(sentence)) == []


@given(st.text(alphabet=st.sampled_from("ab 1290.,:-$MayJune 1901 five dozen"), max_size=120))
def test_whatever_is_written_each_stretch_lies_where_it_says(sentence: str) -> None:
    for span in [*sentences.dates(sentence), *sentences.counts(sentence)]:
        assert sentence[span.start : span.end] == span.text != ""
        assert sentences.without(sentence, span, span.text) == sentence

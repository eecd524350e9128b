"""Numbers and dates in a text: kept in English, shown in the reader's style, asked back where there are two."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import dates, figures, quantities

LIKE = st.sampled_from(["3.6 billion", "11", "12 November 2013", "1950", "44 BC", "Group of 7", "Hanoi", "5 km"])


@pytest.mark.parametrize(
    ("written", "like", "style", "english"),
    [
        ("3,6 млрд", "3.6 billion", "ru", "3600000000"),
        ("3,6 tỷ đô la", "5 US dollars", "vi", "3600000000 đô la"),
        ("mười một", "11", "vi", "11"),
        ("12 ноября 2013 г.", "12 May 1998", "ru", "12 November 2013"),
        ("20 июня", "12 May", "ru", "20 June"),
        ("năm 1950", "1991", "vi", "1950"),
        ("44 г. до н. э.", "500 BC", "ru", "44 BC"),
        ("3,6", "Hanoi", "ru", "3,6"),
        ("много", "11", "ru", "много"),
        ("3,6", "Group of 7", "ru", "3,6"),
    ],
)
def test_a_figure_is_kept_in_english(written, like, style, english):
    assert figures.in_english(written, like, style) == english


@pytest.mark.parametrize(("written", "like"), [("3.600", "3.6"), ("3,600", "3.6 billion"), ("1.950", "1950")])
def test_a_number_that_can_be_two_is_asked_back(written, like):
    with pytest.raises(quantities.AmbiguousError):
        figures.in_english(written, like, "vi")


def test_a_date_that_can_be_two_is_asked_back():
    with pytest.raises(dates.AmbiguousError):
        figures.in_english("12/11/2013", "12 November 2013", "ru")


@pytest.mark.parametrize(
    ("written", "style", "shown"),
    [
        ("3.6 billion", "ru", "3,6 млрд"),
        ("3.6 billion", "en", "3.6 billion"),
        ("$5 million", "vi", "$5 triệu"),
        ("80%", "ru", "80%"),
        ("11 agreements", "vi", "11 agreements"),
        ("12 November 2013", "ru", "12 ноября 2013 г."),
        ("June 2024", "vi", "tháng 6 năm 2024"),
        ("20 June", "vi", "20 tháng 6"),
        ("44 BC", "ru", "44 г. до н. э."),
        ("1950", "ru", "1950"),
        ("eleven", "ru", "eleven"),
        ("Group of 7", "ru", "Group of 7"),
        ("Hanoi", "vi", "Hanoi"),
        ("3.6", "ru", "3,6"),
    ],
)
def test_a_figure_is_shown_in_the_readers_style_and_words_stay(written, style, shown):
    assert figures.shown(written, written, style) == shown


def test_a_decimal_is_no_day_of_a_month():
    assert not figures.same("3.06", "3.6")
    assert figures.same("3.60", "3.6")


@given(st.text(max_size=10_000), LIKE, st.sampled_from(["en", "vi", "ru"]))
def test_any_text_is_kept_shown_or_asked_back(written, like, style):
    try:
        kept = figures.in_english(written, like, style)
    except ValueError:
        return
    assert isinstance(figures.shown(kept, like, style), str)


def test_the_longest_of_texts_is_read_quickly():
    figures.in_english("12", "3.6 billion", "vi")
    start = time.process_time()
    for worst in ("1 " * 5000, "mười " * 2000, "\u200b" * 10_000, "٣٬" * 5000, "1" * 10_000, "năm " * 2500):
        for like in ("3.6 billion", "12 November 2013", "1950"):
            figures.in_english(worst, like, "vi")
    assert time.process_time() - start < 0.5

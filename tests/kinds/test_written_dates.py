"""Dates that editors write as students may."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import dates, partial_dates, styles
from studyapp.kinds.written_dates import DayField, SortableDateField


@pytest.mark.parametrize(
    ("written", "style", "kept"),
    [
        ("2013-11-12", "en", "2013-11-12"),
        ("12 November 2013", "en", "2013-11-12"),
        ("November 2013", "en", "2013-11"),
        ("ngày 12 tháng 11 năm 2013", "vi", "2013-11-12"),
        ("12 ноября 2013 г.", "ru", "2013-11-12"),
        ("12.11.2013", "ru", "2013-11-12"),
        ("", "en", ""),
    ],
)
def test_a_date_is_read_as_it_is_written_and_kept_as_text_that_sorts(written: str, style: str, kept: str) -> None:
    with styles.override(style):
        assert SortableDateField(required=False).clean(written) == kept


@pytest.mark.parametrize("written", ["last week", "11/12/2013", "2013-02-30", "12 November", "44 BC", "x" * 61])
def test_what_is_no_one_date_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValidationError):
        SortableDateField().clean(written)


def test_an_article_has_a_whole_day_or_none() -> None:
    assert DayField().clean("12 November 2013") == date(2013, 11, 12)
    assert DayField(required=False).clean("") is None
    with pytest.raises(ValidationError, match="Give the day"):
        DayField().clean("November 2013")


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_date_as_it_is_shown_is_read_as_what_it_was(day: date, precision: int) -> None:
    kept = day.isoformat()[:precision]
    assert dates.as_written(kept) == dates.as_written(partial_dates.display(kept)) == kept


@given(st.text(max_size=30))
def test_whatever_is_written_is_a_date_or_a_sentence(written: str) -> None:
    try:
        kept = dates.as_written(written)
    except ValueError as fault:
        kept = ""
        told = str(fault)
    assert partial_dates.precision(kept) if kept else told.endswith((".", "”"))

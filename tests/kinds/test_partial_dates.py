"""Dates known to a year, a month or a day."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import partial_dates

DATES = st.dates(date(1000, 1, 1), date(2999, 12, 31))
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DATES, st.sampled_from([4, 7, 10]))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (2013, "2013"),
        ("2013", "2013"),
        (" 2013-11 ", "2013-11"),
        ("2013-11-12", "2013-11-12"),
        (date(2013, 11, 12), "2013-11-12"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_years_months_and_days_are_read(written, canonical):
    assert partial_dates.parse(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "", "13", 13, 999, 3000, "0999", "2013-13", "2013-00", "2013-1", "2013-02-29", "2013-11-31", "2013-11-12T10:00",
        "12.11.2013", "November 2013", "2013-", "٢٠١٣", "2013-11-12\n2014", True, 2013.5, datetime(2013, 11, 12), None,
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(written):
    with pytest.raises(ValueError, match=r"is not a date: |out of range: |no such day"):
        partial_dates.parse(written)


@pytest.mark.parametrize(
    ("text", "precision", "shown", "first", "last"),
    [
        ("2013", "year", "2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-11", "month", "November 2013", date(2013, 11, 1), date(2013, 11, 30)),
        ("2024-02", "month", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2013-12", "month", "December 2013", date(2013, 12, 1), date(2013, 12, 31)),
        ("2013-11-02", "day", "2 November 2013", date(2013, 11, 2), date(2013, 11, 2)),
    ],
)
def test_a_date_is_as_wide_as_its_precision(text, precision, shown, first, last):
    assert partial_dates.precision(text) == precision
    assert partial_dates.display(text) == shown
    assert (partial_dates.earliest(text), partial_dates.latest(text)) == (first, last)


@given(PARTIAL, PARTIAL)
def test_the_texts_sort_as_their_first_days_do(one, other):
    first = (partial_dates.earliest(one), len(one)), (partial_dates.earliest(other), len(other))
    assert (one < other) == (first[0] < first[1])


@given(PARTIAL)
def test_what_is_canonical_stays_as_it_is(text):
    assert partial_dates.parse(text) == text
    assert partial_dates.earliest(text) <= partial_dates.latest(text)
    assert partial_dates.latest(text).isoformat().startswith(text)

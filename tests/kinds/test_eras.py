"""Eras around a year, and years before 1000 as editors write them, as they are kept and as they are shown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import dates, eras, partial_dates

EARLY = st.integers(1, 999) | st.integers(-2999, -1)


@pytest.mark.parametrize(
    ("line", "era", "rest"),
    [
        ("44 BC", eras.BEFORE, "44"),
        ("44 B.C.E.", eras.BEFORE, "44"),
        ("BC 44", eras.BEFORE, "44"),
        ("79 AD", eras.OURS, "79"),
        ("44 г. до н. э.", eras.BEFORE, "44 г."),
        ("79 г. н. э.", eras.OURS, "79 г."),
        ("năm 500 trước Công nguyên", eras.BEFORE, "nam 500"),
        ("500 TCN", eras.BEFORE, "500"),
        ("40 SCN", eras.OURS, "40"),
        ("44 v. Chr.", eras.BEFORE, "44"),
        ("44 av. J.-C.", eras.BEFORE, "44"),
        ("12 November 2013", "", "12 November 2013"),
        ("ABC 7", "", "ABC 7"),
        ("BC", "", "BC"),
    ],
)
def test_an_era_is_taken_off_a_year(line, era, rest):
    assert eras.split(line) == (era, rest)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("44 BC", "-0044"),
        ("44 B.C.", "-0044"),
        ("44 bce", "-0044"),
        ("-0044", "-0044"),
        ("\N{MINUS SIGN}0044", "-0044"),
        ("AD 79", "0079"),
        ("79 CE", "0079"),
        ("0079", "0079"),
        (987, "0987"),
        ("987", "0987"),
        (2013, "2013"),
        ("2013-11", "2013-11"),
        ("1274 BC", "-1274"),
    ],
)
def test_an_editor_writes_a_year_of_any_age(written, kept):
    assert partial_dates.parse_of_any_age(written) == kept
    assert partial_dates.parse_of_any_age(kept) == kept


@pytest.mark.parametrize("written", ["79", 13, "0 BC", "0000", "0", "44 XY", "BC", "12-03 BC", "-44-03-15", "5000"])
def test_what_could_be_another_year_is_refused(written):
    with pytest.raises(ValueError, match=r"is not a date|out of range"):
        partial_dates.parse_of_any_age(written)


@pytest.mark.parametrize(
    ("kept", "locale", "shown"),
    [
        ("-0044", "en", "44 BC"),
        ("-0044", "ru", "44 г. до н. э."),
        ("-0044", "vi", "năm 44 TCN"),
        ("-0044", "de", "44 v. Chr."),
        ("-0044", "fr", "44 av. J.-C."),
        ("0079", "en", "AD 79"),
        ("0079", "ru", "79 г. н. э."),
        ("0079", "vi", "năm 79 SCN"),
    ],
)
def test_an_early_year_is_shown_with_its_era(kept, locale, shown):
    assert partial_dates.shown(kept, locale) == shown
    assert partial_dates.precision(kept) == "year"


@given(EARLY, st.sampled_from(["en", "vi", "ru", "de", "fr"]))
def test_an_early_year_that_is_shown_is_read_again(year, locale):
    kept = partial_dates.of_year(year)
    assert dates.read(partial_dates.shown(kept, locale), locale) == kept
    assert partial_dates.parse_of_any_age(partial_dates.display(kept)) == kept


def test_facts_take_no_early_year_since_theirs_are_sorted():
    with pytest.raises(ValueError, match="out of range"):
        partial_dates.parse("0987")


def test_the_worst_of_lines_is_read_quickly():
    dates.read("44 BC")
    start = time.process_time()
    for worst in ("1 b" * 3300, "bc " * 20, "1 до н " * 8, "b.c." * 15, "1" * 10_000):
        with pytest.raises(ValueError, match=r"."):
            dates.read(worst, "ru", short_year="either")
    assert time.process_time() - start < 0.5

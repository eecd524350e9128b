"""How far intervals stray."""

from itertools import pairwise
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import fuzz_window
from studyapp.scheduling.fuzz import fraction, least_after
from tests.scheduling.published import UNITS


@pytest.mark.parametrize(
    ("interval", "minimum", "maximum", "lower", "middle", "upper"), UNITS["fuzz_lower_middle_upper"]["rows"]
)
def test_published_fuzz_bounds_agree(interval, minimum, maximum, lower, middle, upper):
    first, last = fuzz_window(interval, minimum, maximum)
    drawn = [first + floor(share * (last - first + 1)) for share in (0, 0.5, 0.99)]
    assert drawn == [lower, middle, upper]


@pytest.mark.parametrize(("interval", "previous", "maximum", "least"), UNITS["min_fuzz_interval"]["rows"])
def test_published_least_intervals_after_a_pass_agree(interval, previous, maximum, least):
    assert least_after(interval, previous, maximum) == least


@given(st.floats(0, 40_000), st.integers(1, 400), st.integers(1, 36_500))
def test_fuzz_stays_between_minimum_and_maximum(interval, minimum, maximum):
    first, last = fuzz_window(interval, minimum, maximum)
    assert min(minimum, maximum) <= first <= last <= maximum


@pytest.mark.parametrize("days", [1, 2])
def test_a_day_or_two_are_not_fuzzed(days):
    assert fuzz_window(days) == (days, days)


def test_the_windows_of_the_first_weeks_stay_as_they_are():
    windows = [fuzz_window(days) for days in range(3, 25)]
    first = [2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 13, 14, 15, 16, 17, 18, 19, 20, 21]
    last = [4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27]
    assert windows == list(zip(first, last, strict=True))


def test_a_longer_interval_never_has_an_earlier_window():
    windows = [fuzz_window(days) for days in range(1, 500)]
    assert all(a[0] <= b[0] and a[1] < b[1] for a, b in pairwise(windows))


def test_the_fraction_of_a_seed_is_the_same_on_every_machine():
    drawn = [round(fraction(seed), 6) for seed in ("7:1", "7:2", "8:1")]
    assert drawn == [0.055874, 0.133927, 0.846065]


def test_fractions_of_many_seeds_are_spread_evenly():
    tenths = [floor(fraction(f"{card}:{reps}") * 10) for card in range(200) for reps in range(50)]
    assert all(900 < tenths.count(tenth) < 1100 for tenth in range(10))

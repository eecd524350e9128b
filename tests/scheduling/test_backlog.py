"""How long it takes to work off what has piled up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import days_to_clear

YEAR = 365


@pytest.mark.parametrize(
    ("backlog", "pace", "coming", "days"),
    [
        (0, 1, [], 0),
        (40, 40, [9, 9], 0),
        (41, 40, [0], 1),
        (80, 40, [0], 1),
        (81, 40, [0, 0], 2),
        (340, 40, [0] * YEAR, 8),
        (340, 40, [10] * YEAR, 10),
        (80, 40, [1, 0], 2),
        (50, 40, [40, 40, 0], 3),
        (20, 20, [99] * YEAR, 0),
    ],
)
def test_it_is_worked_off_when_nothing_due_is_left_over_at_the_end_of_a_day(backlog, pace, coming, days):
    assert days_to_clear(backlog, pace, coming) == days


@pytest.mark.parametrize(("pace", "coming"), [(10, [10] * YEAR), (10, [11] * YEAR), (0, [0] * YEAR), (1, [0] * 99)])
def test_a_pace_too_small_for_what_comes_never_gets_through(pace, coming):
    assert days_to_clear(101, pace, coming) is None


def test_what_was_answered_today_is_not_answered_again():
    assert days_to_clear(40, 40, [0], done_today=1) == 1
    assert days_to_clear(39, 40, [0], done_today=1) == 0
    assert days_to_clear(1, 40, [0], done_today=99) == 1


@given(st.integers(0, 3000), st.integers(0, 100), st.lists(st.integers(0, 60), max_size=80))
def test_a_quicker_pace_takes_no_longer(backlog, pace, coming):
    slow, quick = days_to_clear(backlog, pace, coming), days_to_clear(backlog, pace + 1, coming)
    assert slow is None or (quick is not None and quick <= slow)


@given(st.integers(1, 3000), st.integers(1, 100), st.lists(st.integers(0, 60), max_size=80))
def test_no_more_is_answered_than_the_pace_allows(backlog, pace, coming):
    days = days_to_clear(backlog, pace, coming)
    if days is not None:
        assert backlog + sum(coming[:days]) <= pace * (days + 1)

"""No review is put off past an exam, and a last one falls in the week before it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import before_exam, last_pass, met_by, new_a_day
from tests.scheduling.histories import seeds

TODAY = date(2026, 1, 6)
DAY = timedelta(days=1)
exams = st.none() | st.integers(-10, 400).map(lambda days: TODAY + days * DAY)


@given(st.integers(1, 36_500), exams, seeds, st.dictionaries(st.integers(1, 400), st.integers(0, 50)))
def test_a_review_keeps_its_day_or_falls_into_the_last_week_before_the_exam(interval, exam, seed, load):
    counts = {TODAY + days * DAY: count for days, count in load.items()}
    due = TODAY + interval * DAY
    found = before_exam(due, today=TODAY, exam=exam, seed=seed, load=counts)
    assert found > TODAY
    if exam is None or exam <= TODAY + DAY or due < exam:
        assert found == due
    else:
        assert max(TODAY + DAY, exam - 7 * DAY) <= found < exam
    assert found == before_exam(due, today=TODAY, exam=exam, seed=seed, load=counts)


def test_the_last_week_is_filled_evenly():
    exam = TODAY + 30 * DAY
    days = Counter(
        before_exam(exam + 9 * DAY, today=TODAY, exam=exam, seed=f"1:{card}:4", load={}) for card in range(700)
    )
    assert sorted(days) == [exam - n * DAY for n in range(7, 0, -1)]
    assert min(days.values()) > 70


def test_the_emptier_days_are_preferred():
    exam = TODAY + 30 * DAY
    load = {exam - n * DAY: 50 for n in (1, 2, 3, 5, 6, 7)}
    for card in range(50):
        assert before_exam(exam, today=TODAY, exam=exam, seed=f"1:{card}:4", load=load) == exam - 4 * DAY


@pytest.mark.parametrize(("days", "first", "last"), [(2, 1, 1), (3, 1, 2), (8, 1, 7), (9, 2, 8), (100, 93, 99)])
def test_the_last_pass_is_the_week_before_as_far_as_it_is_to_come(days, first, last):
    assert last_pass(TODAY, TODAY + days * DAY) == (TODAY + first * DAY, TODAY + last * DAY)


@pytest.mark.parametrize("days", [-5, 0, 1])
def test_there_is_no_last_pass_once_no_day_lies_between(days):
    assert last_pass(TODAY, TODAY + days * DAY) is None
    assert last_pass(TODAY, None) is None


@pytest.mark.parametrize(
    ("waiting", "days", "needed"),
    [
        ([1] * 48, 4, 12),
        ([1] * 49, 4, 13),
        ([1], 30, 1),
        ([], 5, 0),
        ([1] * 5, 1, 5),
        ([3, 1], 3, 2),
        ([3, 1], 4, 1),
        ([3], 2, None),
    ],
)
def test_so_many_new_ones_a_day_are_needed_today_included(waiting, days, needed):
    assert new_a_day(waiting, today=TODAY, exam=TODAY + days * DAY) == needed


def test_nothing_is_needed_for_an_exam_that_is_here_or_over():
    assert new_a_day([1] * 10, today=TODAY, exam=TODAY) is None
    assert new_a_day([1] * 10, today=TODAY, exam=TODAY - DAY) is None


@pytest.mark.parametrize(
    ("waiting", "a_day", "left_today", "days"),
    [(0, 10, 0, 0), (10, 10, 10, 0), (11, 10, 10, 1), (20, 10, 10, 1), (21, 10, 10, 2), (10, 10, 0, 1), (3, 0, 3, 0)],
)
def test_all_are_met_when_the_last_of_them_is(waiting, a_day, left_today, days):
    assert met_by([1] * waiting, a_day, today=TODAY, left_today=left_today) == TODAY + days * DAY


def test_at_none_a_day_they_are_never_met():
    assert met_by([1] * 4, 0, today=TODAY, left_today=3) is None
    assert met_by([2], 0, today=TODAY, left_today=3) is None


def test_of_one_fact_a_day_brings_one_question():
    assert met_by([3, 1], 10, today=TODAY, left_today=10) == TODAY + 2 * DAY
    assert met_by([3, 3], 1, today=TODAY, left_today=0) == TODAY + 6 * DAY


@given(st.lists(st.integers(1, 4), max_size=150), st.integers(4, 300))
def test_what_is_needed_is_just_enough(waiting, days):
    exam = TODAY + days * DAY
    needed = new_a_day(waiting, today=TODAY, exam=exam)
    assert needed is not None
    assert met_by(waiting, needed, today=TODAY, left_today=needed) < exam
    if needed:
        late = met_by(waiting, needed - 1, today=TODAY, left_today=needed - 1)
        assert late is None or late >= exam

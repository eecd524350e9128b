"""The calendar has a cell for every study day of a year and none for those to come; habits are counted, not judged."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from studyapp.insights.figures import answers_on_each, numbers, with_one_decimal
from studyapp.insights.year import calendar, edges, legend, shade
from studyapp.study.cards.fold import Tally
from studyapp.study.progress.habit import WEEKS, Habit, first_day, monday_of

WEDNESDAY = date(2026, 1, 7)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def ago(*numbers: int) -> list[date]:
    return [WEDNESDAY - timedelta(days=number) for number in numbers]


@given(days)
def test_every_day_up_to_today_has_a_cell(today: date) -> None:
    figure = calendar({}, today)
    assert first_day(today).weekday() == 0
    assert sum(len(chart.rects) for chart in figure.charts) == (today - first_day(today)).days + 1
    assert len(figure.rows) == WEEKS
    assert 357 < (today - first_day(today)).days + 1 <= 364


def test_days_to_come_are_left_blank_in_the_table() -> None:
    newest = calendar({WEDNESDAY: Tally(answers=7)}, WEDNESDAY).rows[0]
    assert newest == ["5 Jan 2026", "0", "0", "7", "", "", "", ""]


def test_what_is_said_of_a_day_is_kept_by_language_and_as_it_is_written() -> None:
    assert numbers([1, 1.0]) == ["1", "1.0"]
    assert answers_on_each([WEDNESDAY], [1]) != answers_on_each([WEDNESDAY], [2])
    with override("ru"):
        assert answers_on_each([WEDNESDAY], [2]) == ["07.01: 2 ответа"]
        assert with_one_decimal([1.5]) == ["1,5"]
    assert answers_on_each([WEDNESDAY], [2]) == ["7 Jan: 2 answers"]
    assert with_one_decimal([1.5]) == ["1.5"]


def test_a_cell_says_its_day_and_count() -> None:
    figure = calendar({WEDNESDAY: Tally(answers=1)}, WEDNESDAY)
    cell = figure.charts[1].rects[-1]
    assert (cell.title, cell.tone) == ("7 Jan: 1 answer", "heat4")


@given(st.lists(st.integers(0, 500)))
def test_more_answers_are_never_paler_and_none_is_the_palest(counts: list[int]) -> None:
    found = edges(counts)
    shades = [shade(count, found) for count in sorted(counts)]
    assert shades == sorted(shades)
    assert all((tone == 0) == (count == 0) for tone, count in zip(shades, sorted(counts), strict=True))
    if any(counts):
        assert shades[-1] == 4


@given(st.lists(st.integers(1, 500), min_size=1))
def test_the_legend_names_each_shade_that_is_used(counts: list[int]) -> None:
    found = edges(counts)
    named = {tone for tone, _ in legend(found)}
    assert {f"heat{shade(count, found)}" for count in counts} <= named


def test_the_legend_says_what_a_shade_stands_for() -> None:
    assert legend([4, 5, 9]) == [
        ("heat0", "none"),
        ("heat1", "1–4"),
        ("heat2", "5"),
        ("heat3", "6–9"),
        ("heat4", "10 or more"),
    ]
    assert legend([]) == [("heat0", "none"), ("heat4", "1 or more")]


@pytest.mark.parametrize(
    ("studied", "habit"),
    [
        ([], Habit(0, 0, 0)),
        (ago(0), Habit(1, 1, 1)),
        (ago(1, 2), Habit(2, 2, 2)),  # today is not over yet
        (ago(2, 3, 4), Habit(3, 0, 3)),
        (ago(0, 1, 5, 6, 7), Habit(5, 2, 3)),
        (ago(0, 29, 30, 31), Habit(2, 1, 3)),
        (ago(-1, 0), Habit(1, 1, 1)),  # of a zone that was left behind
    ],
)
def test_days_in_a_row_are_counted_up_to_today_or_yesterday(studied: list[date], habit: Habit) -> None:
    assert Habit.of(studied, WEDNESDAY) == habit


def test_a_run_that_began_before_the_calendar_is_of_the_whole_year() -> None:
    year = (WEDNESDAY - first_day(WEDNESDAY)).days
    assert Habit.of(ago(*range(year + 1)), WEDNESDAY).whole_year
    assert Habit.of(ago(*range(1, year + 1)), WEDNESDAY).whole_year
    assert not Habit.of(ago(*range(year)), WEDNESDAY).whole_year


@given(days)
def test_a_week_begins_on_its_monday(day: date) -> None:
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days < 7

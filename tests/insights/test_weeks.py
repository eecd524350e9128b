"""Retention is counted by the learner's weeks, young and mature apart, and set against what they want."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp.insights.figures import Share
from studyapp.insights.weeks import WEEKS, recent, retention, weeks
from studyapp.study.cards.fold import Tally

WEDNESDAY = date(2026, 1, 7)
MONDAY = date(2026, 1, 5)


def reviews_of(young: tuple[int, int] = (0, 0), mature: tuple[int, int] = (0, 0)) -> Tally:
    """How many were right of how many."""
    return Tally(young_recalled=young[0], young=young[1], mature_recalled=mature[0], mature=mature[1])


def test_a_week_is_the_sum_of_its_days() -> None:
    days = {
        MONDAY: reviews_of((1, 2)),
        WEDNESDAY: reviews_of((2, 2), (3, 4)),
        MONDAY - timedelta(days=1): reviews_of((0, 1)),
        MONDAY - timedelta(days=400): reviews_of((9, 9)),
    }
    *_, before, now = weeks(days, WEDNESDAY)
    assert (now.monday, now.young, now.mature) == (MONDAY, Share(3, 4), Share(3, 4))
    assert (before.young, before.mature) == (Share(0, 1), Share(0, 0))


@given(st.dictionaries(st.dates(date(2025, 8, 1), WEDNESDAY), st.integers(0, 9)))
def test_no_review_of_the_half_year_is_lost(counts: dict[date, int]) -> None:
    found = weeks({day: reviews_of((count, count)) for day, count in counts.items()}, WEDNESDAY)
    assert len(found) == WEEKS
    assert sum(week.young.of for week in found) == sum(counts.values())


def test_what_is_wanted_is_drawn_and_a_week_without_reviews_is_a_gap() -> None:
    days = {WEDNESDAY: reviews_of((9, 10)), WEDNESDAY - timedelta(days=14): reviews_of((8, 10), (1, 1))}
    figure = retention(weeks(days, WEDNESDAY), 0.9)
    (chart,) = figure.charts
    assert [dot.tone for dot in chart.dots] == ["young", "young", "mature"]
    assert [line.tone for line in chart.lines] == ["claim"]
    assert chart.lines[0].y1 == chart.dots[1].y, "nine of ten stand where ninety percent are wanted"
    assert figure.rows[0] == ["5 Jan 2026", "90\u00a0%, 9 of 10", "–", "90\u00a0%, 9 of 10"]
    assert figure.rows[1][1:] == ["–", "–", "–"]


def test_the_scale_reaches_down_to_the_worst_week() -> None:
    (chart,) = retention(weeks({WEDNESDAY: reviews_of((2, 10))}, WEDNESDAY), 0.9).charts
    assert chart.texts[0].text == "20\u00a0%"
    (chart,) = retention(weeks({}, WEDNESDAY), 0.9).charts
    assert chart.texts[0].text == "50\u00a0%"


def test_of_late_is_the_last_four_weeks() -> None:
    days = {WEDNESDAY - timedelta(days=n): reviews_of((1, 1), (0, 1)) for n in (0, 27, 28)}
    assert recent(days, WEDNESDAY) == Share(2, 4)

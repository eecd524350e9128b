"""Where a card stands in Anki, read by the days and moments of its learner."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.formats.anki.collection import Calendar, RawCard, RawReview
from studyapp.formats.anki.progress import first_day, progress_of
from studyapp.formats.notes import Answered, Progress, Remembered, Sort, Stage
from studyapp.scheduling import StudyClock
from tests.formats.anki.packages import card, review

HANOI, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York"))
BEGAN = datetime(2024, 1, 10, 4, tzinfo=HANOI)
CALENDAR = Calendar(int(BEGAN.timestamp()), 4, -7 * 60)
CLOCK = StudyClock(HANOI)
AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
MS = int(AT.timestamp()) * 1000


def stands(reviews: tuple[RawReview, ...] = (), **changed: Any) -> Progress:
    return progress_of(card(**changed), reviews, CALENDAR, CLOCK)


def test_a_new_card_has_no_due_day() -> None:
    assert stands(due=17) == Progress()


def test_a_card_in_review_is_due_on_a_study_day() -> None:
    found = stands(kind=2, queue=2, due=60, ivl=30, factor=2500, reps=5, lapses=1)
    assert found == Progress(Stage.REVIEW, due=date(2024, 3, 10), interval=30, reps=5, lapses=1, ease=2.5)


@pytest.mark.parametrize("due", [10.0**15, -(10.0**15)])
def test_no_day_is_too_far_away(due: float) -> None:
    assert stands(kind=2, queue=2, due=due, ivl=30).due


@pytest.mark.parametrize(("due", "day"), [(60.75, date(2024, 3, 10)), (-1.5, date(2024, 1, 8))])
def test_a_part_of_a_day_belongs_to_that_day(due: float, day: date) -> None:
    assert stands(kind=2, queue=2, due=due, ivl=30).due == day


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from([HANOI, BERLIN, NEW_YORK]),
    st.integers(0, 23),
    st.integers(-500, 5000),
    st.integers(0, 22 * 3600),
)
def test_a_day_number_is_the_day_that_anki_counts_to(
    local: datetime, zone: ZoneInfo, rollover: int, number: int, later: int
) -> None:
    """At every moment of that day Anki has counted as many days, whatever the clocks did in between."""
    created = local.replace(tzinfo=zone).astimezone(UTC)
    west = -(created.astimezone(zone).utcoffset() or timedelta()) // timedelta(minutes=1)
    clock = StudyClock(zone, rollover)
    calendar = Calendar(int(created.timestamp()), rollover, west)
    found = progress_of(card(kind=2, queue=2, due=number), (), calendar, clock)
    assert found.due
    now = (clock.start_of(found.due) + timedelta(seconds=later)).astimezone(zone)
    counted = (now.date() - created.astimezone(zone).date()).days - (now.hour < rollover)
    assert counted == number


def test_a_file_that_does_not_say_where_it_was_made_is_from_the_learners_zone() -> None:
    late = datetime(2024, 1, 10, 20, tzinfo=UTC)
    for zone, day in ((HANOI, 11), (NEW_YORK, 10)):
        assert first_day(Calendar(int(late.timestamp())), zone) == date(2024, 1, day)


@pytest.mark.parametrize("queue", [1, -1, -2])
def test_a_step_within_the_day_is_due_at_a_moment_wherever_the_card_waits(queue: int) -> None:
    found = stands(kind=1, queue=queue, due=MS // 1000, left=1002)
    assert (found.stage, found.due, found.due_at, found.steps_left) == (Stage.LEARNING, None, AT, 2)
    assert (found.suspended, found.buried) == (queue == -1, queue == -2)


def test_a_step_of_over_a_day_is_due_on_a_day() -> None:
    found = stands(kind=3, queue=3, due=60, ivl=1, left=1001)
    assert (found.stage, found.due, found.due_at) == (Stage.RELEARNING, date(2024, 3, 10), None)


def test_the_day_of_such_a_step_that_is_suspended_follows_from_the_last_answer() -> None:
    """Anki leaves its number as it was in another collection."""
    last = review(MS, ivl=-2 * 86_400, kind=0)
    assert stands((last,), kind=1, queue=-1, due=3, left=1001).due == date(2024, 3, 3)
    assert stands(kind=1, queue=-1, due=3, left=1001).due is None


@pytest.mark.parametrize(("flags", "marked"), [(0, False), (3, True), (8, False)])
def test_a_flag_marks_a_card(flags: int, marked: bool) -> None:
    assert stands(flags=flags).marked is marked


def test_what_is_remembered_fades_from_the_last_answer() -> None:
    data = {"s": 12.5, "d": 6.1, "dr": 0.9, "decay": 0.2, "lrt": MS / 1000}
    found = stands(kind=2, queue=2, due=60, ivl=30, data=data)
    assert found.memory == Remembered(12.5, 6.1, AT, 0.2, 0.9)


def test_without_its_moment_that_of_the_last_answer_that_counted_is_taken() -> None:
    log = (
        review(MS - 5000),
        review(MS, kind=1),
        review(MS + 5000, kind=3, factor=0),
        review(MS + 6000, kind=4, ease=0),
    )
    found = stands(log, kind=2, queue=2, due=60, ivl=30, data={"s": 12.5, "d": 11})
    assert found.memory == Remembered(12.5, 10, AT)


def test_without_any_answer_it_follows_from_the_day_on_which_the_card_is_due() -> None:
    found = stands(kind=2, queue=2, due=60, ivl=9, data={"s": 12.5, "d": 6.1})
    assert found.memory == Remembered(12.5, 6.1, datetime(2024, 3, 1, 4, tzinfo=HANOI))


@pytest.mark.parametrize("data", [{}, {"s": 12.5}, {"s": 0, "d": 5}, {"s": float("nan"), "d": 5}, {"s": "x", "d": 5}])
def test_what_cannot_be_remembered_is_not(data: dict) -> None:
    assert stands(kind=2, queue=2, due=60, ivl=9, data=data).memory is None


@pytest.mark.parametrize(
    ("row", "sort", "rating"),
    [
        ({"kind": 0, "ease": 1}, Sort.LEARNING, 1),
        ({"kind": 1, "ease": 4}, Sort.REVIEW, 4),
        ({"kind": 2, "ease": 2}, Sort.RELEARNING, 2),
        ({"kind": 3, "ease": 3, "factor": 0}, Sort.PRACTICE, 3),
        ({"kind": 3, "ease": 3, "factor": 2500}, Sort.REVIEW, 3),
        ({"kind": 4, "ease": 0}, Sort.MOVED, None),
        ({"kind": 5, "ease": 0}, Sort.MOVED, None),
        ({"kind": 1, "ease": 0}, Sort.MOVED, None),
        ({"kind": 1, "ease": 9}, Sort.MOVED, None),
    ],
)
def test_each_row_of_the_log_is_of_a_sort(row: dict, sort: Sort, rating: int | None) -> None:
    (found,) = stands((review(MS, ivl=-600, time=4000, **row),)).log
    assert found == Answered(AT, sort, rating, 4000, 600 / 86_400)


def test_the_log_is_in_order_and_without_moments_that_cannot_be() -> None:
    rows = tuple(review(key) for key in (MS + 1, -1, 0, 10**17, MS))
    assert [row.at for row in stands(rows).log] == [AT, AT + timedelta(milliseconds=1)]


integers = st.one_of(st.integers(-10, 10), st.integers(-(2**63), 2**63 - 1))
cards = st.builds(
    card,
    kind=integers,
    queue=integers,
    due=st.one_of(integers, st.floats(allow_nan=False)),
    ivl=integers,
    reps=integers,
    lapses=integers,
    left=integers,
    flags=integers,
    data=st.dictionaries(st.sampled_from(["s", "d", "dr", "lrt", "decay"]), st.floats() | integers),
)
reviews = st.lists(st.builds(review, integers, ease=integers, ivl=integers, time=integers, kind=integers), max_size=3)


@given(cards, reviews, st.builds(Calendar, integers, st.integers(0, 23), st.none() | integers))
def test_no_numbers_are_too_odd(odd: RawCard, rows: list[RawReview], calendar: Calendar) -> None:
    progress_of(odd, rows, calendar, CLOCK)

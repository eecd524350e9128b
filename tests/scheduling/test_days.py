"""Which study day a moment belongs to, and when it begins."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.scheduling import SLACK, StudyClock
from tests.scheduling.histories import ZONES, clocks, days, moments
from tests.scheduling.published import UNITS

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")
ALMOST_A_DAY = timedelta(hours=23)


@pytest.mark.parametrize(("created", "now", "rollover", "elapsed"), UNITS["days_elapsed"]["rows"])
def test_published_numbers_of_days_elapsed_agree(created, now, rollover, elapsed):
    """Anki counts from the calendar day a collection was made on."""
    moment = datetime.fromisoformat(now)
    offset = moment.utcoffset() or timedelta(0)
    zone = ZoneInfo(f"Etc/GMT{-offset // timedelta(hours=1):+d}")
    first = datetime.fromisoformat(created).date()
    assert (StudyClock(zone, rollover).day(moment) - first).days == elapsed


def test_the_small_hours_belong_to_the_evening_before():
    clock = StudyClock(HANOI)
    assert clock.day(datetime(2024, 6, 20, 3, 59, 59, tzinfo=HANOI)) == date(2024, 6, 19)
    assert clock.day(datetime(2024, 6, 20, 4, 0, tzinfo=HANOI)) == date(2024, 6, 20)


@pytest.mark.parametrize(
    ("at", "hours"),
    [("04:00", -15), ("18:59", -1), ("19:00", 0), ("19:59", 0), ("23:00", 4), ("00:00", 5), ("03:59", 8)],
)
def test_hours_are_counted_by_the_local_clock_and_within_the_study_day(at: str, hours: int):
    moment = datetime.fromisoformat(f"2024-06-20T{at}").replace(tzinfo=HANOI)
    assert StudyClock(HANOI).hours_since(19, moment) == hours


def test_an_hour_that_the_clocks_jump_over_has_struck_when_they_have_jumped():
    clock = StudyClock(NEW_YORK)
    assert clock.hours_since(2, datetime(2024, 3, 10, 6, 59, tzinfo=UTC)) == -1
    assert clock.hours_since(2, datetime(2024, 3, 10, 7, 0, tzinfo=UTC)) == 1


def test_a_moment_belongs_to_the_same_study_day_in_whatever_zone_it_is_written():
    at = datetime(2024, 6, 20, 1, 0, tzinfo=NEW_YORK)
    assert StudyClock(HANOI).day(at) == StudyClock(HANOI).day(at.astimezone(UTC)) == date(2024, 6, 20)


def test_flying_west_does_not_repeat_a_study_day():
    at = datetime(2024, 6, 20, 0, 0, tzinfo=UTC)
    floor = StudyClock(HANOI).day(at)
    assert StudyClock(NEW_YORK).day(at) == date(2024, 6, 19)
    assert StudyClock(NEW_YORK, floor=floor).day(at) == date(2024, 6, 20)
    assert StudyClock(NEW_YORK, floor=floor).day(at + timedelta(days=2)) == date(2024, 6, 21)


def test_a_day_that_travel_cannot_explain_is_not_believed():
    at = datetime(2024, 6, 20, 12, 0, tzinfo=HANOI)
    for ahead, day in ((1, 21), (2, 22), (3, 20), (30, 20)):
        assert StudyClock(HANOI, floor=date(2024, 6, 20) + timedelta(days=ahead)).day(at) == date(2024, 6, day)


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="aware"):
        StudyClock(HANOI).day(datetime(2024, 6, 20))


@pytest.mark.parametrize(
    ("zone", "day_start", "day", "instant"),
    [
        # An hour that is skipped: the day begins at the jump, at 03:00 local time.
        ("America/New_York", 2, date(2024, 3, 10), datetime(2024, 3, 10, 7, 0, tzinfo=UTC)),
        # An hour that comes twice: the day begins at its first passing.
        ("America/New_York", 1, date(2024, 11, 3), datetime(2024, 11, 3, 5, 0, tzinfo=UTC)),
        # A midnight that is skipped.
        ("America/Sao_Paulo", 0, date(2018, 11, 4), datetime(2018, 11, 4, 3, 0, tzinfo=UTC)),
        # A jump that begins before the hour and ends after it, from 23:30 to 00:30.
        ("America/Toronto", 0, date(1919, 3, 31), datetime(1919, 3, 31, 4, 30, tzinfo=UTC)),
        # A date that never was: its study day has only the hours until four o'clock.
        ("Pacific/Apia", 4, date(2011, 12, 30), datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
        ("Pacific/Apia", 4, date(2011, 12, 31), datetime(2011, 12, 30, 14, 0, tzinfo=UTC)),
    ],
)
def test_a_study_day_begins_where_the_clocks_change(zone, day_start, day, instant):
    clock = StudyClock(ZoneInfo(zone), day_start)
    assert clock.start_of(day) == instant
    assert clock.start_of(day).tzinfo is UTC
    assert clock.day(instant) == day


@given(clocks, days)
def test_the_start_of_a_study_day_is_its_first_instant(clock, day):
    assume((clock.zone, clock.day_start, day) != (APIA, 0, date(2011, 12, 30)))  # has no instant at all
    start = clock.start_of(day)
    assert clock.day(start) == day
    assert clock.day(start - timedelta(microseconds=1)) < day


@given(clocks, moments)
def test_a_moment_lies_between_the_start_of_its_study_day_and_a_later_one(clock, at):
    day = clock.day(at)
    assert clock.start_of(day) <= at
    assert at < clock.start_of(day + timedelta(days=2))


@given(st.lists(st.tuples(clocks, st.timedeltas(timedelta(0), timedelta(days=3))), min_size=2), moments)
def test_the_study_day_never_goes_back_for_a_traveller_who_keeps_the_floor(journey, at):
    floor = date.min
    for clock, stay in journey:
        at += stay
        day = StudyClock(clock.zone, clock.day_start, floor).day(at)
        assert day >= floor
        assert day >= clock.day(at)
        floor = day


WRONG = st.timedeltas(timedelta(days=-400), timedelta(days=400))


@given(st.lists(st.tuples(clocks, moments), min_size=1))
def test_whatever_the_clock_reads_the_study_day_is_never_more_than_two_after_its_own(readings):
    floor = None
    for clock, at in readings:
        floor = StudyClock(clock.zone, clock.day_start, floor).day(at)
        assert timedelta(0) <= floor - clock.day(at) <= SLACK


ANYWHERE = st.builds(
    StudyClock, st.sampled_from([*map(ZoneInfo, [*ZONES, "Etc/GMT+12", "Etc/GMT-14"])]), st.integers(0, 12)
)


@given(st.lists(st.tuples(ANYWHERE, st.timedeltas(timedelta(0), timedelta(days=3))), min_size=2), moments)
def test_travel_and_another_hour_never_look_like_a_wrong_clock(journey, at):
    floor = date.min
    for clock, stay in journey:
        at += stay
        day = StudyClock(clock.zone, clock.day_start, floor).day(at)
        assert day >= floor
        floor = day


@given(
    clocks.filter(lambda clock: clock.zone != APIA),  # where a whole day was skipped
    st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=3)), st.timedeltas(-ALMOST_A_DAY, ALMOST_A_DAY))),
    moments,
)
def test_a_clock_that_is_right_within_a_day_never_takes_the_study_day_back(clock, readings, at):
    floor = date.min
    for stay, wrong in readings:
        at += stay
        day = StudyClock(clock.zone, clock.day_start, floor).day(at + wrong)
        assert day >= floor
        floor = day


@given(ANYWHERE, moments, WRONG)
def test_once_the_clock_is_right_again_so_is_the_day_within_two(clock, at, wrong):
    floor = clock.day(at + wrong)
    day = StudyClock(clock.zone, clock.day_start, floor).day(at)
    assert day in (clock.day(at), floor)
    assert abs(day - clock.day(at)) <= SLACK

"""Where a card would wait until, had its last answer been spaced by other settings."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given
from hypothesis import strategies as st

from studyapp.scheduling import Memory, Preset, Rating, State, StudyClock, respace
from studyapp.scheduling.fuzz import fuzz_window
from tests.scheduling.prospects import review

TODAY = date(2026, 1, 6)
DAY = timedelta(days=1)
CLOCK = StudyClock(ZoneInfo("Etc/UTC"), 0)


def held(stability: float, *, days_ago: int = 0) -> Memory:
    return Memory(stability, 5.0, State.REVIEW, None, TODAY - days_ago * DAY)


def spaced(memory: Memory, due: date, retention: float = 0.9, **how: object) -> date:
    return respace(memory, due, today=TODAY, preset=Preset(desired_retention=retention), **how)  # type: ignore[arg-type]


retentions = st.floats(0.7, 0.99)
stabilities = st.floats(0.5, 3000)


@given(stabilities, retentions, st.sampled_from([0.0, 0.25, 0.5]), st.text(max_size=3), st.integers(0, 300))
@example(0.75, 0.90625, 0.25, "0", 1)  # pushed to where fuzz begins, and then moved by it
def test_what_an_answer_has_just_decided_stays(
    stability: float, retention: float, guess: float, seed: str, waited: int
) -> None:
    preset = Preset(desired_retention=retention)
    at = datetime(2026, 1, 6, 12, tzinfo=UTC)
    after = review(
        held(stability, days_ago=waited), Rating.GOOD, at=at, clock=CLOCK, preset=preset, guess=guess, seed=seed
    )
    assert after.interval is not None
    assume(fuzz_window(after.interval)[0] > waited + 1)  # the wait before, which a memory does not tell of, had no say
    assert respace(after.memory, after.due.day, today=TODAY, preset=preset, guess=guess, seed=seed) == after.due.day


@given(stabilities, retentions, st.integers(0, 900), st.integers(-400, 900), st.text(max_size=3))
def test_a_second_time_nothing_moves(stability: float, retention: float, ago: int, due: int, seed: str) -> None:
    memory = held(stability, days_ago=ago)
    once = spaced(memory, max(TODAY + due * DAY, memory.last_day + DAY), retention, seed=seed)
    assert spaced(memory, once, retention, seed=seed) == once


@given(stabilities, retentions, st.integers(0, 900), st.integers(1, 900))
def test_nothing_is_moved_into_the_past(stability: float, retention: float, ago: int, due: int) -> None:
    assert spaced(held(stability, days_ago=ago), TODAY + due * DAY, retention) >= TODAY


def test_a_higher_retention_brings_it_back_sooner_and_a_lower_one_later() -> None:
    memory, due = held(100), TODAY + 100 * DAY
    assert spaced(memory, due, 0.95) < due
    assert spaced(memory, due, 0.80) > due
    assert spaced(memory, due, 0.90) == due


def test_luck_is_allowed_for() -> None:
    memory, due = held(100), TODAY + 300 * DAY
    assert spaced(memory, due, guess=0.25) < spaced(memory, due)


def test_what_should_have_come_before_today_comes_today() -> None:
    assert spaced(held(10, days_ago=50), TODAY + 30 * DAY) == TODAY


def test_what_a_clock_that_was_ahead_put_off_comes_as_if_answered_today() -> None:
    ahead = held(10, days_ago=-30)
    assert spaced(ahead, TODAY + 40 * DAY) == spaced(held(10), TODAY + 40 * DAY)
    assert spaced(ahead, spaced(ahead, TODAY + 40 * DAY)) == spaced(ahead, TODAY + 40 * DAY)


def test_what_is_overdue_stays_as_long_overdue_unless_it_could_have_waited() -> None:
    assert spaced(held(10, days_ago=50), TODAY - 30 * DAY) == TODAY - 30 * DAY
    assert spaced(held(100, days_ago=50), TODAY - 30 * DAY) > TODAY


def test_the_emptier_days_are_preferred() -> None:
    memory = held(50)
    full = {TODAY + days * DAY: 1000 for days in range(49, 70)}
    assert spaced(memory, TODAY + 10 * DAY, load=full) < TODAY + 49 * DAY

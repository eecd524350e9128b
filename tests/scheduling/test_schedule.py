"""When a card is asked again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Due, Memory, Preset, Prospects, Rating, State, StudyClock, remember, replay
from tests.scheduling.histories import guesses, histories, loads, seeds
from tests.scheduling.prospects import preview, review
from tests.scheduling.published import UTC_CLOCK, at_noon, in_review

HANOI = StudyClock(ZoneInfo("Asia/Ho_Chi_Minh"))
BERLIN = StudyClock(ZoneInfo("Europe/Berlin"))
TODAY = date(2024, 6, 20)
PRESET = Preset()
AGAIN, HARD, GOOD, EASY = Rating

# Hard to learn, so that Hard, Good and Easy come close to each other.
reviewed = st.builds(in_review, st.floats(0.5, 120), st.sampled_from([5.0, 9.0, 10.0]), st.just(TODAY))


def waits(ratings, *, clock=HANOI, preset=PRESET, guess=0.0, seed="", start=time(9)):
    """What each answer of a learner who always answers when asked leads to.

    Minutes ("10m"), days (10), or "+1" for a step that became due on the next study day.
    """
    memory, at = None, datetime.combine(TODAY, start, tzinfo=clock.zone)
    seen: list[int | str] = []
    for reps, rating in enumerate(ratings):
        seeded = seed and f"{seed}:{reps}"
        step = review(memory, rating, at=at, clock=clock, preset=preset, guess=guess, seed=seeded)
        if step.due.at:
            seen.append(f"{(step.due.at - at) // timedelta(minutes=1)}m")
        else:
            seen.append(step.interval or f"+{(step.due.day - step.memory.last_day).days}")
        memory, at = step.memory, step.due.at or clock.start_of(step.due.day) + timedelta(hours=5)
    return seen


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([GOOD] * 8, ["10m", 2, 11, 46, 163, 498, 1348, 3299]),
        ([EASY] * 5, [8, 66, 397, 1875, 7265]),
        ([AGAIN, GOOD, GOOD, GOOD, GOOD], ["1m", "10m", 1, 2, 7]),
        ([HARD] * 3 + [GOOD, GOOD] + [HARD] * 4, ["5m", "5m", "5m", "10m", 1, 2, 4, 6, 8]),
        (
            [GOOD] * 5 + [AGAIN, AGAIN, HARD, GOOD] + [GOOD] * 3,
            ["10m", 2, 11, 46, 163, "10m", "10m", "15m", 2, 3, 5, 9],
        ),
    ],
)
def test_a_sequence_of_answers_given_when_asked_stays_as_it_is(ratings, expected):
    assert waits(ratings) == expected


def test_a_sequence_that_crosses_the_day_start_stays_as_it_is():
    late = time(3, 55)
    assert waits([GOOD, GOOD, GOOD, GOOD], start=late) == ["+1", 7, 32, 118]
    assert waits([AGAIN, GOOD, GOOD, GOOD], start=late) == ["1m", "+1", 2, 6]


def test_a_question_that_can_be_guessed_comes_back_sooner():
    assert waits([GOOD] * 7, guess=0.25) == ["10m", 2, 7, 24, 71, 188, 450]
    assert waits([GOOD] * 7, guess=0.5) == ["10m", 1, 3, 8, 19, 43, 89]


def test_a_seed_moves_intervals_but_not_steps():
    assert waits([GOOD] * 7, seed="7") == ["10m", 2, 9, 44, 149, 448, 1281]
    assert waits([GOOD] * 7, seed="8") == ["10m", 2, 13, 52, 186, 523, 1419]


def test_without_steps_the_first_answer_gives_an_interval():
    preset = Preset(learning_steps=(), relearning_steps=())
    assert [waits([rating, AGAIN], preset=preset) for rating in Rating] == [[1, 1], [1, 1], [2, 1], [8, 1]]


def test_a_step_past_the_day_start_makes_the_card_due_on_that_study_day():
    at = datetime(2024, 6, 21, 3, 55, tzinfo=HANOI.zone)
    first = review(None, GOOD, at=at, clock=HANOI, preset=PRESET)
    assert first.due == Due(day=date(2024, 6, 21), at=None)
    assert first.interval is None
    assert (first.memory.state, first.memory.last_day) == (State.LEARNING, TODAY)
    again = review(None, AGAIN, at=at, clock=HANOI, preset=PRESET)
    assert again.due == Due(day=TODAY, at=at + timedelta(minutes=1))
    next_day = review(first.memory, GOOD, at=at + timedelta(hours=8), clock=HANOI, preset=PRESET)
    assert next_day.interval == 7


def test_a_step_of_days_makes_the_card_due_on_a_study_day():
    preset = Preset(relearning_steps=(timedelta(days=3),))
    memory = in_review(30.0, 5.0, TODAY - timedelta(days=30))
    lapse = review(memory, AGAIN, at=at_noon(TODAY), clock=UTC_CLOCK, preset=preset)
    assert (lapse.due, lapse.interval) == (Due(TODAY + timedelta(days=3)), None)
    assert lapse.memory.state is State.RELEARNING


def test_a_step_waits_its_length_over_a_change_of_the_clocks():
    clock = StudyClock(BERLIN.zone, day_start=6)
    at = datetime(2024, 3, 31, 1, 55, tzinfo=clock.zone)
    step = review(None, GOOD, at=at, clock=clock, preset=PRESET)
    assert step.due.at == datetime(2024, 3, 31, 1, 5, tzinfo=UTC)


def test_a_traveller_whose_day_is_held_back_gets_steps_within_it():
    clock = StudyClock(ZoneInfo("America/New_York"), floor=TODAY)
    at = datetime(2024, 6, 19, 20, 0, tzinfo=clock.zone)
    step = review(None, GOOD, at=at, clock=clock, preset=PRESET)
    assert step.due == Due(TODAY, at + timedelta(minutes=10))


def test_a_day_before_the_last_answer_counts_as_the_day_of_the_last_answer():
    memory = Memory(3.0, 5.0, State.RELEARNING, 0, TODAY)
    at = at_noon(TODAY - timedelta(days=1))
    following = preview(memory, at=at, clock=UTC_CLOCK, preset=PRESET)
    assert following[AGAIN].due == Due(TODAY, at + timedelta(minutes=10))
    assert following[GOOD].due == Due(TODAY + timedelta(days=following[GOOD].interval or 0))
    assert following[GOOD].memory.last_day == TODAY


def test_after_a_clock_that_was_ahead_a_card_waits_from_today():
    at = at_noon(TODAY)
    for state, step in ((State.REVIEW, None), (State.LEARNING, 1)):
        ahead, today = (Memory(9.0, 5.0, state, step, TODAY + timedelta(days=days)) for days in (30, 0))
        found, wanted = (preview(memory, at=at, clock=UTC_CLOCK, preset=PRESET, seed="x") for memory in (ahead, today))
        assert found == wanted
        windows = [
            Prospects.of(memory, at=at, clock=UTC_CLOCK, preset=PRESET).load_window(GOOD) for memory in (ahead, today)
        ]
        assert windows[0] == windows[1]


def test_ratings_that_fsrs_puts_on_one_day_are_put_a_day_apart():
    memory = in_review(100.0, 10.0, TODAY)
    following = preview(memory, at=at_noon(TODAY), clock=UTC_CLOCK, preset=PRESET)
    assert [following[rating].interval for rating in (HARD, GOOD)] == [100, 101]


def test_an_exam_shortens_the_longest_interval():
    memory = in_review(100.0, 5.0, TODAY - timedelta(days=100))
    preset = replace(PRESET, maximum_interval=12)
    for seed in ("", "7:1", "7:2", "7:3"):
        following = preview(memory, at=at_noon(TODAY), clock=UTC_CLOCK, preset=preset, seed=seed)
        assert all((step.interval or 0) <= 12 for step in following.values())


def test_a_crowded_day_is_avoided():
    memory = in_review(20.0, 5.0, TODAY - timedelta(days=20))
    known: dict[str, Any] = {"at": at_noon(TODAY), "clock": UTC_CLOCK, "preset": PRESET}
    window = Prospects.of(memory, **known).load_window(GOOD)
    assert window is not None
    first, last = window
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert len(span) > 5
    for emptiest in span:
        load = dict.fromkeys(span, 40) | {emptiest: 0}
        assert review(memory, GOOD, **known, seed="7:1", load=load).due == Due(emptiest)


def test_fuzz_alone_never_shortens_the_wait_of_a_card_in_review():
    waited = in_review(16.0, 10.0, TODAY - timedelta(days=20))
    known: dict[str, Any] = {"at": at_noon(TODAY), "clock": UTC_CLOCK, "preset": PRESET}
    for memory, least in [(waited, 21), (replace(waited, state=State.RELEARNING, step=0), 19)]:
        drawn = {review(memory, GOOD, **known, seed=f"7:{reps}").interval for reps in range(50)}
        assert min(days or 0 for days in drawn) == least


def test_hard_needs_the_load_of_goods_days_only_where_their_windows_overlap():
    known: dict[str, Any] = {"at": at_noon(TODAY), "clock": UTC_CLOCK, "preset": PRESET}
    for difficulty, overlap in [(10.0, True), (5.0, False)]:
        memory = in_review(20.0, difficulty, TODAY - timedelta(days=20))
        hard, good = (Prospects.of(memory, **known).load_window(rating) for rating in (HARD, GOOD))
        assert hard is not None
        assert good is not None
        assert hard[0] < good[0]
        assert (hard[1] == good[1]) is overlap
        assert (hard[1] >= good[0]) is overlap


@pytest.mark.parametrize(
    ("memory", "rating"),
    [
        (None, GOOD),  # a step
        (in_review(1.0, 9.0, TODAY), HARD),  # a day
        (in_review(300.0, 5.0, TODAY - timedelta(days=300)), GOOD),  # beyond ninety days
    ],
)
def test_no_load_is_asked_for_where_none_has_a_say(memory, rating):
    assert Prospects.of(memory, at=at_noon(TODAY), clock=UTC_CLOCK, preset=PRESET).load_window(rating) is None


@given(histories())
def test_the_memory_that_is_foreseen_for_each_rating_is_the_one_that_the_log_leaves(history):
    clock, preset, answers = history
    memory = None
    for answer in answers:
        following = preview(memory, at=answer.at, clock=clock, preset=preset, guess=answer.guess, seed=answer.seed)
        day = clock.day(answer.at)
        assert {rating: step.memory for rating, step in following.items()} == {
            rating: remember(memory, rating, day=day, preset=preset) for rating in Rating
        }
        memory = following[answer.rating].memory


@given(histories())
def test_waits_are_never_negative_and_intervals_keep_their_order(history):
    clock, preset, answers = history
    memory = None
    for answer in answers:
        following = preview(
            memory,
            at=answer.at,
            clock=clock,
            preset=preset,
            guess=answer.guess,
            seed=answer.seed,
            load=answer.load,
        )
        for step in following.values():
            today = step.memory.last_day
            assert (step.interval is None) == (step.memory.state is not State.REVIEW)
            if step.interval is None:
                assert step.due.day > today if step.due.at is None else step.due.day == today
                assert step.due.at is None or step.due.at > answer.at
            else:
                assert 1 <= step.interval <= preset.maximum_interval
                assert step.due == Due(today + timedelta(days=step.interval))
        passes = [following[rating].interval for rating in (HARD, GOOD, EASY)]
        waits_in_order = [days for days in passes if days is not None]
        assert all(a < b or b >= preset.maximum_interval - 1 for a, b in pairwise(waits_in_order))
        memory = following[answer.rating].memory


@given(reviewed, st.integers(0, 60), guesses, seeds, loads)
def test_only_the_load_of_the_window_has_a_say(memory, elapsed, guess, seed, counts):
    today = memory.last_day + timedelta(days=elapsed)
    known: dict[str, Any] = {"at": at_noon(today), "clock": UTC_CLOCK, "preset": PRESET, "guess": guess}
    load = {today + timedelta(days=ahead): count for ahead, count in counts.items()}
    for rating in Rating:
        window = Prospects.of(memory, **known).load_window(rating)
        seen = {day: count for day, count in load.items() if window and window[0] <= day <= window[1]}
        whole = review(memory, rating, **known, seed=seed, load=load)
        assert review(memory, rating, **known, seed=seed, load=seen) == whole
        if rating is GOOD and window:
            assert window[0] <= whole.due.day <= window[1]


@given(histories())
def test_answering_and_replaying_the_log_agree(history):
    clock, preset, answers = history
    memory, rows = None, []
    for answer in answers:
        step = review(memory, answer.rating, at=answer.at, clock=clock, preset=preset, seed=answer.seed)
        memory = step.memory
        rows.append((clock.day(answer.at), answer.rating))
    assert replay(rows, preset) == memory

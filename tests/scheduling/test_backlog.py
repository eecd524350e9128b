"""How long it takes to work off what has piled up, if every answer is right."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Limits, Memory, Preset, Queued, State, days_to_catch_up

TODAY = date(2026, 1, 6)


def firm(fact, due, **changes):
    """A card that will rest for years once it was answered."""
    memory = Memory(2000.0, 5.0, State.REVIEW, None, TODAY - timedelta(days=900))
    return Queued(fact, fact, TODAY + timedelta(days=due), memory, **changes)


def weak(fact, due):
    """A card that comes again two days after a right answer."""
    return Queued(fact, fact, TODAY + timedelta(days=due), Memory(0.1, 9.9, State.REVIEW, None, TODAY))


def days(cards, pace, *, new=0, most=365, **limits):
    asked = Limits(pace, limits.pop("usual", pace), new, **limits)
    return days_to_catch_up(cards, asked, today=TODAY, preset=Preset(), most=most)


@pytest.mark.parametrize(
    ("piled", "pace", "coming", "wanted"),
    [
        (0, 1, [9, 9], None),
        (40, 40, [9, 9], 0),
        (41, 40, [], 1),
        (80, 40, [0], 1),
        (81, 40, [], 2),
        (340, 40, [10] * 9, 10),
        (80, 40, [1], 2),
        (50, 40, [40, 40, 0], 3),
        (20, 20, [99] * 9, 0),
    ],
)
def test_it_is_worked_off_when_nothing_is_left_over_at_the_end_of_a_day(piled, pace, coming, wanted):
    due = [-9] * piled + [ahead for ahead, count in enumerate(coming, 1) for _ in range(count)]
    cards = [firm(fact, day) for fact, day in enumerate(due)]
    assert days(cards, pace) == (0 if wanted is None else wanted)


def test_a_day_asks_one_question_of_a_fact():
    cards = [firm(fact, -fact) for fact in range(5) for _ in range(3)]
    assert days(cards, 99) == 2
    assert days(cards, 99, rested=frozenset([2])) == 3
    assert days([firm(1, 0), firm(1, 0)], 99) == 0  # what fell due today and rests is none of a backlog
    assert days([firm(1, -1), firm(1, -1)], 99) == 1
    assert days(cards, 4) == 5  # the last fact waits three days, and then has three of its own


def test_what_comes_again_meanwhile_is_counted_in():
    assert days([firm(fact, -1) for fact in range(5)], 2) == 2
    assert days([weak(fact, -1) for fact in range(5)], 2) > 2
    assert days([weak(fact, -1) for fact in range(3)], 1, most=5) is None


def test_new_questions_come_again_too_but_not_before_the_reviews_of_their_fact():
    cards = [firm(fact, -1) for fact in range(4)] + [Queued(fact, 9) for fact in range(50, 60)]
    assert days(cards, 1) == 3
    assert days(cards, 1, new=1, most=20) > 3
    assert days([firm(1, -1), Queued(1, 9)], 0, new=5, most=9) is None


def test_what_is_in_a_step_is_finished_today_and_rests():
    step = Queued(1, 1, None, Memory(50.0, 5.0, State.LEARNING, 0, TODAY))
    assert days([step, firm(1, -9)], 9) == 1


def test_what_was_answered_today_is_not_answered_again():
    cards = [firm(fact, -9) for fact in range(40)]
    assert days(cards, 40, reviews_done=1) == 1
    assert days(cards[1:], 40, reviews_done=1) == 0
    assert days(cards[:1], 40, reviews_done=99) == 1


def test_what_is_buried_today_waits_for_tomorrow():
    assert days([firm(1, -9, buried=True), firm(2, -9)], 9) == 1


def test_the_usual_limit_holds_again_once_a_day_begins_with_no_more():
    cards = [firm(fact, -9) for fact in (*range(9), 0, 0)] + [firm(99 + fact, 2) for fact in range(4)]
    assert days(cards, 9, usual=9) == 2
    assert days(cards, 9, usual=3) == 3


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(-60, 20)), max_size=120), st.integers(0, 60))
def test_a_quicker_pace_takes_no_longer_and_no_pace_does_more_than_it_says(cards, pace):
    queued = [firm(fact, due) for fact, due in cards]
    slow, quick = days(queued, pace), days(queued, pace + 1)
    assert slow is None or quick <= slow
    if slow is not None:
        assert sum(due <= slow for _, due in cards) <= pace * (slow + 1)

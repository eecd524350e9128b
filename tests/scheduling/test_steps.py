"""How long the short steps wait."""

from datetime import date, timedelta

import pytest

from studyapp.scheduling import LEARN_AHEAD, Memory, Preset, Rating, State
from studyapp.scheduling.steps import step_delay
from tests.scheduling.prospects import preview
from tests.scheduling.published import UNITS, UTC_CLOCK, at_noon

TODAY = date(2024, 6, 20)


@pytest.mark.parametrize("state", [State.LEARNING, State.RELEARNING])
@pytest.mark.parametrize(("minutes", "remaining", "again", "hard", "good"), UNITS["step_delays"]["rows"])
def test_published_step_delays_agree(state, minutes, remaining, again, hard, good):
    steps = tuple(timedelta(minutes=m) for m in minutes)
    preset = Preset(learning_steps=steps, relearning_steps=steps)
    memory = Memory(1.0, 5.0, state, len(steps) - remaining, TODAY)
    following = preview(memory, at=at_noon(TODAY), clock=UTC_CLOCK, preset=preset)
    waits = {
        rating: step_delay(steps, step.memory.step, rating).total_seconds()
        for rating, step in following.items()
        if step.memory.step is not None
    }
    expected = {Rating.AGAIN: again, Rating.HARD: hard, Rating.GOOD: good}
    assert waits == {rating: seconds for rating, seconds in expected.items() if seconds}


def test_cards_may_be_learnt_twenty_minutes_ahead():
    assert timedelta(minutes=20) == LEARN_AHEAD

"""The bare formulas of a simulation against what FSRS remembers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Memory, Preset, Rating, State, remember, retrievability
from studyapp.scheduling.formulas import Formulas
from studyapp.scheduling.memory import propose
from tests.scheduling.histories import presets
from tests.scheduling.learners import BEGIN
from tests.scheduling.published import in_review

anywhere = st.tuples(*map(st.floats, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS))
parameters = st.one_of(st.just(Preset().parameters), anywhere)
settings = st.builds(lambda preset, chosen: replace(preset, parameters=chosen), presets, parameters)
reviewed = st.builds(in_review, st.floats(0.01, 2000), st.floats(1, 10), st.just(BEGIN))
gaps = st.integers(1, 1000)


def recall_after(memory: Memory, gap: int, preset: Preset) -> float:
    return Formulas(preset).recall(memory.stability, gap)


@given(reviewed, gaps, settings)
def test_recall_is_retrievability(memory, gap, preset):
    expected = retrievability(memory, BEGIN + timedelta(days=gap), preset)
    assert recall_after(memory, gap, preset) == pytest.approx(expected, rel=1e-9)


@given(reviewed, gaps, settings)
def test_a_pass_is_good(memory, gap, preset):
    after = remember(memory, Rating.GOOD, day=BEGIN + timedelta(days=gap), preset=preset)
    recall = recall_after(memory, gap, preset)
    passed = Formulas(preset).passed(memory.stability, memory.difficulty, recall)
    assert passed == pytest.approx((after.stability, after.difficulty), rel=1e-9)


@given(reviewed, gaps, settings)
def test_a_lapse_is_again_and_then_good_on_every_relearning_step(memory, gap, preset):
    day = BEGIN + timedelta(days=gap)
    after = remember(memory, Rating.AGAIN, day=day, preset=preset)
    while after.state is State.RELEARNING:
        after = remember(after, Rating.GOOD, day=day, preset=preset)
    recall = recall_after(memory, gap, preset)
    lapsed = Formulas(preset).lapsed(memory.stability, memory.difficulty, recall)
    assert lapsed == pytest.approx((after.stability, after.difficulty), rel=1e-9)


@given(st.floats(3, 300), st.floats(0.7, 0.97), parameters)
def test_the_wait_is_the_one_that_fsrs_proposes(stability, retention, chosen):
    preset = Preset(parameters=chosen)
    memory = replace(in_review(stability, 5.0, BEGIN), state=State.LEARNING, step=0)
    after, proposed = propose(memory, Rating.EASY, day=BEGIN, preset=preset, retention=retention)
    wait = after.stability * Formulas(preset).days_until(retention)
    assert proposed == min(max(round(wait), 1), 36500) or abs(wait % 1 - 0.5) < 1e-6

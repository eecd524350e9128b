"""What is remembered is what py-fsrs remembers, to the last bit; and what a simulation asks is what is remembered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.scheduling import Memory, Preset, Rating, State, remember, retrievability
from studyapp.scheduling.formulas import formulas_of
from studyapp.scheduling.memory import propose
from tests.scheduling.histories import presets, ratings
from tests.scheduling.learners import BEGIN
from tests.scheduling.published import in_review

STATES = {
    State.LEARNING: fsrs.State.Learning,
    State.REVIEW: fsrs.State.Review,
    State.RELEARNING: fsrs.State.Relearning,
}

anywhere = st.tuples(*map(st.floats, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS))
parameters = st.one_of(st.just(Preset().parameters), anywhere)
settings = st.builds(lambda preset, chosen: replace(preset, parameters=chosen), presets, parameters)
stages = st.one_of(
    st.just((State.REVIEW, None)), st.tuples(st.sampled_from([State.LEARNING, State.RELEARNING]), st.integers(0, 3))
)
believed = st.tuples(st.floats(0.001, 36500), st.floats(1, 10))
memories = st.builds(
    lambda believed, stage: Memory(believed[0], believed[1], stage[0], stage[1], BEGIN), believed, stages
)
reviewed = st.builds(in_review, st.floats(0.01, 2000), st.floats(1, 10), st.just(BEGIN))
gaps = st.integers(1, 1000)
any_gaps = st.one_of(st.integers(0, 3), st.integers(0, 40_000))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def scheduler(preset: Preset, retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        *(preset.parameters, retention, preset.learning_steps, preset.relearning_steps, preset.maximum_interval),
        enable_fuzzing=False,
    )


def card(memory: Memory | None) -> fsrs.Card:
    if memory is None:
        return fsrs.Card(0, due=midnight(BEGIN))
    last = midnight(memory.last_day)
    state = STATES[memory.state]
    return fsrs.Card(0, state, memory.step, memory.stability, memory.difficulty, due=last, last_review=last)


def proposed_by_py_fsrs(
    memory: Memory | None, rating: Rating, day: date, preset: Preset, retention: float
) -> tuple[Memory, int | None]:
    after, _ = scheduler(preset, retention).review_card(card(memory), fsrs.Rating(rating), midnight(day))
    state = next(ours for ours, theirs in STATES.items() if theirs is after.state)
    days = (after.due - midnight(day)).days if state is State.REVIEW else None
    return Memory(after.stability or 0.0, after.difficulty or 0.0, state, after.step, day), days


# Against py-fsrs


@given(st.none() | memories, ratings, any_gaps, settings, st.floats(0.01, 0.999))
@example(Memory(5.0, 5.0, State.LEARNING, 0, BEGIN), Rating.HARD, 0, Preset(), 0.9)
@example(Memory(5.0, 5.0, State.RELEARNING, 3, BEGIN), Rating.AGAIN, 1, Preset(), 0.9)
@example(Memory(0.001, 10.0, State.REVIEW, None, BEGIN), Rating.AGAIN, 40_000, Preset(), 0.9)
def test_an_answer_leaves_the_memory_and_the_days_of_py_fsrs_to_the_last_bit(memory, rating, gap, preset, retention):
    day = BEGIN + timedelta(days=gap)
    found = propose(memory, rating, day=day, preset=preset, retention=retention)
    assert found == proposed_by_py_fsrs(memory, rating, day, preset, retention)


@given(st.lists(st.tuples(ratings, any_gaps), min_size=1, max_size=12), settings)
def test_a_history_leaves_the_memory_of_py_fsrs_to_the_last_bit(answers, preset):
    ours = theirs = None
    day = BEGIN
    for rating, gap in answers:
        day += timedelta(days=gap)
        ours = remember(ours, rating, day=day, preset=preset)
        theirs, _ = proposed_by_py_fsrs(theirs, rating, day, preset, 0.9)
        assert ours == theirs


@given(memories, any_gaps, settings)
def test_recall_is_that_of_py_fsrs_to_the_last_bit(memory, gap, preset):
    day = BEGIN + timedelta(days=gap)
    expected = scheduler(preset, 0.9).get_card_retrievability(card(memory), midnight(day))
    assert retrievability(memory, day, preset) == expected


@given(memories, settings)
def test_an_ease_becomes_the_difficulty_with_which_good_lengthens_as_much(memory, preset):
    formulas = formulas_of(preset)
    grown, _ = formulas.later_day(memory.stability, memory.difficulty, Rating.GOOD, 0.9)
    assert formulas.difficulty_of(grown / memory.stability, memory.stability) == pytest.approx(
        memory.difficulty, abs=1e-6
    )


# What a simulation asks


@given(reviewed, gaps, settings)
def test_a_lapse_is_relearned_by_again_and_then_good_on_every_step(memory, gap, preset):
    day = BEGIN + timedelta(days=gap)
    after = remember(memory, Rating.AGAIN, day=day, preset=preset)
    while after.state is State.RELEARNING:
        after = remember(after, Rating.GOOD, day=day, preset=preset)
    formulas = formulas_of(preset)
    recall = formulas.recall(memory.stability, gap)
    relearned = formulas.relearned(memory.stability, memory.difficulty, recall)
    assert relearned == (after.stability, after.difficulty)


@given(st.floats(3, 300), st.floats(0.7, 0.97), parameters)
def test_the_wait_is_the_one_that_is_proposed(stability, retention, chosen):
    preset = Preset(parameters=chosen)
    memory = replace(in_review(stability, 5.0, BEGIN), state=State.LEARNING, step=0)
    after, proposed = propose(memory, Rating.EASY, day=BEGIN, preset=preset, retention=retention)
    wait = after.stability * formulas_of(preset).days_until(retention)
    assert proposed == min(max(round(wait), 1), 36500) or abs(wait % 1 - 0.5) < 1e-6

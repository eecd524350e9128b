"""What FSRS believes of a card after an answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from studyapp.scheduling import Memory, Preset, Rating, State, remember, replay, retrievability
from studyapp.scheduling.memory import propose
from tests.scheduling.histories import histories
from tests.scheduling.published import UNITS, in_review

TODAY = date(2024, 6, 20)
PRESET = Preset()


@pytest.mark.parametrize("published", UNITS["retrievability"], ids=lambda row: row["source"])
def test_published_retrievabilities_agree(published):
    for elapsed, stability, expected in zip(
        published["delta_t"], published["stability"], published["expect"], strict=True
    ):
        memory = in_review(stability, 5.0, TODAY)
        assert retrievability(memory, TODAY + timedelta(days=elapsed), PRESET) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("elapsed", [0, 1, 30])
@pytest.mark.parametrize("rating", Rating)
def test_published_difficulties_agree_however_long_it_has_been(rating, elapsed):
    memory = remember(
        in_review(9.0, UNITS["next_difficulty"]["d"], TODAY),
        rating,
        day=TODAY + timedelta(days=elapsed),
        preset=PRESET,
    )
    assert memory.difficulty == pytest.approx(UNITS["next_difficulty"]["expect"][str(rating.value)], abs=1e-6)


@pytest.mark.parametrize(("rating", "piece"), [(Rating.GOOD, "recall"), (Rating.AGAIN, "forget")])
def test_published_stabilities_of_a_later_day_agree(rating, piece):
    """Of the four published rows only the first has a retrievability that falls on a whole day."""
    pieces = UNITS["stability_components"]
    stability, difficulty = pieces["s"][0], pieces["d"][0]
    due = TODAY + timedelta(days=stability)  # retrievability 0.9, as published
    memory = remember(in_review(stability, difficulty, TODAY), rating, day=due, preset=PRESET)
    assert memory.stability == pytest.approx(pieces[piece][0], rel=1e-6)


@pytest.mark.parametrize("rating", Rating)
def test_published_stabilities_of_the_same_day_agree(rating):
    pieces = UNITS["stability_components"]
    memory = remember(in_review(pieces["s"][0], 5.0, TODAY), rating, day=TODAY, preset=PRESET)
    assert memory.stability == pytest.approx(pieces["short_term"][rating - 1], rel=1e-6)


def test_a_card_goes_from_learning_through_review_to_relearning_and_back():
    ratings = [Rating.GOOD, Rating.GOOD, Rating.GOOD, Rating.AGAIN, Rating.GOOD]
    memory, seen = None, []
    for ahead, rating in enumerate(ratings):
        memory = remember(memory, rating, day=TODAY + timedelta(days=ahead), preset=PRESET)
        seen.append((memory.state, memory.step))
    assert seen == [
        (State.LEARNING, 1),
        (State.REVIEW, None),
        (State.REVIEW, None),
        (State.RELEARNING, 0),
        (State.REVIEW, None),
    ]


def test_a_study_day_that_went_back_counts_as_the_same_day():
    memory = in_review(9.0, 5.0, TODAY)
    yesterday = remember(memory, Rating.GOOD, day=TODAY - timedelta(days=1), preset=PRESET)
    assert yesterday == remember(memory, Rating.GOOD, day=TODAY, preset=PRESET)
    assert yesterday.last_day == TODAY
    assert retrievability(memory, TODAY - timedelta(days=1), PRESET) == 1


@pytest.mark.parametrize("state", [State.REVIEW, State.RELEARNING])
def test_a_last_day_that_a_wrong_clock_set_counts_as_this_one(state: State):
    step = 0 if state is State.RELEARNING else None
    ahead, today = (Memory(9.0, 5.0, state, step, TODAY + timedelta(days=days)) for days in (30, 0))
    for rating in Rating:
        assert remember(ahead, rating, day=TODAY, preset=PRESET) == remember(today, rating, day=TODAY, preset=PRESET)
    assert retrievability(ahead, TODAY, PRESET) == 1


def test_the_day_after_is_not_the_same_day():
    memory = in_review(9.0, 5.0, TODAY)
    same = remember(memory, Rating.GOOD, day=TODAY, preset=PRESET)
    after = remember(memory, Rating.GOOD, day=TODAY + timedelta(days=1), preset=PRESET)
    assert after.stability > same.stability + 1


def test_retrievability_at_the_stability_is_nine_in_ten():
    assert retrievability(in_review(50.0, 5.0, TODAY), TODAY + timedelta(days=50), PRESET) == pytest.approx(0.9)


def test_a_memory_of_another_model_must_be_replayed():
    memory = replace(in_review(9.0, 5.0, TODAY), model="fsrs-9")
    with pytest.raises(ValueError, match="replay"):
        remember(memory, Rating.GOOD, day=TODAY, preset=PRESET)


def test_parameters_out_of_bounds_are_refused():
    with pytest.raises(ValueError, match="out of bounds"):
        remember(None, Rating.GOOD, day=TODAY, preset=Preset(parameters=(-1.0, *PRESET.parameters[1:])))


def test_the_memory_does_not_depend_on_the_retention_aimed_at():
    memory = in_review(9.0, 5.0, TODAY)
    later = TODAY + timedelta(days=9)
    (low, longer), (high, shorter) = (
        propose(memory, Rating.GOOD, day=later, preset=PRESET, retention=aim) for aim in (0.8, 0.95)
    )
    assert low == high
    assert (longer, shorter) == (97, 12)


def test_an_empty_log_leaves_no_memory():
    assert replay([], PRESET) is None


def test_fewer_steps_than_a_card_has_climbed_let_it_graduate():
    memory = Memory(2.0, 5.0, State.LEARNING, 1, TODAY)
    preset = Preset(learning_steps=(timedelta(minutes=1),))
    assert remember(memory, Rating.GOOD, day=TODAY, preset=preset).state is State.REVIEW


@given(histories())
def test_a_replay_of_the_same_rows_gives_the_same_memory(history):
    clock, preset, answers = history
    rows = [(clock.day(answer.at), answer.rating) for answer in answers]
    memory = None
    for day, rating in rows:
        memory = remember(memory, rating, day=day, preset=preset)
    assert replay(rows, preset) == replay(iter(rows), preset) == memory
    assert memory is not None
    assert memory.stability > 0
    assert 1 <= memory.difficulty <= 10
    assert memory.last_day == max(day for day, _ in rows)

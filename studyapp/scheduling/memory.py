"""What FSRS-6 believes about a card and how an answer changes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from studyapp.scheduling.days import no_earlier
from studyapp.scheduling.formulas import formulas_of
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating

MODEL = "fsrs-6"


class State(StrEnum):
    """Where a card that has been answered stands; a card never answered has no memory at all."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is believed of a card: `stability` in days, `difficulty` from 1 to 10.

    `step` is the index into the (re)learning steps and None in review; `last_day` is the study day of the
    last answer.
    """

    stability: float
    difficulty: float
    state: State
    step: int | None
    last_day: date
    model: str = MODEL


def remember(memory: Memory | None, rating: Rating, *, day: date, preset: Preset) -> Memory:
    """The memory after an answer on study day `day`.

    A day a little before the last one counts as that last one. A last day that lies too far ahead to be believed counts
    as this one: the clock was wrong then, and no time has passed that anyone knows of.

    Raises ValueError for parameters out of bounds, and for a memory of another model: that needs a replay of its log.
    """
    formulas = formulas_of(preset)
    if memory is None:
        return Memory(*formulas.first(rating), *_after_step(State.LEARNING, 0, rating, preset.learning_steps), day)
    _refuse_another_model(memory)
    day = no_earlier(day, memory.last_day)
    if day <= memory.last_day:
        believed = formulas.same_day(memory.stability, memory.difficulty, rating)
    else:
        recall = formulas.recall(memory.stability, (day - memory.last_day).days)
        believed = formulas.later_day(memory.stability, memory.difficulty, rating, recall)
    return Memory(*believed, *_stage(memory, rating, preset), day)


def replay(rows: Iterable[tuple[date, Rating]], preset: Preset) -> Memory | None:
    """The memory that a log of (study day, rating), oldest first, leaves behind; None for an empty log."""
    memory = None
    for day, rating in rows:
        memory = remember(memory, rating, day=day, preset=preset)
    return memory


def retrievability(memory: Memory, day: date, preset: Preset) -> float:
    """The probability, from 0 to 1, that the card is recalled on study day `day`."""
    _refuse_another_model(memory)
    return formulas_of(preset).recall(memory.stability, max((day - memory.last_day).days, 0))


def propose(
    memory: Memory | None, rating: Rating, *, day: date, preset: Preset, retention: float
) -> tuple[Memory, int | None]:
    """The memory after an answer, and the whole days FSRS itself would wait, None on a step.

    The days are not yet put in order with those of the other ratings, nor fuzzed. The memory does not
    depend on `retention`.
    """
    after = remember(memory, rating, day=day, preset=preset)
    if after.state is not State.REVIEW:
        return after, None
    return after, formulas_of(preset).interval(after.stability, retention)


def _refuse_another_model(memory: Memory) -> None:
    if memory.model != MODEL:
        raise ValueError(f"a memory of model {memory.model!r} cannot go on as {MODEL!r}: replay its log")


def _stage(memory: Memory, rating: Rating, preset: Preset) -> tuple[State, int | None]:
    """The state and the step after an answer to a card that stood so."""
    if memory.state is State.LEARNING:
        return _after_step(memory.state, memory.step or 0, rating, preset.learning_steps)
    if memory.state is State.RELEARNING:
        return _after_step(memory.state, memory.step or 0, rating, preset.relearning_steps)
    if rating is Rating.AGAIN and preset.relearning_steps:
        return State.RELEARNING, 0
    return State.REVIEW, None


def _after_step(state: State, step: int, rating: Rating, steps: Sequence[timedelta]) -> tuple[State, int | None]:
    """Again goes back to the first step, Hard stays, Good goes one on; Easy, or what has no step left, to review.

    A card may have climbed more steps than there are now.
    """
    if not steps or rating is Rating.EASY:
        return State.REVIEW, None
    if rating is Rating.AGAIN:
        return state, 0
    if rating is Rating.GOOD:
        step += 1
    return (state, step) if step < len(steps) else (State.REVIEW, None)

"""What FSRS-6 believes about a card and how an answer changes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import cast

import fsrs

from studyapp.scheduling.days import no_earlier
from studyapp.scheduling.preset import Preset

MODEL = "fsrs-6"


class Rating(IntEnum):
    """How an answer went, in FSRS's four grades."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(StrEnum):
    """Where a card that has been answered stands; a card never answered has no memory at all."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


_TO_FSRS = {
    State.LEARNING: fsrs.State.Learning,
    State.REVIEW: fsrs.State.Review,
    State.RELEARNING: fsrs.State.Relearning,
}
_FROM_FSRS = {theirs: ours for ours, theirs in _TO_FSRS.items()}


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

    Raises ValueError for a memory of another model: that needs a replay of its log.
    """
    return propose(memory, rating, day=day, preset=preset, retention=preset.desired_retention)[0]


def replay(rows: Iterable[tuple[date, Rating]], preset: Preset) -> Memory | None:
    """The memory that a log of (study day, rating), oldest first, leaves behind; None for an empty log."""
    memory = None
    for day, rating in rows:
        memory = remember(memory, rating, day=day, preset=preset)
    return memory


def retrievability(memory: Memory, day: date, preset: Preset) -> float:
    """The probability, from 0 to 1, that the card is recalled on study day `day`."""
    scheduler = _scheduler(preset, preset.desired_retention)
    return scheduler.get_card_retrievability(_to_card(memory), _midnight(day))


def propose(
    memory: Memory | None, rating: Rating, *, day: date, preset: Preset, retention: float
) -> tuple[Memory, int | None]:
    """The memory after an answer, and the whole days FSRS itself would wait, None on a step.

    The days are not yet put in order with those of the other ratings, nor fuzzed. The memory does not
    depend on `retention`.
    """
    if memory is not None:
        day = no_earlier(day, memory.last_day)
        memory = replace(memory, last_day=min(day, memory.last_day))
    now = _midnight(day)
    card, _ = _scheduler(preset, retention).review_card(_to_card(memory), fsrs.Rating(rating), now)
    after = Memory(
        stability=cast(float, card.stability),
        difficulty=cast(float, card.difficulty),
        state=_FROM_FSRS[card.state],
        step=card.step,
        last_day=day,
    )
    return after, (card.due - now).days if after.state is State.REVIEW else None


@lru_cache(maxsize=1024)
def _scheduler(preset: Preset, retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=preset.parameters,
        desired_retention=retention,
        learning_steps=preset.learning_steps,
        relearning_steps=preset.relearning_steps,
        maximum_interval=preset.maximum_interval,
        enable_fuzzing=False,
    )


def _to_card(memory: Memory | None) -> fsrs.Card:
    # Without an id and a due date, fsrs would sleep for one and read the clock for the other.
    if memory is None:
        return fsrs.Card(card_id=0, due=_midnight(date.min))
    if memory.model != MODEL:
        raise ValueError(f"a memory of model {memory.model!r} cannot go on as {MODEL!r}: replay its log")
    return fsrs.Card(
        card_id=0,
        state=_TO_FSRS[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.last_day),
        last_review=_midnight(memory.last_day),
    )


def _midnight(day: date) -> datetime:
    # fsrs floors elapsed time to 24-hour days; midnights make that the number of study days between.
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

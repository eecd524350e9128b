"""Stability and difficulty agree with fsrs-rs, which schedules for Anki and fits our parameters.

To 2e-5: of its size for stability, which ranges from 0.001 to 36,500 days, and absolutely for difficulty, from 1 to 10.
Two things are set apart. fsrs-rs stops a stability at 36,500 days, where we let it grow on: no interval is longer
anyway. And it counts in single precision, of which little is left where a formula takes 1 from a number near 1: what
is forgotten of a card asked long before it is due, what a lapse leaves of a slight memory. With the default parameters
that does not show; with extreme ones it costs digits, and from there on the history agrees to 5e-4.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview, MemoryState

from studyapp.scheduling import Memory, Preset, Rating, StudyClock, retrievability
from studyapp.scheduling.fitting import Parameters
from tests.scheduling.prospects import review

ZONES = [
    "Asia/Ho_Chi_Minh",  # has no changes of the clocks
    "America/New_York",
    "Europe/London",
    "Australia/Sydney",
    "Australia/Lord_Howe",  # changes by half an hour
    "America/Santiago",  # changes at midnight
    "Africa/Cairo",  # skips midnight, took summer time up again in 2023
    "Pacific/Apia",  # skipped the whole of 30 December 2011
]
TOLERANCE = 2e-5
BLURRED = 5e-4
SHARP_ENOUGH = 0.005
LONGEST_STABILITY = 36500
STEPS = [(), (timedelta(minutes=10),), (timedelta(minutes=1), timedelta(minutes=10)), (timedelta(hours=9),)]


def learner(rng: random.Random, zone: str, parameters: Parameters) -> tuple[StudyClock, Preset]:
    preset = Preset(parameters=parameters, learning_steps=rng.choice(STEPS), relearning_steps=rng.choice(STEPS))
    return StudyClock(ZoneInfo(zone), rng.randint(0, 6)), preset


def answers(rng: random.Random) -> Iterator[tuple[datetime, Rating]]:
    """Answers at random moments: some minutes apart, some about a day, some up to a year."""
    at = datetime(rng.choice([2011, 2024, 2026]), 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(365 * 86400))
    for _ in range(rng.randint(1, 12)):
        yield at, rng.choices(list(Rating), (2, 1, 4, 1))[0]
        at += timedelta(seconds=rng.randrange(rng.choice([1800, 2 * 86400, 10 * 86400, 400 * 86400])))


def anywhere_in_bounds(rng: random.Random) -> Parameters:
    return tuple(map(rng.uniform, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS))


def ours(rng: random.Random, clock: StudyClock, preset: Preset) -> list[tuple[Rating, Memory]]:
    memory, seen = None, []
    for at, rating in answers(rng):
        memory = review(memory, rating, at=at, clock=clock, preset=preset).memory
        seen.append((rating, memory))
    return seen


def theirs(seen: list[tuple[Rating, Memory]], preset: Preset) -> list[MemoryState]:
    gaps = [0, *((after.last_day - before.last_day).days for (_, before), (_, after) in pairwise(seen))]
    reviews = [FSRSReview(rating, gap) for (rating, _), gap in zip(seen, gaps, strict=True)]
    return FSRS(preset.parameters).historical_memory_states(FSRSItem(reviews))


def is_blurred(before: Memory | None, rating: Rating, after: Memory, preset: Preset) -> bool:
    """Whether a formula takes 1 from a number so near to it that single precision has few digits left."""
    if before is None or before.last_day == after.last_day:
        return False
    if rating is Rating.AGAIN:
        return (before.stability + 1) ** preset.parameters[13] - 1 < SHARP_ENOUGH
    forgotten = 1 - retrievability(before, after.last_day, preset)
    return forgotten * min(preset.parameters[10], 1) < SHARP_ENOUGH


def compare(clock: StudyClock, preset: Preset, rng: random.Random, *, sharp: bool) -> int:
    """Compares one history answer by answer and returns how many there were."""
    seen, tolerance, before = ours(rng, clock, preset), TOLERANCE, None
    for number, ((rating, memory), state) in enumerate(zip(seen, theirs(seen, preset), strict=True), start=1):
        if state.stability >= LONGEST_STABILITY:
            assert memory.stability >= LONGEST_STABILITY * (1 - tolerance)
            return number
        if not sharp and is_blurred(before, rating, memory, preset):
            tolerance = BLURRED
        assert memory.stability == pytest.approx(state.stability, rel=tolerance)
        assert memory.difficulty == pytest.approx(state.difficulty, abs=TOLERANCE)
        before = memory
    return len(seen)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("histories", [250, pytest.param(5000, marks=pytest.mark.slow)])
def test_histories_with_the_default_parameters_agree(zone, histories):
    rng = random.Random(zone)
    compared = sum(compare(*learner(rng, zone, Preset().parameters), rng, sharp=True) for _ in range(histories))
    assert compared > 5 * histories


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("histories", [250, pytest.param(5000, marks=pytest.mark.slow)])
def test_histories_with_random_parameters_agree(zone, histories):
    rng = random.Random(zone)
    compared = sum(compare(*learner(rng, zone, anywhere_in_bounds(rng)), rng, sharp=False) for _ in range(histories))
    assert compared > 5 * histories

"""Learners whose memory is known: their logs are drawn from FSRS parameters of one's choosing."""

import random
from datetime import date, timedelta

from studyapp.scheduling import Memory, Preset, Rating, remember, retrievability
from studyapp.scheduling.fitting import History, Parameters
from studyapp.scheduling.memory import propose

DEFAULT = Preset().parameters
# Forgets what is new sooner and gains less by each review, as with material that was never understood.
FORGETFUL: Parameters = (0.08, 0.4, 0.8, 2.5, *DEFAULT[4:8], 1.2, 0.25, *DEFAULT[10:20], 0.35)
BEGIN = date(2024, 1, 1)


def learner(truth: Parameters, *, cards: int, days: int, seed: int) -> list[History]:
    """The histories of so many cards over so many days: planned by the default, remembered by `truth`."""
    rng = random.Random(seed)
    return [_history(Preset(parameters=truth), rng.randrange(days), days, rng) for _ in range(cards)]


def _history(truth: Preset, first: int, days: int, rng: random.Random) -> History:
    real, believed, ahead, rows = None, None, first, []
    while ahead < days:
        day = BEGIN + timedelta(days=ahead)
        for rating in _ratings_of_a_day(real, day, truth, rng):
            rows.append((day, rating))
            real = remember(real, rating, day=day, preset=truth)
            believed, wait = propose(believed, rating, day=day, preset=Preset(), retention=0.9)
        assert wait is not None
        ahead += max(wait + rng.randint(-1, 1), 1) if wait > 2 else wait
    return rows


def _ratings_of_a_day(real: Memory | None, day: date, truth: Preset, rng: random.Random) -> list[Rating]:
    if real is None:
        first = rng.choices(list(Rating), (4, 1, 4, 1))[0]
        return [first] if first is Rating.EASY else [first, Rating.GOOD, Rating.GOOD]
    if rng.random() < retrievability(real, day, truth):
        return [rng.choices([Rating.HARD, Rating.GOOD, Rating.EASY], (1, 8, 1))[0]]
    return [Rating.AGAIN, Rating.GOOD]

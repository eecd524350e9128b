"""How long the short steps of learning and relearning wait."""

from collections.abc import Sequence
from datetime import timedelta

from studyapp.scheduling.rating import Rating

LEARN_AHEAD = timedelta(minutes=20)


def step_delay(steps: Sequence[timedelta], step: int, rating: Rating) -> timedelta:
    """The wait on step `step`, the one the card stands on after the answer `rating`.

    Hard on the first step waits the mean of the first two, or half as long again where there is but one,
    and at most a day longer.
    """
    if rating is not Rating.HARD or step > 0:
        return steps[step]
    if len(steps) > 1:
        return (steps[0] + steps[1]) / 2
    return min(steps[0] * 1.5, steps[0] + timedelta(days=1))

"""The FSRS-6 formulas: what an answer makes of stability and difficulty, and how well something is still known.

They are those of py-fsrs, in its own floating-point operations and their order, so that results are equal to the last
bit. Without its objects and moments they take a fifth of its time, which tells where a log of a million rows is folded.
"""

from functools import lru_cache
from math import e

import fsrs

from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating

LEAST_STABILITY = 0.001
LEAST_DIFFICULTY, MOST_DIFFICULTY = 1.0, 10.0


class Formulas:
    """The formulas with the parameters of `preset`. Raises ValueError where these are out of bounds.

    Stability and elapsed time are in days. What follows from the parameters alone is computed once; of four numbers
    each belongs to one rating.
    """

    def __init__(self, preset: Preset) -> None:
        fsrs.Scheduler(parameters=preset.parameters)  # knows the bounds
        self.w = w = preset.parameters
        self.decay = -w[20]
        self.factor = 0.9 ** (1 / self.decay) - 1
        self._longest = preset.maximum_interval
        self._relearning_steps = len(preset.relearning_steps)
        begun = [w[4] - e ** (w[5] * (rating - 1)) + 1 for rating in Rating]
        self._first = [(max(w[rating - 1], LEAST_STABILITY), _in_range(begun[rating - 1])) for rating in Rating]
        # Where the difficulty drifts to with every answer.
        self._drift = w[7] * begun[Rating.EASY - 1]
        self._harder = [-(w[6] * (rating - 3)) for rating in Rating]
        self._same_day = [e ** (w[17] * (rating - 3 + w[18])) for rating in Rating]
        self._left_at_most = e ** (w[17] * w[18])
        self._gain = e ** w[8]
        self._bonus = [1, w[15], 1, w[16]]

    def first(self, rating: Rating) -> tuple[float, float]:
        """Stability and difficulty after the first answer."""
        return self._first[rating - 1]

    def same_day(self, stability: float, difficulty: float, rating: Rating) -> tuple[float, float]:
        """Stability and difficulty after another answer on the study day of the last one."""
        change = self._same_day[rating - 1] * stability ** -self.w[19]
        if rating is not Rating.AGAIN:
            change = max(change, 1.0)
        return max(stability * change, LEAST_STABILITY), self._difficulty(difficulty, rating)

    def later_day(self, stability: float, difficulty: float, rating: Rating, recall: float) -> tuple[float, float]:
        """Stability and difficulty after an answer on a later day, when the probability of recall was `recall`."""
        after = self._forgotten if rating is Rating.AGAIN else self._recalled
        return max(after(stability, difficulty, rating, recall), LEAST_STABILITY), self._difficulty(difficulty, rating)

    def relearned(self, stability: float, difficulty: float, recall: float) -> tuple[float, float]:
        """After Again on a later day, and Good on every relearning step that same day."""
        after = self.later_day(stability, difficulty, Rating.AGAIN, recall)
        for _ in range(self._relearning_steps):
            after = self.same_day(*after, Rating.GOOD)
        return after

    def recall(self, stability: float, elapsed: int) -> float:
        """The probability of recall so many days after the last answer."""
        recall: float = (1 + self.factor * elapsed / stability) ** self.decay
        return recall

    def days_until(self, retention: float) -> float:
        """In how many days recall falls to `retention`, for each day of stability."""
        days: float = (retention ** (1 / self.decay) - 1) / self.factor
        return days

    def interval(self, stability: float, retention: float) -> int:
        """The whole days, one at least, after which recall has about fallen to `retention`."""
        days: int = round(stability / self.factor * (retention ** (1 / self.decay) - 1))
        return min(max(days, 1), self._longest)

    def difficulty_of(self, ease: float, stability: float) -> float:
        """Of who remembered by another model: one with which Good, as recall has fallen to 0.9, multiplies the interval
        by `ease`.
        """
        w = self.w
        for_each = self._gain * stability ** -w[9] * (e ** (0.1 * w[10]) - 1)
        return _in_range(11 - (ease - 1) / for_each)

    def _recalled(self, stability: float, difficulty: float, rating: Rating, recall: float) -> float:
        w, bonus = self.w, self._bonus[rating - 1]
        unexpected = e ** ((1 - recall) * w[10]) - 1
        grown: float = stability * (1 + self._gain * (11 - difficulty) * stability ** -w[9] * unexpected * bonus)
        return grown

    def _forgotten(self, stability: float, difficulty: float, _rating: Rating, recall: float) -> float:
        w = self.w
        left: float = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * e ** ((1 - recall) * w[14])
        most: float = stability / self._left_at_most
        return min(left, most)

    def _difficulty(self, difficulty: float, rating: Rating) -> float:
        moved = difficulty + (10.0 - difficulty) * self._harder[rating - 1] / 9.0
        return _in_range(self._drift + (1 - self.w[7]) * moved)


def _in_range(difficulty: float) -> float:
    return min(max(difficulty, LEAST_DIFFICULTY), MOST_DIFFICULTY)


formulas_of = lru_cache(maxsize=1024)(Formulas)
"""Those of a preset, made once."""

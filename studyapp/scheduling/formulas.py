"""The FSRS-6 formulas bare, for Good and for Again on a later day: a simulation asks them ten thousand times."""

from math import exp, expm1

from studyapp.scheduling.preset import Preset


class Formulas:
    """What `remember` and `retrievability` compute, some forty times as fast; stability and elapsed time in days.

    From the FSRS-6 of py-fsrs. The parameters are not checked for their bounds.
    """

    def __init__(self, preset: Preset) -> None:
        self.w = preset.parameters
        self.decay = -self.w[20]
        self.factor = 0.9 ** (1 / self.decay) - 1
        self._gain = exp(self.w[8])
        self._step_gain = exp(self.w[17] * self.w[18])
        self._relearning_steps = len(preset.relearning_steps)
        # Where the difficulty drifts to with every answer.
        self._drift = self.w[7] * (self.w[4] - exp(3 * self.w[5]) + 1)

    def recall(self, stability: float, elapsed: int) -> float:
        """The probability of recall so many days after the last answer."""
        recall: float = (1 + self.factor * elapsed / stability) ** self.decay
        return recall

    def passed(self, stability: float, difficulty: float, recall: float) -> tuple[float, float]:
        """Stability and difficulty after Good on a later day, when the probability of recall was `recall`."""
        forgotten = expm1((1 - recall) * self.w[10])
        grown = stability * (1 + self._gain * (11 - difficulty) * stability ** -self.w[9] * forgotten)
        return grown, self._difficulty(difficulty)

    def lapsed(self, stability: float, difficulty: float, recall: float) -> tuple[float, float]:
        """Stability and difficulty after Again on a later day, and Good on every relearning step that same day."""
        w = self.w
        left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp((1 - recall) * w[14])
        stability = max(min(left, stability / self._step_gain), 0.001)
        difficulty = self._difficulty(difficulty + (10 - difficulty) * 2 * w[6] / 9)
        for _ in range(self._relearning_steps):
            stability *= max(self._step_gain * stability ** -w[19], 1.0)
            difficulty = self._difficulty(difficulty)
        return stability, difficulty

    def days_until(self, retention: float) -> float:
        """In how many days recall falls to `retention`, for each day of stability."""
        days: float = (retention ** (1 / self.decay) - 1) / self.factor
        return days

    def _difficulty(self, difficulty: float) -> float:
        return min(max(self._drift + (1 - self.w[7]) * difficulty, 1.0), 10.0)

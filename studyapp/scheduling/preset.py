"""The settings a schedule is made with: FSRS parameters, desired retention, steps and longest interval."""

from dataclasses import dataclass, field
from datetime import timedelta

from fsrs.scheduler import DEFAULT_PARAMETERS


@dataclass(frozen=True, slots=True)
class Preset:
    """A learner's scheduling settings.

    `parameters` are the FSRS-6 weights w0 to w20, `desired_retention` is a probability, `maximum_interval`
    is in days. Raises ValueError for a retention outside (0, 1), an interval below a day or a step that is
    not positive; parameters out of bounds raise ValueError at the first answer, from `fsrs`.
    """

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    desired_retention: float = 0.90
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval: int = 36500
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0 < self.desired_retention < 1:
            raise ValueError(f"desired retention must lie between 0 and 1, not {self.desired_retention}")
        if self.maximum_interval < 1:
            raise ValueError(f"the maximum interval must be at least one day, not {self.maximum_interval}")
        if any(step <= timedelta(0) for step in self.learning_steps + self.relearning_steps):
            raise ValueError("every step must be longer than zero")
        said = (self.parameters, self.desired_retention, self.learning_steps, self.relearning_steps)
        object.__setattr__(self, "_hash", hash((*said, self.maximum_interval)))

    def __hash__(self) -> int:
        """Made once: each row of a log looks up the formulas of its preset."""
        return self._hash

"""What settings a schedule accepts."""

from datetime import timedelta
from typing import Any

import pytest

from studyapp.scheduling import Preset


@pytest.mark.parametrize("retention", [0.0, 1.0, -0.1, 1.5])
def test_a_retention_that_is_no_probability_is_refused(retention):
    with pytest.raises(ValueError, match="desired retention"):
        Preset(desired_retention=retention)


def test_a_maximum_interval_below_a_day_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        Preset(maximum_interval=0)


@pytest.mark.parametrize("steps", ["learning_steps", "relearning_steps"])
def test_a_step_without_length_is_refused(steps):
    settings: dict[str, Any] = {steps: (timedelta(minutes=1), timedelta(0))}
    with pytest.raises(ValueError, match="longer than zero"):
        Preset(**settings)

"""Parameters of a learner, as if they had been fitted."""

from typing import Any

from studyapp.accounts.models import ParameterSet, User
from studyapp.scheduling import Preset
from tests.people import NOON

OTHERS = [*(value * 1.5 for value in Preset().parameters[:4]), *Preset().parameters[4:]]
"""Parameters that are not the default."""


def parameters(learner: User, number: int = 1, **changes: Any) -> ParameterSet:
    """A set fitted to the learner's log, as if it had been."""
    given = {
        "values": OTHERS,
        "choice": "fitted",
        "fitted_on": 900,
        "held_out": 300,
        "log_losses": {"default": 0.4, "fitted": 0.35, "shrunk": 0.36},
        "fitted_at": NOON,
    }
    return ParameterSet.objects.create(learner=learner, number=number, **(given | changes))

"""Parameters of a learner, as if they had been fitted."""

from datetime import timedelta
from typing import Any

from studyapp.accounts.models import ParameterSet, User
from studyapp.scheduling import Preset, Rating
from studyapp.study.models import Review
from tests.people import NOON, TUESDAY
from tests.shelf import stock

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


def put_into_the_log(learner: User, reviews: int) -> None:
    """So many next-day reviews on choices, every fifth of them wrong, as if they had been answered long ago."""
    questions = stock(-(-reviews // 10))
    rows = []
    for question in questions:
        for version in range(11):
            right = (question.pk + version) % 5 > 0
            rows.append(
                Review(
                    learner=learner,
                    question=question,
                    fact_id=question.fact_id,
                    revision=question.revision,
                    version=version,
                    kind=Review.Event.STUDY,
                    study_day=TUESDAY - timedelta(days=400) + timedelta(days=3 * version + question.pk % 30),
                    answered_at=NOON - timedelta(days=400 - 3 * version),
                    score=float(right),
                    rating=Rating.GOOD if right else Rating.AGAIN,
                    due_day=TUESDAY,
                )
            )
    Review.objects.bulk_create(rows)

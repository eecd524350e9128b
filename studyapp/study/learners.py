"""A learner's settings in the terms of the scheduling room."""

from datetime import date, datetime

from studyapp.accounts.models import User
from studyapp.scheduling import Preset, StudyClock


def clock_of(learner: User) -> StudyClock:
    """Their calendar: the study day does not fall behind the latest one they reached, wherever they travel."""
    return StudyClock(learner.zone, learner.day_start, floor=learner.study_day)


def study_day_of(learner: User, at: datetime) -> date:
    return clock_of(learner).day(at)


def preset_of(learner: User) -> Preset:
    retention = float(learner.desired_retention)
    if learner.parameters is None:
        return Preset(desired_retention=retention)
    return Preset(parameters=tuple(learner.parameters), desired_retention=retention)

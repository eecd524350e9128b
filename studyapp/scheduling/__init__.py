"""When to ask again: plain values in, plain values out, with no Django, no clock and no database."""

from studyapp.scheduling.backlog import Limits, Queued, days_to_catch_up
from studyapp.scheduling.days import SLACK, StudyClock
from studyapp.scheduling.exam import before_exam, last_pass, met_by, new_a_day
from studyapp.scheduling.fuzz import fuzz_window
from studyapp.scheduling.intervals import corrected_retention
from studyapp.scheduling.leech import is_leech
from studyapp.scheduling.memory import Memory, State, remember, replay, retrievability
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating
from studyapp.scheduling.respacing import respace
from studyapp.scheduling.schedule import Due, Prospects, Scheduled
from studyapp.scheduling.steps import LEARN_AHEAD

__all__ = [
    "LEARN_AHEAD",
    "SLACK",
    "Due",
    "Limits",
    "Memory",
    "Preset",
    "Prospects",
    "Queued",
    "Rating",
    "Scheduled",
    "State",
    "StudyClock",
    "before_exam",
    "corrected_retention",
    "days_to_catch_up",
    "fuzz_window",
    "is_leech",
    "last_pass",
    "met_by",
    "new_a_day",
    "remember",
    "replay",
    "respace",
    "retrievability",
]

"""What happens to a card, each a row of its log, and which of these count as what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    STUDY = "study", _("Answered")
    OVERRIDE = "override", _("Answer judged again")
    UNDO = "undo", _("Undone")
    SUSPEND = "suspend", _("Suspended")
    UNSUSPEND = "unsuspend", _("Resumed")
    BURY = "bury", _("Buried until the next study day")
    UNBURY = "unbury", _("No longer buried")
    FORGET = "forget", _("Started again as new")
    SET_DUE = "set-due", _("Due day changed")
    MARK = "mark", _("Marked")
    UNMARK = "unmark", _("Mark removed")
    NOTE = "note", _("Note changed")
    CHANGED = "changed", _("Changed in the library")
    CRAM = "cram", _("Practised outside the schedule")
    QUIZ = "quiz", _("Answered in a quiz")
    RESCHEDULE = "reschedule", _("Moved to another day")
    REGRADE = "regrade", _("Answer judged again by the editors")
    ELSEWHERE = "elsewhere", _("Answered in another program")
    IMPORTED = "imported", _("Came with its schedule")


class Certainty(models.IntegerChoices):
    """How sure the learner said they were, before the verdict."""

    GUESS = 1, _("A guess")
    FAIRLY_SURE = 2, _("Fairly sure")
    SURE = 3, _("Sure")


PLANNED = (Event.STUDY, Event.OVERRIDE)
"""Answers that use up the learner's limits of a day."""
ANSWERS = (*PLANNED, Event.QUIZ)
"""Answers by which the schedule goes."""
COUNTED = (*ANSWERS, Event.CRAM, Event.ELSEWHERE)
"""What a day's answers and time are made of."""
GIVEN = (Event.STUDY, Event.QUIZ, Event.CRAM)
"""Answers as they came; the app judged them."""
JUDGED_AGAIN = (Event.OVERRIDE, Event.REGRADE)
"""Rows that name an answer and judge it otherwise."""
TOLD_BY_RESPONSE = (Event.NOTE, Event.CHANGED, Event.RESCHEDULE, Event.IMPORTED)
"""Of these the response says what the event does to the card; of others it says what the learner did."""
ASIDES = (Event.MARK, Event.UNMARK, Event.NOTE)
"""What a learner writes beside a card. It moves nothing: the answer before it is still the newest."""
UNDOABLE = (
    *(Event.STUDY, Event.OVERRIDE, Event.SUSPEND, Event.UNSUSPEND, Event.CRAM),
    *(Event.BURY, Event.UNBURY, Event.FORGET, Event.SET_DUE, *ASIDES),
)

"""The first request of a learner's study day: the day is reached, and their cards follow the library."""

from datetime import datetime

from studyapp.accounts.models import User
from studyapp.faults import if_there_is_room
from studyapp.scheduling import SLACK
from studyapp.study.decks.changes import follow_library
from studyapp.study.learners import study_day_of
from studyapp.study.spacing.backlog import stop_catching_up


def begin_day(learner: User, *, at: datetime) -> None:
    """At the first request of a study day, reach it for good and follow the library.

    A later day stays where another tab has just reached it; one that cannot be believed gives way.
    """
    day = study_day_of(learner, at)
    if learner.study_day == day:
        return
    learner.study_day = day
    with if_there_is_room():
        User.objects.filter(pk=learner.pk).exclude(study_day__gt=day, study_day__lte=day + SLACK).update(study_day=day)
        follow_library(learner, at=at)
        stop_catching_up(learner, day)

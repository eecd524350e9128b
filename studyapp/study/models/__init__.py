"""What a learner has met: cards, the log of their reviews, days, enrolments, snapshots, and reports on questions."""

from studyapp.study.models.cards import LONGEST_NOTE, Card, NotInReview, Outcome, Stale
from studyapp.study.models.days import Day
from studyapp.study.models.enrolments import Enrolment
from studyapp.study.models.reports import Report
from studyapp.study.models.reviews import Review
from studyapp.study.models.snapshots import Snapshot
from studyapp.study.queue import Queue

__all__ = [
    "LONGEST_NOTE",
    "Card",
    "Day",
    "Enrolment",
    "NotInReview",
    "Outcome",
    "Queue",
    "Report",
    "Review",
    "Snapshot",
    "Stale",
]

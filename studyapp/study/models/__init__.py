"""What a learner has met: cards, the log of their reviews, days, enrolments, and reports on questions."""

from studyapp.study.models.cards import Card, Outcome, Stale
from studyapp.study.models.days import Day
from studyapp.study.models.enrolments import Enrolment
from studyapp.study.models.reports import Report
from studyapp.study.models.reviews import Review
from studyapp.study.queue import Queue

__all__ = ["Card", "Day", "Enrolment", "Outcome", "Queue", "Report", "Review", "Stale"]

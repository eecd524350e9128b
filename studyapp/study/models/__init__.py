"""What a learner has met: cards, their log, days, enrolments, bookmarks, what is over, quizzes, reports, snapshots,
and what they are told of what editors did."""

from studyapp.study.cards.queues import Queue
from studyapp.study.models.attempts import (
    LONGEST_NAME,
    AnsweredOtherwise,
    Attempt,
    Given,
    LateAnswer,
    Over,
    QuizAnswer,
    TooLate,
)
from studyapp.study.models.bookmarks import Bookmark
from studyapp.study.models.cards import LONGEST_NOTE, Card, NotInReview, Outcome, Stale
from studyapp.study.models.days import Day
from studyapp.study.models.enrolments import Enrolment
from studyapp.study.models.notices import Notice
from studyapp.study.models.outdated import Outdated
from studyapp.study.models.quiz_pictures import QuizPicture
from studyapp.study.models.quizzes import LONGEST_TITLE, Quiz, QuizItem
from studyapp.study.models.regrades import Foreseen, Regrade, Regrading
from studyapp.study.models.reports import Report, TooManyReports
from studyapp.study.models.reviews import Review
from studyapp.study.models.snapshots import Snapshot

__all__ = [
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "LONGEST_TITLE",
    "AnsweredOtherwise",
    "Attempt",
    "Bookmark",
    "Card",
    "Day",
    "Enrolment",
    "Foreseen",
    "Given",
    "LateAnswer",
    "NotInReview",
    "Notice",
    "Outcome",
    "Outdated",
    "Over",
    "Queue",
    "Quiz",
    "QuizAnswer",
    "QuizItem",
    "QuizPicture",
    "Regrade",
    "Regrading",
    "Report",
    "Review",
    "Snapshot",
    "Stale",
    "TooLate",
    "TooManyReports",
]

"""Answers that are accepted later, and judged again."""

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Regrade
from tests.answering import learn
from tests.people import DAY, NOON
from tests.shelf import Shelf, rewrite

LOW = {"text": "Low tides"}
HALF = {"text": "Half tides"}
LATER = NOON + 9 * DAY


def known(*learners: User, shelf: Shelf) -> None:
    """Their cards of the typed question can be asked."""
    for learner in learners:
        if not learner.enrolments.exists():
            join(learner, shelf.harbour, at=NOON)
        learn(learner, shelf.choice, at=NOON)


def accept(question: Question, *aliases: str, lowers: bool = False) -> Regrade:
    """An editor has these accepted besides, and past answers judged so."""
    rewrite(question, at=LATER, aliases=list(aliases))
    question.refresh_from_db()
    return Regrade.objects.create(revision=question.asked, lowers=lowers, editor=EditorFactory(), asked_at=LATER)

"""Which facts a learner is being asked about at the moment: what a search must not tell them meanwhile."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from studyapp.accounts.models import User
from studyapp.study.models import QuizAnswer, QuizItem, Review
from studyapp.study.models.attempts import GRACE
from studyapp.study.models.reviews import SKEW
from studyapp.study.sitting.scopes import EVERYTHING, Scope
from studyapp.study.sitting.sitting import Sitting

LATELY = timedelta(minutes=30)
MOST_ACTS, MOST_SCOPES = 50, 3


def facts_being_asked(learner: User, *, at: datetime) -> set[int]:
    """By the key of the original where it is a translation: those of the questions that come next in the sitting, and
    of a quiz that is not finished.

    No page records what it shows, so a sitting is known by its heads: of everything, and of the decks in which the
    learner answered or practised lately, since they may be studying one of those alone. A sitting that is narrowed
    otherwise, as to an article, may be at another question.
    """
    return _in_the_sitting(learner, at) | _in_running_quizzes(learner, at)


def _in_the_sitting(learner: User, at: datetime) -> set[int]:
    acts = learner.reviews.undoable().filter(answered_at__gte=at - LATELY, answered_at__lte=at + SKEW)
    found = acts.values_list("question__fact__deck__slug", "question__fact__deck__number", "kind")[:MOST_ACTS]
    lately = dict.fromkeys(
        Scope(deck=slug or "", own=number or 0, cram=kind == Review.Event.CRAM) for slug, number, kind in found
    )
    sittings = [Sitting.of(learner, at, scope) for scope in (EVERYTHING, *[*lately][:MOST_SCOPES])]
    heads = {head for one in sittings for head in (one.learning, one.ahead, one.review, one.new, one.more) if head}
    return set(learner.cards.filter(question__in=heads).values_list("fact", flat=True))


def _in_running_quizzes(learner: User, at: datetime) -> set[int]:
    """Those without an answer yet; once its time is up nothing of a quiz can be answered."""
    has_time = Q(deadline=None) | Q(deadline__gte=at - GRACE)
    running = learner.attempts.running().filter(has_time).order_by().values("quiz")
    given = QuizAnswer.objects.filter(learner=learner, quiz=OuterRef("quiz"), position=OuterRef("position"))
    asked = QuizItem.objects.filter(~Exists(given), quiz__in=running)
    original = Coalesce("question__fact__translates", "question__fact")
    return set(asked.order_by().values_list(original, flat=True))

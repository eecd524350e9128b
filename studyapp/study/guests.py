"""What guests bring along: into the account they make of themselves, or to the one they have."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.decks.membership import begin_day, join
from studyapp.study.models import Attempt, QuizAnswer, QuizItem


def settle(learner: User, *, at: datetime) -> None:
    """A guest has signed up: they join the decks they answered questions of, and those answers count from now on."""
    answered = QuizAnswer.objects.filter(learner=learner, quiz=OuterRef("quiz"), position=OuterRef("position"))
    asked = QuizItem.objects.filter(Exists(answered), quiz__attempts__learner=learner)
    begin_day(learner, at=at)
    for deck in Deck.objects.filter(facts__questions__in=asked.values("question")).distinct():
        join(learner, deck, at=at)


def move_quizzes(guest: User, learner: User) -> None:
    """A guest has signed in: their quizzes become the learner's, but for those the learner took too; the guest goes."""
    with transaction.atomic():
        # In another tab the guest may be signing up at this moment: then nothing is moved.
        locked = User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).first()
        if locked is None:
            return
        taken = learner.attempts.values("quiz")
        QuizAnswer.objects.filter(learner=locked).exclude(quiz__in=taken).update(learner=learner, logged_as=None)
        Attempt.objects.filter(learner=locked).exclude(quiz__in=taken).update(learner=learner)
        locked.quizzes.update(owner=learner)
        locked.delete()

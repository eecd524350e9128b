"""What guests bring along: into the account they make of themselves, or to the one they have."""

from datetime import datetime
from typing import override

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from studyapp.accounts.adapter import Adapter
from studyapp.accounts.guests import guest_of
from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, QuizAnswer, QuizItem
from studyapp.study.new_day import begin_day
from studyapp.study.unsent import hand_over


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


class Entrance(Adapter):
    """Signing in and up: a guest brings along what they have answered."""

    @override
    def login(self, request: HttpRequest, user: User) -> None:
        guest, is_first = guest_of(request), user.last_login is None
        super().login(request, user)
        hand_over(request, user.pk)
        if guest is None:
            return
        if guest.pk != user.pk:
            move_quizzes(guest, user)
        if is_first:
            settle(user, at=timezone.now())

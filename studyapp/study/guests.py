"""What guests bring along: into the account they make of themselves, or to the one they have."""

from collections.abc import Collection
from datetime import datetime
from typing import override

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.adapter import Adapter
from studyapp.accounts.guests import guest_of
from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, Enrolment, LateAnswer, QuizAnswer, QuizItem
from studyapp.study.new_day import begin_day
from studyapp.study.unsent import hand_over

CHOICE = "study.decks"
"""In the session of a guest: the decks they chose to study, and the account that is to join them."""
DECKS_LABEL = _("Decks to study")
DECKS_HELP = _(
    "The questions you answered are from these decks. Tick the decks you want to study: their questions come back "
    "before you forget them. You join only the decks you tick."
)


def decks_answered(learner: User) -> QuerySet[Deck]:
    """The decks that the learner answered questions of in quizzes, and is not in."""
    answered = QuizAnswer.objects.filter(learner=learner, quiz=OuterRef("quiz"), position=OuterRef("position"))
    asked = QuizItem.objects.filter(Exists(answered), quiz__attempts__learner=learner)
    joined = Enrolment.objects.current().filter(learner=learner, deck=OuterRef("pk"))
    return Deck.objects.filter(~Exists(joined), facts__questions__in=asked.values("question")).distinct()


def choose(request: HttpRequest, account: User, decks: Collection[str]) -> None:
    """Keep which decks a guest chose until they are in that account, which may take until an address is confirmed."""
    request.session[CHOICE] = {"account": account.pk, "decks": [*decks]}


def chosen(request: HttpRequest, account: User | None = None) -> list[str]:
    """The decks chosen in this browser, for any account or for that one alone."""
    choice = request.session.get(CHOICE, {"account": None, "decks": []})
    decks: list[str] = choice["decks"]
    return decks if account is None or account.pk == choice["account"] else []


def settle(learner: User, decks: Collection[str], *, at: datetime) -> None:
    """A guest is in their account: they join the decks they chose, and their answers there count from now on."""
    begin_day(learner, at=at)
    for deck in decks_answered(learner):
        if deck.slug in decks:
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
        LateAnswer.objects.filter(learner=locked).exclude(quiz__in=taken).update(learner=learner)
        Attempt.objects.filter(learner=locked).exclude(quiz__in=taken).update(learner=learner)
        locked.quizzes.update(owner=learner)
        locked.delete()


class Entrance(Adapter):
    """Signing in and up: a guest brings along what they have answered."""

    @override
    def login(self, request: HttpRequest, user: User) -> None:
        guest, decks = guest_of(request), chosen(request, user)  # now, since another learner's session is emptied
        super().login(request, user)
        hand_over(request, user.pk)
        if guest is not None and guest.pk != user.pk:
            move_quizzes(guest, user)
        if decks:
            settle(user, decks, at=timezone.now())

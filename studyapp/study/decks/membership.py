"""Joining decks and leaving them."""

from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.library.models import Change, Deck, Question
from studyapp.study.decks.changes import follow_library
from studyapp.study.models import Card, Day, Enrolment
from studyapp.study.quizzes.into_the_log import take_up


def join(learner: User, deck: Deck, *, at: datetime) -> bool:
    """Give the learner the deck's cards and what they answered in quizzes before, or the cards back that they left
    with it. False if they are in it already.
    """
    with transaction.atomic():
        learner.lock()
        seen = Change.objects.newest(deck)
        _, created = Enrolment.objects.get_or_create(
            learner=learner, deck=deck, defaults={"joined_at": at, "changes_seen": seen}
        )
        if created:
            _bring_back(learner, deck)
            Card.objects.create_for(
                learner, Question.objects.live().filter(fact__deck=deck).select_related("fact__deck")
            )
            take_up(learner, deck)
            return True
        if not learner.enrolments.filter(deck=deck, left_at__isnull=False).update(left_at=None):
            return False
        _bring_back(learner, deck)
        follow_library(learner, at=at)
    return True


def _bring_back(learner: User, deck: Deck) -> None:
    """Have the cards asked that wait in a deck: of who left it, or of facts that went there from another one."""
    cards = learner.cards.filter(deck=deck)
    if cards.filter(left=True).exists():
        cards.come_back()
        Card.objects.lock_and_unlock(learner, set(cards.filter(queue=Card.Queue.NEW).values_list("fact", flat=True)))
        Day.objects.count_due(learner, deck)


def leave(learner: User, deck: Deck, *, at: datetime) -> bool:
    """Ask nothing of the deck until the learner joins it again; all they know of it is kept. False if they are not in
    it.
    """
    with transaction.atomic():
        learner.lock()
        left = bool(learner.enrolments.current().filter(deck=deck).update(left_at=at))
        if left:
            learner.cards.filter(deck=deck).leave()
            Day.objects.count_due(learner, deck)
    return left

"""Guests who stay away are erased: after a month, or two days if they only began a quiz."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from studyapp.accounts.models import User
from studyapp.study.models import Attempt, QuizAnswer, Review

AT_ONCE = 100
"""Guests erased in one transaction, so that whoever answers meanwhile need not wait."""
DAYS = 30
DAYS_OF_A_BEGINNING = 2
"""How long those are kept who have only begun a quiz."""


def idle_guests(since: datetime) -> QuerySet[User]:
    answers, reviews = (
        Exists(model.objects.filter(learner=OuterRef("pk"), answered_at__gte=since)) for model in (QuizAnswer, Review)
    )
    return User.objects.filter(is_guest=True, date_joined__lt=since).exclude(answers).exclude(reviews)


def have_only_begun(guests: QuerySet[User], at: datetime) -> QuerySet[User]:
    """Those who have studied nothing, and no quiz of whose has ended: by its last answer or because time was up."""
    ended = Attempt.objects.ended(at).filter(learner=OuterRef("pk"))
    return guests.exclude(Exists(ended)).exclude(Exists(Review.objects.filter(learner=OuterRef("pk"))))


def expire_guests(at: datetime, *, days: int = DAYS) -> int:
    """Erase them, with all they did; how many there were."""
    begun = idle_guests(at - timedelta(days=min(days, DAYS_OF_A_BEGINNING)))
    erased = 0
    for guests in (have_only_begun(begun, at), idle_guests(at - timedelta(days=days))):
        while found := _erase(guests):
            erased += found
    return erased


@transaction.atomic
def _erase(guests: QuerySet[User]) -> int:
    # Locked, or an answer could come in between.
    found = [guest.pk for guest in guests.select_for_update().order_by("pk")[:AT_ONCE]]
    User.objects.filter(pk__in=found).delete()
    return len(found)

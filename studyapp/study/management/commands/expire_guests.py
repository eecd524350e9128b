"""`manage.py expire_guests`: erase guests who have not answered for a month, or two days if they only began a quiz."""

from datetime import datetime, timedelta
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.study.models import Attempt, QuizAnswer, Review

AT_ONCE = 100
"""Guests erased in one transaction, so that whoever answers meanwhile need not wait."""
MOST_DAYS = 3650
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


class Command(BaseCommand):
    help = "Erase guests who have not answered for some time, and all they did. For a scheduler, once a day."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=30,
            help="how long without an answer, unless they only began a quiz; default: 30",
        )

    @override
    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"Give a number of days from 1 to {MOST_DAYS}.")
        at = timezone.now()
        begun = idle_guests(at - timedelta(days=min(days, DAYS_OF_A_BEGINNING)))
        erased = 0
        for guests in (have_only_begun(begun, at), idle_guests(at - timedelta(days=days))):
            while found := self.erase(guests):
                erased += found
        self.stdout.write(f"{erased} guest{'' if erased == 1 else 's'} erased.")

    def erase(self, guests: QuerySet[User]) -> int:
        with transaction.atomic():
            # Locked, or an answer could come in between.
            found = [guest.pk for guest in guests.select_for_update().order_by("pk")[:AT_ONCE]]
            User.objects.filter(pk__in=found).delete()
        return len(found)

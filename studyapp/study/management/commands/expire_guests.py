"""`manage.py expire_guests`: erase guests who have not answered anything for a month, with all they did."""

from datetime import datetime, timedelta
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.study.models import QuizAnswer, Review

AT_ONCE = 100
"""Guests erased in one transaction, so that whoever answers meanwhile need not wait."""
MOST_DAYS = 3650


def idle_guests(since: datetime) -> QuerySet[User]:
    answers, reviews = (
        Exists(model.objects.filter(learner=OuterRef("pk"), answered_at__gte=since)) for model in (QuizAnswer, Review)
    )
    return User.objects.filter(is_guest=True, date_joined__lt=since).exclude(answers).exclude(reviews)


class Command(BaseCommand):
    help = "Erase guests who have not answered for some time, and all they did. For a scheduler, once a day."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="how long without an answer; default: 30")

    @override
    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"Give a number of days from 1 to {MOST_DAYS}.")
        since = timezone.now() - timedelta(days=days)
        erased = 0
        while found := self.erase(since):
            erased += found
        self.stdout.write(f"{erased} guest{'' if erased == 1 else 's'} erased.")

    def erase(self, since: datetime) -> int:
        with transaction.atomic():
            # Locked, or an answer could come in between.
            found = [guest.pk for guest in idle_guests(since).select_for_update().order_by("pk")[:AT_ONCE]]
            User.objects.filter(pk__in=found).delete()
        return len(found)

"""`manage.py regrade`: past answers judged again, as editors asked. To be run every few minutes by a scheduler."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.study.models import Regrade


class Command(BaseCommand):
    help = (
        "Judge past answers again where an editor asked for it, and tell the learners. Stop it whenever you like: run "
        "again, it goes on, and judges nothing twice."
    )

    def handle(self, **_options: Any) -> None:
        self.stdout.write(f"Answers judged again: {Regrade.objects.run(at=timezone.now())}.")

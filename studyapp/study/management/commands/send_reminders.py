"""`manage.py send_reminders`: the emails whose hour has come, sent by hand; a job does so every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.study.reminders import remind_all


class Command(BaseCommand):
    help = (
        "Send a reminder to every learner who asked for one, whose hour has come and who has something left to study "
        "today. However often it runs, nobody gets more than one on a study day. The job send_reminders does the same."
    )

    def handle(self, **_options: Any) -> None:
        done = remind_all(timezone.now())
        for failure in done.failures:
            self.stderr.write(failure)
        self.stdout.write(f"Reminders sent: {done.sent}.")
        if done.failures:
            raise CommandError(f"Reminders that could not be sent: {len(done.failures)}.")

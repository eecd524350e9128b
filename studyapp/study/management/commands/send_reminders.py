"""`manage.py send_reminders`: the emails whose hour has come. To be run every few minutes by a scheduler."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.study.reminders import learners_to_remind, remind


class Command(BaseCommand):
    help = (
        "Send a reminder to every learner who asked for one, whose hour has come and who has something left to study "
        "today. However often it runs, nobody gets more than one on a study day."
    )

    def handle(self, **_options: Any) -> None:
        at = timezone.now()
        sent, failed = 0, 0
        for learner in learners_to_remind(at):
            try:
                sent += remind(learner, at=at)
            except (OSError, ValueError) as error:  # of the mail server, or for an address that it cannot use
                failed += 1
                self.stderr.write(f"{learner.email}: {error}")
        self.stdout.write(f"Reminders sent: {sent}.")
        if failed:
            raise CommandError(f"Reminders that could not be sent: {failed}.")

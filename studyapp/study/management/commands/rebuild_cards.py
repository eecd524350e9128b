"""`manage.py rebuild_cards`: prove that cards and days are what the log says; 0 differences are expected."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from studyapp.accounts.models import User
from studyapp.study.rebuilding import differences


class Command(BaseCommand):
    help = "Compare every card and study day with the log and report each difference. --fix writes what the log says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="write what the log says")

    def handle(self, **options: Any) -> None:
        found = 0
        learners = User.objects.filter(cards__isnull=False).distinct().order_by("pk")
        for learner in tqdm(
            learners.iterator(), total=learners.count(), desc="Learners", disable=None, file=self.stderr
        ):
            for difference in differences(learner, fix=options["fix"]):
                self.stdout.write(str(difference))
                found += 1
        summary = (
            f"{found} difference{'' if found == 1 else 's'} found{', and mended' if found and options['fix'] else ''}."
        )
        if found and not options["fix"]:
            raise CommandError(f"{summary} Run again with --fix to write what the log says.")
        self.stdout.write(summary)

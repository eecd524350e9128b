"""`manage.py rebuild_search`: prove that what is searched is what is shown; 0 differences are expected."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.library.search import differences


class Command(BaseCommand):
    help = "Compare the words that a search looks through with the texts they come from. --fix writes them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="write the words anew")

    def handle(self, **options: Any) -> None:
        found = 0
        for difference in differences(fix=options["fix"]):
            self.stdout.write(difference)
            found += 1
        if found and not options["fix"]:
            raise CommandError(f"Differences: {found}. Run again with --fix to write the words anew.")
        self.stdout.write(f"Differences: {found}{', all mended' if found else ''}.")

"""`manage.py rebuild_search`: prove that what is searched is what is shown; 0 differences are expected."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.library import search


class RebuildCommand(BaseCommand):
    """What the proofs of all that is kept beside the texts it comes from have in common."""

    differences: Callable[..., Iterator[str]]
    """Told one by one, and mended where `fix` is true."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="write anew what differs")

    def handle(self, **options: Any) -> None:
        found = 0
        for difference in type(self).differences(fix=options["fix"]):
            self.stdout.write(difference)
            found += 1
        if found and not options["fix"]:
            raise CommandError(f"Differences: {found}. Run again with --fix to write anew what differs.")
        self.stdout.write(f"Differences: {found}{', all mended' if found else ''}.")


class Command(RebuildCommand):
    help = "Compare the words that a search looks through with the texts they come from. --fix writes them anew."
    differences = search.differences

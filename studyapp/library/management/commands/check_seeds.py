"""`manage.py check_seeds`: say what is wrong with the seeds and what loading them would do, and change nothing."""

from typing import Any

from studyapp.library.management.commands.load_seeds import SeedCommand


class Command(SeedCommand):
    help = "Check the seeds and say what loading them would do. Changes nothing."

    def handle(self, **options: Any) -> None:
        self.tell(self.load(options["folder"], dry_run=True))
        self.stdout.write("The seeds are sound.")

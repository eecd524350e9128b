"""`manage.py check_seeds`: say what is wrong with the seeds and what loading them would do, and change nothing."""

from typing import Any

from studyapp.library.management.commands.load_seeds import SeedCommand


class Command(SeedCommand):
    help = "Check the seeds and say what loading them would do. Changes nothing."

    def handle(self, **options: Any) -> None:
        report = self.load(options["folder"], dry_run=True)
        self.tell(report)
        for warning in report.warned.told:
            self.stdout.write(f"Warning: {warning}")
        if report.warned.told:
            self.stdout.write(f"Warnings: {len(report.warned.told)}. They keep nothing from being loaded.")
        if report.warned.remarks:
            self.stdout.write(f"Facts with one source only: {report.warned.remarks}")
        self.stdout.write("The seeds are sound.")

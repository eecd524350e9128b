"""`manage.py load_seeds`: bring the library in line with the seeds."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from studyapp.library.seeds import Report, SeedFaults, load
from studyapp.library.seeds.reading import Record


class SeedCommand(BaseCommand):
    """What loading and checking seeds have in common."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "seeds", help="default: seeds/")

    def load(self, folder: Path, **options: bool) -> Report:
        def progress(records: list[Record], what: str) -> Iterable[Record]:
            return tqdm(records, desc=what, unit="", file=self.stderr, disable=None)

        try:
            return load(folder, at=timezone.now(), progress=progress, **options)
        except SeedFaults as error:
            told = [str(error), *(f"Warning: {warning}" for warning in error.warnings)]
            raise CommandError("\n".join([*told, f"Nothing was loaded: {len(error.faults)} to mend."])) from error

    def tell(self, report: Report) -> None:
        for heading, names in (
            ("New", report.created),
            ("Changed", report.updated),
            ("Retired, since gone from the seeds", report.retired),
        ):
            if names:
                self.stdout.write(f"{heading}: {len(names)}")
                if self.verbosity > 1:
                    self.stdout.writelines(f"  {name}" for name in names)
        self.stdout.write(f"Unchanged: {report.unchanged}")
        for name in report.kept:
            self.stdout.write(f"Kept as an editor has it: {name}")
        for name in report.without_file:
            self.stdout.write(f"Its file is gone, and it stays as it was: {name}")
        if report.without_file:
            self.stdout.write("Put the file back. To retire a deck, leave its file in place and empty.")

    verbosity = 1

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)


class Command(SeedCommand):
    help = "Bring the library in line with the seeds. Loads all or nothing, and keeps what editors changed."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--force", action="store_true", help="overwrite what editors changed in admin")

    def handle(self, **options: Any) -> None:
        report = self.load(options["folder"], force=options["force"])
        self.tell(report)
        if report.warned.told:
            self.stdout.write(f"Warnings: {len(report.warned.told)}. check_seeds lists them.")
        if report.kept and not options["force"]:
            self.stdout.write("Run again with --force to overwrite editors' changes with the seeds.")

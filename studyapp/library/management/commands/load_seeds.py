"""`manage.py load_seeds`: bring the library in line with the seeds."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from studyapp.library.seeds import NoSuch, Report, SeedFaults, load
from studyapp.library.seeds.reading import Record


class SeedCommand(BaseCommand):
    """What loading and checking seeds have in common."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "seeds", help="default: seeds/")

    def load(self, folder: Path, *, force: bool | Collection[str] = False, dry_run: bool = False) -> Report:
        def progress(records: list[Record], what: str) -> Iterable[Record]:
            return tqdm(records, desc=what, unit="", file=self.stderr, disable=None)

        try:
            return load(folder, at=timezone.now(), force=force, dry_run=dry_run, progress=progress)
        except SeedFaults as error:
            told = [str(error), *(f"Warning: {warning}" for warning in error.warnings)]
            raise CommandError("\n".join([*told, f"Nothing was loaded: {len(error.faults)} to mend."])) from error
        except NoSuch as error:
            raise CommandError(f"{error} Nothing was loaded.") from error

    def tell(self, report: Report) -> None:
        for heading, names in (
            ("New", report.created),
            ("Changed", report.updated),
            ("Retired, since gone from the seeds", report.retired),
        ):
            if names:
                self.stdout.write(f"{heading}: {len(names)}")
                if self.verbosity > 1:
                    self.stdout.write("\n".join(f"  {name}" for name in names))
        self.stdout.write(f"Unchanged: {report.unchanged}")
        self.tell_of_edits(report)
        for name in report.without_file:
            self.stdout.write(f"Its file is gone, and it stays as it was: {name}")
        if report.without_file:
            self.stdout.write("Put the file back. To retire a deck, leave its file in place and empty.")

    def tell_of_edits(self, report: Report) -> None:
        """What an editor has otherwise than its file, field by field, and both ways out of it."""
        for edited in report.edited:
            self.stdout.write(f"Kept as an editor has it: {edited.name}")
            for name, said, has in edited.fields:
                self.stdout.write(f"  {name}\n    the file:   {said}\n    the editor: {has}")
            if not edited.fields:
                self.stdout.write("  It is gone from its file.")
        if report.edited:
            ids = [edited.id for edited in report.edited]
            several = ids[0] if len(ids) == 1 else f"{ids[0]} …"
            self.stdout.write(
                "The file's version:   uv run manage.py load_seeds --force, "
                f"or of some alone: load_seeds --force {several}\n"
                "The editor's version: uv run manage.py dump_seeds, which writes it into the file, "
                f"or of some alone: dump_seeds --only {several}"
            )

    verbosity = 1

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)


class Command(SeedCommand):
    help = "Bring the library in line with the seeds. Loads all or nothing, and keeps what editors changed."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--force",
            nargs="*",
            metavar="ID",
            help="overwrite what editors changed in admin: all of it, or these facts, questions, articles and decks",
        )

    def handle(self, *, folder: Path, force: bool | list[str] | None, **_options: object) -> None:
        report = self.load(folder, force=True if force == [] else force or False)
        self.tell(report)
        if report.warned.told:
            self.stdout.write(f"Warnings: {len(report.warned.told)}. check_seeds lists them.")

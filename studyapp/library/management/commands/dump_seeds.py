"""`manage.py dump_seeds`: write what editors changed in admin back into the seeds."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.library.seeds import NoSuch, SeedFaults
from studyapp.library.seeds.dumping import NotFaithful, dump


class Command(BaseCommand):
    help = (
        "Write what editors changed or made in admin into the seed files, line by line; comments stay, and loading the "
        "files then changes nothing. In an empty folder it writes the whole library."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "seeds", help="default: seeds/")
        parser.add_argument(
            "--only", nargs="+", metavar="ID", default=[], help="these facts, questions, articles and decks alone"
        )

    def handle(self, *, folder: Path, only: list[str], verbosity: int, **_options: object) -> None:
        try:
            done = dump(folder, at=timezone.now(), only=only)
        except SeedFaults as error:
            raise CommandError(f"{error}\nNothing was written: {len(error.faults)} to mend first.") from error
        except (NoSuch, NotFaithful) as error:
            raise CommandError(str(error)) from error
        for heading, names in (("New", done.added), ("Changed", done.changed)):
            if names:
                self.stdout.write(f"{heading}: {len(names)}")
                if verbosity > 1:
                    self.stdout.write("\n".join(f"  {name}" for name in names))
        for name, why in done.left_out.items():
            self.stdout.write(f"Left out: {name}. {why}")
        for name in done.files:
            self.stdout.write(f"Written: {name}")
        if not done.files:
            self.stdout.write("The seeds say all of it already; nothing was written.")

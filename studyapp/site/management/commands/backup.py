"""`manage.py backup`: the whole database in one file, while the site serves."""

from pathlib import Path
from typing import override

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.site.backups import Refused, back_up


class Command(BaseCommand):
    help = "Write the database, as it is now, to a new file. The site may go on serving; `restore` puts it back."
    requires_system_checks: list[str] = []
    """What they warn of must not keep anybody from a backup."""

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that is not there yet")

    @override
    def handle(self, *args: object, path: Path, **options: object) -> None:
        try:
            back_up(path)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB. Keep a copy on another machine, and .env too.")

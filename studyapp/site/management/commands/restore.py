"""`manage.py restore`: put back what `manage.py backup` wrote."""

from pathlib import Path
from typing import override

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.site.backups import Refused, restore


class Command(BaseCommand):
    help = "Put the database back as it was when `backup` wrote this file: all of it or nothing. Stop the site first."
    requires_system_checks: list[str] = []
    """They look at the database, which may not be there yet."""

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that `backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="even if there are accounts already: what is there now is lost"
        )

    @override
    def handle(self, *args: object, path: Path, replace: bool, **options: object) -> None:
        try:
            restore(path, replace=replace)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Put back. Now run `migrate`, in case the backup is older than the code, and serve.")

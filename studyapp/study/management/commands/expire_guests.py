"""`manage.py expire_guests`: erase guests who have not answered for a month, or two days if they only began a quiz."""

from typing import Any, override

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.study.expiry import DAYS, expire_guests

MOST_DAYS = 3650


class Command(BaseCommand):
    help = "Erase guests who have not answered for some time, and all they did. A job of the same name does so daily."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=DAYS,
            help=f"how long without an answer, unless they only began a quiz; default: {DAYS}",
        )

    @override
    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"Give a number of days from 1 to {MOST_DAYS}.")
        erased = expire_guests(timezone.now(), days=days)
        self.stdout.write(f"{erased} guest{'' if erased == 1 else 's'} erased.")

"""`manage.py doctor`: what is wrong with this installation, in words, and how it is mended."""

from typing import override

from django.core.management.base import BaseCommand, CommandParser

from studyapp.operating.doctor import examine
from studyapp.operating.doctor.surroundings import sending


class Command(BaseCommand):
    help = "Say what is wrong with this installation, and how to mend it. Exits with 1 if there is a fault."
    requires_system_checks: list[str] = []
    """It calls them itself, once there is a database for them to look at."""

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--send-mail", metavar="ADDRESS", help="also send an email there, to see that it goes out")

    @override
    def handle(self, *args: object, send_mail: str | None, **options: object) -> None:
        found = list(examine())
        if send_mail:
            found += sending(send_mail)
        for finding in found:
            self.stdout.write(str(finding))
        faults = sum(finding.is_fault for finding in found)
        if faults:
            raise SystemExit(1)
        self.stdout.write("This installation is well.")

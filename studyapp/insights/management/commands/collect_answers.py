"""`manage.py collect_answers`: read what learners have answered since, and make the figures of how questions do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from studyapp.insights.collecting import collect, forget
from studyapp.insights.collectors import COLLECTORS


class Command(BaseCommand):
    help = "Read what the log has new, and make the figures that editors see. --rebuild reads all of it again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="forget what was read, and read the whole log")

    def handle(self, **options: Any) -> None:
        if options["rebuild"]:
            forget(COLLECTORS)
        self.stdout.write(str(collect(COLLECTORS, at=timezone.now())))

"""`manage.py run_jobs`: what runs beside requests; `manage.py serve` does it by itself."""

from typing import override

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.jobs.process import run_jobs
from studyapp.jobs.running import Runner


class Command(BaseCommand):
    help = (
        "Run the jobs whose time has come (reminders, guests that expire, …), until Ctrl+C or SIGTERM. `serve` does so "
        "by itself. Any number of processes may: each job is run by one of them."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, say what came of it, and stop")

    @override
    def handle(self, *args: object, once: bool, **options: object) -> None:
        if not once:
            run_jobs(Runner(timezone.now))
            return
        failed = 0
        for ran in Runner(timezone.now).run_due():
            failed += bool(ran.error)
            (self.stderr if ran.error else self.stdout).write(str(ran))
        if failed:
            raise CommandError(f"Jobs that failed, and will be tried again: {failed}.")

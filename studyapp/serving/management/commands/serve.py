"""`manage.py serve`: serve the site, here or behind a proxy, with as many workers as WORKERS says, and run its jobs."""

import gc
import os
import shutil
from functools import partial
from typing import Any, override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from studyapp.jobs.process import run_beside
from studyapp.serving.listening import Unavailable, listen, port_number
from studyapp.serving.supervisor import Supervisor
from studyapp.serving.worker import work
from studyapp.wsgi import application

COMMAND = "uv run manage.py serve"


class Command(BaseCommand):
    help = (
        "Serve the site until Ctrl+C or SIGTERM, with as many processes as WORKERS says, and run its jobs (reminders, "
        "guests that expire, …) in one more."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, for this machine alone")
        parser.add_argument("--port", type=port_number, default=8000, help="default: 8000")

    @override
    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if settings.WORKERS < 1:
            raise SystemExit(f"WORKERS is {settings.WORKERS}, and somebody must serve. Set it to 1 or more.")
        try:
            listening = listen(host, port, COMMAND)
        except Unavailable as refusal:
            raise SystemExit(str(refusal)) from refusal
        begin_figures()
        connections.close_all()  # the checks looked at them; a connection is not shared with another process
        gc.freeze()  # what the workers share is not looked through again and again, nor copied for it
        at_the_socket, beside = partial(work, application, os.getpid()), partial(run_beside, timezone.now, os.getpid())
        if not Supervisor(listening, at_the_socket, settings.WORKERS, [beside]).run():
            raise SystemExit("The workers end as soon as they begin; what they said is above. Nothing is served now.")


def begin_figures() -> None:
    """Those of processes that are gone do not count; each of the new ones writes its own."""
    if settings.METRICS_TOKEN:
        shutil.rmtree(settings.METRICS_DIR, ignore_errors=True)
        settings.METRICS_DIR.mkdir(parents=True)

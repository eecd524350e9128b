"""`manage.py quickstart`: from a fresh copy to a running site; run again, it keeps everything and serves."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, override

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.utils import timezone
from tqdm import tqdm

from studyapp.accounts.models import User
from studyapp.demo.accounts import Login, open_accounts
from studyapp.demo.first_run import unwritable
from studyapp.demo.serving import collect_static, require_free_port, serve
from studyapp.serving.listening import port_number


class Command(BaseCommand):
    help = (
        "Set everything up on this machine and serve it: database, articles and questions, an editor and a learner. "
        "Run it again to serve what is there."
    )

    requires_system_checks: list[str] = []
    """They open the database, which has no folder yet; `prepare_database` runs them."""

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000, help="default: 8000")
        parser.add_argument("--no-demo", action="store_true", help="make no learner with a history, only an editor")
        parser.add_argument("--no-serve", action="store_true", help="set everything up and stop")

    @override
    def handle(self, *args: Any, port: int, no_demo: bool, no_serve: bool, **options: Any) -> None:
        os.umask(0o077)  # what is kept here concerns nobody else on this machine
        if not no_serve:
            require_free_port(port)
        self.prepare_folder(settings.STATE_DIR)
        self.prepare_database()
        if User.objects.exists():
            logins = []
        else:
            self.stdout.write("Loading articles, facts and questions")
            call_command("load_seeds", stdout=self.stdout, stderr=self.stderr)
            self.stdout.write("Making the accounts")
            logins = open_accounts(demo=not no_demo, at=timezone.now(), progress=self.progress)
        self.stdout.write("Gathering the static files")
        collect_static()
        self.tell(f"http://localhost:{port}", logins, served=not no_serve)
        if not no_serve:
            serve(port)

    def prepare_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(exist_ok=True)
            (folder / ".writable").touch()
            (folder / ".writable").unlink()
        except OSError as error:
            raise SystemExit(unwritable(folder, error)) from error

    def prepare_database(self) -> None:
        self.stdout.write("Preparing the database")
        try:
            self.check(databases=[DEFAULT_DB_ALIAS])
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        except OperationalError as error:
            raise SystemExit(f"The database does not answer: {error}. See DATABASE_URL in .env.") from error

    def progress(self, evenings: list[datetime]) -> Iterable[datetime]:
        return tqdm(evenings, desc="A learner's last two weeks", unit="", file=self.stderr, disable=None)

    def tell(self, address: str, logins: list[Login], *, served: bool) -> None:
        lines = ["", f"Studyapp is ready: {address}" if served else "Studyapp is ready.", ""]
        if logins:
            lines += [f"  {login.email:<20}  {login.password}" for login in logins]
            lines += ["", "These passwords are shown this once. Set another with:"]
        else:
            lines += ["Everything is as you left it. A forgotten password is set anew with:"]
        lines += ["  uv run manage.py changepassword editor@example.org", ""]
        lines += ["Stop with Ctrl+C." if served else "Serve it with: uv run manage.py quickstart"]
        self.stdout.write("\n".join(lines))

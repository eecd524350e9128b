"""A site as `manage.py serve` runs it, on a database of its own: started, killed, asked to prove itself."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.benchmarks.unfinished_requests import wait_for

PROVING = ("rebuild_cards", "rebuild_search", "rebuild_answers", "rebuild_counts", "rebuild_warnings")
PROJECT = Path(__file__).parents[2]


@dataclass
class Installation:
    """A checkout of the project, a database, and a port."""

    database: str
    port: int
    log: Path
    workers: int = 1
    settings: str = "studyapp.settings"
    project: Path = PROJECT
    python: str = sys.executable
    further: Mapping[str, str] = field(default_factory=dict)
    """Settings, as its environment has them, in place of those below."""
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "SECRET_KEY": os.environ.get("SECRET_KEY", "for endurance alone, and long enough: 0123456789abcdefghijkl"),
            "DATABASE_URL": self.database,
            "TEST_DATABASE_URL": self.database,
            "SITE_URL": f"http://localhost:{self.port}",
            "CACHE_URL": "db://cache",
            "WORKERS": str(self.workers),
            **self.further,
        }

    def use_here(self) -> None:
        """Have this process work on the same database, by Django."""
        os.environ |= self.environment
        import django  # noqa: PLC0415  the settings are read from what is set above

        django.setup()

    def start(self) -> None:
        command = [self.python, "manage.py", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.project, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(self.port)

    def kill(self) -> None:
        """All of it at once: who watches, who answers, and who runs jobs."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_workers(self) -> None:
        """Those who answer, at once; others take their place."""
        for worker in self.workers_now[: self.workers]:
            os.kill(worker, signal.SIGKILL)

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process and self.is_up:
            self.process.terminate()
            self.process.wait(30)

    @property
    def workers_now(self) -> list[int]:
        """Its children: those who answer first, and last the one who runs jobs."""
        assert self.process
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def manage(self, *words: str) -> str:
        """What a command prints; raises CalledProcessError if it fails."""
        command = [self.python, "manage.py", *words]
        done = subprocess.run(command, cwd=self.project, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.stderr.write(done.stdout + done.stderr)
            done.check_returncode()
        return done.stdout

    def rows(self, query: str) -> list[tuple[int, ...]]:
        """What its database answers, by a connection that is gone afterwards."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as file:
                return file.execute(query).fetchall()
        with psycopg.connect(self.database) as served:
            return served.execute(query).fetchall()

    def prepare(self) -> None:
        self.manage("migrate", "--verbosity=0")
        self.manage("createcachetable")

    def fix(self) -> None:
        """Keep what the library would keep of questions that came without its verbs."""
        for command in PROVING:
            self.manage(command, "--fix")

    def differences(self) -> int:
        """How often what is kept is not what it is kept of, in all that the rebuild commands look at."""
        found = 0
        for command in PROVING:
            words = [self.python, "manage.py", command]
            done = subprocess.run(words, cwd=self.project, env=self.environment, capture_output=True, text=True)
            if done.returncode:
                sys.stderr.write(done.stdout[:2000] + done.stderr)
                found += max(1, len(done.stdout.splitlines()))
        return found


def processor_seconds() -> float:
    """Of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

"""The database that a benchmark has to itself, and other processes that work on it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django


def set_up(folder: Path) -> None:
    """Start Django with the settings of a real site, on the database that TEST_DATABASE_URL names or a file in
    `folder`.
    """
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        "SECRET_KEY": "for benchmarks alone, and long enough: 0123456789abcdefghijklmnop",
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", f"sqlite:///{folder / 'named.sqlite3'}"),
        "SITE_URL": "http://localhost:8000",
        "CACHE_URL": "db://cache",
        "DEBUG": "0",
    }
    django.setup()
    from django.db import connection  # noqa: PLC0415  the settings are read first

    if connection.vendor == "sqlite":
        # A file like a real site's; Django would test in memory.
        connection.settings_dict["TEST"]["NAME"] = str(folder / "benchmark.sqlite3")


@contextmanager
def database() -> Iterator[None]:
    """An empty one, gone afterwards."""
    from django.db import connection  # noqa: PLC0415  the settings are named first

    named = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


def address() -> str:
    """Of the database in use, for another process."""
    from django.db import connection  # noqa: PLC0415  the settings are named first

    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: milliseconds of the processor, and the most memory it ever held, in megabytes."""

    milliseconds: float
    megabytes: float


def spent_by(*command: object, folder: Path, environment: Mapping[str, str]) -> Spent:
    """Run a command that must succeed, and return what it took."""
    called = [str(part) for part in command]
    process = subprocess.Popen(called, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, called)
    kilobytes = used.ru_maxrss / 1024 if sys.platform == "darwin" else used.ru_maxrss
    return Spent(1000 * (used.ru_utime + used.ru_stime), kilobytes / 1024)

"""Serving on this machine alone: see that the port is free, gather the static files, and become the server."""

import errno
import hashlib
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from studyapp.serving.listening import remedy

HOST = "127.0.0.1"
COMMAND = "uv run manage.py quickstart"


def require_free_port(port: int) -> None:
    """Exit with a sentence unless `port` can be had, before much is made ready that cannot be served there."""
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does, after a restart
                probe.bind((host, port))
        except OSError as error:
            # Without IPv6, ::1 cannot be bound at all.
            if family == socket.AF_INET or error.errno in (errno.EADDRINUSE, errno.EACCES):
                sys.exit(remedy(error, host, port, COMMAND))


def collect_static() -> bool:
    """Gather and compress the static files, unless that was done for these very files. True if it had to be done."""
    root = Path(settings.STATIC_ROOT)
    mark, found = root / ".collected", _fingerprint()
    if mark.exists() and mark.read_text() == found:
        return False
    # Without `clear` it would keep what is no older than its source, and an upgrade can bring older files.
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    mark.write_text(found)
    return True


def _fingerprint() -> str:
    """Changes with any file's name, size or age, so that an upgrade is noticed."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def command(port: int) -> list[str]:
    """What serves, here as anywhere."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--port", str(port)]


def serve(port: int) -> NoReturn:
    """Become `manage.py serve`. Where no other address is set, links in emails lead to this port."""
    sys.stdout.flush()
    server = command(port)
    address = settings.SITE_URL if settings.SITE_URL != "http://localhost:8000" else f"http://localhost:{port}"
    os.execve(server[0], server, {**os.environ, "SITE_URL": address})  # noqa: S606  no shell is wanted

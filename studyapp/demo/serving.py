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

HOST = "127.0.0.1"
COMMAND = "uv run manage.py quickstart"


def require_free_port(port: int) -> None:
    """Exit with a sentence unless `port` can be had. A second server would share a busy one without a word."""
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does, after a restart
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                sys.exit(f"Port {port} is in use. Stop what uses it, or choose another: {COMMAND} --port {other}")
            if error.errno == errno.EACCES:
                sys.exit(f"Port {port} is kept for the system. Choose one above 1023: {COMMAND} --port 8000")
            if family == socket.AF_INET:
                raise  # without IPv6, ::1 cannot be bound at all


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
    """What serves as in real use, with the same server and the same way of serving, but for this machine alone."""
    options = ["--interface", "wsgi", "--blocking-threads", "1", "--log-level", "warning"]
    place = ["--host", HOST, "--port", str(port), "--workers", str(settings.WORKERS)]
    home = ["--working-dir", str(settings.BASE_DIR)]
    return [sys.executable, "-m", "granian", *options, *place, *home, "studyapp.wsgi:application"]


def serve(port: int) -> NoReturn:
    """Become the server."""
    sys.stdout.flush()
    server = command(port)
    os.execv(server[0], server)  # noqa: S606  no shell is wanted

"""How others fare while visitors leave requests unfinished: `uv run python -m tests.benchmarks.unfinished_requests`.

Serves a fresh SQLite file as `manage.py quickstart` does. Learners study, answer, and take answers back, each over a
connection of their own: first one of them, then all, then all while 50 bodies and 50 headers trickle in and 500
connections say nothing. Then the server is told to stop, with all that still open. `--against "<command> {port}"`
measures another server in the same run. On demand: it takes the whole machine for a minute.
"""

import argparse
import http.client
import os
import re
import resource
import secrets
import shlex
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from tests.serving.visitors import SLOW_BODIES, SLOW_HEADERS, unfinished

LEARNERS, SECONDS = 8, 10.0


class Learner(threading.Thread):
    """One browser that is signed in: today's page, a question, no answer known, undone, and so on."""

    def __init__(self, port: int, session: str, end: float) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies, self.end, self.seconds = {"sessionid": session}, end, list[float]()
        self.fault = ""

    def run(self) -> None:
        try:
            while time.monotonic() < self.end:
                self.ask("/")
                page = self.ask("/study/")
                self.send(page, "answer", "give_up")
                self.send(self.ask("/study/"), "undo", "undone")
        except (OSError, http.client.HTTPException, AssertionError) as error:
            self.fault = f"{type(error).__name__}: {error}"

    def send(self, page: str, act: str, button: str) -> None:
        form = re.search(rf'<form method="post" action="(/study/(?:\d+/)?{act}/)".*?</form>', page, re.DOTALL)
        assert form, f"no form to {act}"
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
        self.ask(form[1], {name: unescape(value) for name, value in fields.items()} | {button: "1"})

    def ask(self, url: str, form: dict[str, str] | None = None) -> str:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": "http://localhost/",
        }
        begun = time.monotonic()
        self.connection.request("POST" if form else "GET", url, urlencode(form) if form else None, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        self.seconds.append(time.monotonic() - begun)
        assert response.status in (200, 302, 303), f"{response.status} for {url}"
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page


@contextmanager
def trickling(port: int) -> Iterator[None]:
    """Requests left unfinished, which go on by a byte a second."""
    done = threading.Event()
    with unfinished(port) as visitors:

        def trickle() -> None:
            while not done.wait(1):
                for visitor in visitors[: SLOW_BODIES + SLOW_HEADERS]:
                    with suppress(OSError):
                        visitor.send(b"a")

        threading.Thread(target=trickle, daemon=True).start()
        yield
        done.set()


def prepare(folder: Path, port: int) -> tuple[list[str], list[str]]:
    """Make the database and its learners; return the server's command and the learners' sessions."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": f"http://localhost:{port}",
    }
    import django  # noqa: PLC0415  the settings are read from what is set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from studyapp.demo.factories import LearnerFactory  # noqa: PLC0415
    from studyapp.demo.serving import command  # noqa: PLC0415
    from studyapp.library.models import Deck  # noqa: PLC0415
    from studyapp.study.decks.membership import join  # noqa: PLC0415

    call_command("quickstart", no_demo=True, no_serve=True, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    sessions = []
    for _ in range(LEARNERS):
        learner, client = LearnerFactory(), Client()
        join(learner, Deck.objects.all()[0], at=timezone.now())
        client.force_login(learner)
        sessions.append(client.cookies["sessionid"].value)
    return command(port), sessions


def wait_for(port: int) -> None:
    for _ in range(300):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.1)


def study(port: int, sessions: list[str]) -> list[float]:
    """How long each request took; says on the way what went wrong."""
    learners = [Learner(port, session, time.monotonic() + SECONDS) for session in sessions]
    for learner in learners:
        learner.start()
    for learner in learners:
        learner.join()
    for fault in {learner.fault for learner in learners} - {""}:
        print("fault:", fault)  # noqa: T201
    return [seconds for learner in learners for seconds in learner.seconds]


def processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line(name: str, seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else [0.0] * 19
    p50, p95 = 1000 * cuts[9], 1000 * cuts[18]
    return f"{name:<28} {len(seconds):>6}  p50 {p50:>6.1f} ms  p95 {p95:>6.1f} ms  p95/p50 {p95 / (p50 or 1):>4.1f}"


def measure(server: list[str], port: int, sessions: list[str], *, attacked: bool) -> None:
    """Print what one server does for one learner, for all, and, if wanted, for all beside unfinished requests."""
    used, serving = processor_time(), subprocess.Popen(server)
    try:
        wait_for(port)
        study(port, sessions[:1])  # warm
        alone, together = study(port, sessions[:1]), study(port, sessions)
        print(line("one learner", alone), line(f"{len(sessions)} learners", together), sep="\n")  # noqa: T201
        asked = 2 * len(alone) + len(together)
        if attacked:
            with trickling(port):
                meanwhile = study(port, sessions)
                print(line("beside unfinished requests", meanwhile))  # noqa: T201
                asked += len(meanwhile)
                stop(serving)
    finally:
        stop(serving)
    print(f"processor time: {1000 * (processor_time() - used) / asked:.1f} ms a request, start included")  # noqa: T201


def stop(serving: "subprocess.Popen[bytes]") -> None:
    if serving.poll() is not None:
        return
    begun = time.monotonic()
    serving.send_signal(signal.SIGTERM)
    try:
        code = serving.wait(20)
        print(f"stopped with {code} after {time.monotonic() - begun:.2f} s")  # noqa: T201
    except subprocess.TimeoutExpired:
        print("it did not stop within 20 s, and was killed")  # noqa: T201
        serving.kill()
        serving.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8403)
    parser.add_argument("--against", action="append", default=[], help="another server's command, with {port} in it")
    parser.add_argument("--quiet", action="store_true", help="leave nothing unfinished")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        server, sessions = prepare(Path(name), chosen.port)
        others = [shlex.split(command.format(port=chosen.port)) for command in chosen.against]
        for one in (server, *others):
            print("\n" + shlex.join(one), flush=True)  # noqa: T201
            measure(one, chosen.port, sessions, attacked=not chosen.quiet)


if __name__ == "__main__":
    main()

"""A class of 200 guests takes one shared quiz at once: `uv run python -m tests.benchmarks.class_of_200 [--burst]`.

Serves a fresh SQLite file as `manage.py quickstart` does, lets each guest open the quiz, choose a name and answer ten
questions within a minute (with --burst as fast as they can, all at once), and prints what became of it. On demand: it
takes the whole machine for a minute.
"""

import argparse
import gzip
import http.client
import json
import os
import random
import re
import resource
import secrets
import subprocess
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from html import unescape
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.table import Row

CPU = "class of 200, the server's seconds"
QUESTIONS, MINUTE = 10, 60.0
Answers = dict[int, dict[str, Any]]


@dataclass
class Tally:
    """What all clients met with."""

    seconds: list[tuple[str, float]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, step: str, status: int, seconds: float) -> None:
        with self.lock:
            self.statuses[status] += 1
            self.seconds.append((step, seconds))

    def fault(self, sentence: str) -> None:
        with self.lock:
            self.faults.append(sentence)


class Guest(threading.Thread):
    """One browser, with its cookies, which opens the quiz, names itself, and answers."""

    def __init__(
        self, port: int, code: str, answers: Answers, moments: list[float], tally: Tally, *, plain: bool
    ) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Accept-Encoding": "gzip", "Referer": "http://localhost/"}
        self.swaps = {} if plain else {"HX-Request": "true", "HX-Current-URL": f"http://localhost:{port}/quizzes/1/"}
        self.code, self.answers, self.moments, self.tally = code, answers, moments, tally
        self.cookies: dict[str, str] = {}

    def run(self) -> None:
        try:
            self.take_part()
        except (OSError, http.client.HTTPException, AssertionError) as error:
            self.tally.fault(f"{type(error).__name__}: {error}")

    def take_part(self) -> None:
        begun = time.monotonic()
        page = self.ask("open", f"/q/{self.code}/")
        page = self.ask("name", f"/q/{self.code}/", self.hidden(page) | {"name": f"Pupil {random.randrange(150)}"})
        for position, moment in enumerate(self.moments, 1):
            time.sleep(max(begun + moment - time.monotonic(), 0))
            page = self.answer(page, position)

    def answer(self, page: str, position: int) -> str:
        action = re.search(r'<form[^>]*\smethod="post"\s+action="([^"]*(?:/answer/|/quizzes/\d+/\d+/))"', page)
        assert action, f"no form for question {position}"
        url = unescape(action[1])
        verdict = self.ask("answer", url, self.hidden(page) | self.answers[position])
        if position == QUESTIONS:
            return verdict
        following = re.search(r'href="(/quizzes/\d+/)"[^>]*data-key="Enter', verdict)
        return self.ask("next", following[1]) if following else verdict

    def hidden(self, page: str) -> dict[str, Any]:
        inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        return {name: unescape(value) for name, value in inputs}

    def ask(self, step: str, url: str, form: dict[str, Any] | None = None) -> str:
        """The page that a request ends at; every hop is counted."""
        status, location, page = self.hop(step, url, form)
        if status in (301, 302, 303):
            status, _, page = self.hop("verdict", location)
        assert status == 200, f"{status} for {step} at {url}"
        return page

    def sent(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request(method, url, body, headers)
        return self.connection.getresponse()

    def hop(self, step: str, url: str, form: dict[str, Any] | None = None) -> tuple[int, str, str]:
        headers = self.headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if url.startswith("/quizzes/"):
            headers |= self.swaps
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form, doseq=True)
        begun = time.monotonic()
        try:
            response = self.sent("GET" if form is None else "POST", url, body, headers)
        except (BrokenPipeError, ConnectionResetError):  # it was idle for long; a browser opens another, too
            self.connection.close()
            response = self.sent("GET" if form is None else "POST", url, body, headers)
        content = response.read()
        self.tally.add(step, response.status, time.monotonic() - begun)
        page = (gzip.decompress(content) if response.headers.get("Content-Encoding") == "gzip" else content).decode()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", ""), page


def prepare(folder: Path, port: int, *, at_end: bool = False) -> tuple[list[str], str, Answers]:
    """Make the database and the quiz; return the server's command, the code, and an answer for each question."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'class.sqlite3'}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": f"http://localhost:{port}",
    }
    import django  # noqa: PLC0415  the settings are read from what is set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db.models import Q  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from studyapp.accounts.models import User  # noqa: PLC0415
    from studyapp.demo.serving import command, require_free_port  # noqa: PLC0415
    from studyapp.library.models import Question  # noqa: PLC0415
    from studyapp.study.models import Quiz  # noqa: PLC0415
    from studyapp.study.models.quizzes import as_worded_now  # noqa: PLC0415
    from studyapp.study.quizzes.codes import new_code  # noqa: PLC0415

    require_free_port(port)
    call_command("quickstart", no_demo=True, no_serve=True, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    owner, questions = User.objects.get(), list(Question.objects.live().order_by("pk"))
    quiz = Quiz.objects.make(
        owner,
        as_worded_now(random.Random(7).sample(questions, QUESTIONS)),
        at=timezone.now(),
        twin=Q(pk=None),
        code=new_code,
        title="A class of 200",
        feedback_at_end=at_end,
    )
    chance = random.Random(8)
    answers = {
        item.position: dict(item.asked.body.sample_answer(right=chance.random() < 0.7))
        for item in quiz.items.with_content()
    }
    return command(port), str(quiz.code), answers


def wait_for(port: int) -> None:
    for _ in range(200):
        with suppress(OSError):
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).request("GET", "/q/")
            return
        time.sleep(0.1)


def stored() -> dict[str, int]:
    from studyapp.accounts.models import User  # noqa: PLC0415
    from studyapp.study.models import Attempt, QuizAnswer  # noqa: PLC0415

    return {
        "guests": User.objects.filter(is_guest=True).count(),
        "attempts finished": Attempt.objects.finished().count(),
        "answers stored": QuizAnswer.objects.count(),
    }


def report(tally: Tally, wall: float, cpu: float, log: str) -> None:
    def line(name: str, seconds: list[float]) -> str:
        cuts = quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
        p50, p95, most = (1000 * value for value in (cuts[9], cuts[18], max(seconds)))
        return f"{name:<8} {len(seconds):>6}  p50 {p50:>7.0f} ms  p95 {p95:>7.0f} ms  max {most:>7.0f} ms"

    steps = dict.fromkeys(step for step, _ in tally.seconds)
    lines = [
        f"{wall:.1f} s; requests by status: {dict(tally.statuses)}",
        line("all", [seconds for _, seconds in tally.seconds]),
        *(line(step, [seconds for name, seconds in tally.seconds if name == step]) for step in steps),
        f"processor time of the server: {cpu:.1f} s, {1000 * cpu / len(tally.seconds):.1f} ms a request",
        f"errors: {len(tally.faults)} {tally.faults[:3]}",
        f"5xx: {sum(count for status, count in tally.statuses.items() if status >= 500)}",
        f"“database is locked”: {log.count('database is locked')}",
        *(f"{name}: {count}" for name, count in stored().items()),
    ]
    print("\n".join(lines))  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--burst", action="store_true", help="all at once, as fast as they can")
    parser.add_argument("--at-end", action="store_true", help="tell what was right at the end, not at once")
    parser.add_argument("--plain", action="store_true", help="without JavaScript: whole pages, no swaps")
    parser.add_argument("--json", action="store_true", help="print what the server took, for another program")
    parser.add_argument("--guests", type=int, default=200)
    parser.add_argument("--port", type=int, default=8402)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server, code, answers = prepare(folder, chosen.port, at_end=chosen.at_end)
        with (folder / "log").open("w") as log:
            serving = subprocess.Popen(server, stdout=log, stderr=log)
            try:
                wait_for(chosen.port)
                tally, begun = Tally(), time.monotonic()
                spread = 0.0 if chosen.burst else MINUTE
                guests = [
                    Guest(
                        *(chosen.port, code, answers),
                        *(sorted(random.uniform(0, spread) for _ in range(QUESTIONS)), tally),
                        plain=chosen.plain,
                    )
                    for _ in range(chosen.guests)
                ]
                for guest in guests:
                    guest.start()
                for guest in guests:
                    guest.join()
                wall = time.monotonic() - begun
            finally:
                serving.terminate()
                serving.wait(20)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        if chosen.json:
            assert not tally.faults, tally.faults
            print(json.dumps([asdict(Row(CPU, cpu))]))  # noqa: T201
        else:
            report(tally, wall, cpu, (folder / "log").read_text())


if __name__ == "__main__":
    main()

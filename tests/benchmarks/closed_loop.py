"""How evenly answers come while many study at once: `uv run python -m tests.benchmarks.closed_loop`.

Serves a fresh database, SQLite with one worker or the PostgreSQL that TEST_DATABASE_URL names with two. Each client
fetches the next question and answers it, over one connection, as soon as it has what came before. Prints how long
answers took, the median of the runs, how many connections each worker met, and what an answer cost the processor: all
of the server's processes, and PostgreSQL's where they are on this machine. `--against FOLDER` measures a checkout of
another commit in turn, run by run, and prints how many times as much an answer costs here. The clients have low
priority, so that they do not keep the server waiting. On demand: it takes the whole machine for minutes.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.benchmarks.databases import address, database, set_up
from tests.benchmarks.elsewhere import printed_by, rows_of
from tests.benchmarks.table import Row, lines
from tests.benchmarks.unfinished_requests import wait_for

ANSWER = r"/study/\d+/answer/"
CARDS = 3000
"""So many are due for each client, more than it can answer in all of its runs."""
MOST = {"sqlite": 1.6, "postgresql": 2.0}
WORKERS = {"sqlite": 1, "postgresql": 2}
WARM_UP = 5.0
"""Seconds that are not counted."""
COST = "processor of an answered question, {} clients, ms"
OF_BEFORE, MUST = "the same, of what it took before", 1 / 3
"""What is compared with the other commit, and how many times as much it may be."""


@dataclass(eq=False)
class Student(threading.Thread):
    """One browser that is signed in, and answers until the `end`."""

    port: int
    session: str
    end: float
    seconds: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.connect()

    def run(self) -> None:
        from tests.benchmarks.wire import form_on  # noqa: PLC0415  Django is set up first

        while time.monotonic() < self.end:
            form = form_on(self.ask("GET", "/study/"), ANSWER)
            begun = time.monotonic()
            self.ask("POST", form.address, urlencode(form.filled("Kilo")))
            self.seconds.append(time.monotonic() - begun)

    def ask(self, method: str, path: str, body: str | None = None) -> str:
        from tests.benchmarks.wire import CSRF  # noqa: PLC0415  as above

        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        assert response.status == 200, f"{response.status} for {path}"
        return page


def sessions_of_students(count: int) -> Iterator[str]:
    from django.test import Client  # noqa: PLC0415  as above

    from tests.benchmarks.logs import owing  # noqa: PLC0415  as above
    from tests.statements import count_up  # noqa: PLC0415  as above

    for _ in range(count):
        client = Client()
        client.force_login(owing(CARDS))
        yield client.cookies["sessionid"].value
    count_up()


@contextmanager
def served(port: int, workers: int) -> Iterator[int]:
    """The process of the server, which listens."""
    from studyapp.demo.serving import collect_static, command, require_free_port  # noqa: PLC0415  as above

    require_free_port(port)
    collect_static()
    environment = {**os.environ, "DATABASE_URL": address(), "WORKERS": str(workers)}
    serving = subprocess.Popen(command(port), env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield serving.pid
    finally:
        serving.terminate()
        serving.wait(30)


def connections_of_workers(server: int, port: int) -> list[int]:
    """How many connections each of the server's children has, as Linux tells."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"}
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    held: Counter[str] = Counter(dict.fromkeys(children, 0))
    for child in children:
        for descriptor in Path(f"/proc/{child}/fd").iterdir():
            with suppress(OSError):
                held[child] += str(descriptor.readlink()) in established
    return sorted(held.values())


def processor_seconds(*processes: int) -> float:
    """What these took so far, with all that descends from them, the dead included."""
    ticks, todo = 0, list(processes)
    while todo:
        process = Path(f"/proc/{todo.pop()}")
        with suppress(OSError):  # it has ended; whoever waited for it has what it took
            ticks += sum(map(int, process.joinpath("stat").read_text().rpartition(")")[2].split()[11:15]))
            todo += map(int, process.joinpath("task", process.name, "children").read_text().split())
    return ticks / os.sysconf("SC_CLK_TCK")


def postmaster() -> list[int]:
    """The process that PostgreSQL's descend from, if they can be seen."""
    from django.db import connection  # noqa: PLC0415  as above

    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    return [int(backend.read_text().rpartition(")")[2].split()[1])] if backend.exists() else []


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: how many times as long as the middle answer the slowest twentieth takes at least, and what one costs."""

    unevenness: float
    milliseconds: float


def run(server: int, port: int, sessions: list[str], seconds: float) -> Ran:
    spending = [server, *postmaster()]
    end, spent = time.monotonic() + seconds, processor_seconds(*spending)
    students = [Student(port, session, end) for session in sessions]
    for student in students:
        student.start()
    time.sleep(seconds / 2)
    met = connections_of_workers(server, port)
    for student in students:
        student.join()
    took = [second for student in students for second in student.seconds]
    cost = 1000 * (processor_seconds(*spending) - spent) / len(took)
    cuts = quantiles(took, n=20)
    p50, p95 = 1000 * cuts[9], 1000 * cuts[18]
    said = f"{len(sessions)} clients: {len(took)} answers, p50 {p50:.1f} ms, p95 {p95:.1f} ms, connections {met}, "
    sys.stderr.write(f"{said}{cost:.2f} ms of the processor each\n")
    return Ran(p95 / p50, cost)


def rows(vendor: str, port: int, counts: list[int], seconds: float, runs: int) -> Iterator[Row]:
    with database():
        sessions = list(sessions_of_students(max(counts)))
        with served(port, WORKERS[vendor]) as server:
            os.nice(19)
            for count in counts:
                run(server, port, sessions[:count], min(seconds, WARM_UP))
                found = [run(server, port, sessions[:count], seconds) for _ in range(runs)]
                unevenness = median(one.unevenness for one in found)
                yield Row(f"p95/p50 of answers, {count} clients", unevenness, None, MOST[vendor])
                yield Row(COST.format(count), median(one.milliseconds for one in found))


def rows_here(chosen: argparse.Namespace) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        from django.db import connection  # noqa: PLC0415  as above

        return list(rows(connection.vendor, chosen.port, chosen.clients, chosen.seconds, chosen.runs))


def in_turn(chosen: argparse.Namespace) -> Iterator[Row]:
    """One run of the other commit, one of this, and so on; the median of each."""
    sizes = ["--clients", *map(str, chosen.clients), "--seconds", str(chosen.seconds), "--runs", "1"]
    others, own = list[Row](), list[Row]()
    for _ in range(chosen.runs):
        others += rows_of(chosen.against, "closed_loop", sizes)
        own += printed_by("closed_loop", *sizes)
    for count in chosen.clients:
        before, now = (
            median(row.cost for row in found if row.measure == COST.format(count)) for found in (others, own)
        )
        yield Row(f"{COST.format(count)}: {OF_BEFORE}", now, before, MUST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 32])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8404)
    parser.add_argument("--json", action="store_true", help="print the rows for another program")
    parser.add_argument("--against", type=Path, help="a checkout of another commit")
    chosen = parser.parse_args()
    found = list(in_turn(chosen)) if chosen.against else rows_here(chosen)
    said = json.dumps([asdict(row) for row in found]) if chosen.json else "\n".join(lines(found, ("app", "beside")))
    print(said)  # noqa: T201


if __name__ == "__main__":
    main()

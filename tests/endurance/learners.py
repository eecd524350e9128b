"""Learners who study, take quizzes and import by HTTP, and send again what got no reply, as their pages do.

Each notes what was acknowledged. What was sent and got no reply is noted too, until it is sent again.
"""

import http.client
import random
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple
from urllib.parse import urlencode

from tests.benchmarks.wire import CSRF, Form

RADIO = re.compile(r'<input[^>]* type="radio"[^>]* name="(\w+)"[^>]* value="([^"]*)"')
NOT_NOW = {503: "The site cannot reach its data.", 507: "This site cannot store any more data"}
"""What says to come again, and in which words."""
NO_REPLY = (502, 504)
"""What a proxy says when the server behind it gave none."""
LOG_IN = "/accounts/"
"""Where whoever lost their session is sent."""
PAUSE = 0.1
"""Seconds after which they do."""
PATIENCE = 60
"""Seconds within which a reply comes, or the server is at fault."""


class Gate:
    """Whether the site can be asked. Learners wait here while it is down, and are waited for."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.up, self.ended = False, False
        self.asking = self.left = 0

    def enter(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.up)
            self.asking += 1

    def leave(self) -> None:
        with self.changed:
            self.asking -= 1
            self.left += 1
            self.changed.notify_all()

    def wait_for_replies(self, count: int) -> None:
        """Until so many more have come, or nobody asks any more."""
        with self.changed:
            enough = self.left + count
            self.changed.wait_for(lambda: self.left >= enough, PATIENCE)

    def open(self) -> None:
        with self.changed:
            self.up = True
            self.changed.notify_all()

    def close(self) -> None:
        """Nobody asks anything new."""
        with self.changed:
            self.up = False

    def wait_until_idle(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: not self.asking, 2 * PATIENCE), "Somebody still waits for a reply."


class Sent(NamedTuple):
    """An answer: to which card and which showing of it, or to which quiz and which of its questions."""

    learner: int
    about: int
    number: int


@dataclass
class Ledger:
    """What all learners met with. `studied` and `quizzed` are the answers that were acknowledged."""

    studied: list[Sent] = field(default_factory=list)
    quizzed: list[Sent] = field(default_factory=list)
    imported: list[Sent] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Reply(NamedTuple):
    status: int
    location: str
    page: str


class Learner(threading.Thread):
    """One browser that is signed in."""

    def __init__(self, port: int, session: str, pk: int, gate: Gate, ledger: Ledger, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.port, self.session, self.pk, self.gate, self.ledger, self.chance = port, session, pk, gate, ledger, chance
        self.cut: tuple[str, Sent] | None = None
        """What was sent last and got no reply."""
        self.connect()

    def connect(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def run(self) -> None:
        try:
            while not self.gate.ended and self.take_a_turn():
                pass
        except Exception as error:
            self.ledger.faults.append(f"{type(self).__name__} {self.pk}: {type(error).__name__}: {error}"[:600])
        finally:
            self.connection.close()

    def take_a_turn(self) -> bool:
        """False if there is nothing left to do."""
        raise NotImplementedError

    def ask(self, path: str, body: str | bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> Reply:
        """One reply, redirects included; whatever is in the way of it, the same is sent again."""
        while True:
            self.gate.enter()
            try:
                reply = self.once("GET" if body is None else "POST", path, body, kind)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connect()
                self.ledger.statuses[0] += 1
                continue
            finally:
                self.gate.leave()
            self.ledger.statuses[reply.status] += 1
            if reply.status not in (*NOT_NOW, *NO_REPLY):
                return reply
            if reply.status in NOT_NOW and NOT_NOW[reply.status] not in reply.page:
                self.ledger.faults.append(f"{reply.status} without a sentence")
            threading.Event().wait(PAUSE)

    def once(self, method: str, path: str, body: str | bytes | None, kind: str) -> Reply:
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": kind,
        }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        return Reply(response.status, response.headers.get("Location", ""), page)

    def page(self, path: str) -> str:
        reply = self.ask(path)
        while reply.status == 302:
            assert not reply.location.startswith(LOG_IN), f"{path} asks to log in"
            reply = self.ask(reply.location)
        assert reply.status == 200, f"{reply.status} for {path}"
        return reply.page

    def filled(self, form: Form, page: str) -> str:
        """The form with any of its choices, chosen once: what is sent again is the same."""
        choices = [(name, unescape(value)) for name, value in RADIO.findall(page)]
        chosen = dict([self.chance.choice(choices)]) if choices else {}
        return urlencode(form.filled("Kilo") | chosen)

    def answer(self, kind: str, sent: Sent, form: Form, page: str, acknowledged: list[Sent]) -> None:
        self.cut = kind, sent
        reply = self.ask(form.address, self.filled(form, page))
        self.cut = None
        assert reply.status in (200, 302), f"{reply.status} for {form.address}: {reply.page[:3000]}"
        acknowledged.append(sent)

"""Files brought by a learner's browser, and the worker's turn at them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import Import
from studyapp.formats.notes import Asked, Note, Refused
from studyapp.library.models import Question
from studyapp.scheduling import StudyClock
from tests.people import NOON

KNOTS = "Bowline – A loop\nReef knot – Two ropes\nSheet bend – Two sizes\n"


IN_ADMIN = "/admin/exchange/import/"
"""Where editors send files for the library."""


def send(
    browser: Client,
    text: str | bytes = KNOTS,
    name: str = "Knots.txt",
    status: int = 302,
    to: str = "/bring/",
    **more: Any,
) -> str:
    """The page on which the file is, or the page that refuses it."""
    data = text.encode() if isinstance(text, str) else text
    page = browser.post(to, {"file": SimpleUploadedFile(name, data), "language": "en", "into": "", **more})
    assert page.status_code == status, page.text
    return page["Location"] if status == 302 else page.text


def work(at: datetime = NOON) -> None:
    bring_in(at)


def understood(browser: Client, text: str | bytes = KNOTS, name: str = "Knots.txt", **more: Any) -> str:
    """A file sent and read; the address of its page."""
    url = send(browser, text, name, **more)
    work()
    return url


def press(browser: Client, url: str, do: str, status: int = 302, **more: object) -> str:
    """A button of its page, with all that is ticked there."""
    page = browser.get(url).text
    ticked = re.findall(r'name="deck" value="(\d+)"(?: checked|>)', page)
    schedule = {"schedule": "on"} if 'name="schedule" checked' in page else {}
    answer = browser.post(url, {"do": do, "deck": ticked, **schedule, **more})
    assert answer.status_code == status, answer.text
    return answer.text


def brought(browser: Client, text: str | bytes = KNOTS, name: str = "Knots.txt", **more: Any) -> str:
    """A file sent, read, looked at and brought in."""
    url = understood(browser, text, name, **more)
    press(browser, url, "apply")
    work()
    return url


def texts(learner: User) -> list[tuple[str, str, str]]:
    """Deck, front and back of all that the learner sees of their own, the oldest first."""
    seen = Question.objects.of(learner).filter(fact__removed_at=None, fact__deck__removed_at=None, state="published")
    rows = seen.select_related("revision", "fact__deck").order_by("fact__number")
    return [(one.fact.deck.title, one.asked.prompt, one.asked.body.expected) for one in rows]


def newest(learner: User) -> Import:
    return Import.objects.of(learner)[0]


def note(guid: str, *cards: Asked, deck: Sequence[str] = ("Sea",), **more: object) -> Note:
    return Note(guid, tuple(deck), cards, place=f"note {guid}", **more)  # type: ignore[arg-type]


def asked(prompt: str, answer: str, kind: str = "typed", name: str = "0", **more: object) -> Asked:
    return Asked(name, kind, {"prompt": prompt, "answer": answer}, **more)  # type: ignore[arg-type]


@dataclass
class Shelved:
    """A format of another program, whose files hold what a test puts there."""

    contents: Iterable[Note | Refused] = ()
    images: dict[str, bytes] = field(default_factory=dict)
    name: str = "shelved"
    label: str = "Shelved"
    endings: Sequence[str] = (".shelf",)
    knows_notes: bool = True

    def recognises(self, head: bytes, name: str) -> bool:
        return name.endswith(".shelf")

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator["Shelved"]:
        yield self

    def notes(self) -> Iterator[Note | Refused]:
        yield from self.contents

    def picture(self, name: str) -> bytes:
        return self.images[name]

"""One browser without a server between: each request costs what its thread took of the processor, and no more."""

import gzip
import io
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, override
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from studyapp.accounts.models import User

type Costs = dict[str, float]
"""Milliseconds of the processor by what was done."""

CSRF = "a" * 32


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, and the milliseconds it cost."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    cost: float

    @property
    def text(self) -> str:
        compressed = ("Content-Encoding", "gzip") in self.headers
        return (gzip.decompress(self.body) if compressed else self.body).decode()

    @property
    def size(self) -> int:
        """Bytes on the wire, headers included."""
        return len(self.body) + sum(len(f"{name}: {value}\r\n") for name, value in self.headers)


class Browser:
    """A learner's own, signed in. It follows redirects, and what they cost is part of what it asked for."""

    def __init__(self, site: WSGIHandler, learner: User, **headers: str) -> None:
        client = Client()
        client.force_login(learner)
        session = client.cookies["sessionid"].value
        self.site = site
        self.environ: dict[str, Any] = {
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "localhost:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "HTTP_COOKIE": f"sessionid={session}; csrftoken={CSRF}",
            "HTTP_X_CSRFTOKEN": CSRF,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            **(headers or {"HTTP_HX_REQUEST": "true"}),
        }

    def get(self, address: str) -> Response:
        return self._follow("GET", address, b"")

    def post(self, address: str, form: Mapping[str, str]) -> Response:
        return self._follow("POST", address, urlencode(form).encode())

    def _follow(self, method: str, address: str, body: bytes) -> Response:
        response = self._ask(method, address, body)
        if response.status in (302, 303):
            hop = self._follow("GET", dict(response.headers)["Location"], b"")
            return Response(hop.status, hop.headers, hop.body, response.cost + hop.cost)
        assert response.status == 200, (address, response.status, response.body[:1000])
        return response

    def _ask(self, method: str, address: str, body: bytes) -> Response:
        path, _, query = address.partition("?")
        environ = self.environ | {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        started: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None, /) -> Callable[[bytes], object]:
            started.append((status, headers))
            return written.append

        begun = time.thread_time()
        answered = self.site(environ, start)
        written.extend(answered)
        answered.close()
        cost = 1000 * (time.thread_time() - begun)
        status, headers = started[0]
        return Response(int(status[:3]), headers, b"".join(written), cost)


@dataclass
class Form:
    """A form on a page: where it is sent, and what it sends that nobody fills in."""

    address: str
    hidden: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def filled(self, text: str) -> dict[str, str]:
        return self.hidden | dict.fromkeys(self.texts, text)


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.open: Form | None = None
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(said.get("hx-post") or said.get("action", ""))
            self.found.append(self.open)
        elif self.open and tag in ("input", "textarea") and (name := said.get("name")):
            if said.get("type") == "hidden":
                self.open.hidden[name] = said.get("value", "")
            elif tag == "textarea" or said.get("type", "text") == "text":
                self.open.texts.append(name)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms_on(page: str, address: str) -> list[Form]:
    """Those that are sent to such an address, a regular expression."""
    return [form for form in _Forms(page).found if re.search(address, form.address)]


def form_on(page: str, address: str) -> Form:
    found = forms_on(page, address)
    assert found, f"no form for {address} on {page[:3000]}"
    return found[0]

"""What no address should be sent, and that it changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.http import QueryDict
from django.test import Client

from tests.answering import HTMX

LONG, NUL = "x" * 100_000, "\0"
JUNK = [
    "",
    " ",
    LONG,
    NUL,
    "9" * 18,
    "-1",
    "1e999",
    "²",
    "[]",
    "{'a': 1}",
    "%00",
    "<script>",
    "😀",
    "\u202e",
    "null",
]
NUMBERS = ["0", "999999", "9" * 18, "1" + "0" * 18, "1" + "0" * 30, "1" + "0" * 500]
FORM = "application/x-www-form-urlencoded"
BODIES = [
    (f"{FORM}; charset=utf-7", b"ask=+AGE-&option=+AGE-&reason=wrong"),
    (f"{FORM}; charset=utf-16", "ask=a&reason=wrong".encode("utf-16")),
    (f"{FORM}; charset=nonsense", b"ask=a&reason=boring"),
    (FORM, b"ask=%ff%fe&option=%c0%80&reason=%ed%a0%80&question=%ff&version=%ff"),
    (FORM, b"&".join(b"f%d=1" % n for n in range(1001))),
    (FORM, b"ask=" + b"x" * 300_000),
    ("application/json", b'{"ask": "a", "reason": "wrong"}'),
    ("text/plain", b"ask=a&reason=wrong"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data"),
    ("", b"ask=a"),
]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that the study room and the library have stored, learners' own rows too."""
    models = [model for app in ("study", "library") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models}


def refused(browser: Client, path: str, data: Any = None, **more: Any) -> None:
    """POST this, plainly and through htmx: it is the sender's fault each time."""
    for headers in ({}, HTMX):
        page = browser.post(path, {} if data is None else data, headers=headers, **more)
        assert 400 <= page.status_code < 500, (path[:80], str(data)[:200], page.status_code)


def urlencoded(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """The same field several times over."""
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, values)
    return {"data": query.urlencode(), "content_type": FORM}

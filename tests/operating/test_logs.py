"""Log lines: each says which request it belongs to, and none says who it was or what they wrote."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.jobs.running import Runner
from studyapp.logs import JSONFormatter, RouteFilter
from tests.answering import form_for, said
from tests.jobs.daily import registered
from tests.people import NOON
from tests.shelf import Shelf

CANARIES = ("canary-name", "canary-email", "canary-answer", "canary-search", "canary-key")


@pytest.fixture
def written(settings) -> Iterator[io.StringIO]:
    """What goes into the log with LOG_FORMAT=json."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONFormatter())
    handler.addFilter(RouteFilter())
    requests = logging.getLogger("studyapp.requests")
    logging.getLogger().addHandler(handler)
    requests.setLevel(logging.INFO)
    yield stream
    requests.setLevel(logging.NOTSET)
    logging.getLogger().removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_every_line_of_a_request_bears_the_id_that_the_proxy_gave(
    client: Client, written: io.StringIO, db: None
) -> None:
    response = client.get("/no/such/page/", headers={"X-Request-ID": "7f3a90c2-4d1e"})
    assert response["X-Request-ID"] == "7f3a90c2-4d1e"
    assert [(line["logger"], line["id"]) for line in lines(written)] == [
        ("studyapp.requests", "7f3a90c2-4d1e"),
        ("django.request", "7f3a90c2-4d1e"),
    ]


@pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, 'line"}\n{"level'])
def test_an_id_that_is_not_well_formed_is_replaced(client: Client, given: str) -> None:
    made = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert made != given
    assert len(made) == 16
    assert client.get("/healthz")["X-Request-ID"] != made


def test_nothing_of_a_learner_is_logged(lans_browser: Client, lan: User, lans: Shelf, written: io.StringIO) -> None:
    User.objects.filter(pk=lan.pk).update(name="canary-name", email="canary-email@example.org")
    form = form_for(lan, lans.typed)
    lans_browser.post(form.url, {"ask": form.ask} | dict.fromkeys(said(lans.typed), "canary-answer"))
    lans_browser.post(form.url, {"answer": "canary-answer"})  # refused
    lans_browser.get("/search/?q=canary-search")
    lans_browser.get("/accounts/confirm-email/canary-key/")
    lans_browser.get("/q/canary-key/")
    lans_browser.get("/canary-key/")
    lans_browser.post("/accounts/login/", {"login": "canary-email@example.org", "password": "canary-key"})
    lans_browser.raise_request_exception = False
    User.objects.filter(pk=lan.pk).update(time_zone="canary-name")
    assert lans_browser.get("/").status_code == 500
    told = written.getvalue()
    assert [canary for canary in CANARIES if canary in told] == []
    assert "lan@example.org" not in told
    assert {"answer", "search"} <= {line.get("view") for line in lines(written)}
    broken = next(line for line in lines(written) if line["level"] == "ERROR")
    assert broken["error"]
    assert "models.py" in str(broken["at"])


def test_a_line_in_words_holds_no_address_either(client: Client, written: io.StringIO, db: None) -> None:
    logging.getLogger().handlers[-1].setFormatter(logging.Formatter("%(message)s"))
    client.get("/accounts/confirm-email/canary-key/")
    client.get("/canary-key/")
    assert "Not Found: an address of no page" in written.getvalue()
    assert "canary" not in written.getvalue()


def break_down(_at: object) -> str:
    """Fail"""
    raise ValueError("canary-answer")


def test_the_lines_of_a_job_bear_an_id_of_its_run(written: io.StringIO, db: None) -> None:
    with registered(break_down):
        list(Runner(lambda: NOON).run_due())
    [line] = lines(written)
    assert len(str(line["id"])) == 16
    assert "canary-answer" not in written.getvalue()

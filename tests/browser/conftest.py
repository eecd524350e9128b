"""A phone, a laptop and a browser without JavaScript, all watched, and a clock that can be moved."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW
from tests.browser.browsers import LAPTOP, PHONE, NewContext, SignIn

expect.set_options(timeout=15_000)  # for a machine with much else to do; nothing waits longer than it must

REFUSED = re.compile(r"Failed to load resource: (the server responded with a status of|net::ERR_)")
"""What Chromium itself writes to the console where an answer was refused, or none came."""

SAYS_NO_TIME = "addEventListener('formdata', ({ formData }) => { if (!window.isTimed) formData.delete('shown_ms'); });"
"""Only the server's clock is moved while somebody thinks. So no page says how long it was shown, unless a test moves
its clock too: `TIMED` in `test_ahead`."""


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """A week after everything was published; the server, a thread of this process, goes by it too."""
    with time_machine.travel(NOW + timedelta(days=7), tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Started once the test database is a file: before that it seems to be in memory, where all threads would share
    one connection."""
    return live_server


@pytest.fixture
def browser_context_args(live_server: LiveServer) -> dict[str, Any]:
    return {"base_url": live_server.url, "locale": "en-GB", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What no page may give rise to; whatever stands here at the end fails the test."""
    heard: list[str] = []
    yield heard
    assert heard == [], "pages wrote to the console or broke their content policy, a script failed, or the server did"


@pytest.fixture
def new_context(complaints: list[str], new_context: NewContext) -> NewContext:
    """Every page is watched: its console, its scripts, and answers that are the server's own fault. What moves for the
    eye alone stands still, since each frame is work."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**{"reduced_motion": "reduce", **options})
        context.add_init_script(SAYS_NO_TIME)
        context.on("console", lambda entry: None if REFUSED.match(entry.text) else complaints.append(entry.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "response",
            lambda response: complaints.append(f"{response.status} {response.url}") if response.status >= 500 else None,
        )
        return context

    return watched


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    return new_context(**PHONE).new_page()


@pytest.fixture
def laptop(new_context: NewContext) -> Page:
    return new_context(**LAPTOP).new_page()


@pytest.fixture
def scriptless(new_context: NewContext) -> Page:
    """A laptop with JavaScript turned off."""
    return new_context(**LAPTOP, java_script_enabled=False).new_page()


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Put a fresh session into the page's browser, where signing in is not the point."""

    def signed_in(page: Page, learner: User) -> Page:
        client = Client()
        client.force_login(learner)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return page

    return signed_in


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """A failure says what the student saw."""
    report = yield
    browser = item.funcargs.get("browser") if isinstance(item, pytest.Function) else None
    if report.when == "call" and report.failed and isinstance(browser, Browser):
        for page in (page for context in browser.contexts for page in context.pages):
            with suppress(PlaywrightError):
                report.sections.append((f"What the student saw at {page.url}", page.inner_text("body")))
    return report

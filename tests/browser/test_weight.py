"""What the first study page weighs when it comes over the wire, compressed as it is served for real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import Request, expect
from pytest_django.fixtures import Settings
from time_machine import Traveller

from studyapp import settings as real
from tests.browser.browsers import LAPTOP, NewContext, SignIn
from tests.browser.harbour import ada_studies

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("weight")]


@pytest.fixture
def compressed_server(live_server: object, transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The project's own storage and middleware: hashed names, brotli for files, gzip for pages."""
    settings.STORAGES = real.STORAGES
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])  # not needed, and many
    # Without a handler of its own for static files: they are WhiteNoise's, as in real life.
    thread = LiveServerThread("localhost", lambda application: application)  # type: ignore[arg-type]
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://localhost:{thread.port}"
    thread.terminate()


def test_the_first_study_page_is_at_most_30_kb_in_at_most_5_requests(
    compressed_server: str, new_context: NewContext, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(new_context(**LAPTOP).new_page(), ada_studies("choice"))
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))  # Playwright cannot hold on to a built-in
    page.goto(f"{compressed_server}/study/", wait_until="networkidle")
    expect(page.locator("#prompt")).to_be_visible()
    # Not every headless browser asks for the icon; with a window they all do.
    page.evaluate("fetch(document.querySelector('link[rel=icon]').href).then(answer => answer.blob())")

    sizes: dict[str, int] = {}
    for request in requests:
        size = request.sizes()
        received = size["responseHeadersSize"] + size["responseBodySize"]
        sizes[request.url] = max(received, sizes.get(request.url, 0))
    table = "\n".join(f"{size:8} {url}" for url, size in sizes.items())
    assert len(sizes) <= 5, table
    assert sum(sizes.values()) <= 30_000, f"bytes, headers included:\n{table}"

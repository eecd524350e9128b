"""Every account page and error page, in a real browser: accessible, within the content policy, and narrow enough."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.mail import EmailMessage
from django.shortcuts import render
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, Page

from studyapp.accounts.models import User
from tests.accounts.browser import browsing

pytestmark = pytest.mark.browser

Pages = Mapping[str, Any]

VISITORS = [
    "/accounts/login/",
    "/accounts/login/?next=/decks/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-no-such-key/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/no-such-key/",
    "/accounts/inactive/",
    "/no/such/page/",
]
LEARNERS = [
    "/accounts/settings/",
    "/accounts/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]
FORMS = [path for path in LEARNERS if path != "/accounts/logout/"]


def pages_of_visitors(client: Client, mailoutbox: list[EmailMessage]) -> Pages:
    pages = {path: client.get(path) for path in VISITORS}
    pages |= {f"{path}?wrong": client.post(path, {"email": "no address"}) for path in VISITORS[:4]}
    client.post("/accounts/password/reset/", {"email": "lan@example.org"})
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[-1].body))
    assert link
    pages["/accounts/password/reset/key/"] = client.get(link[1], follow=True)
    return pages


def pages_of_learners(client: Client, mailoutbox: list[EmailMessage]) -> Pages:
    pages = {path: client.get(path) for path in LEARNERS}
    pages |= {f"{path}?wrong": client.post(path, {"email": "no address", "action_add": ""}) for path in FORMS}
    client.post("/accounts/email/", {"email": "other@example.org", "action_add": ""})
    pages["/accounts/email/?two"] = client.get("/accounts/email/")
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[-1].body))
    assert link
    pages["/accounts/confirm-email/key/"] = client.get(link[1])
    return pages


def error_pages() -> Pages:
    request = RequestFactory().get("/")
    names = ["400", "403", "403_csrf", "404", "429", "500"]
    return {f"/{name}/": render(request, f"{name}.html") for name in names}


def faults(browser: Browser, pages: Pages) -> list[str]:
    """What axe and a narrow screen find fault with, page by page."""
    found: list[str] = []
    pages = _by_path(pages)
    with browsing(browser, pages, viewport={"width": 320, "height": 640}) as page:
        for path in pages:
            page.goto(path)
            found += [f"{path}: {fault}" for fault in violations(page, "light", {})]
            # Only the colours are other ones in the dark.
            found += [f"{path}, dark: {fault}" for fault in violations(page, "dark", {"runOnly": ["color-contrast"]})]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{path}: wider than the screen")
    return found


def violations(page: Page, scheme: Literal["light", "dark"], options: dict[str, object]) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    rules = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} at {[node['target'] for node in rule['nodes']]}" for rule in rules]


def _by_path(pages: Pages) -> Pages:
    return {path.replace("?", "--").replace("/accounts", "/pages"): page for path, page in pages.items()}


@pytest.mark.parametrize("collect", [pages_of_visitors, pages_of_learners], ids=["visitors", "learners"])
def test_account_pages_are_accessible_and_within_the_policy(
    browser: Browser, client: Client, lan: User, mailoutbox: list[EmailMessage], collect: Callable[..., Pages]
) -> None:
    if collect is pages_of_learners:
        client.force_login(lan)
    pages = collect(client, mailoutbox)
    assert all("Content-Security-Policy" in page for page in pages.values())
    assert {path: page.status_code for path, page in pages.items() if page.status_code not in {200, 404, 422}} == {}
    assert faults(browser, pages) == []


def test_error_pages_are_accessible(browser: Browser) -> None:
    assert faults(browser, error_pages()) == []

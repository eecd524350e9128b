"""Every account page and error page, in a real browser: accessible, within the content policy, and narrow enough."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.shortcuts import render
from django.test import Client, RequestFactory
from playwright.sync_api import Browser

from studyapp.accounts.models import User
from tests.accounts.browser import browsing
from tests.browser.inspection import Inspection

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
    pages = _by_path(pages)
    with browsing(browser, pages, reduced_motion="reduce") as page:
        inspection = Inspection(page)
        inspection.of(*pages)
    return inspection.faults


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

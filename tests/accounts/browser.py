"""A real browser that is answered from ready-made responses and the static files: no server, and no database behind it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template import RequestContext, engines
from django.test import RequestFactory
from playwright.sync_api import Page, Route, sync_playwright

SITE = "http://testserver"
Answers = Mapping[str, HttpResponse | Callable[[Route], None]]


def page_with(main: str) -> HttpResponse:
    """The base template around `main`, as a visitor gets it."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    template = engines["django"].from_string('{% extends "base.html" %}{% block main %}' + main + "{% endblock %}")
    return HttpResponse(template.template.render(RequestContext(request)))  # type: ignore[attr-defined]


def _answer(route: Route, answers: Answers) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        assert found, f"{path} is no static file"
        return route.fulfill(path=Path(found))
    answer = answers[path]
    if callable(answer):
        return answer(route)
    return route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)


@contextmanager
def browsing(answers: Answers, **context: object) -> Iterator[Page]:
    """A page of Chromium; what it complains about on its console fails the test at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(base_url=SITE, **context).new_page()  # type: ignore[arg-type]
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda entry: complaints.append(entry.text) if "Security Policy" in entry.text else None)
        page.route("**/*", lambda route: _answer(route, answers))
        yield page
        browser.close()
    assert complaints == []

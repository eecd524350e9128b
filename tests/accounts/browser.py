"""A real browser, answered from ready-made responses and the static files: no server and no database behind it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

Answer = HttpResponse | Callable[[Route], None]
Answers = Mapping[str, Answer]


def page_with(main: str) -> HttpResponse:
    """The base template around `main`, as a visitor gets it."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    template = engines["django"].from_string('{% extends "base.html" %}{% block main %}' + main + "{% endblock %}")
    return HttpResponse(template.render({}, request))


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
def browsing(browser: Browser, answers: Answers, **context: object) -> Iterator[Page]:
    """A page; a script error, or anything its content policy forbids, fails the test at the end."""
    complaints: list[str] = []
    page = browser.new_context(base_url="http://testserver", **context).new_page()  # type: ignore[arg-type]
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda entry: complaints.append(entry.text) if "Security Policy" in entry.text else None)
    page.route("**/*", lambda route: _answer(route, answers))
    yield page
    page.context.close()
    assert complaints == []

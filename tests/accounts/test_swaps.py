"""What htmx, as base.html sets it up, does with each kind of answer."""

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page

from studyapp.fault_pages import conflict
from tests.accounts.browser import Answer, Answers, browsing, page_with

pytestmark = pytest.mark.browser

ASK = """
<form id="ask" hx-post="/answer/" hx-swap="outerHTML" hx-target="this">
  <input id="response" name="response"><button>Answer</button>
</form>
"""
VERDICT = """
<section id="verdict"><h2 tabindex="-1" autofocus>Right</h2><script>document.title = "run"</script></section>
<div id="announce" hx-swap-oob="innerHTML">Right. Eleven.</div>
"""


def after_answering(page: Page) -> None:
    page.goto("/")
    # htmx settles, and moves the focus, 20 ms after it has the answer.
    page.evaluate(
        "document.addEventListener('htmx:afterRequest', () => setTimeout(() => { window.settled = true }, 60))"
    )
    page.fill("#response", "eleven")
    page.click("#ask button")
    page.wait_for_function("window.settled")


def answered_by(response: HttpResponse) -> Answers:
    return {"/": page_with(ASK), "/answer/": response, "/favicon.ico": HttpResponse(status=404)}


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.textContent.trim()")
    return text


def test_a_verdict_takes_the_focus_and_is_announced_and_runs_no_script(browser: Browser) -> None:
    with browsing(browser, answered_by(HttpResponse(VERDICT))) as page:
        after_answering(page)
        assert focused(page) == "Right"
        assert page.locator("#announce").inner_text() == "Right. Eleven."
        assert page.locator("[aria-live]").count() == 1
        assert page.title() != "run"


@pytest.mark.parametrize("status", [409, 422])
def test_a_conflict_or_an_error_in_the_form_takes_the_place_of_the_form(browser: Browser, status: int) -> None:
    with browsing(browser, answered_by(HttpResponse(VERDICT, status=status))) as page:
        after_answering(page)
        assert page.locator("#ask").count() == 0
        assert page.locator("main #verdict").count() == 1


@pytest.mark.parametrize(
    ("status", "template"),
    [(400, "400.html"), (403, "403.html"), (403, "403_csrf.html"), (404, "404.html"), (429, "429.html")],
)
def test_any_other_refusal_takes_over_the_page_once(browser: Browser, status: int, template: str) -> None:
    with browsing(browser, answered_by(HttpResponse(render_to_string(template), status=status))) as page:
        after_answering(page)
        assert page.locator("#ask").count() == 0
        assert page.locator("header").count() == page.locator("main").count() == page.locator("h1").count() == 1
        assert focused(page) == page.locator("h1").inner_text()


@pytest.mark.parametrize(
    "fault",
    [
        HttpResponse(render_to_string("500.html"), status=500),
        HttpResponse("<h1>502", status=502),
        HttpResponse("?", status=413),
    ],
    ids=["our fault", "a proxy's fault", "a proxy's refusal"],
)
def test_after_a_fault_what_was_typed_is_still_there_and_the_trouble_is_told(
    browser: Browser, fault: HttpResponse
) -> None:
    with browsing(browser, answered_by(fault)) as page:
        after_answering(page)
        assert page.locator("#response").input_value() == "eleven"
        assert page.get_by_role("alert").is_visible()


def test_two_at_once_take_over_the_page_out_of_a_form_too(browser: Browser) -> None:
    with browsing(browser, answered_by(conflict(RequestFactory().post("/answer/")))) as page:
        after_answering(page)
        assert page.locator("#ask").count() == 0
        assert page.locator("header").count() == page.locator("main").count() == page.locator("h1").count() == 1
        assert focused(page) == "Two things happened at once."


def test_after_a_full_disk_what_was_typed_is_still_there_and_the_page_says_whom_to_tell(browser: Browser) -> None:
    fault = HttpResponse(render_to_string("507.html"), status=507)
    with browsing(browser, answered_by(fault)) as page:
        after_answering(page)
        assert page.locator("#response").input_value() == "eleven"
        assert "tell the people who run it" in page.get_by_role("alert").inner_text()


def test_being_offline_is_told_until_the_answer_gets_through(browser: Browser) -> None:
    answers: dict[str, Answer] = {"/": page_with(ASK), "/answer/": lambda route: route.abort()}
    with browsing(browser, answers) as page:
        after_answering(page)
        assert "offline" in page.get_by_role("alert").inner_text()
        assert page.locator("#response").input_value() == "eleven"
        answers["/answer/"] = HttpResponse(VERDICT)
        page.click("#ask button")
        page.locator("#verdict").wait_for()
        assert page.get_by_role("alert").count() == 0

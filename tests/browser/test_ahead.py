"""While a verdict is read: the next question is fetched and shown at once, and a remark comes and goes beside it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, Request, Route, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.models import Card, Review
from tests.answering import put_in_review
from tests.browser.browsers import SignIn
from tests.browser.harbour import ada_studies
from tests.browser.student import Student, Toucher

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("ahead")]

SITTING = re.compile(r"/study/(\?.*)?$")
BUSY = re.compile(r"\bhtmx-request\b")

TIMED = "window.isTimed = true; window.passed = 0; performance.now = () => window.passed;"
"""A page by whose clock so many milliseconds have passed as the test says."""


class Line:
    """The way between a page and the server, on which questions can be held up: `ahead` are those fetched ahead."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_slow = False
        self.held: list[Route] = []
        self.asked: list[Request] = []
        page.route(SITTING, self.carry)

    def carry(self, route: Route) -> None:
        self.asked.append(route.request)
        if self.is_slow:
            self.held.append(route)
        else:
            route.continue_()

    @property
    def ahead(self) -> list[Request]:
        return [request for request in self.asked if request.headers.get("purpose") == "prefetch"]

    def waits_for(self, count: int) -> None:
        """Until so many questions are held up. Each turn lets the browser draw, and tell of what it asked for."""
        while len(self.held) < count:
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def let_go(self) -> None:
        self.is_slow = False
        while self.held:
            self.held.pop().continue_()


@pytest.fixture
def line(laptop: Page) -> Line:
    return Line(laptop)


def fetched_ahead(page: Page, act: Callable[[], None]) -> None:
    """Do this, and wait until the next question has been fetched."""
    with page.expect_response(lambda response: response.request.headers.get("purpose") == "prefetch") as came:
        act()
    came.value.finished()


def reads_a_verdict(ada: Student, *, right: bool = False) -> None:
    ada.page.goto("/study/")
    fetched_ahead(ada.page, lambda: ada.give(ada.question(), right=right))


@pytest.fixture
def ada(laptop: Page, sign_in: SignIn, clock: Traveller) -> Callable[..., Student]:
    def studies(*kinds: str) -> Student:
        return Student(sign_in(laptop, ada_studies(*kinds)), clock)

    return studies


def test_the_next_question_is_there_at_once_and_like_any_other(
    laptop: Page, line: Line, ada: Callable[..., Student]
) -> None:
    student = ada("choice", "typed", "choice")
    reads_a_verdict(student)
    line.is_slow = True  # whatever is still asked for will not come
    student.go_on()
    expect(laptop.locator("input[name=text]")).to_be_focused()
    expect(laptop.locator("[aria-live]")).to_have_text(re.compile(r"^\s*Next question\."))
    expect(laptop.locator("#progress")).to_contain_text("2 new")
    expect(laptop).to_have_url(SITTING)
    assert laptop.evaluate("scrollY") == 0
    assert line.held == []
    assert Review.objects.count() == 1
    student.give(student.question(), right=True)
    assert Review.objects.count() == 2


def test_next_shows_that_it_was_pressed_and_asks_but_once(
    laptop: Page, line: Line, ada: Callable[..., Student]
) -> None:
    student = ada("choice", "typed")
    laptop.goto("/study/")
    line.is_slow = True
    student.give(student.question(), right=False)
    line.waits_for(1)
    following = laptop.get_by_role("link", name="Next")
    for _ in range(2):
        following.click()
        expect(following).to_have_class(BUSY)
    line.let_go()
    expect(laptop.locator("input[name=text]")).to_be_focused()
    assert len(line.ahead) == len(line.asked) - 1 == 1


def test_next_shows_that_it_was_pressed_where_nothing_was_fetched_ahead(
    laptop: Page, line: Line, ada: Callable[..., Student]
) -> None:
    student = ada("choice")
    put_in_review(User.objects.get(), Question.objects.get(), due=timezone.now().date())
    # After it there is nothing left today, and that is not fetched ahead.
    reads_a_verdict(student, right=True)
    line.is_slow = True
    following = laptop.get_by_role("link", name="Next")
    following.click()
    expect(following).to_have_class(BUSY)
    line.let_go()
    student.leaves_the_verdict()
    assert len(line.ahead) == 1


FAILURES: dict[str, Callable[[Route], None]] = {
    "cut off": lambda route: route.abort(),
    "fault": lambda route: route.fulfill(status=404),
    "captive portal": lambda route: route.fulfill(body="<h1>Welcome to our Wi-Fi</h1>", content_type="text/html"),
    "led elsewhere": lambda route: route.fulfill(status=302, headers={"Location": "/help/"}),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_what_could_not_be_fetched_ahead_is_asked_for_once_more(
    laptop: Page, line: Line, ada: Callable[..., Student], failure: str
) -> None:
    student = ada("choice", "typed")
    laptop.goto("/study/")
    line.is_slow = True
    student.give(student.question(), right=False)
    line.waits_for(1)
    laptop.get_by_role("link", name="Next").click()
    line.is_slow = False
    FAILURES[failure](line.held.pop())
    expect(laptop.locator("input[name=text]")).to_be_focused()
    expect(laptop.locator("#trouble")).to_be_hidden()


def test_after_the_session_has_ended_next_leads_to_signing_in(
    laptop: Page, line: Line, ada: Callable[..., Student]
) -> None:
    student = ada("choice", "typed")
    laptop.goto("/study/")
    line.is_slow = True
    student.give(student.question(), right=False)
    line.waits_for(1)
    Session.objects.all().delete()
    line.let_go()
    laptop.get_by_role("link", name="Next").click()
    student.sees_heading("Sign in")


def test_the_scope_of_the_address_holds(laptop: Page, line: Line, ada: Callable[..., Student]) -> None:
    student = ada("choice", "typed")
    laptop.goto("/study/?deck=the-harbour")
    fetched_ahead(laptop, lambda: student.give(student.question(), right=False))
    line.is_slow = True
    student.go_on()
    expect(laptop.locator("#sitting form").first).to_have_attribute("action", re.compile(r"\?deck=the-harbour$"))
    assert [request.url.partition("?")[2] for request in line.ahead] == ["deck=the-harbour"]


def test_a_double_click_on_next_presses_nothing_on_the_page_that_comes(
    laptop: Page, ada: Callable[..., Student]
) -> None:
    student = ada("choice", "flashcard")
    reads_a_verdict(student)
    # Wherever the second click falls, it falls on the button that turns the card.
    laptop.evaluate(
        """() => addEventListener("htmx:afterSettle", () => {
          document.querySelector("button[data-key~=Space]").style.cssText = "position: fixed; inset: 0";
        })"""
    )
    laptop.get_by_role("link", name="Next").dblclick()
    expect(laptop.locator("#prompt")).to_be_focused()
    assert laptop.locator("[aria-live]").inner_text().startswith("Next question.")
    student.turn_over()
    expect(laptop.locator("button[name=rating]").first).to_be_visible()


def test_two_quick_taps_on_a_phone_are_two(phone: Page, sign_in: SignIn, clock: Traveller) -> None:
    student = Toucher(sign_in(phone, ada_studies("choice", "flashcard")), clock)
    reads_a_verdict(student)
    phone.evaluate(
        """() => addEventListener("htmx:afterSettle", () => {
          document.querySelector("button[data-key~=Space]").style.cssText = "position: fixed; inset: 0";
        })"""
    )
    place = phone.locator("a[data-key~=Enter]").bounding_box()
    assert place
    for _ in range(2):
        phone.touchscreen.tap(place["x"] + 9, place["y"] + 9)
    expect(phone.locator("button[name=rating]").first).to_be_visible()


# It is thrown away


def test_what_is_on_its_way_does_not_come_when_the_answer_is_undone_meanwhile(
    laptop: Page, line: Line, ada: Callable[..., Student]
) -> None:
    student = ada("choice", "typed")
    laptop.goto("/study/")
    first = student.question()
    line.is_slow = True
    student.give(first, right=False)
    line.waits_for(1)
    too_late = line.held.pop()
    laptop.get_by_role("link", name="Next").click()
    acts = held_up(laptop)
    student.undo()
    expect(laptop.locator("button[data-key=u]")).to_be_disabled()
    too_late.continue_()
    laptop.evaluate("fetch('/help/').then(answer => answer.text())")  # by then it would have come
    line.let_go()
    acts.pop().continue_()
    student.leaves_the_verdict()
    assert student.question() == first


def held_up(page: Page) -> list[Route]:
    """What is done with a card from now on, which the server does not hear of yet."""
    held: list[Route] = []
    page.route(re.compile(r"/study/.+/$"), lambda route: held.append(route))
    return held


ACTS: dict[str, Callable[[Page], None]] = {
    "override": lambda page: page.get_by_role("button", name="I was right").click(),
    "mark": lambda page: page.keyboard.press("Shift+*"),
    "note": lambda page: write_note(page, "Half moons."),
}
"""What leaves the verdict where it is."""


def write_note(page: Page, note: str) -> None:
    page.get_by_text("More", exact=True).click()
    page.locator("textarea[name=note]").fill(note)
    page.get_by_role("button", name="Save the note").click()


@pytest.mark.parametrize("act", ACTS)
def test_after_something_else_was_sent_it_is_fetched_anew(
    laptop: Page, line: Line, ada: Callable[..., Student], act: str
) -> None:
    student = ada("typed", "choice")
    reads_a_verdict(student)
    fetched_ahead(laptop, lambda: ACTS[act](laptop))
    assert len(line.asked) == len(line.ahead) + 1 == 3
    line.is_slow = True
    student.go_on()
    line.let_go()
    student.give(student.question(), right=True)


@pytest.mark.parametrize("key", ["u", "Shift+!", "-"])
def test_once_anything_else_was_sent_next_asks_for_what_comes_by_then(
    laptop: Page, line: Line, ada: Callable[..., Student], key: str
) -> None:
    student = ada("choice", "typed")
    reads_a_verdict(student)
    acts = held_up(laptop)
    laptop.keyboard.press(key)
    expect(laptop.locator("#sitting button:disabled")).not_to_have_count(0)
    student.go_on()
    assert len(acts) == 1
    assert len(line.asked) == len(line.ahead) + 2 == 3


def test_after_another_tab_was_looked_at_it_is_fetched_anew(laptop: Page, ada: Callable[..., Student]) -> None:
    student = ada("choice", "typed", "number")
    reads_a_verdict(student)
    turn_to_another_tab(laptop, away=True)
    Card.objects.get(question__kind="typed").suspend(at=timezone.now())  # there
    fetched_ahead(laptop, lambda: turn_to_another_tab(laptop, away=False))
    student.go_on()
    expect(laptop.locator("input[name=number]")).to_be_focused()


def turn_to_another_tab(page: Page, *, away: bool) -> None:
    """As the browser tells a page; without a window it has no tabs to turn to."""
    page.evaluate(
        """away => {
          Object.defineProperty(document, "hidden", { get: () => away, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        away,
    )


def test_after_some_minutes_next_asks_for_what_is_due_by_then(
    laptop: Page, line: Line, ada: Callable[..., Student], clock: Traveller
) -> None:
    student = ada("choice", "typed")
    reads_a_verdict(student)
    clock.shift(6 * 60)
    laptop.evaluate("{ const now = Date.now(); Date.now = () => now + 6 * 60_000; }")
    student.go_on()
    expect(laptop.locator("input[name=option]")).not_to_have_count(0)  # its step is over
    assert len(line.asked) == 3


# How long it was shown


def test_the_time_a_verdict_is_read_is_no_time_spent_on_the_next_question(
    laptop: Page, ada: Callable[..., Student], clock: Traveller
) -> None:
    laptop.add_init_script(TIMED)
    student = ada("typed", "choice")
    laptop.goto("/study/")
    laptop.evaluate("window.passed = 4000")
    fetched_ahead(laptop, lambda: student.give(student.question(), right=True))
    clock.shift(30)  # while the verdict is read
    laptop.evaluate("window.passed = 34_000")
    student.go_on()
    laptop.evaluate("window.passed = 36_500")
    student.give(student.question(), right=True)
    assert times() == [4000, 2500]


def test_a_pick_at_once_is_a_rapid_guess_although_the_question_was_fetched_long_before(
    laptop: Page, ada: Callable[..., Student], clock: Traveller
) -> None:
    laptop.add_init_script(TIMED)
    student = ada("typed", "choice")
    reads_a_verdict(student)
    student.go_on()
    laptop.evaluate("window.passed = 300")
    student.give(student.question(), right=True)
    expect(laptop.get_by_text("That was quick: it comes back soon, to be sure.")).to_be_visible()


def test_the_time_counts_on_through_a_hint_and_an_answer_that_cannot_be_read(
    laptop: Page, ada: Callable[..., Student], clock: Traveller
) -> None:
    laptop.add_init_script(TIMED)
    student = ada("number")
    laptop.goto("/study/")
    clock.shift(60)
    laptop.evaluate("window.passed = 1000")
    laptop.get_by_role("button", name="Hint").click()
    expect(laptop.locator("#answer").get_by_text("Hint: ")).to_be_visible()
    laptop.evaluate("window.passed = 3000")
    student.write(laptop.locator("input[name=number]"), "a dozen or so")
    student.submit_answer()
    expect(laptop.locator("[aria-invalid=true]")).to_be_focused()
    laptop.evaluate("window.passed = 6000")
    student.give(student.question(), right=True)
    assert times() == [6000]


def test_without_javascript_the_time_counts_from_when_the_question_was_asked(
    scriptless: Page, sign_in: SignIn, clock: Traveller
) -> None:
    student = Student(sign_in(scriptless, ada_studies("choice")), clock)
    scriptless.goto("/study/")
    student.give(student.question(), right=True)
    assert times()[0] >= 5000


def times() -> list[int]:
    return [row.elapsed_ms for row in Review.objects.filter(kind=Review.Event.STUDY).order_by("answered_at")]


# A remark and its undoing


def mark_of(page: Page) -> Locator:
    """The button that marks or unmarks, be it folded away."""
    return page.locator(".more button[data-key='*']")


@pytest.mark.parametrize("browser_page", ["laptop", "scriptless"])
@pytest.mark.parametrize("remark", ["mark", "unmark", "note"])
def test_undoing_a_remark_leaves_the_verdict_where_it_is(
    request: pytest.FixtureRequest, browser_page: str, sign_in: SignIn, clock: Traveller, remark: str
) -> None:
    page = sign_in(request.getfixturevalue(browser_page), ada_studies("choice", "typed"))
    student = Student(page, clock)
    if remark == "unmark":
        Card.objects.get(question__kind="choice").mark(at=timezone.now())
    page.goto("/study/")
    student.give(student.question(), right=False)
    if remark == "note":
        write_note(page, "Half moons.")
    else:
        student.open_more()
        student.submit({"mark": "☆ Mark", "unmark": "★ Unmark"}[remark])
    expect(page.locator(".notice.success")).to_be_visible()
    student.press(page.get_by_role("button", name="Undo"))
    expect(page.get_by_text(re.compile("^Undone: "))).to_be_visible()
    student.sees_verdict("Not right")
    expect(mark_of(page)).to_contain_text("Unmark" if remark == "unmark" else "Mark")
    expect(page.get_by_text("Half moons.")).to_have_count(0)
    student.go_on()
    expect(page.locator("input[name=text]")).to_be_visible()


def test_u_takes_the_remark_back_and_then_the_answer(laptop: Page, ada: Callable[..., Student]) -> None:
    student = ada("choice", "typed")
    laptop.goto("/study/")
    first = student.question()
    student.give(first, right=False)
    laptop.keyboard.press("Shift+*")
    expect(mark_of(laptop)).to_contain_text("Unmark")
    student.undo()
    expect(mark_of(laptop)).to_contain_text("☆ Mark")
    expect(laptop.locator("#verdict")).to_be_focused()
    student.undo()
    student.leaves_the_verdict()
    assert student.question() == first
    assert not Card.objects.get(question=first).marked

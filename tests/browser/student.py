"""What a student does at a browser, whichever way they use it: by touch, by keyboard alone, or without JavaScript."""

import json
import re
from collections import Counter
from datetime import timedelta
from typing import override

import pytest
from playwright.sync_api import Locator, Page, expect
from time_machine import Traveller

from studyapp.demo.factories import PASSWORD
from studyapp.library.models import Question

THINKING = timedelta(seconds=5)
MOST_TABS = 60


class Student:
    """Someone who clicks. Every verb that answers ends at the next question, or at the end of the day."""

    def __init__(self, page: Page, clock: Traveller) -> None:
        self.page, self.clock = page, clock
        self.answers = 0
        self.met: Counter[str] = Counter()
        self.asked: set[int] = set()

    # Hands

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        self.press(field)
        field.fill(text)

    def submit(self, button: str) -> None:
        self.press(self.page.get_by_role("button", name=button, exact=True))

    def follow(self, link: str) -> None:
        self.press(self.page.get_by_role("link", name=link, exact=True))

    def pick(self, option: Locator) -> None:
        self.press(option)

    def submit_answer(self) -> None:
        self.press(self.page.locator("button[data-key=Enter]"))

    def turn_over(self) -> None:
        self.press(self.page.locator("button[data-key~=Space]"))

    def rate(self, rating: str) -> None:
        self.press(self.page.locator(f"button[name=rating][value='{rating}']"))

    def go_on(self) -> None:
        self.press(self.page.locator("a[data-key~=Enter]"))
        self.leaves_the_verdict()

    def leaves_the_verdict(self) -> None:
        """Another stage is there: that no verdict is to be seen is also true of a page that is only on its way."""
        expect(self.page.locator("#sitting:not(:has(#verdict)) h1")).to_be_visible()

    # Coming and going

    def sign_up(self, name: str) -> None:
        self.page.goto("/")
        self.follow("Sign up to study")
        for field, text in (
            ("email", f"{name.lower()}@example.org"),
            ("name", name),
            ("password1", PASSWORD),
        ):
            self.write(self.page.locator(f"input[name={field}]"), text)
        self.submit("Sign up")
        self.sees_heading(f"Welcome, {name}.")

    def sees_heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def study_now(self) -> None:
        self.press(self.page.get_by_role("link", name=re.compile("Study now")))
        expect(self.page.locator("#prompt")).to_be_visible()

    # Answering

    @property
    def is_done(self) -> bool:
        expect(self.page.locator("#sitting h1")).to_be_visible()
        return self.page.locator("#prompt").count() == 0

    def question(self) -> Question:
        """The one that is asked now, by a page whose scripts are there."""
        self.page.wait_for_load_state()
        action = self.page.locator("#sitting form").first.get_attribute("action") or ""
        found = re.search(r"/study/(\d+)/", action)
        assert found, f"no question is asked at {self.page.url}"
        question = Question._base_manager.select_related("revision").get(pk=found[1])
        self.met[question.kind] += 1
        self.asked.add(question.pk)
        return question

    def answer(self, *, right: bool = True) -> None:
        question = self.question()
        self.give(question, right=right)
        if question.kind != "flashcard":
            self.go_on()

    def give(self, question: Question, *, right: bool) -> None:
        """Answer, and stay at the verdict; after a flashcard the next question is there."""
        assert question.revision
        sent = question.revision.body.sample_answer(right=right)
        self.clock.shift(THINKING)
        if question.revision.body.self_rated:
            self.turn_over()
            expect(self.page.locator("button[name=rating]").first).to_be_visible()
            self.rate(sent["rating"])
            self.answers += 1
            expect(self.page.locator(".notice.success", has_text=" · ")).to_be_visible()
            return
        for name, value in sent.items():
            self.fill_in(name, value)
        self.submit_answer()
        self.answers += 1
        self.sees_verdict("Right" if right else "Not right")

    def fill_in(self, name: str, value: str | list[str]) -> None:
        """One field of the answer: options are picked, a place or a partner is chosen, anything else is written."""
        field = self.page.locator(f"main [name='{name}']")
        if self.page.locator("fieldset.selects").count() and self.page.evaluate("'htmx' in window"):
            self.page.locator("body.scripted").wait_for()
        if field.first.evaluate("element => element.matches('.scripted .movable select')"):
            self.place(field, int(str(value)))
        elif field.first.evaluate("element => element.matches('.scripted select')"):
            self.pair(field, str(value))
        elif field.first.evaluate("element => element.matches('select')"):
            self.choose(field, str(value))
        elif field.first.evaluate("element => element.matches('[type=radio], [type=checkbox]')"):
            for option in [value] if isinstance(value, str) else value:
                self.pick(self.page.locator(f"input[name='{name}'][value={json.dumps(option, ensure_ascii=False)}]"))
        else:
            self.write(field, str(value))

    def choose(self, select: Locator, value: str) -> None:
        select.select_option(value)

    def place(self, select: Locator, place: int) -> None:
        """One item of an order: it goes up or down until it stands there."""
        while (at := int(select.input_value())) != place:
            self.move(select, 1 if at < place else -1)
        expect(select).to_have_value(str(place))

    def move(self, select: Locator, by: int) -> None:
        self.press(row_of(select).locator(f"[data-move='{by}']"))

    def pair(self, select: Locator, value: str) -> None:
        """A left side and then its partner."""
        self.press(row_of(select).locator("[data-left-side]"))
        self.press(self.page.locator("[data-right-side]:not([hidden])").get_by_text(value, exact=True))
        expect(select).to_have_value(value)

    def sees_verdict(self, word: str) -> None:
        expect(self.page.locator("#verdict")).to_have_text(word)

    def give_up(self) -> None:
        self.question()
        self.clock.shift(THINKING)
        self.submit("I don’t know")
        self.answers += 1
        self.sees_verdict("Now you know")
        self.go_on()

    # Besides

    def think_better_of_it(self) -> None:
        """Answer wrong, undo, and answer right."""
        question = self.question()
        self.give(question, right=False)
        self.undo()
        self.answers -= 1
        self.leaves_the_verdict()
        assert self.question().pk == question.pk, "another question came after the undo"
        self.give(question, right=True)
        self.go_on()

    def undo(self) -> None:
        self.press(self.page.locator("button[data-key=u]"))

    def insist(self) -> None:
        """Answer wrong, and say "I was right"."""
        self.give(self.question(), right=False)
        self.submit("I was right")
        self.sees_verdict("Counted as right")
        self.go_on()

    def put_aside(self) -> None:
        """Suspend."""
        self.put_aside_question = self.question().pk
        self.suspend()
        expect(
            self.page.locator(".notice", has_text="Suspended: it will not be asked until you resume it.")
        ).to_be_visible()

    def suspend(self) -> None:
        self.open_more()
        self.submit("Suspend")

    def open_more(self) -> None:
        """What is rarely done with a question is folded away."""
        self.press(self.page.locator(".more summary"))

    def complain(self) -> None:
        """Report the question, and then answer it."""
        question = self.question()
        self.open_more()
        self.follow("Report")
        self.sees_heading("Report a question")
        self.pick(self.page.locator("input[name=reason][value=outdated]"))
        self.write(self.page.locator("textarea[name=comment]"), "The tide has turned.")
        self.submit("Send to the editors")
        expect(self.page.get_by_text("Thank you. The editors will look at it.")).to_be_visible()
        self.give(question, right=True)
        self.go_on()


def row_of(select: Locator) -> Locator:
    return select.locator("xpath=ancestor::li")


class Toucher(Student):
    """Taps with a finger."""

    @override
    def press(self, target: Locator) -> None:
        target.tap()


class Typist(Student):
    """Has no mouse: Tab, arrows, Enter, Space and the keys of the page."""

    def reach(self, target: Locator) -> None:
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{target} cannot be reached with Tab at {self.page.url}")

    @override
    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    @override
    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    @override
    def pick(self, option: Locator) -> None:
        """Every other time by its number, where it has one; else with Tab and the arrows."""
        key = option.get_attribute("data-key")
        if key and self.answers % 2:
            self.page.keyboard.press(key)
        else:
            boxes = option.get_attribute("type") == "checkbox"
            self.reach(option if boxes else self.page.locator(f"input[name='{option.get_attribute('name')}']").first)
            self.page.keyboard.press("Space")
            while not option.is_checked():
                self.page.keyboard.press("ArrowDown")
        expect(option).to_be_checked()
        expect(option).to_be_focused()

    @override
    def choose(self, select: Locator, value: str) -> None:
        self.reach(select)
        for _ in range(select.locator("option").count()):
            if select.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        expect(select).to_have_value(value)

    @override
    def move(self, select: Locator, by: int) -> None:
        self.reach(row_of(select).locator("[data-drag]"))
        self.page.keyboard.press("ArrowDown" if by > 0 else "ArrowUp")

    @override
    def submit_answer(self) -> None:
        if self.page.evaluate("document.activeElement.matches('select, [data-drag]')"):  # there Enter is their own
            self.reach(self.page.locator("button[data-key=Enter]"))
        self.page.keyboard.press("Enter")

    @override
    def turn_over(self) -> None:
        self.page.keyboard.press("Space")

    @override
    def rate(self, rating: str) -> None:
        self.page.keyboard.press(rating)

    @override
    def go_on(self) -> None:
        self.page.keyboard.press("Enter")
        self.leaves_the_verdict()

    @override
    def undo(self) -> None:
        self.page.keyboard.press("u")

    @override
    def suspend(self) -> None:
        self.page.keyboard.press("Shift+!")

"""The loop under the thumb: one bar, few taps, nothing lost, and what is rare behind "More"."""

import re

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.study.models import Review
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.harbour import ada_studies
from tests.browser.student import Student, Toucher, row_of

pytestmark = [pytest.mark.browser]

SMALL_PHONE = {**PHONE, "viewport": {"width": 390, "height": 664}}

DRAFTS = "Object.keys(sessionStorage).filter((key) => key.startsWith('draft'))"

UNDER_THE_BAR = """() => {
  const bar = document.querySelector('.actions');
  const at = document.activeElement;
  const [low, edge] = [at.getBoundingClientRect().bottom, bar.getBoundingClientRect().top];
  return !bar.contains(at) && at !== document.body && low > edge + 1;
}"""


@pytest.fixture
def small(new_context: NewContext) -> Page:
    return new_context(**SMALL_PHONE).new_page()


def answers() -> int:
    return Review.objects.filter(kind=Review.Event.STUDY).count()


def in_view(page: Page) -> bool:
    """Whether all that leads on can be seen without scrolling."""
    bar = page.locator(".actions")
    expect(bar).to_have_count(1)
    box = bar.bounding_box()
    height = SMALL_PHONE["viewport"]["height"]  # type: ignore[index]  # a dict of numbers
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height + 1


def test_what_leads_on_is_in_view_in_every_kind_before_and_after_the_answer(
    small: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Toucher(sign_in(small, ada_studies(*KINDS)), clock)
    small.goto("/study/")
    for turn in range(len(KINDS)):
        question = ada.question()
        assert in_view(small), f"{question.kind}, asked"
        if KINDS[question.kind].self_rated:
            ada.turn_over()
            expect(small.locator("button[name=rating]")).to_have_count(4)
            assert in_view(small), f"{question.kind}, turned over"
            ada.rate("3")
            expect(small.locator(".notice.success", has_text=" · ")).to_be_visible()
        else:
            ada.give(question, right=turn % 2 == 0)
            assert in_view(small), f"{question.kind}, answered"
            ada.go_on()
    assert ada.met.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", ["several", "cloze", "match"])
def test_a_hint_stands_between_the_question_and_what_is_to_be_filled_in(
    small: Page, sign_in: SignIn, clock: Traveller, kind: str
) -> None:
    """Below a long list it would be out of sight, since the page begins at its top again."""
    sign_in(small, ada_studies(kind)).goto("/study/")
    small.get_by_role("button", name="Hint").tap()
    hint = small.locator("#answer").get_by_text("Hint: ")
    expect(hint).to_be_in_viewport(ratio=1)
    said, first = hint.bounding_box(), small.locator("#answer :is(.option, .field, .selects)").first.bounding_box()
    assert said
    assert first
    assert said["y"] < first["y"]


@pytest.mark.parametrize("kind", ["match", "several"])
def test_what_leads_on_is_in_view_on_a_low_laptop_too(
    new_context: NewContext, sign_in: SignIn, clock: Traveller, kind: str
) -> None:
    page = new_context(viewport={"width": 1280, "height": 500}).new_page()
    ada = Student(sign_in(page, ada_studies(kind)), clock)
    page.goto("/study/")
    expect(page.locator(".actions")).to_be_in_viewport(ratio=1)
    ada.give(ada.question(), right=False)
    expect(page.locator(".actions")).to_be_in_viewport(ratio=1)


def test_nothing_that_has_the_focus_is_under_the_bar(small: Page, sign_in: SignIn, clock: Traveller) -> None:
    ada = Student(sign_in(small, ada_studies("choice")), clock)
    small.goto("/study/")
    ada.give(ada.question(), right=False)
    small.locator(".more summary").click()
    for _ in range(25):
        small.keyboard.press("Tab")
        assert not small.evaluate(UNDER_THE_BAR), small.evaluate("document.activeElement.outerHTML")


def test_each_rating_says_when_the_card_comes_back_and_at_first_what_it_means(
    small: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Toucher(sign_in(small, ada_studies("flashcard")), clock)
    small.goto("/study/")
    ada.turn_over()
    expect(small.locator("button[name=rating] small")).to_have_text([re.compile(r"\d+ (min|d)")] * 4)
    expect(small.get_by_text("Hard: you knew it, with effort.")).to_be_visible()


def at_once(*kinds: str) -> User:
    ada = ada_studies(*kinds)
    User.objects.filter(pk=ada.pk).update(answer_at_once=True)
    return ada


def test_who_wants_it_answers_with_the_first_tap(phone: Page, sign_in: SignIn, clock: Traveller) -> None:
    ada = Toucher(sign_in(phone, at_once("choice", "true_false")), clock)
    phone.goto("/study/")
    ada.press(phone.get_by_text("The Moon", exact=True))
    ada.sees_verdict("Right")
    ada.go_on()
    ada.press(phone.get_by_text("True", exact=True))
    expect(phone.locator("#verdict")).to_be_visible()
    assert answers() == 2


def test_who_wants_it_answers_with_a_number_but_not_by_wandering_with_the_arrows(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    sign_in(laptop, at_once("choice")).goto("/study/")
    laptop.locator("input[name=option]").first.focus()
    laptop.keyboard.press("ArrowDown")
    laptop.keyboard.press("ArrowDown")
    expect(laptop.locator("input[name=option]").nth(2)).to_be_checked()
    assert answers() == 0
    laptop.keyboard.press("2")
    expect(laptop.locator("#verdict")).to_be_visible()
    assert answers() == 1


@pytest.mark.parametrize("leaves", ["reload", "back"])
def test_what_was_typed_is_there_after_a_reload_and_on_the_way_back_until_it_is_answered(
    laptop: Page, sign_in: SignIn, clock: Traveller, leaves: str
) -> None:
    ada = Student(sign_in(laptop, ada_studies("typed")), clock)
    laptop.goto("/study/")
    field = laptop.locator("input[name=text]")
    ada.write(field, "neap tide, or so")
    if leaves == "reload":
        laptop.reload()
    else:
        laptop.goto("/decks/")
        laptop.go_back()
    expect(field).to_have_value("neap tide, or so")
    ada.submit_answer()
    expect(laptop.locator("#verdict")).to_be_visible()
    assert laptop.evaluate(DRAFTS) == []


def test_signing_out_forgets_what_was_being_typed(laptop: Page, sign_in: SignIn, clock: Traveller) -> None:
    ada = Student(sign_in(laptop, ada_studies("typed")), clock)
    laptop.goto("/study/")
    ada.write(laptop.locator("input[name=text]"), "neap")
    ada.submit("Sign out")
    expect(laptop.get_by_role("link", name="Sign up to study")).to_be_visible()
    assert laptop.evaluate(DRAFTS) == []


def test_what_is_rare_is_behind_more_and_its_keys_work_all_the_same(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(laptop, ada_studies("choice", "typed")), clock)
    laptop.goto("/study/")
    first = ada.question()
    suspend = laptop.get_by_role("button", name="Suspend")
    expect(suspend).to_have_count(0)
    laptop.locator(".more summary").click()
    expect(suspend).to_be_visible()
    expect(laptop.get_by_text("Not again until you resume it, under")).to_be_visible()
    laptop.reload()
    laptop.keyboard.press("Shift+!")
    expect(laptop.get_by_text("Suspended: it will not be asked until you resume it.", exact=True)).to_be_visible()
    assert ada.question() != first


def test_an_item_is_dragged_by_touch_to_its_place(phone: Page, sign_in: SignIn, clock: Traveller) -> None:
    sign_in(phone, ada_studies("order")).goto("/study/")
    phone.locator("body.scripted").wait_for()  # what drags is fetched after the page
    first = phone.locator(".selects li").first
    name = first.locator("label").inner_text()
    select = phone.get_by_label(name, exact=True)
    handle, second = first.locator("[data-drag]").bounding_box(), phone.locator(".selects li").nth(1).bounding_box()
    assert handle
    assert second
    start = {"x": handle["x"] + 10, "y": handle["y"] + 10}
    touches = phone.context.new_cdp_session(phone)
    touches.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [start]})
    for step in range(1, 11):
        point = {"x": start["x"], "y": start["y"] + step * second["height"] / 7}
        touches.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(row_of(select).locator("[data-drag]")).to_be_visible()
    assert select.input_value() != "1"

"""A visitor takes a quiz and keeps it by signing up; a class takes a shared one, and its owner sees how it went."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, LearnerFactory
from studyapp.library.models import Deck
from studyapp.study.models import Quiz
from tests.browser.browsers import PHONE, NewContext, SignIn
from tests.browser.harbour import deck_of
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("guests")]


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context().new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def answer_all(page: Page, count: int) -> None:
    """Own up to every question, up to the result."""
    for left in reversed(range(count)):
        expect(page.locator("#prompt")).to_be_visible()
        page.get_by_role("button", name="I don’t know").click()
        expect(page.locator("#verdict")).to_be_visible()
        page.get_by_role("link", name="Next" if left else "See the result").click()
        if left:
            expect(page.locator("button[name=give_up]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"0 of {count} right"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_takes_a_quiz_signs_up_and_finds_the_result(
    transactional_db: None, new_context: NewContext, clock: Traveller, *, javascript: bool
) -> None:
    deck_of("choice", "typed", "number")
    page = new_context(**PHONE, java_script_enabled=javascript).new_page()
    page.goto("/quizzes/try/")
    answer_all(page, 3)
    guest = User.objects.get()
    # Chromium calls the zone of Hanoi by its older name.
    assert guest.time_zone == ("Asia/Ho_Chi_Minh" if javascript else "UTC")
    title = Deck.objects.get().title
    page.get_by_label(title).check()
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
    expect(page.get_by_label(title)).to_be_checked()
    for field, text in (("email", "minh@example.org"), ("password1", PASSWORD)):
        page.fill(f"input[name={field}]", text)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("0 of 3 right"))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    minh = User.objects.get()
    assert (minh.pk, minh.email, minh.reviews.count()) == (guest.pk, "minh@example.org", 3)


def test_a_quiz_is_shared_taken_and_looked_at(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, phone: Page, clock: Traveller
) -> None:
    deck_of("choice", "typed")
    owner = sign_in(inspection.page, LearnerFactory(lan=True))
    inspection.of("/quizzes/", "/quizzes/share/")
    owner.goto("/quizzes/share/")
    owner.get_by_label("Title").fill("Tides for all")
    owner.get_by_role("button", name="Make the quiz").click()
    expect(owner.get_by_text("Nobody has started yet.")).to_be_visible()
    inspection.here("a shared quiz that nobody has begun")
    scores, code = owner.url, str(Quiz.objects.get().code)

    phone.goto("/quizzes/")
    phone.get_by_label("Code").fill(f"{code[:3]} {code[3:]}".lower())
    phone.get_by_role("button", name="Take part").click()
    expect(phone.get_by_role("heading", name="Tides for all")).to_be_visible()
    phone.get_by_label("Your name").fill("Minh")
    phone.get_by_role("button", name="Start").click()
    answer_all(phone, 2)

    inspection.of(scores)
    expect(owner.get_by_role("rowheader", name="Minh")).to_be_visible()
    expect(owner.get_by_text("0 of 1 right")).to_have_count(2)
    owner.get_by_role("button", name="Hide the name Minh").click()
    expect(owner.get_by_role("rowheader", name="Hidden name")).to_be_visible()
    owner.get_by_role("button", name="Close the quiz").click()
    expect(owner.get_by_role("button", name="Open the quiz again")).to_be_visible()
    inspection.here("a closed quiz")


def test_what_a_visitor_meets(transactional_db: None, inspection: Inspection, clock: Traveller) -> None:
    deck_of("choice", "typed")
    lan = LearnerFactory(lan=True)
    page = inspection.page
    quiz = Quiz.objects.create(owner=lan, title="Tides for all", length=1, made_at="2026-01-05T12:00Z", code="B0CD1K7")
    inspection.of("/q/", "/q/?code=no", "/q/Z0CD1K7/", f"/q/{quiz.code}/", "/quizzes/", "/quizzes/try/")
    Quiz.objects.update(closed_at="2026-01-05T12:00Z")
    inspection.of(f"/q/{quiz.code}/", "/quizzes/try/?deck=none")
    page.goto("/quizzes/try/?length=5")
    answer_all(page, 2)
    inspection.here("a guest's result")
    inspection.of("/", "/accounts/settings/", "/accounts/signup/", "/accounts/login/", "/accounts/delete/")


def test_a_password_is_typed_once_and_can_be_looked_at(phone: Page, transactional_db: None) -> None:
    phone.goto("/accounts/signup/")
    field, button = phone.locator("input[name=password1]"), phone.get_by_role("button", name="Show")
    expect(phone.locator("input[autocomplete=new-password]")).to_have_count(1)
    field.fill(PASSWORD)
    expect(field).to_have_attribute("type", "password")
    button.tap()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.tap()
    expect(field).to_have_attribute("type", "password")
    phone.fill("input[name=email]", "minh@example.org")
    button.tap()
    phone.get_by_role("button", name="Sign up").tap()
    expect(phone.get_by_text("We have sent an email to minh@example.org.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Welcome.")).to_be_visible()

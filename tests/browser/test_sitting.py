"""While studying: where the focus is, what is announced, and that nothing counts twice whatever the browser does."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD
from studyapp.kinds import KINDS
from studyapp.study.models import Card, Review
from tests.browser.browsers import SignIn
from tests.browser.harbour import ada_studies
from tests.browser.student import Student, Toucher

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("sitting")]

STUDY = re.compile(r"/study/$")


def answers() -> int:
    return Review.objects.filter(kind=Review.Event.STUDY).count()


def announced(page: Page, text: str | re.Pattern[str]) -> None:
    """The one live region of the page says this, and it is short."""
    live = page.locator("[aria-live]")
    expect(live).to_have_count(1)
    expect(live).to_have_text(text)
    assert len(live.inner_text()) < 100, "too long to listen to"


def test_the_focus_follows_every_step_and_each_is_announced_once(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(laptop, ada_studies("choice", "flashcard", "typed")), clock)
    page = ada.page
    page.goto("/study/")
    expect(page.locator("#prompt")).to_be_focused()

    ada.give(ada.question(), right=False)
    expect(page.locator("#verdict")).to_be_focused()
    announced(page, "Not right – the answer is The Moon.")

    ada.go_on()
    expect(page.locator("#prompt")).to_be_focused()
    announced(page, re.compile(r"^\s*Next question\."))

    ada.turn_over()
    expect(page.get_by_role("group", name="How well did you remember it?")).to_be_visible()
    expect(page.locator("#prompt")).to_be_focused()
    announced(page, "The answer is shown.")

    clock.shift(10)
    ada.rate("3")
    expect(page.locator("input[name=text]")).to_be_focused()
    announced(page, re.compile(r"^\s*Good · Again in 10 minutes\.\s+Next question\."))
    expect(page).to_have_url(STUDY)


def test_what_is_to_be_written_has_the_focus_and_else_the_prompt_in_every_kind(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(laptop, ada_studies(*KINDS)), clock)
    laptop.goto("/study/")
    for _ in KINDS:
        question = ada.question()
        to_write = not question.is_recognition and not KINDS[question.kind].self_rated
        focused = laptop.locator("main input[type=text]" if to_write else "#prompt").first
        expect(focused).to_be_focused()
        laptop.reload()
        expect(focused).to_be_focused()
        ada.answer()
    assert ada.met.keys() == KINDS.keys()


def test_an_empty_answer_is_refused_beside_its_field_in_the_language_of_the_page(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    # Items to be put into order stand in one, so none of those answers is empty.
    kinds = [name for name, kind in KINDS.items() if not kind.self_rated and name != "order"]
    learner = ada_studies(*kinds)
    User.objects.filter(pk=learner.pk).update(language="vi")
    ada = Student(sign_in(laptop, learner), clock)
    laptop.goto("/study/")
    for _ in kinds:
        question = ada.question()
        ada.submit_answer()
        refused = laptop.locator("main .errors").first
        expect(refused).to_have_text(re.compile("Hãy"), use_inner_text=True)
        focused = laptop.locator("main form :focus")
        expect(focused).to_have_count(1)
        said_by = focused.or_(laptop.locator("fieldset:has(:focus)")).and_(laptop.locator("[aria-describedby]")).first
        described_by = said_by.get_attribute("aria-describedby") or ""
        assert refused.get_attribute("id") in described_by.split(), question.kind
        for name, value in question.revision.body.sample_answer(right=True).items():
            ada.fill_in(name, value)
        ada.submit_answer()
        expect(laptop.locator("#verdict")).to_be_visible()
        ada.go_on()
    assert ada.met.keys() == set(kinds)


def test_a_hint_complains_of_nothing_and_cannot_be_asked_for_twice_at_once(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    sign_in(laptop, ada_studies("typed")).goto("/study/")
    laptop.get_by_role("button", name="Hint").dblclick()
    expect(laptop.locator("#answer").get_by_text("Hint: It starts like this")).to_be_visible()
    expect(laptop.get_by_role("button", name="Answer")).to_be_enabled()


def test_after_an_answer_that_cannot_be_read_the_focus_is_in_it_and_nothing_typed_is_lost(
    phone: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Toucher(sign_in(phone, ada_studies("number")), clock)
    phone.goto("/study/")
    field = phone.locator("input[name=number]")
    ada.write(field, "a dozen or so")
    ada.submit_answer()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("a dozen or so")
    expect(field).to_have_accessible_description(re.compile(r"hours .*\w+"))
    announced(phone, "Not saved yet: please look at your answer again.")
    assert answers() == 0


def test_a_reload_shows_the_same_question_again_and_writes_nothing(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    sign_in(laptop, ada_studies("choice", "typed")).goto("/study/")
    shown = laptop.locator("#sitting").inner_text()
    laptop.reload()
    assert laptop.locator("#sitting").inner_text() == shown
    assert Review.objects.count() == 0


def test_back_and_forward_after_a_verdict_cannot_score_again(laptop: Page, sign_in: SignIn, clock: Traveller) -> None:
    ada = Student(sign_in(laptop, ada_studies("choice", "typed")), clock)
    laptop.goto("/")
    ada.study_now()
    first = ada.question()
    ada.give(first, right=True)
    laptop.go_back()
    ada.sees_heading(re.compile("about 1 minute"))
    laptop.go_forward()
    expect(laptop.locator("#prompt")).to_be_visible()
    assert ada.question() != first
    assert answers() == 1


def test_back_and_reload_after_a_verdict_cannot_score_again_without_javascript(
    scriptless: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(scriptless, ada_studies("choice", "typed")), clock)
    scriptless.goto("/study/")
    first = ada.question()
    ada.give(first, right=False)
    scriptless.reload()  # sends the form again
    ada.sees_verdict("Not right")
    scriptless.go_back()
    expect(scriptless.locator("#prompt")).to_be_visible()
    assert ada.question() != first
    assert answers() == 1


@pytest.mark.parametrize("browser_page", ["phone", "scriptless"])
def test_a_double_click_answers_once(
    browser_page: str, request: pytest.FixtureRequest, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(request.getfixturevalue(browser_page), ada_studies("typed", "choice"))
    page.goto("/study/")
    page.locator("input[name=text]").fill("neap tides")
    page.get_by_role("button", name="Answer").dblclick()
    expect(page.locator("#verdict")).to_have_text("Right")
    assert answers() == 1


def test_what_was_answered_in_another_tab_is_told_plainly_and_one_can_go_on(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    here = Student(sign_in(laptop, ada_studies("choice", "typed")), clock)
    there = Student(laptop.context.new_page(), clock)
    here.page.goto("/study/")
    there.page.goto("/study/")
    there.give(there.question(), right=True)

    here.page.locator("input[name=option][value=Jupiter]").check()
    here.submit_answer()
    here.sees_heading("This question has changed in the meantime.")
    expect(laptop.get_by_role("heading", level=1)).to_be_focused()
    expect(laptop.get_by_text("What you just sent was not saved.")).to_be_visible()
    announced(laptop, "Nothing was saved.")
    here.go_on()
    expect(laptop.locator("input[name=text]")).to_be_focused()
    assert answers() == 1


def test_a_question_left_open_for_days_is_asked_anew_with_what_was_chosen(
    phone: Page, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Toucher(sign_in(phone, ada_studies("choice")), clock)
    phone.goto("/study/")
    clock.shift(3 * 24 * 3600)
    ada.pick(phone.get_by_label("The Moon"))
    ada.submit_answer()
    expect(phone.get_by_text("more than two days ago")).to_be_visible()
    announced(phone, "Not saved yet: please look at your answer again.")
    expect(phone.get_by_label("The Moon")).to_be_checked()
    assert answers() == 0
    clock.shift(10)
    ada.submit_answer()
    ada.sees_verdict("Right")
    assert answers() == 1


@pytest.mark.parametrize("browser_page", ["phone", "laptop", "scriptless"])
def test_after_a_session_ended_what_was_typed_is_there_and_can_be_sent(
    request: pytest.FixtureRequest, browser_page: str, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(request.getfixturevalue(browser_page), ada_studies("typed", "choice"))
    ada = Student(page, clock)
    page.goto("/study/")
    field = page.locator("input[name=text]")
    ada.write(field, "neap tide & so on")
    Session.objects.all().delete()
    ada.submit_answer()
    ada.sees_heading("Sign in")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))  # the page itself, not put into the other
    sign_in_again(ada)
    expect(page).to_have_url(re.compile(r"/study/\?question=\d+$"))
    expect(field).to_have_value("neap tide & so on")
    expect(field).to_be_focused()
    expect(page.get_by_text("Not saved yet: you were signed out when you sent your answer.")).to_be_visible()
    assert answers() == 0
    ada.submit_answer()
    ada.sees_verdict("Not right")
    assert Review.objects.get(kind=Review.Event.STUDY).response == {"text": "neap tide & so on"}
    ada.go_on()
    expect(page.get_by_text("Not saved yet")).to_have_count(0)


@pytest.mark.parametrize("browser_page", ["laptop", "scriptless"])
def test_after_signing_in_again_in_another_tab_what_was_typed_is_there_and_can_be_sent(
    request: pytest.FixtureRequest, browser_page: str, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(request.getfixturevalue(browser_page), ada_studies("typed"))
    ada, other = Student(page, clock), page.context.new_page()
    page.goto("/study/")
    field = page.locator("input[name=text]")
    ada.write(field, "Neap tides")
    Session.objects.all().delete()
    other.goto("/accounts/login/")
    sign_in_again(Student(other, clock))
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    ada.submit_answer()
    expect(page.get_by_text("you have signed in again in another tab")).to_be_visible()
    expect(field).to_have_value("Neap tides")
    expect(field).to_be_focused()
    assert answers() == 0
    ada.submit_answer()
    expect(page.locator("#verdict")).to_be_visible()
    assert answers() == 1


@pytest.mark.parametrize("browser_page", ["phone", "scriptless"])
def test_a_note_by_a_form_out_of_date_is_still_there_when_one_goes_back(
    request: pytest.FixtureRequest, browser_page: str, sign_in: SignIn, clock: Traveller
) -> None:
    page = sign_in(request.getfixturevalue(browser_page), ada_studies("typed"))
    page.goto(f"/study/{Card.objects.get().question_id}/note/")
    note = page.locator("textarea[name=note]")
    note.fill("Half moons make neap tides.")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That form was out of date.")
    expect(page.get_by_text("Go back: what you entered should still be there.")).to_be_visible()
    page.go_back()
    expect(note).to_have_value("Half moons make neap tides.")


def sign_in_again(student: Student) -> None:
    student.write(student.page.locator("input[name=login]"), "ada@example.org")
    student.write(student.page.locator("input[name=password]"), PASSWORD)
    student.submit("Sign in")


def test_a_message_goes_with_the_page_it_belongs_to(laptop: Page, sign_in: SignIn, clock: Traveller) -> None:
    ada = Student(sign_in(laptop, ada_studies("choice", "typed")), clock)
    laptop.goto("/study/")
    thanks = laptop.get_by_text("Thank you. The editors will look at it.")
    ada.open_more()
    ada.follow("Report")
    ada.pick(laptop.locator("input[name=reason]").first)
    ada.submit("Send to the editors")
    expect(thanks).to_be_visible()
    ada.give(ada.question(), right=True)
    expect(thanks).to_have_count(0)

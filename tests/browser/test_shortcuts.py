"""The keys on the study page: what each does, and when they keep still."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.study.models import Card, Review
from tests.browser.browsers import SignIn
from tests.browser.harbour import ada_studies
from tests.browser.student import THINKING

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shortcuts")]

Press = Callable[..., None]


@pytest.fixture
def press(laptop: Page, clock: Traveller) -> Press:
    def pressed(*keys: str) -> None:
        clock.shift(THINKING)
        for key in keys:
            laptop.keyboard.press(key)

    return pressed


def studying(page: Page, sign_in: SignIn, *kinds: str) -> User:
    ada = ada_studies(*kinds)
    sign_in(page, ada).goto("/study/")
    expect(page.locator("#sitting [autofocus]")).to_be_focused()  # it is given a little after the page has come
    return ada


def last_act() -> Review:
    return Review.objects.latest("answered_at")


def test_a_number_picks_enter_answers_and_enter_goes_on(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "choice", "true_false")
    second = laptop.locator("input[name=option]").nth(1)
    press("2")
    expect(second).to_be_checked()
    chosen = second.get_attribute("value")
    press("Enter")
    expect(laptop.locator("#verdict")).to_be_focused()
    assert last_act().response == {"option": chosen}
    press("Enter")
    expect(laptop.locator("input[name=answer]")).to_have_count(2)


def test_space_turns_the_card_and_rates_it_good(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "flashcard", "choice")
    press("Space")
    expect(laptop.locator("button[name=rating]")).to_have_count(4)
    press("Space")
    expect(laptop.locator("input[name=option]")).not_to_have_count(0)
    assert last_act().rating == 3


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_one_to_four_rate_a_flashcard(laptop: Page, sign_in: SignIn, press: Press, rating: int) -> None:
    studying(laptop, sign_in, "flashcard")
    press("Enter")
    expect(laptop.locator("button[name=rating]")).to_have_count(4)
    press(str(rating))
    expect(laptop.locator(".notice", has_text=" · Again ")).to_be_visible()
    assert last_act().rating == rating


@pytest.mark.parametrize("undo", ["u", "Control+z"])
def test_undo_takes_the_answer_back_and_asks_again(laptop: Page, sign_in: SignIn, press: Press, undo: str) -> None:
    studying(laptop, sign_in, "choice", "typed")
    asked = laptop.locator("#prompt").inner_text()
    press("1", "Enter")
    expect(laptop.locator("#verdict")).to_be_focused()
    press(undo)
    expect(laptop.locator("#verdict")).to_have_count(0)
    expect(laptop.locator("#prompt")).to_have_text(asked)
    expect(laptop).to_have_url(re.compile(r"/study/$"))
    assert Card.objects.get(question__kind="choice").reps == 0


def test_an_exclamation_mark_suspends(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "choice", "true_false")
    press("Shift+!")
    expect(laptop.locator(".notice", has_text="Suspended: it will not be asked until you resume it.")).to_be_visible()
    expect(laptop.locator("input[name=answer]")).to_have_count(2)
    assert Card.objects.get(question__kind="choice").suspended


def test_a_hyphen_buries(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "choice", "true_false")
    press("-")
    expect(laptop.locator(".notice", has_text="Buried: it comes back tomorrow.")).to_be_visible()
    expect(laptop.locator("input[name=answer]")).to_have_count(2)
    assert Card.objects.get(question__kind="choice").buried_on


def test_an_asterisk_marks_after_the_verdict_and_the_verdict_stays(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "choice", "true_false")
    press("Shift+*", "1", "Enter")
    expect(laptop.locator("#verdict")).to_be_focused()
    assert not Card.objects.get(question__kind="choice").marked
    verdict = laptop.locator("#verdict").inner_text()
    press("Shift+*")
    expect(laptop.get_by_text("Marked. You can find it under “Your cards”.")).to_be_visible()
    expect(laptop.locator("#verdict")).to_be_focused()
    expect(laptop.locator("#verdict")).to_have_text(verdict)
    assert Card.objects.get(question__kind="choice").marked
    press("Shift+*")
    expect(laptop.get_by_text("Mark removed.")).to_be_visible()
    assert not Card.objects.get(question__kind="choice").marked


def test_what_is_typed_into_an_answer_is_text_and_nothing_else(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "typed", "choice")
    press("1", "u", "!", "-", "*", "Space", "3", "e")
    expect(laptop.locator("input[name=text]")).to_have_value("1u!-* 3e")
    press("Enter")
    expect(laptop.locator("#verdict")).to_be_focused()
    assert Review.objects.count() == 1


def test_a_learner_who_turned_the_keys_off_has_none(laptop: Page, sign_in: SignIn, press: Press) -> None:
    ada = studying(laptop, sign_in, "choice", "typed")
    User.objects.filter(pk=ada.pk).update(single_key_shortcuts=False)
    laptop.reload()
    press("1", "Enter", "Shift+!", "u", "Space")
    laptop.locator("input[name=option]").first.check()
    expect(laptop.locator("input[name=option]:checked")).to_have_count(1)
    assert Review.objects.count() == 0


def test_a_question_mark_shows_the_keys_and_no_other_key_reaches_the_page_below(
    laptop: Page, sign_in: SignIn, press: Press
) -> None:
    studying(laptop, sign_in, "choice", "typed")
    sheet = laptop.locator("#keys")
    expect(sheet).not_to_be_visible()
    press("?")
    expect(sheet).to_be_visible()
    press("1", "Shift+!")
    expect(laptop.locator("input[name=option]:checked")).to_have_count(0)
    press("Escape")
    expect(sheet).not_to_be_visible()
    press("1")
    expect(laptop.locator("input[name=option]:checked")).to_have_count(1)


def test_h_asks_for_a_hint_and_what_is_left_stays_in_sight(laptop: Page, sign_in: SignIn, press: Press) -> None:
    studying(laptop, sign_in, "choice", "typed")
    left = laptop.locator("#progress")
    expect(left).to_contain_text("2 new")
    press("h")
    expect(laptop.locator("input[name=option]:disabled")).to_have_count(2)
    press(laptop.locator("input[name=option]:enabled").first.get_attribute("data-key") or "", "Enter")
    expect(laptop.locator("#verdict")).to_be_focused()
    expect(left).to_contain_text("2 new")
    press("Enter")
    expect(left).to_contain_text("1 new")

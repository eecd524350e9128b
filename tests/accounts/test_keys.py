"""What keys.js does, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.browser import browsing, page_with

pytestmark = pytest.mark.browser

STUDY = """
  <label><input type="radio" name="option" id="akula" data-key="1"> Akula</label>
  <label><input type="radio" name="option" id="kilo" data-key="2"> Kilo</label>
  <input id="text" data-fill="time-zone"><select id="select"><option>1</option></select><textarea id="area"></textarea>
  <button id="answer" data-key="Enter">Answer</button>
  <button id="hidden" data-key="Enter" hidden>Hidden</button>
  <button id="reveal" data-key="3 Space">Reveal</button>
  <button id="undo" data-key="u">Undo</button>
  <button id="suspend" data-key="!">Suspend</button>
  <button id="disabled" data-key="i x" disabled>Info</button>
  <fieldset disabled><button id="asleep" data-key="- x">Bury</button></fieldset>
  <button id="awake" data-key="x">Bury</button>
  <button id="plain">Plain</button>
  <h2 id="verdict" tabindex="-1">Right</h2>
"""
ZONES = """
  <select id="zone">
  <option>Africa/Abidjan</option><option>Asia/Ho_Chi_Minh</option><option selected>UTC</option></select>
  <button type="button" data-use-zone="#zone" hidden>Use this device’s zone</button>
"""
COUNT_CLICKS = """
  window.clicked = [];
  document.addEventListener('click', (event) => { if (event.target.matches('button')) clicked.push(event.target.id); });
"""


@pytest.fixture(scope="module")
def one_for_all(browser: Browser) -> Iterator[Page]:
    with browsing(browser, {"/": page_with(STUDY)}, timezone_id="Asia/Saigon") as page:
        yield page


@pytest.fixture
def study(one_for_all: Page) -> Page:
    one_for_all.goto("/")
    one_for_all.evaluate(COUNT_CLICKS)
    return one_for_all


def clicks(page: Page, *keys: str, at: str = "#verdict") -> list[str]:
    """The buttons that pressing these keys clicks, the focus being `at` some element."""
    page.evaluate("window.clicked = []")
    page.locator(at).focus()
    for key in keys:
        page.keyboard.press(key)
    clicked: list[str] = page.evaluate("window.clicked")
    return clicked


def test_a_key_clicks_the_visible_and_enabled_element_that_names_it(study: Page) -> None:
    assert clicks(study, "Enter", "3", "Space", "u", "Shift+!") == ["answer", "reveal", "reveal", "undo", "suspend"]
    assert clicks(study, "x") == ["awake"]
    assert clicks(study, "i", "-", "4", "e", "Escape", '"', "\\") == []


def test_a_number_picks_an_option_and_takes_the_focus_there(study: Page) -> None:
    clicks(study, "2")
    assert study.locator("#kilo").is_checked()
    assert study.evaluate("document.activeElement.id") == "kilo"


def test_enter_on_a_picked_option_answers_once(study: Page) -> None:
    assert clicks(study, "Enter", at="#kilo") == ["answer"]


@pytest.mark.parametrize("field", ["#text", "#select", "#area"])
def test_keys_typed_into_a_field_are_text(study: Page, field: str) -> None:
    assert clicks(study, "u", "1", "!", "Enter", "Control+z", at=field) == []
    assert not study.locator("#akula").is_checked()


def test_a_focused_button_keeps_its_own_enter_and_space(study: Page) -> None:
    assert clicks(study, "Enter", "Space", at="#plain") == ["plain", "plain"]


def test_modifiers_leave_the_keys_to_the_browser_except_to_undo(study: Page) -> None:
    assert clicks(study, "Control+u", "Alt+u", "Meta+u", "Shift+U", "Control+Shift+z", "Alt+3") == []
    assert clicks(study, "Control+z", "Meta+z") == ["undo", "undo"]


def clicked_by(page: Page, key: str, code: str, **modifiers: bool) -> list[str]:
    """The buttons that a key of another keyboard clicks: `key` is what it writes, `code` its place."""
    page.evaluate("window.clicked = []")
    page.locator("#verdict").dispatch_event("keydown", {"key": key, "code": code, "bubbles": True, **modifiers})
    clicked: list[str] = page.evaluate("window.clicked")
    return clicked


@pytest.mark.parametrize(
    ("layout", "key", "code", "button"),
    [
        ("Russian", "г", "KeyU", "undo"),
        ("Greek", "υ", "KeyU", "undo"),
        ("Dvorak", "u", "KeyF", "undo"),
        ("Vietnamese", "ă", "Digit3", "reveal"),
        ("AZERTY", '"', "Digit3", "reveal"),
        ("Czech", "š", "Digit3", "reveal"),
        ("AZERTY", "!", "Slash", "suspend"),
        ("any, with Caps Lock", "U", "KeyU", "undo"),
    ],
)
def test_on_every_keyboard_letters_go_by_what_they_are_and_digits_by_their_place(
    study: Page, layout: str, key: str, code: str, button: str
) -> None:
    assert clicked_by(study, key, code) == [button]


def test_a_sign_on_a_digit_s_key_still_acts_where_the_page_has_no_such_digit(study: Page) -> None:
    study.evaluate("document.querySelector('#awake').dataset.key = '-'")
    assert clicked_by(study, "-", "Digit6") == ["awake"]  # AZERTY's hyphen
    study.evaluate("document.querySelector('#plain').dataset.key = '6'")
    assert clicked_by(study, "-", "Digit6") == ["plain"]


def test_a_letter_that_another_keyboard_has_in_that_place_is_not_taken_for_it(study: Page) -> None:
    assert clicked_by(study, "g", "KeyU") == []  # Dvorak's G
    assert clicked_by(study, "é", "KeyU") == []


@pytest.mark.parametrize(
    ("layout", "key", "code", "undoes"),
    [
        ("QWERTZ", "y", "KeyZ", False),
        ("QWERTZ", "z", "KeyY", True),
        ("AZERTY", "w", "KeyZ", False),
        ("AZERTY", "z", "KeyW", True),
        ("Dvorak", ";", "KeyZ", False),
        ("Dvorak", "z", "Slash", True),
        ("Russian", "я", "KeyZ", True),
    ],
)
@pytest.mark.parametrize("modifier", ["ctrlKey", "metaKey"])
def test_undo_goes_by_the_letter_z(study: Page, layout: str, key: str, code: str, undoes: bool, modifier: str) -> None:
    assert clicked_by(study, key, code, **{modifier: True}) == (["undo"] if undoes else [])


def test_a_key_held_down_counts_once(study: Page) -> None:
    study.locator("#verdict").focus()
    study.keyboard.down("Enter")
    study.keyboard.down("Enter")  # held, so the browser repeats it
    study.keyboard.up("Enter")
    assert study.evaluate("window.clicked") == ["answer"]


def test_a_learner_who_turned_keys_off_has_none(study: Page) -> None:
    study.evaluate("delete document.body.dataset.keys")
    assert clicks(study, "1", "Enter", "Space", "u", "Control+z") == []


def test_the_zone_of_the_browser_is_filled_in(study: Page) -> None:
    assert study.locator("#text").input_value() == "Asia/Saigon"


def test_the_zone_of_the_device_comes_first_and_is_offered_until_it_is_chosen(browser: Browser) -> None:
    with browsing(browser, {"/": page_with(ZONES)}, timezone_id="Asia/Saigon") as page:
        page.goto("/")
        offer = page.locator("[data-use-zone]")
        expect(offer).to_be_visible()
        assert page.locator("#zone option").all_inner_texts() == ["Asia/Ho_Chi_Minh", "Africa/Abidjan", "UTC"]
        assert page.locator("#zone").input_value() == "UTC"
        assert offer.inner_text() == "Use this device’s zone (Asia/Ho Chi Minh)"
        offer.click()
        assert page.locator("#zone").input_value() == "Asia/Ho_Chi_Minh"
        assert not offer.is_visible()


def test_a_zone_that_is_chosen_already_is_not_offered(browser: Browser) -> None:
    chosen = ZONES.replace(" selected", "").replace("<option>Asia/Ho_Chi_Minh", "<option selected>Asia/Ho_Chi_Minh")
    with browsing(browser, {"/": page_with(chosen)}, timezone_id="Asia/Saigon") as page:
        page.goto("/")
        assert not page.locator("[data-use-zone]").is_visible()

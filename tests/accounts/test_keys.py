"""What keys.js does, in a real browser."""

import pytest
from playwright.sync_api import Page

from tests.accounts.browser import browsing, page_with

pytestmark = pytest.mark.browser

STUDY = """
<script type="module" src="/log.js"></script>
<form>
  <label><input type="radio" name="option" value="Akula" data-key="1"> Akula</label>
  <label><input type="radio" name="option" value="Kilo" data-key="2"> Kilo</label>
  <input id="text"><select id="select"><option>1</option></select>
</form>
<button id="answer" data-key="Enter">Answer</button>
<button id="reveal" data-key="3 Space">Reveal</button>
<button id="undo" data-key="u">Undo</button>
<button id="suspend" data-key="!">Suspend</button>
<button id="gone" data-key="e" hidden>Edit</button>
<button id="off" data-key="i" disabled>Info</button>
<fieldset disabled><button id="asleep" data-key="-">Bury</button></fieldset>
<a id="link" href="#text">Link</a>
<h2 id="verdict" tabindex="-1">Right</h2>
"""


@pytest.fixture
def study():
    with browsing({"/": page_with(STUDY.replace('<script type="module" src="/log.js"></script>', ""))}) as page:
        page.goto("/")
        page.evaluate(
            "window.clicked = []; document.querySelectorAll('button').forEach(b => b.onclick = e => { e.preventDefault(); clicked.push(b.id) })"
        )
        yield page


def clicked(page: Page, *keys: str) -> list[str]:
    """The buttons that pressing these keys, one after the other, has clicked."""
    page.evaluate("window.clicked = []")
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate("window.clicked")

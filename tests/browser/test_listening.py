"""With a verdict one can listen: to the statement in the content's language, to a name in its own, by a local voice."""

import json

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, LearnerFactory, QuestionFactory
from studyapp.study.decks.membership import join
from tests.browser.browsers import SignIn
from tests.browser.student import Student

pytestmark = [pytest.mark.browser]

VOICES = """
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  speechSynthesis.getVoices = () => %s.map(([lang, localService]) => ({ lang, localService }));
  speechSynthesis.speak = ({ text, lang }) => window.said.push([lang, text]);
"""
"""No browser has a voice where tests run: what one would be told is written down."""
SPOKEN = {"answer": "To Lam", "spoken_in": "vi", "spoken_as": "Tô Lâm"}


@pytest.fixture
def ada(transactional_db: None, clock: Traveller) -> User:
    """She is asked for a name, whose language an editor gave."""
    fact = FactFactory(statement="To Lam was president.")
    QuestionFactory(fact=fact, kind="typed", prompt="Who was president?", spec=SPOKEN)
    ada = LearnerFactory(ada=True)
    join(ada, fact.deck, at=timezone.now())
    return ada


def at_the_verdict(page: Page, clock: Traveller, *voices: tuple[str, bool]) -> None:
    page.add_init_script(VOICES % json.dumps(voices))
    page.goto("/study/")
    student = Student(page, clock)
    student.give(student.question(), right=True)
    page.wait_for_load_state("networkidle")


def test_a_name_is_said_in_its_own_language_and_the_statement_in_the_decks_when_asked_to(
    laptop: Page, sign_in: SignIn, clock: Traveller, ada: User
) -> None:
    at_the_verdict(sign_in(laptop, ada), clock, ("en-GB", True), ("vi-VN", True))
    listen = laptop.get_by_role("button", name="Listen")
    expect(listen).to_have_count(2)
    assert laptop.evaluate("window.said") == []
    for one in listen.all():
        one.click()
    assert laptop.evaluate("window.said") == [["vi-VN", "Tô Lâm"], ["en-GB", "To Lam was president."]]


def test_where_no_voice_of_the_browsers_own_has_the_language_nothing_is_offered(
    laptop: Page, sign_in: SignIn, clock: Traveller, ada: User
) -> None:
    at_the_verdict(sign_in(laptop, ada), clock, ("en-GB", True), ("vi-VN", False))
    expect(laptop.get_by_role("button", name="Listen")).to_have_count(1)
    laptop.get_by_role("button", name="Listen").click()
    assert laptop.evaluate("window.said") == [["en-GB", "To Lam was president."]]

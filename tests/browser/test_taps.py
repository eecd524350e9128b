"""How many taps, or keys, a card takes from its question to what comes next, in each kind of question.

What is typed into a field is not counted; all else is, Enter and Tab too. These tables are what a learner pays.
"""

from typing import override

import pytest
from playwright.sync_api import Locator, Page
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.models import Question
from tests.browser.browsers import SignIn
from tests.browser.harbour import ada_studies
from tests.browser.student import Student, Toucher, Typist

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("taps")]

EXACTLY = {"choice": 3, "several": 4, "true_false": 3, "typed": 2, "cloze": 3, "number": 2, "date": 2, "flashcard": 2}
"""By thumb and by fingers alike. Two options are right, and two gaps are to be filled."""
AT_ONCE = {"choice": 2, "true_false": 2}
"""Who answers with the first tap, or its number, saves one."""
AT_MOST = {"thumb": {"order": 8, "match": 8}, "fingers": {"order": 45, "match": 24}}
"""Four items that may stand anyhow, and three pairs out of four."""

COUNTING = """
  window.counted = 0;
  addEventListener('pointerdown', () => { window.counted += 1; }, true);
  addEventListener('keydown', ({ key, target }) => {
    if (key.length > 1 || !target.matches('[type="text"]')) window.counted += 1;
  }, true);
"""
"""It is the browser that counts, whoever taps."""


class Thrifty(Student):
    """Does no more than they must: a field that has the cursor is not tapped, and what answers at once not sent."""

    @override
    def give(self, question: Question, *, right: bool) -> None:
        self.answers_at_once = self.page.locator("form[data-at-once]").count() > 0
        super().give(question, right=right)

    @override
    def submit_answer(self) -> None:
        if not self.answers_at_once:
            super().submit_answer()


class Thumb(Thrifty, Toucher):
    @override
    def write(self, field: Locator, text: str) -> None:
        if not field.evaluate("element => element === document.activeElement"):
            self.press(field)
        field.fill(text)


class Fingers(Thrifty, Typist):
    @override
    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)

    @override
    def pick(self, option: Locator) -> None:
        self.page.keyboard.press(option.get_attribute("data-key") or "")


def counts_of(student: Student) -> dict[str, int]:
    page, found = student.page, {}
    page.add_init_script(COUNTING)
    page.goto("/study/")
    for _ in KINDS:
        kind = student.question().kind
        page.evaluate("window.counted = 0")
        student.answer()
        found[kind] = page.evaluate("window.counted")
    return found


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("hands", ["thumb", "fingers"])
def test_a_card_takes_no_more_taps_or_keys_than_this(
    phone: Page, laptop: Page, sign_in: SignIn, clock: Traveller, hands: str, at_once: bool
) -> None:
    ada = ada_studies(*KINDS)
    User.objects.filter(pk=ada.pk).update(answer_at_once=at_once)
    student = Thumb(sign_in(phone, ada), clock) if hands == "thumb" else Fingers(sign_in(laptop, ada), clock)
    found = counts_of(student)
    most = AT_MOST[hands]
    assert {kind: n for kind, n in found.items() if kind not in most} == EXACTLY | (AT_ONCE if at_once else {})
    assert {kind: n for kind, n in found.items() if n > most.get(kind, n)} == {}

"""A student signs up and studies twenty questions; on a phone they come back on the next study day for what is due."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.study.models import Report
from studyapp.study.rebuilding import differences
from tests.browser.harbour import harbour
from tests.browser.student import Student, Toucher, Typist

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("two days")]


def answer_wrong(student: Student) -> None:
    student.answer(right=False)


def deeds() -> dict[str, list[Callable[[Student], None]]]:
    """What happens when a kind first comes, and when it comes the second time; after that all is answered right."""
    return {
        "choice": [Student.answer, Student.think_better_of_it],
        "typed": [Student.insist, Student.complain],
        "true_false": [answer_wrong, Student.put_aside],
        "number": [Student.give_up, answer_wrong],
        "flashcard": [answer_wrong, Student.answer],
    }


def study_until_done(student: Student, deeds: dict[str, list[Callable[[Student], None]]]) -> None:
    while not student.is_done:
        kind = student.question().kind
        deed = deeds[kind].pop(0) if deeds.get(kind) else Student.answer
        deed(student)


def study_for_a_day(student: Student) -> User:
    deck = harbour()
    student.sign_up("Lan")
    student.submit(f"Join {deck.title}")
    student.sees_heading(re.compile("10 new, about [0-9]+ minutes"))

    student.study_now()
    study_until_done(student, deeds())
    student.sees_heading("Done for today.")
    expect(student.page.get_by_text(f"You gave {student.answers} answers")).to_be_visible()
    assert student.answers >= 20
    assert set(student.met) == set(KINDS)
    lan = User.objects.get(email="lan@example.org")
    assert list(differences(lan)) == []
    # Of the one question it was said first that the answer was right: the later report is the open one.
    assert [report.reason for report in lan.reports.all()] == [Report.Reason.OUTDATED]
    return lan


@pytest.mark.any_database
def test_a_student_on_a_phone_studies_by_touch_and_comes_back_the_next_day(phone: Page, clock: Traveller) -> None:
    student = Toucher(phone, clock)
    lan = study_for_a_day(student)
    clock.shift(timedelta(days=1))
    first_day, student.asked, student.answers = student.asked, set(), 0
    student.follow("Back to Today")
    student.sees_heading(re.compile(r"^\s*[1-9]\d* reviews?\b"))
    student.study_now()
    study_until_done(student, {})
    student.sees_heading("Done for today.")
    assert student.asked & first_day, "nothing came back of what was met the day before"
    assert student.put_aside_question not in student.asked
    assert list(differences(lan)) == []


@pytest.mark.any_database
def test_a_student_on_a_laptop_studies_by_keyboard_alone(laptop: Page, clock: Traveller) -> None:
    study_for_a_day(Typist(laptop, clock))


def test_a_student_studies_without_javascript(scriptless: Page, clock: Traveller) -> None:
    study_for_a_day(Student(scriptless, clock))

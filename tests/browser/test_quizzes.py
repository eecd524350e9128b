"""A whole quiz on a phone, on a laptop by keyboard and without scripts, the back button, and every page open to all."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import override

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, QuizFactory
from studyapp.kinds import KINDS as KINDS_BY_NAME
from studyapp.kinds import Kind
from studyapp.library.models import Question
from studyapp.study.models import Attempt, Quiz, QuizAnswer
from tests.browser.browsers import NewContext, SignIn
from tests.browser.harbour import ada_studies, deck_of
from tests.browser.inspection import Inspection
from tests.browser.student import Student, Toucher, Typist

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("quizzes")]

KINDS = ("choice", "typed", "order", "number", "several")
RESULT = re.compile(r"/quizzes/\d+/result/$")


class Examinee(Student):
    """Takes a quiz, which knows its questions by their position."""

    def begins(self) -> Quiz:
        self.submit("Start the quiz")
        expect(self.page.locator("#quiz h1")).to_be_visible()
        quiz = Quiz.objects.order_by("pk").last()
        assert quiz
        return quiz

    def is_asked(self, quiz: Quiz, position: int) -> Question:
        expect(self.page.get_by_text(f"Question {position} of {quiz.length}", exact=True)).to_be_visible()
        expect(self.page.locator("#prompt")).to_be_visible()
        self.page.wait_for_load_state()
        return quiz.items.select_related("question__revision", "revision").get(position=position).asked.question

    def says(self, question: Question, *, right: bool = True, prefix: str = "") -> None:
        """Fill in, and leave it at that."""
        assert question.revision
        self.clock.shift(5)
        for name, value in question.revision.body.sample_answer(right=right).items():
            self.fill_in(prefix + name, value)

    @override
    def leaves_the_verdict(self) -> None:
        expect(self.page.locator("#verdict")).to_have_count(0)


class OnThePhone(Examinee, Toucher):
    pass


class ByKeyboard(Examinee, Typist):
    pass


@pytest.fixture
def ada(transactional_db: None, clock: Traveller) -> User:
    return ada_studies(*KINDS)


def test_a_whole_quiz_on_a_phone_and_back_and_on(phone: Page, sign_in: SignIn, ada: User, clock: Traveller) -> None:
    student = OnThePhone(sign_in(phone, ada), clock)
    phone.goto("/quizzes/?length=5")
    quiz = student.begins()
    for position in range(1, 6):
        student.says(student.is_asked(quiz, position), right=position > 1)
        student.submit_answer()
        student.sees_verdict("Right" if position > 1 else "Not right")
        expect(phone.locator("#verdict")).to_be_focused()
        if position == 1:
            phone.go_back()
            student.follow("Continue")
        elif position < 5:
            student.go_on()
    student.follow("See the result")
    expect(phone).to_have_url(RESULT)
    student.sees_heading("4 of 5 right")
    assert QuizAnswer.objects.count() == 5
    student.follow("Study these mistakes")
    expect(phone.locator("#sitting #prompt")).to_be_visible()


def test_by_keyboard_and_by_the_clock_with_nothing_told_before_the_end(
    laptop: Page, sign_in: SignIn, ada: User, clock: Traveller
) -> None:
    student = ByKeyboard(sign_in(laptop, ada), clock)
    laptop.goto("/quizzes/?length=5&minutes=10&feedback_at_end=1")
    quiz = student.begins()
    expect(laptop.locator("[data-left]")).to_have_text(re.compile(r"^9:\d\d$"))
    for position in range(1, 6):
        question = student.is_asked(quiz, position)
        expect(laptop.locator("#announce")).to_have_text("" if position == 1 else f"Question {position} of 5.")
        student.says(question)
        if question.kind == "typed":
            student.submit("5 more minutes")
            expect(laptop.locator("[data-left]")).to_have_text(re.compile(r"^1\d:\d\d$"))
            expect(laptop.locator("input[name=text]")).not_to_have_value("")
        student.press(laptop.locator("button[data-key=Enter]"))
    expect(laptop).to_have_url(RESULT)
    student.sees_heading("5 of 5 right")
    expect(laptop.get_by_text("You had 5 more minutes.")).to_be_visible()


def test_the_clock_warns_once_and_politely(laptop: Page, sign_in: SignIn, ada: User, clock: Traveller) -> None:
    quiz = QuizFactory(owner=ada, questions=[Question.objects.earliest("pk")], minutes=2, made_at=timezone.now())
    page = sign_in(laptop, ada)
    page.clock.install()
    page.goto(quiz.get_absolute_url())
    shown, announced = page.locator("[data-left]"), page.locator("#announce")
    expect(shown).to_have_text(re.compile(r"^1:5\d$|^2:00$"))
    expect(announced).to_have_text("")
    page.clock.run_for(70_000)
    expect(announced).to_have_text("One minute is left.")
    page.evaluate("document.getElementById('announce').textContent = ''")
    page.clock.run_for(30_000)
    expect(shown).to_have_text(re.compile(r"^0:\d\d$"))
    expect(announced).to_have_text("")
    clock.shift(timedelta(minutes=2))
    page.clock.run_for(40_000)
    expect(page).to_have_url(RESULT)
    expect(page.get_by_text("Time ran out.")).to_be_visible()


@pytest.mark.parametrize("one_page", [True, False])
def test_at_the_end_of_the_time_what_is_filled_in_is_sent_and_counts(
    phone: Page, sign_in: SignIn, clock: Traveller, *, one_page: bool
) -> None:
    ada = ada_studies("typed", "choice", "number", "several")
    questions = list(Question.objects.order_by("pk")) if one_page else [Question.objects.get(kind="typed")]
    quiz = QuizFactory(owner=ada, questions=questions, minutes=2, made_at=timezone.now(), one_page=one_page)
    student = OnThePhone(sign_in(phone, ada), clock)
    phone.clock.install()
    phone.goto(quiz.get_absolute_url())
    for item in quiz.items.select_related("question__revision"):
        student.says(item.asked.question, prefix=f"{item.position}-" if one_page else "")
    assert not QuizAnswer.objects.exists()
    clock.move_to(quiz.made_at + timedelta(minutes=2, seconds=1))
    phone.clock.run_for(121_000)
    expect(phone).to_have_url(RESULT)
    student.sees_heading(f"{len(questions)} of {len(questions)} right")


def filled_in(page: Page, clock: Traveller, owner: User) -> tuple[Quiz, Examinee]:
    """A quiz of two minutes whose only question is filled in and not yet answered."""
    question = Question.objects.get(kind="typed")
    quiz = QuizFactory(owner=owner, questions=[question], minutes=2, made_at=timezone.now())
    student = Examinee(page, clock)
    page.clock.install()
    page.goto(quiz.get_absolute_url())
    student.says(question)
    return quiz, student


def test_what_comes_long_after_the_end_is_shown_as_too_late(
    laptop: Page, sign_in: SignIn, clock: Traveller, ada: User
) -> None:
    _, student = filled_in(sign_in(laptop, ada), clock, ada)
    clock.shift(timedelta(minutes=5))
    laptop.clock.run_for(121_000)
    expect(laptop).to_have_url(RESULT)
    student.sees_heading("0 of 1 right")
    expect(laptop.get_by_text("Too late", exact=True)).to_be_visible()
    expect(laptop.get_by_text("1 answer came too late: you see it below, but it does not count.")).to_be_visible()


def test_a_page_that_does_not_know_of_more_time_gives_back_what_was_filled_in(
    laptop: Page, sign_in: SignIn, clock: Traveller, ada: User
) -> None:
    quiz, student = filled_in(sign_in(laptop, ada), clock, ada)
    assert Attempt.objects.get().take_more_time(0, at=timezone.now())
    clock.move_to(quiz.made_at + timedelta(minutes=2, seconds=1))
    laptop.clock.run_for(121_000)
    expect(laptop.locator("[data-left]")).to_have_text(re.compile(r"^[45]:\d\d$"))
    expect(laptop.locator("input[name=text]")).not_to_have_value("")
    student.press(laptop.locator("button[data-key=Enter]"))
    student.sees_verdict("Right")


def test_enter_in_a_field_answers_and_takes_no_more_time(
    laptop: Page, sign_in: SignIn, clock: Traveller, ada: User
) -> None:
    question = Question.objects.get(kind="typed")
    quiz = QuizFactory(owner=ada, questions=[question], minutes=2, made_at=timezone.now())
    student = ByKeyboard(sign_in(laptop, ada), clock)
    laptop.goto(quiz.get_absolute_url())
    student.says(question)
    laptop.keyboard.press("Enter")
    student.sees_verdict("Right")
    assert Attempt.objects.get().more_time == 0


def test_a_visitors_first_question_has_a_clock_too(phone: Page, clock: Traveller) -> None:
    deck_of("typed")
    student = OnThePhone(phone, clock)
    phone.clock.install()
    phone.goto("/quizzes/try/?minutes=1")
    student.says(Question.objects.get())
    clock.shift(timedelta(seconds=57))
    phone.clock.run_for(61_000)
    expect(phone).to_have_url(RESULT)
    student.sees_heading("1 of 1 right")


def test_the_address_and_the_way_back_agree_with_the_question_shown(
    laptop: Page, sign_in: SignIn, clock: Traveller, ada: User
) -> None:
    quiz = QuizFactory(owner=ada, questions=list(Question.objects.order_by("pk")), made_at=timezone.now())
    student = Examinee(sign_in(laptop, ada), clock)

    def is_at(position: int) -> None:
        expect(laptop).to_have_url(re.compile(rf"/quizzes/{quiz.pk}/{position}/$"))

    laptop.goto(quiz.get_absolute_url())
    is_at(1)
    student.says(student.is_asked(quiz, 1))
    student.submit_answer()
    student.sees_verdict("Right")
    is_at(1)
    student.go_on()
    is_at(2)
    student.is_asked(quiz, 2)
    student.follow("Answer it later")
    is_at(3)
    laptop.go_back()
    is_at(2)
    student.is_asked(quiz, 2)
    laptop.go_back()
    is_at(1)
    student.sees_verdict("Right")


def test_all_on_one_page_without_scripts(scriptless: Page, sign_in: SignIn, ada: User, clock: Traveller) -> None:
    student = Examinee(sign_in(scriptless, ada), clock)
    scriptless.goto("/quizzes/?length=5&one_page=1")
    quiz = student.begins()
    for item in quiz.items.select_related("question__revision")[:4]:
        student.says(item.asked.question, prefix=f"{item.position}-")
    student.submit("Save my answers")
    student.sees_heading("1 question without an answer")
    scriptless.reload()
    student.sees_heading("1 question without an answer")
    student.submit("Finish now")
    student.sees_heading("Finish the quiz now?")
    student.submit("Finish now")
    student.sees_heading("4 of 5 right")
    scriptless.go_back()
    expect(scriptless.get_by_role("heading", level=1)).to_be_visible()
    assert QuizAnswer.objects.count() == 4


def test_what_is_to_be_written_has_the_focus_and_else_the_prompt_in_every_kind(
    laptop: Page, sign_in: SignIn, clock: Traveller
) -> None:
    judged = [kind for kind in KINDS_BY_NAME.values() if not kind.self_rated]
    ada, page = ada_studies(*(kind.name for kind in judged)), laptop
    quiz = QuizFactory(owner=ada, questions=list(Question.objects.order_by("pk")), made_at=timezone.now())
    sign_in(page, ada)

    def focused(kind: type[Kind]) -> Locator:
        return page.locator("#prompt" if kind.recognition else "main input[type=text]").first

    for position, kind in enumerate(judged, 1):
        page.goto(f"/quizzes/{quiz.pk}/{position}/")
        expect(focused(kind)).to_be_focused()
    for kind in judged:  # from the last one round to the first
        page.get_by_role("link", name="Answer it later").click()
        expect(focused(kind)).to_be_focused()


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context().new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def test_every_page_of_a_quiz_is_open_to_all(inspection: Inspection, sign_in: SignIn, ada: User) -> None:
    page, questions = sign_in(inspection.page, ada), list(Question.objects.with_content())
    inspection.of("/quizzes/?minutes=5&deck=the-harbour")
    quiz = QuizFactory(owner=ada, questions=questions, minutes=9, made_at=timezone.now())
    every = QuizFactory(owner=ada, questions=questions, minutes=9, one_page=True, made_at=timezone.now())
    for each in (quiz, every):
        for item in each.items.with_content()[:2]:
            response = {"gave_up": True}
            QuizAnswer.give(item, ada, response, shown_at=timezone.now(), at=timezone.now())
    inspection.of(*(f"/quizzes/{quiz.pk}/{rest}" for rest in ("", "1/", "5/", "finish/")), f"/quizzes/{every.pk}/")
    page.locator("input[name$=number]").fill("a dozen or so")
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please look again")
    inspection.here("what cannot be read")
    page.goto(f"/quizzes/{quiz.pk}/4/")
    QuizAnswer.give(
        quiz.items.with_content().get(position=4), ada, {"gave_up": True}, shown_at=timezone.now(), at=timezone.now()
    )
    page.locator("input[name=number]").fill("12")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This question is already answered.")
    inspection.here("another answer")
    for attempt in ada.attempts.all():
        attempt.finish(at=timezone.now())
    inspection.of("/quizzes/", f"/quizzes/{quiz.pk}/result/")
    page.get_by_role("link", name="A page with only your score").click()
    expect(page).to_have_url(re.compile("/quizzes/score/"))
    inspection.here("the score")


@pytest.mark.parametrize("browser_page", ["phone", "scriptless"])
@pytest.mark.parametrize("one_page", [True, False])
def test_after_a_session_ended_what_was_typed_in_a_quiz_is_there_and_can_be_sent(
    request: pytest.FixtureRequest, browser_page: str, sign_in: SignIn, clock: Traveller, *, one_page: bool
) -> None:
    ada = ada_studies("typed", "choice")
    questions = list(Question.objects.with_content())
    quiz = QuizFactory(owner=ada, questions=questions, made_at=timezone.now(), one_page=one_page)
    page = sign_in(request.getfixturevalue(browser_page), ada)
    student = Student(page, clock)
    page.goto(f"/quizzes/{quiz.pk}/")
    field, button = page.locator("input[name$=text]"), "Save my answers" if one_page else "Answer"
    field.fill("Spring tides")
    Session.objects.all().delete()
    page.get_by_role("button", name=button).click()
    student.sees_heading("Sign in")
    page.locator("input[name=login]").fill("ada@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    student.submit("Sign in")
    expect(page.get_by_text("Not saved yet: you were signed out")).to_be_visible()
    expect(field).to_have_value("Spring tides")
    assert not QuizAnswer.objects.exists()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    assert QuizAnswer.objects.get().response == {"text": "Spring tides"}

"""A student’s pages, those of the account aside (tests/accounts), are open to all: axe is content, 320 px enough."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from time_machine import Traveller

from studyapp.accounts.models import User
from studyapp.demo.factories import (
    ArticleFactory,
    DeckFactory,
    FactFactory,
    LearnerFactory,
    QuestionFactory,
)
from studyapp.kinds import KINDS
from studyapp.library.models import Article, Deck, Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Card
from tests.answering import put_in_review
from tests.browser.browsers import NewContext, SignIn
from tests.browser.harbour import ada_studies, deck_of
from tests.browser.inspection import Inspection
from tests.browser.student import Student
from tests.study.parameters import parameters

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every page")]

IN_REVIEW = {
    "queue": Card.Queue.REVIEW,
    "stability": 9.0,
    "difficulty": 5.0,
    "state": "review",
    "model": "fsrs-6",
    "reps": 20,
    "last_day": date(2026, 1, 1),
}


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context().new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def test_what_a_visitor_meets(transactional_db: None, inspection: Inspection) -> None:
    unnamed = ArticleFactory(
        publisher="",
        published_on=None,
        status="corrected",
        url="https://harbour.example/" + "a-very-long-address/" * 12,
        note="It names no publisher.\nThe date is not stated either.",
    )
    deck = DeckFactory(description="Facts about the harbour, and figures on which the reports do not agree.")
    newer = FactFactory(deck=deck, citations=[{"article": unnamed, "paragraph": 0}, {"paragraph": 3}])
    older = FactFactory(deck=deck, superseded_by=newer)
    disputed = FactFactory(deck=deck, disputed=True)
    QuestionFactory(fact=disputed, according_to=disputed.citations.all()[0].article)
    inspection.of("/", "/decks/", deck.get_absolute_url(), "/articles/", "/disputes/")
    inspection.of(*(article.get_absolute_url() for article in (unnamed, ArticleFactory(agency="AFP"))))
    inspection.of(*(fact.get_absolute_url() for fact in (newer, older, disputed)))


def test_what_a_visitor_meets_before_there_is_anything(transactional_db: None, inspection: Inspection) -> None:
    inspection.of("/", "/decks/", "/articles/")


def test_taking_cards_along(transactional_db: None, inspection: Inspection, sign_in: SignIn) -> None:
    sign_in(inspection.page, ada_studies("choice", "typed", "cloze"))
    inspection.of("/accounts/take-along/")


def test_how_reviews_are_spaced(transactional_db: None, inspection: Inspection, sign_in: SignIn) -> None:
    ada = ada_studies("choice", "typed")
    sign_in(inspection.page, ada)
    inspection.of("/study/spacing/")
    parameters(ada)
    inspection.of("/study/spacing/move/")
    put_in_review(ada, Question.objects.all()[0], due=timezone.now().date() + timedelta(days=90))
    inspection.of("/study/spacing/", "/study/spacing/move/")


def test_home_and_decks_in_every_state(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    deck, lan = deck_of("typed", "flashcard"), LearnerFactory(lan=True)
    student = Student(sign_in(inspection.page, lan), clock)
    page = inspection.page

    def home_says(heading: str) -> None:
        page.goto("/")
        student.sees_heading(heading)
        inspection.here(f"home: {heading}")

    home_says("Welcome, Lan.")
    inspection.of("/decks/", "/study/", "/study/cards/")
    join(lan, deck, at=timezone.now())
    home_says("2 new, about 1 minute")
    inspection.of("/decks/", deck.get_absolute_url())

    page.goto("/study/")
    student.answer(right=False)
    home_says("1 learning and 1 new, about 1 minute")
    page.goto("/study/")
    student.put_aside()
    inspection.of("/study/cards/")
    page.goto("/study/")
    while not student.is_done:
        student.answer(right=True)
    home_says("Done for today.")
    inspection.of("/decks/", deck.get_absolute_url())

    learned = deck.facts.get(questions__kind="typed")
    learned.superseded_by = FactFactory(deck=deck)
    learned.save()
    learned.retire_superseded_questions(at=timezone.now())
    clock.shift(timedelta(days=1))
    home_says("Nothing is due today.")
    expect(page.get_by_text("The old questions are not asked any more.")).to_be_visible()


@pytest.mark.parametrize("kind", list(KINDS))
def test_studying(kind: str, transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller) -> None:
    ada = Student(sign_in(inspection.page, ada_studies(kind)), clock)
    inspection.of("/study/")
    if KINDS[kind].self_rated:
        ada.turn_over()
        expect(inspection.page.locator("button[name=rating]")).to_have_count(4)
        inspection.here("the card turned over")
        inspection.page.goto("/study/")
    ada.give(ada.question(), right=False)
    inspection.here("not quite")


def test_reports_conflicts_and_the_end_of_a_day(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(inspection.page, ada_studies("typed")), clock)
    page = ada.page
    page.goto("/study/")
    inspection.of(f"/study/{ada.question().pk}/report/")

    page.goto("/study/")
    page.fill("input[name=text]", "neaps")
    Question.objects.get().cards.get().suspend(at=timezone.now())
    ada.submit_answer()
    ada.sees_heading("This question has changed in the meantime.")
    inspection.here("a conflict")

    page.goto("/study/cards/")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Resumed")).to_be_visible()
    page.goto("/study/")
    page.evaluate("document.querySelector('[name=ask]').value = 'nonsense'")
    page.fill("input[name=text]", "neaps")
    ada.submit_answer()
    ada.sees_heading("We could not read that.")
    inspection.here("a damaged form")

    page.goto("/study/")
    ada.give(ada.question(), right=True)
    inspection.here("right")
    ada.go_on()
    while not ada.is_done:
        ada.answer(right=True)
    ada.sees_heading("Done for today.")
    inspection.here("done for today")


def test_what_is_done_beside_answering(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    learner, page = ada_studies("choice", "typed", "number", "date", "order"), inspection.page
    ada = Student(sign_in(page, learner), clock)
    lists = [f"/study/cards/?show={show}" for show in ("suspended", "buried", "marked", "notes", "leeches")]
    inspection.of(*lists)

    page.goto("/study/")
    ada.give(ada.question(), right=False)
    ada.open_more()
    ada.submit("☆ Mark")
    expect(page.locator(".more button[data-key='*']")).to_contain_text("★ Unmark")
    ada.open_more()
    page.get_by_label("Your note").fill("The Moon, as in “lunatic”.")
    ada.submit("Save the note")
    expect(page.get_by_text("Your note: The Moon")).to_be_visible()
    ada.open_more()
    inspection.here("a verdict with a mark, a note and everything else to do")

    met, *_, late, sunk = cards = list(learner.cards.order_by("place"))
    cards[1].suspend(at=timezone.now())
    cards[2].bury(at=timezone.now())
    learner.cards.filter(pk__in=[late.pk, sunk.pk]).update(**IN_REVIEW, due_day=timezone.now().date(), lapses=8)
    inspection.of(*lists, *(f"/study/{met.question_id}/{verb}/" for verb in ("forget", "note", "due")))
    inspection.of(f"/study/?question={late.question_id}", f"/study/{cards[1].question_id}/forget/")
    page.goto(f"/study/?question={late.question_id}")
    page.get_by_text("More", exact=True).click()
    inspection.here("a review with everything else to do")
    page.get_by_label("Ask it again on").fill("2000-01-01")
    ada.submit("Set due date")
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    inspection.here("a day gone by")


def study_to_the_end(student: Student) -> None:
    while not student.is_done:
        student.answer(right=True)


def test_studying_more_and_by_an_exam(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    ada = Student(sign_in(inspection.page, ada_studies("typed", "number", "choice")), clock)
    page, deck = ada.page, Deck.objects.get()
    page.goto("/study/")
    ada.answer(right=False)
    study_to_the_end(ada)
    page.goto("/study/")
    expect(page.get_by_role("heading", name="Study more")).to_be_visible()
    inspection.here("done for today, and what can be studied beside")
    inspection.of("/", deck.get_absolute_url(), "/study/?ahead=99", "/study/?deck=nowhere")
    inspection.of(Article.objects.earliest("pk").get_absolute_url())

    page.goto(f"/study/?deck={deck.slug}&cram=1")
    expect(page.get_by_text("Practice: your schedule does not change")).to_be_visible()
    inspection.here("practice")
    ada.give(ada.question(), right=False)
    inspection.here("practice: not quite")
    ada.go_on()
    study_to_the_end(ada)
    ada.sees_heading("Nothing left to practise.")
    inspection.here("practice: done")

    page.goto(deck.get_absolute_url())
    page.fill("[name=exam_on]", "2026-01-14")
    page.get_by_role("button", name="Set the day").click()
    expect(page.get_by_role("button", name="Remove the exam")).to_be_visible()
    inspection.here("an exam")
    page.evaluate("document.querySelector('[name=exam_on]').min = ''")
    page.fill("[name=exam_on]", "2026-01-01")
    page.get_by_role("button", name="Change the day").click()
    expect(page.get_by_text("That day is over.")).to_be_visible()
    inspection.here("an exam that is over")


def test_catching_up_after_an_absence(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    learner = ada_studies(*["typed"] * 4)
    ada = Student(sign_in(inspection.page, learner), clock)
    ada.page.goto("/study/")
    study_to_the_end(ada)
    User.objects.filter(pk=learner.pk).update(reviews_per_day=2)
    clock.shift(timedelta(days=60))
    ada.page.goto("/")
    expect(ada.page.get_by_role("heading", name="4 reviews are waiting in total")).to_be_visible()
    inspection.here("a backlog")
    ada.follow("Another number")
    ada.sees_heading("Catching up")
    inspection.here("another pace")
    ada.page.evaluate("document.querySelector('[name=pace][type=number]').removeAttribute('min')")
    ada.page.fill("input[name=pace]", "0")
    ada.page.get_by_role("button", name="Study at this pace").click()
    expect(ada.page.locator("[aria-invalid=true]")).to_be_visible()
    inspection.here("no pace")


def test_when_something_goes_wrong(
    transactional_db: None, inspection: Inspection, settings: Settings, sign_in: SignIn, complaints: list[str]
) -> None:
    settings.ROOT_URLCONF = "tests.browser.urls"
    page = sign_in(inspection.page, LearnerFactory(lan=True))
    inspection.of("/no-such-page/", *(f"/wrong/{status}/" for status in (400, 403, 429, 500)), "/admin/")
    complaints.remove(next(heard for heard in complaints if heard.endswith("/wrong/500/")))
    page.goto("/accounts/settings/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That form was out of date.")
    inspection.here("a form out of date")

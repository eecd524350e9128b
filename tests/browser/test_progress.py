"""The progress pages are open to all: with a year of study and before there is any, with charts that say what they
show, and without JavaScript.
"""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory
from studyapp.study.cards.fold import Tally
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card, Day, Review
from tests.browser.browsers import NewContext, SignIn
from tests.browser.harbour import ada_studies
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("progress")]

PAGES = ["/progress/", "/progress/retention/", "/progress/knowledge/", "/progress/calibration/"]
COUNTED_FOR = 140


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context().new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


@pytest.fixture
def ada(transactional_db: None) -> User:
    """Ada, with some months of days behind her, reviews to come, and one thing that she was sure of and had wrong."""
    ada, chance, at = ada_studies("choice", "typed"), random.Random(7), timezone.now()
    today, card = study_day_of(ada, at), Card.objects.filter(learner=ada).select_related("question__revision")[0]
    assert card.question.revision is not None
    days = {
        today + timedelta(days=n): Tally(
            answers=40,
            right=36,
            new=chance.randrange(9),
            reviews=chance.randrange(20, 30),
            elapsed_ms=chance.randrange(600_000),
            due=chance.randrange(20) * (n >= -1),
            young=10,
            young_recalled=chance.randrange(6, 11),
            mature=10,
            mature_recalled=chance.randrange(7, 11),
            sure=4,
            sure_right=3,
            guesses=4,
            guesses_right=1,
        )
        for n in range(-COUNTED_FOR, 30)
        if chance.random() < 0.8 or n == 0
    }
    Day.objects.add(ada, card.deck_id, days)
    known = {"stability": 9.0, "difficulty": 5.0, "state": "review", "last_day": today, "model": "fsrs-6"}
    ada.cards.update(**known, version=1, answers=5, right=3, elapsed_ms=40_000)
    Review.objects.create(
        learner=ada,
        question=card.question,
        fact_id=card.fact_id,
        revision=card.question.revision,
        version=0,
        kind=Review.Event.STUDY,
        study_day=today,
        answered_at=at,
        score=0,
        certainty=Review.Certainty.SURE,
        due_day=today,
    )
    return ada


def test_with_a_year_of_study(ada: User, inspection: Inspection, sign_in: SignIn) -> None:
    page = sign_in(inspection.page, ada)
    for address in PAGES:
        page.goto(address)
        figures = page.locator("figure")
        expect(figures.first).to_be_visible()
        for summary in page.locator("summary").all():
            summary.click()
        expect(page.locator("figure details[open] table")).to_have_count(figures.count())
        inspection.here()


def test_before_there_is_anything(transactional_db: None, inspection: Inspection, sign_in: SignIn) -> None:
    sign_in(inspection.page, LearnerFactory(lan=True))
    inspection.of(PAGES[0], PAGES[3])


def test_charts_have_names_and_their_marks_are_inside_them_without_javascript(
    ada: User, scriptless: Page, sign_in: SignIn
) -> None:
    page = sign_in(scriptless, ada)
    page.goto("/")
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Progress")
    page.get_by_text("More charts").click()
    for name in ("Answers a day", "Minutes a day", "When reviews are due"):
        chart = page.get_by_role("img", name=name)
        expect(chart).to_be_visible()
        frame, first, last = (
            chart.bounding_box(),
            chart.locator("rect").first.bounding_box(),
            chart.locator("rect").last.bounding_box(),
        )
        assert frame
        assert first
        assert last
        assert frame["x"] < first["x"] < last["x"] < last["x"] + last["width"] <= frame["x"] + frame["width"] + 1
    expect(page.get_by_role("img", name="The last year")).to_have_count(2)
    page.get_by_role("link", name="Certainty").click()
    expect(page.get_by_role("heading", name="Sure, but wrong")).to_be_visible()

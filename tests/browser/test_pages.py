"""The pages around studying are open to all; a student leaves a deck and comes back, searches, and keeps a fact."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import Traveller

from studyapp.demo.factories import CitationFactory, DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.library.models import Deck, Fact
from studyapp.study.decks.membership import join
from tests.answering import answer, learn, put_in_review
from tests.browser.browsers import NewContext, SignIn
from tests.browser.harbour import ada_studies
from tests.browser.inspection import Inspection
from tests.shelf import stock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context().new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def sees(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_today_with_everything_on_it(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    now = timezone.now()
    ada = ada_studies("choice", "typed", "number", "date")
    known, late, *_ = questions = [card.question for card in ada.cards.select_related("question").order_by("place")]
    learn(ada, known, at=now - timedelta(minutes=40))
    put_in_review(ada, late, due=now.date() - timedelta(days=9))
    answer(ada, questions[2], at=now - timedelta(minutes=20), right=False)
    deck = Deck.objects.get()
    QuestionFactory(fact=FactFactory(deck=deck, statement="The new quay is open."), kind="typed", at=timezone.now())
    article = known.fact.citations.first().article
    article.status = "corrected"
    article.save()
    QuestionFactory(fact=FactFactory(deck=DeckFactory(title="The islands")), kind="typed", at=timezone.now())
    join(ada, QuestionFactory(fact=FactFactory(deck=DeckFactory(title="The dunes")), kind="typed").fact.deck, at=now)
    type(ada).objects.filter(pk=ada.pk).update(new_per_day=3, date_joined=now - timedelta(days=3))
    page = sign_in(inspection.page, ada)
    page.goto("/")
    expect(page.get_by_role("link", name="The new quay is open.")).to_be_visible()
    expect(page.get_by_role("heading", name="New this week")).to_be_visible()
    expect(page.get_by_text("your limits for today")).to_be_visible()
    inspection.here("today, with everything on it")
    inspection.of(deck.get_absolute_url())


def test_a_student_leaves_a_deck_and_joins_it_again(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    ada = ada_studies("typed", "choice")
    learn(ada, ada.cards.select_related("question").order_by("place")[0].question, at=timezone.now())
    page, deck = sign_in(inspection.page, ada), Deck.objects.get()
    page.goto(deck.get_absolute_url())
    words = page.get_by_text(re.compile("mature, 1 young,"))
    expect(words).to_be_visible()
    page.get_by_role("link", name="Leave this deck").click()
    sees(page, "Leave “The harbour”?")
    inspection.here("before leaving")
    page.get_by_role("button", name="Leave the deck").click()
    expect(page.get_by_text("You have left “The harbour”.")).to_be_visible()
    page.get_by_role("link", name="The harbour").click()
    sees(page, "The harbour")
    expect(page.get_by_text("What you have learned is saved")).to_be_visible()
    inspection.here("a deck that was left")
    page.get_by_role("button", name="Join The harbour").click()
    expect(page.get_by_text("You have joined “The harbour”.")).to_be_visible()
    page.goto(deck.get_absolute_url())
    expect(words).to_be_visible()


def test_a_student_searches_and_keeps_what_they_find(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    ada = ada_studies("typed", "choice")
    deck = Deck.objects.get()
    pilot = FactFactory(deck=deck, statement="The harbour pilot Tô Lâm comes from Đà Nẵng.", disputed=True)
    met = QuestionFactory(fact=pilot, kind="typed", prompt="Who pilots the ships, and is not Tô Lâm’s brother?")
    QuestionFactory(fact=pilot, kind="number")
    ada.cards.all().delete()
    ada.enrolments.all().delete()
    join(ada, deck, at=timezone.now())
    answer(ada, met, at=timezone.now() - timedelta(hours=1))
    put_in_review(ada, met, due=timezone.now().date() + timedelta(days=30))
    page = sign_in(inspection.page, ada)
    inspection.of("/search/")
    page.get_by_label("Words to look for").fill("to lam")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.locator("mark").filter(has_text="Lâm").first).to_be_visible()
    inspection.here("hits")
    page.get_by_role("link", name="The harbour pilot Tô Lâm").click()
    sees(page, pilot.statement)
    expect(page.get_by_text("The question stays hidden until you are asked.")).to_be_visible()
    inspection.here("a fact and its learner")
    page.get_by_role("button", name="Bookmark this fact").click()
    expect(page.get_by_role("button", name="Remove the bookmark")).to_be_visible()
    page.goto("/study/cards/")
    page.get_by_role("link", name="Bookmarked facts").click()
    sees(page, "Bookmarks")
    expect(page.get_by_role("link", name=pilot.statement)).to_be_visible()
    inspection.here("bookmarks")
    page.get_by_role("button", name="Remove the bookmark").click()
    expect(page.get_by_text("You have not bookmarked any facts yet.")).to_be_visible()
    inspection.here("no bookmarks")
    inspection.of("/search/?q=a", "/search/?q=nothing+of+the+kind", "/search/?q=harbour&in=facts")


def test_articles_side_by_side_and_timelines(
    transactional_db: None, inspection: Inspection, sign_in: SignIn, clock: Traveller
) -> None:
    lan = LearnerFactory(lan=True)
    first, second = stock(52)[:2]
    deck = first.fact.deck
    join(lan, deck, at=timezone.now())
    learn(lan, first, at=timezone.now() - timedelta(hours=1))
    put_in_review(lan, second, due=timezone.now().date() - timedelta(days=30))
    newer = FactFactory(deck=deck, as_of="2024-06-20")
    older = FactFactory(deck=deck, as_of="2013-11", superseded_by=newer, disputed=True)
    article = older.citations.all()[0].article
    for place, question in enumerate((first, second)):
        CitationFactory(fact=question.fact, article=article, paragraph=place)
        CitationFactory(fact=question.fact, stance="differs" if place else "supports")
    Fact.objects.filter(pk=second.fact_id).update(as_of="", can_change=False)
    page = sign_in(inspection.page, lan)
    inspection.of(article.get_absolute_url())
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_text("at risk")).to_be_visible()
    page.goto(deck.get_absolute_url())
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    page.get_by_role("link", name="Timeline").click()
    sees(page, "Timeline")
    expect(page.get_by_text("As of 20 June 2024:")).to_be_visible()
    inspection.here("a timeline")
    inspection.of(f"/decks/{DeckFactory().slug}/timeline/")

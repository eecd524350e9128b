"""Every page an editor can meet is open to all, and keeps to the content policy."""

from collections.abc import Iterator

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from studyapp.accounts.editors import Editor
from studyapp.demo.factories import EditorFactory, LearnerFactory, QuestionFactory
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import WrongAnswer
from studyapp.kinds import KINDS
from studyapp.library.models import Act, Article, Deck, Fact, Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Report
from tests.answering import answer
from tests.browser.browsers import NewContext, SignIn
from tests.browser.harbour import deck_of
from tests.browser.inspection import Inspection
from tests.insights.encounters import all_met, collected, crowd, met, told
from tests.people import NOON
from tests.shelf import stock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("editing")]


@pytest.fixture
def inspection(new_context: NewContext, transactional_db: None, sign_in: SignIn) -> Iterator[Inspection]:
    page = new_context().new_page()
    inspection = Inspection(sign_in(page, EditorFactory()))
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def preview_of(question: Question) -> str:
    return reverse("admin:question_preview", args=[question.pk])


def test_lists_and_the_index(inspection: Inspection) -> None:
    deck = deck_of("choice", "typed")
    lan = LearnerFactory(lan=True)
    join(lan, deck, at=timezone.now())
    question = Question.objects.all()[0]
    assert question.revision
    report = Report.objects.create(
        learner=lan, question=question, revision=question.revision, reason="other", reported_at=timezone.now()
    )
    inspection.of(
        reverse("admin:index"),
        *(address(model, "changelist") for model in (Act, Article, Deck, Editor, Fact, Question, Report)),
        address(Editor, "add"),
        address(Editor, "change", Editor.objects.get().pk),
        address(Report, "change", report.pk),
        f"{address(Fact, 'changelist')}?q=nothing+of+the+kind",
    )


def test_questions_in_figures_and_wrong_answers(inspection: Inspection) -> None:
    question, other = stock(2)
    typed = QuestionFactory(kind="typed")
    for learner in (LearnerFactory(lan=True), LearnerFactory(boris=True)):
        join(learner, typed.fact.deck, at=NOON)
        answer(learner, typed, at=NOON, response={"text": "Low tides"})
    collect(COLLECTORS, at=NOON)
    pupils = crowd(12)
    told(met(pupil, question, right=place < 4, first_picks=1 << place % 3) for place, pupil in enumerate(pupils))
    told(all_met(pupils, [other]))
    collected()
    inspection.of(
        reverse("admin:insights_itemfigures_changelist"),
        reverse("admin:insights_question", args=[question.pk]),
        address(WrongAnswer, "changelist"),
        address(WrongAnswer, "change", WrongAnswer.objects.get().pk),
    )


WIDE = "() => { const list = document.querySelector('.results'); return list.scrollWidth - list.clientWidth; }"
FIRST = """() => document.querySelector('#changelist-filter').getBoundingClientRect().bottom
  <= document.querySelector('#toolbar').getBoundingClientRect().top"""


def test_no_column_of_a_list_is_cut_off_and_on_a_phone_the_filters_stand_first(inspection: Inspection) -> None:
    fact, page = deck_of(*KINDS).facts.all()[0], inspection.page
    Fact.objects.update(statement=f"{fact.statement} {'It is so every month, as everybody by the sea knows. ' * 4}")
    for model in (Article, Fact, Question):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(address(model, "changelist"))
        assert page.evaluate(WIDE) <= 0, model
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(FIRST), model


def test_an_article_and_a_deck(inspection: Inspection) -> None:
    deck_of("choice")
    deck, article = Deck.objects.get(), Article.objects.all()[0]
    inspection.of(f"{reverse('admin:check')}?fact={deck.facts.get().pk}&with=questions")
    Article.objects.filter(pk=article.pk).update(status=Article.Status.CORRECTED)
    inspection.of(reverse("admin:article_settle", args=[article.pk]))
    inspection.of(*(address(Article, page, article.pk) for page in ("change", "history")))
    inspection.of(address(Deck, "add"), *(address(Deck, page, deck.pk) for page in ("change", "delete")))


def test_a_fact_and_its_history(inspection: Inspection) -> None:
    fact = deck_of("choice").facts.get()
    fact.statement = "Tide 1 was high."
    fact.save()
    inspection.of(
        address(Fact, "add"),
        *(address(Fact, page, fact.pk) for page in ("change", "history", "delete", "plan")),
    )
    page = inspection.page
    page.goto(address(Fact, "history", fact.pk))
    page.locator("#content a[href*='/history/']").first.click()
    page.wait_for_url("**/history/*/")
    inspection.here()

    page.goto(address(Fact, "change", fact.pk))
    page.locator("[name=citations-0-stance]").select_option("differs")
    page.locator("[name=_continue]").click()
    expect(page.get_by_role("button", name="Yes, save it")).to_be_visible()
    inspection.here("what saving a fact would do")


def test_the_guide(inspection: Inspection) -> None:
    guide = reverse("admin:question_guide")
    inspection.of(guide, f"{guide}match/")


def test_suggestions(inspection: Inspection) -> None:
    fact = deck_of("choice").facts.get()
    fact.statement = "The harbour of Sydney was opened on 19 March 1932 with 3 ferries."
    fact.save()
    suggest = reverse("admin:question_suggest")
    inspection.of(f"{suggest}?fact={fact.pk}", f"{suggest}?deck={fact.deck_id}")


def test_a_question_of_each_kind(inspection: Inspection) -> None:
    """Its form is the same whether the question is new or not; what a student sees of it is open to all elsewhere."""
    questions = Question.objects.filter(fact__deck=deck_of(*KINDS))
    inspection.of(*(address(Question, "change", question.pk) for question in questions))
    inspection.of(f"{address(Question, 'add')}?kind={questions[0].kind}&fact={questions[0].fact_id}")
    inspection.of(preview_of(questions[0]))


def test_a_question_refused_deleted_and_tried_out(inspection: Inspection) -> None:
    question = deck_of("typed").facts.get().questions.get()
    page = inspection.page
    inspection.of(
        address(Question, "add"),
        *(address(Question, page, question.pk) for page in ("history", "delete")),
        reverse("admin:question_revision", args=[question.pk, 1]),
    )
    page.goto(address(Question, "change", question.pk))
    page.locator("[name=prompt]").fill("")
    page.locator("[name=_continue]").click()
    expect(page.locator(".errornote")).to_be_visible()
    inspection.here("a question refused")

    page.goto(preview_of(question))
    page.locator("input[name=try-text]").fill("neap tides")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Neap tides").first).to_be_visible()
    inspection.here("a preview answered")

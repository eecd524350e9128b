"""What editors write, seen and tried while they write it, and sources chosen with care."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from studyapp.demo.factories import ArticleFactory, EditorFactory, QuestionFactory
from studyapp.library.models import Question
from tests.browser.browsers import NewContext, SignIn
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("editing")]


@pytest.fixture
def desk(new_context: NewContext, transactional_db: None, sign_in: SignIn) -> Page:
    return sign_in(new_context().new_page(), EditorFactory())


def form_of(question: Question) -> str:
    return reverse("admin:library_question_change", args=[question.pk])


def test_a_question_is_seen_and_tried_while_it_is_written_and_nothing_is_saved(desk: Page) -> None:
    question, inspection = QuestionFactory(kind="typed"), Inspection(desk)
    desk.goto(form_of(question))
    preview = desk.get_by_role("region", name="As a student sees it")
    expect(preview).to_contain_text(str(question))
    desk.locator("[name=prompt]").press_sequentially("Which tides are weak? ")
    expect(preview).to_contain_text("Which tides are weak?")
    expect(desk.locator("[name=prompt]")).to_be_focused()
    desk.locator("[name=spec-answer]").fill("Dead tides")
    expect(preview.locator(".judgement.right").first).to_contain_text("Dead tides")
    preview.locator("[name=try-text]").fill("dead tisdes")
    preview.locator("[name=try-text]").press("Enter")
    expect(preview.get_by_role("status")).to_contain_text("a typo away from “Dead tides”")
    inspection.here("a question beside what students see of it")
    assert inspection.faults == [], "\n".join(["", *inspection.faults])
    question.refresh_from_db()
    assert "weak" not in str(question)


def test_without_scripts_what_stands_in_the_form_is_previewed_beside_it(
    new_context: NewContext, transactional_db: None, sign_in: SignIn
) -> None:
    page = sign_in(new_context(java_script_enabled=False).new_page(), EditorFactory())
    question = QuestionFactory(kind="typed")
    page.goto(form_of(question))
    page.locator("[name=prompt]").fill("Which tides are weak?")
    with page.expect_popup() as beside:
        page.get_by_role("button", name="Preview").click()
    preview = beside.value
    preview.locator("[name=try-text]").fill("neaps")
    preview.get_by_role("button", name="Answer").click()
    expect(preview.get_by_role("heading", name="Which tides are weak?")).to_be_visible()
    expect(preview.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    expect(page.locator("[name=prompt]")).to_have_value("Which tides are weak?")
    question.refresh_from_db()
    assert "weak" not in str(question)


def test_enter_takes_no_article_that_was_found_for_other_words(desk: Page) -> None:
    ArticleFactory(publisher="Ebb Herald", title="High water")
    meant = ArticleFactory(publisher="Coast Courier", title="Low water")
    desk.goto(reverse("admin:library_fact_add"))
    article, held = desk.locator(".field-article").get_by_role("combobox").first, list[Route]()
    chosen = desk.locator("[name=citations-0-article]")
    article.click()
    words = desk.locator(".select2-search__field")
    choices = desk.locator(".select2-results__option")
    words.fill("Herald")
    expect(choices).to_have_text(["Ebb Herald, 5 January 2026: High water"])
    desk.route("**/autocomplete/**", lambda route: held.append(route))
    words.fill("Courier")
    words.press("Enter")
    expect(chosen).to_have_value("")
    expect(words).to_be_visible()
    desk.unroute("**/autocomplete/**")
    for route in held:
        route.continue_()
    expect(choices).to_have_text(["Coast Courier, 5 January 2026: Low water"])
    words.press("Enter")
    expect(chosen).to_have_value(str(meant.pk))

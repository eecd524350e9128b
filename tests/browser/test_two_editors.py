"""Two editors at one thing in two browsers, with JavaScript and without, and text that would be lost."""

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from studyapp.demo.factories import ArticleFactory, DeckFactory, EditorFactory, FactFactory, QuestionFactory
from tests.browser.browsers import NewContext, SignIn
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("editing")]

type Desk = Callable[..., Page]


@pytest.fixture
def desk(new_context: NewContext, transactional_db: None, sign_in: SignIn) -> Desk:
    """The browser of an editor, each time another's."""
    return lambda **options: sign_in(new_context(reduced_motion="reduce", **options).new_page(), EditorFactory())


def form_of(thing: Model) -> str:
    return reverse(f"admin:library_{thing._meta.model_name}_change", args=[thing.pk])


def save(page: Page, **fields: str) -> None:
    for name, words in fields.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize(
    ("make", "theirs", "mine"),
    [
        pytest.param(ArticleFactory, "title", "note", id="article"),
        pytest.param(DeckFactory, "title", "description", id="deck"),
        pytest.param(FactFactory, "statement", "citations-0-says", id="fact"),
        pytest.param(lambda: QuestionFactory(kind="typed"), "prompt", "explanation", id="question"),
    ],
)
def test_the_second_of_two_editors_sees_both_versions_and_saves_on_top(
    desk: Desk, make: Callable[[], Model], theirs: str, mine: str, scripts: bool
) -> None:
    edith, fedor = desk(java_script_enabled=scripts), desk(java_script_enabled=scripts)
    page = form_of(make())
    for browser in (edith, fedor):
        browser.goto(page)
    save(fedor, **{theirs: "Fedor was here."})
    save(edith, **{mine: "Edith was here."})
    table = edith.get_by_role("region", name="Two versions")
    expect(table.get_by_role("row").filter(has_text="Fedor was here.")).to_contain_text("the other")
    expect(table.get_by_role("row").filter(has_text="Edith was here.")).to_contain_text("you")
    expect(edith.locator(f"[name={mine}]")).to_have_value("Edith was here.")
    edith.get_by_role("button", name="Save mine on top").click()
    expect(edith.locator(".messagelist .success")).to_be_visible()
    for name, words in ((theirs, "Fedor was here."), (mine, "Edith was here.")):
        expect(edith.locator(f"[name={name}]")).to_have_value(words)


def test_both_versions_are_open_to_all_and_can_be_discarded(desk: Desk) -> None:
    edith, fedor = desk(), desk()
    inspection = Inspection(edith)
    fact = FactFactory()
    for browser in (edith, fedor):
        browser.goto(form_of(fact))
    save(fedor, statement="Fedor was here.")
    save(edith, statement="Edith was here.")
    expect(edith.locator(".stale .both")).to_contain_text("both of you")
    inspection.here("two versions")
    assert inspection.faults == [], "\n".join(["", *inspection.faults])
    edith.get_by_role("link", name="Discard mine and reload").click()
    expect(edith.locator(".stale")).to_have_count(0)
    expect(edith.locator("[name=statement]")).to_have_value("Fedor was here.")


def test_leaving_a_form_with_text_that_is_not_saved_asks_first(desk: Desk) -> None:
    page, asked = desk(), list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(form_of(ArticleFactory()))
    note, away = page.locator("[name=note]"), page.locator(".breadcrumbs").get_by_role("link", name="Articles")
    note.press_sequentially("A caption is misspelt.")
    away.click()
    expect(note).to_have_value("A caption is misspelt.")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    away.click()
    page.wait_for_url("**/article/")
    assert asked == ["beforeunload"], "nothing was left to lose"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_link_above_the_buttons_leaves_what_was_typed_where_it_is(desk: Desk, scripts: bool) -> None:
    page = desk(java_script_enabled=scripts)
    page.goto(form_of(QuestionFactory(kind="typed").fact))
    page.locator("[name=statement]").fill("Edith was here.")
    for link in ("History", "Suggest questions"):
        with page.expect_popup() as beside:
            page.locator("#content").get_by_role("link", name=link, exact=True).click()
        beside.value.wait_for_load_state()
        beside.value.close()
    expect(page.locator("[name=statement]")).to_have_value("Edith was here.")

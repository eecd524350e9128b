"""Markup in every text that anyone can write is a text on every page: nothing of it is carried out."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from tests.addresses import EVERY
from tests.browser.browsers import NewContext, SignIn
from tests.everywhere.markup import PAYLOADS, fill_with
from tests.everywhere.world import World, make_world
from tests.shelf import Shelf

pytestmark = pytest.mark.browser

HOOK = """
window.calls = [];
window.fired = () => window.calls.push('fired');
document.addEventListener('securitypolicyviolation', (broken) => window.calls.push(broken.blockedURI));
"""
OF_A_LEARNER = (
    *("home", "study", "cards", "decks", "deck", "search", "fact", "article", "disputes", "quizzes", "quiz-question"),
    *("quiz-result", "quiz-scores", "take-part", "own-deck", "own-card", "own-cards", "own-share", "own-join"),
    *("bring", "bring-one", "take-along", "settings", "report", "bookmarks", "progress-knowledge"),
)
OF_AN_EDITOR = tuple(
    f"admin:{name}"
    for name in (
        *("index", "library_article_changelist", "library_fact_changelist", "library_question_changelist"),
        *("library_deck_changelist", "library_act_changelist", "study_report_changelist", "accounts_editor_changelist"),
        *("insights_wronganswer_changelist", "insights_itemfigures_changelist", "jobs_job_changelist"),
        *("library_article_change", "library_fact_change", "library_question_change", "library_deck_change"),
        *("library_article_history", "library_fact_history", "library_question_history", "question_revision"),
        *("question_preview", "fact_preview", "article_preview", "desk", "insights_question"),
        *("insights_wronganswer_change", "library_article_simple_history", "library_fact_delete"),
    )
)
IN_CI = {"study", "deck", "quiz-result", "bring-one", "admin:library_question_changelist", "admin:question_preview"}
SHOWN = 20
"""Letters of a payload that a page shows, whatever it cuts off."""


@pytest.fixture
def world(transactional_db: None, clock: Traveller, shelf: Shelf) -> World:
    return make_world(shelf)


def carried_out(page: Page, world: World, names: list[str], payload: str) -> list[str]:
    """The pages that do what the payload says."""
    found, shown = [], 0
    for name in names:
        page.goto(world.path(EVERY[name]))
        page.wait_for_load_state()
        shown += payload[:SHOWN] in page.inner_text("body")
        found += [f"{name}: {payload}: {call}" for call in page.evaluate("window.calls")]
    assert shown > 1
    return found


@pytest.mark.parametrize(
    ("payloads", "some"),
    [
        pytest.param(PAYLOADS[1::97], IN_CI, id="a few"),
        pytest.param(PAYLOADS[::50], {*OF_A_LEARNER, *OF_AN_EDITOR}, id="every page", marks=pytest.mark.slow),
        pytest.param(PAYLOADS, {*OF_A_LEARNER, *OF_AN_EDITOR}, id="all", marks=pytest.mark.slow),
    ],
)
def test_nothing_is_carried_out(
    world: World, new_context: NewContext, sign_in: SignIn, payloads: list[str], some: set[str]
) -> None:
    found = []
    for who, names in (("learner", OF_A_LEARNER), ("superuser", OF_AN_EDITOR)):
        context = new_context()
        context.add_init_script(HOOK)
        page = sign_in(context.new_page(), world.users[who])
        for payload in payloads:
            assert fill_with(payload) > 30
            found += carried_out(page, world, [name for name in names if name in some], payload)
    assert found == []


@pytest.mark.slow
def test_what_is_carried_out_is_heard(new_context: NewContext, live_server: LiveServer, complaints: list[str]) -> None:
    context = new_context()
    context.add_init_script(HOOK)
    page = context.new_page()
    page.goto("/offline/")
    page.evaluate("payload => { document.body.innerHTML = payload }", "<img src=x onerror=fired()>")
    page.wait_for_function("window.calls.length > 0")
    complaints.clear()

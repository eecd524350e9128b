"""A teacher brings a GIFT file with two faults, fixes them by the page’s words, publishes it, and shares a quiz."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from time_machine import Traveller

from studyapp.demo.factories import ArticleFactory, DeckFactory, EditorFactory
from studyapp.exchange.jobs import bring_in
from studyapp.library.models import Fact, Question
from studyapp.study.models import Quiz
from tests.browser.browsers import NewContext, SignIn
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("editing")]

WITHOUT_RIGHT = "Which town has the oldest lighthouse of the bay? {\n~Vorlund\n~Tarnby\n~Ostrand\n}\n"
NO_NUMBER = "How many metres high is the lighthouse of Vorlund? {#3,6}\n"
GIFT = f"{WITHOUT_RIGHT}\n{NO_NUMBER}"


def send(page: Page, text: str) -> None:
    """Send the file from its page in admin, and have the worker read it."""
    file = {"name": "bay.gift.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]  # of one shape
    page.get_by_label("Deck").select_option(label="The bay")
    page.get_by_role("button", name="Show the cards").click()
    expect(page.get_by_text("The file is being read.")).to_be_visible()
    bring_in(timezone.now())


def fault(page: Page, line: int) -> Locator:
    return page.get_by_role("listitem").filter(has_text=f"line {line}")


def test_a_gift_file_with_two_faults_becomes_a_shared_quiz(
    transactional_db: None, new_context: NewContext, sign_in: SignIn, phone: Page, clock: Traveller
) -> None:
    article = ArticleFactory(title="The lights of the bay")
    DeckFactory(title="The bay")
    page = sign_in(new_context().new_page(), EditorFactory())
    inspection = Inspection(page)
    inspection.of("/help/your-cards/")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/exchange/import/")
    page.get_by_role("link", name="Read how to do it").click()
    inspection.here("which file for which program, for editors")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("link", name="Send a file").click()

    send(page, GIFT)
    expect(page.get_by_role("heading", name="bay.gift.txt")).to_be_visible()
    page.get_by_role("link", name="Refused: 2").click()
    expect(fault(page, 1)).to_contain_text("Answers:")
    expect(fault(page, 1)).to_contain_text("Write = before the right one")
    expect(fault(page, 7)).to_contain_text("“3,6” is no number. Write digits and a point: 3.6")
    page.get_by_role("button", name="Stop").click()
    page.goto("/admin/exchange/import/")
    send(page, GIFT.replace("~Vorlund", "=Vorlund").replace("3,6", "3.6"))
    expect(page.get_by_text("2 new questions")).to_be_visible()
    page.get_by_role("button", name="Bring them in as drafts").click()
    expect(page.get_by_text("notes are ready")).to_be_visible()
    bring_in(timezone.now())
    page.get_by_role("link", name="The bay").click()
    for fact in Fact.objects.order_by("pk"):
        page.goto(f"/admin/library/fact/{fact.pk}/change/")
        page.locator("[name=statement]").fill(f"This is so in the bay of Vorlund: {fact.statement}")
        page.locator("[name=as_of]").fill("2025")
        page.get_by_text("Add another Citation").click()
        page.locator("#citations-0 .field-article .select2-selection").click()
        page.locator(".select2-search__field").fill("lights")
        page.get_by_role("option", name=article.title).click()
        page.locator("[name=citations-0-says]").fill("the lighthouse, by the bay")
        page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/admin/library/fact/?state__exact=draft")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(label="Publish the selected facts with their questions")
    page.locator("button[name=index]").click()
    page.get_by_role("button", name="Publish what is ticked").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Question.objects.live().count() == 2

    page.goto("/quizzes/share/")
    page.get_by_label("Title").fill("The bay for all")
    page.get_by_role("button", name="Make the quiz").click()
    expect(page.get_by_text("Nobody has started yet.")).to_be_visible()
    phone.goto(f"/q/{Quiz.objects.get().code}/")
    phone.get_by_label("Your name").fill("Minh")
    phone.get_by_role("button", name="Start").click()
    for _ in range(2):
        expect(phone.locator("#prompt")).to_be_visible()
        expect(phone.locator("#verdict")).to_have_count(0)
        phone.wait_for_load_state()
        if (town := phone.get_by_role("radio", name="Vorlund")).count():
            town.check()
        else:
            phone.locator("[name=number]").fill("3.6")
        phone.locator("button[data-key=Enter]").click()
        expect(phone.locator("#verdict")).to_contain_text("Right")
        phone.get_by_role("link", name=re.compile("^Next$|^See the result$")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("2 of 2 right"))
    page.reload()
    expect(page.get_by_role("rowheader", name="Minh")).to_be_visible()
    assert inspection.faults == [], "\n".join(["", *inspection.faults])

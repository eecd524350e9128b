"""The pages about the site itself are open to all; a reader of a reminder stops it; a browser can read the manifest."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.accounts.unsubscribing import link_for
from studyapp.demo.factories import DeckFactory, LearnerFactory
from tests.browser.browsers import NewContext, SignIn
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture
def inspection(new_context: NewContext) -> Iterator[Inspection]:
    inspection = Inspection(new_context().new_page())
    yield inspection
    assert inspection.faults == [], "\n".join(["", *inspection.faults])


def test_help_and_privacy(transactional_db: None, inspection: Inspection, sign_in: SignIn) -> None:
    page = inspection.page
    page.goto("/privacy/")
    page.locator("summary").click()
    expect(page.locator("details li").first).to_be_visible()
    inspection.here("privacy, with every part of it")
    page.get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it works")
    inspection.here()
    sign_in(page, LearnerFactory(lan=True))
    inspection.of("/privacy/")


def test_a_reader_of_a_reminder_stops_it(transactional_db: None, inspection: Inspection, settings: Settings) -> None:
    lan, page = LearnerFactory(lan=True, remind_at=7), inspection.page
    link = link_for(lan).removeprefix(settings.SITE_URL)
    inspection.of(link[:-5], link)
    page.get_by_role("button", name="Stop the reminders").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You will get no more reminders.")
    inspection.here()
    assert User.objects.get().remind_at is None


def test_a_browser_finds_no_fault_in_the_manifest(transactional_db: None, laptop: Page) -> None:
    laptop.goto("/")
    session = laptop.context.new_cdp_session(laptop)
    found = session.send("Page.getAppManifest")
    assert found["url"].endswith("/manifest.webmanifest")
    assert found["errors"] == []
    assert session.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}


@pytest.mark.parametrize("language", ["en", "vi", "ru"])
def test_the_menu_is_one_line_on_a_phone_and_stays_in_view(
    phone: Page, sign_in: SignIn, transactional_db: None, language: str
) -> None:
    for number in range(9):
        DeckFactory(title=f"Harbour {number}", description="Tides, and what raises them. " * 9)
    sign_in(phone, LearnerFactory(lan=True, language=language)).goto("/decks/")
    menu = phone.locator(".masthead nav")
    links = [box for link in menu.get_by_role("link").all() if (box := link.bounding_box())]
    assert len(links) == 6
    middles = [box["y"] + box["height"] / 2 for box in links]
    assert max(middles) - min(middles) < 12
    assert all(box["x"] + box["width"] <= 390 for box in links)
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(menu).to_be_in_viewport(ratio=0.9)


def test_without_a_network_an_installed_site_says_so_on_a_page_of_its_own(transactional_db: None, phone: Page) -> None:
    # How a window of its own says what it is; a browser that is driven cannot open one.
    phone.add_init_script(
        "const real = matchMedia; matchMedia = (query) => real(query.replace('standalone', 'browser'))"
    )
    phone.goto("/help/")
    phone.evaluate("Promise.race([navigator.serviceWorker.ready, new Promise((no) => setTimeout(no, 10000))])")
    phone.context.set_offline(True)
    phone.goto("/decks/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are offline.")
    phone.context.set_offline(False)
    phone.get_by_role("link", name="Try again").click()
    expect(phone.get_by_role("link", name="Sign up to study")).to_be_visible()

"""What every test shares: people and a shelf, hypothesis profiles, caches that start empty, and a Chromium."""

import gc
import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from studyapp.site.page_tags import rendered

pytest_plugins = ["tests.people", "tests.shelf"]
"""Fixtures that several rooms use."""
HELPERS = ("answering", "junk", "quizzing", "statements", "serving.served", "study.histories")
"""What they assert is shown in full when it fails, as what tests assert is."""

pytest.register_assert_rewrite(*(f"tests.{name}" for name in HELPERS))

settings.register_profile(
    "ci", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("second", settings.get_profile("ci"), max_examples=12)
"""For a database after the first: what it judges otherwise shows early, and what is odd in itself was found before."""
settings.register_profile("banks", settings.get_profile("ci"), max_examples=300)
"""Of files of questions: `tests/formats`, on demand."""
settings.register_profile("slow", settings.get_profile("ci"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
QUIET = (
    *("--disable-gpu", "--in-process-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
NO_CHROMIUM = (
    "No Chromium was found: install the system's (apt-get install chromium) "
    "or Playwright's own (uv run playwright install chromium)."
)


NO_DATABASE = (
    *("kinds/", "formats/", "scheduling/", "serving/", "library/suggesting/", "study/cards/"),
    *(
        "test_project.py",
        "test_markdown.py",
        "library/test_room.py",
        "library/test_picturing.py",
        "own/test_pasting.py",
    ),
)
"""Rooms without a database, as import contracts have it, or with rules alone; and what is said of the code itself."""
PAGES = (
    *("accounts/", "browser/", "demo/", "insights/", "site/", "study/views/", "library/admin/"),
    *("library/test_views.py", "test_static_files.py", "study/test_nothing_given_away.py", "study/test_unsent.py"),
    "study/test_answer_changed.py",
    *("study/test_guests.py", "study/test_time_counted.py", "study/test_languages.py"),
    *("study/quizzes/test_shared_quizzes.py", "study/quizzes/test_bad_quizzes.py", "exchange/"),
    *("own/test_bad_input.py", "own/test_bad_lists.py", "own/test_cards.py", "own/test_decks.py"),
    *("operating/test_logs.py", "operating/test_metrics.py", "everywhere/"),
    *("own/test_from_facts.py", "own/test_sitting.py", "own/test_pictures.py", "library/test_seed_pictures.py"),
    *("library/test_guide.py", "library/test_plausible.py", "library/test_seed_commands.py"),
    *("library/test_suggest_command.py", "study/spacing/test_retention_cost.py"),
    "endurance/test_clock.py",
)
"""What pages and commands show and refuse. That every database understands what they ask is seen where all pages are
opened (`test_addresses.py`), where they are sent junk (`study/test_bad_input.py`), where two are asked at once
(`test_races.py`), and where a student goes through a day without JavaScript."""
BUT_ON_EACH = (
    *("accounts/test_models.py", "accounts/test_hostile_input.py", "library/admin/test_lists.py"),
    "library/admin/test_growing.py",
    *("insights/test_collecting.py", "insights/test_item_figures.py"),
    *("exchange/arriving/test_killed.py", "site/test_backups.py"),
)
"""Constraints, junk, lists that grow, that day, what is added up by the database, and how it is copied."""


def pytest_itemcollected(item: pytest.Item) -> None:
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    asks_none = isinstance(item, pytest.Function) and not asks_a_database(item)
    if asks_none or (path.startswith((*NO_DATABASE, *PAGES)) and not path.startswith(BUT_ON_EACH)):
        item.add_marker(pytest.mark.any_database)


def asks_a_database(item: pytest.Function) -> bool:
    """Only what says so may: pytest-django lets no other test reach one. Skipped for a vendor, it speaks of one."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "skipif"))
    return marked or not {"db", "transactional_db", "django_db_setup"}.isdisjoint(item.fixturenames)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Those that drive a browser together, so that it is started once; and the long files early, so that no worker is
    # left alone with one at the end.
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in ("browser", "long")])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """All that was imported and collected stays until the end: it is not looked through again and again for garbage,
    and what a test leaves behind is looked for less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _empty_caches():
    """Rate limits are counted in the cache: what one test used up must not bar the next. And a test may give a language
    other words, or the address of a fact, than those that pieces of pages were kept with."""
    cache.clear()
    rendered.cache_clear()


@pytest.fixture(autouse=True)
def _english():
    """A request leaves its language behind, which the next request would set anew, but no code outside one."""
    yield
    translation.deactivate()


class Driven:
    """The Chromium that tests drive: started for the first of them, and stopped before the first test that drives none,
    since while Playwright's event loop runs Django takes this thread for an asynchronous one.
    """

    def __init__(self) -> None:
        self.held: ExitStack | None = None

    def start(self, **options: Any) -> None:
        if self.held is None:
            with ExitStack() as held:
                held.enter_context(pytest.MonkeyPatch.context()).setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
                self.playwright = held.enter_context(sync_playwright())
                held.callback(connections.close_all)  # those opened beside the loop are out of sight once it is gone
                self.browser = held.enter_context(_launched(self.playwright, options))
                self.held = held.pop_all()

    def stop(self) -> None:
        if self.held is not None:
            self.held.close()
            self.held = None


driven = Driven()


def _launched(playwright: Playwright, options: dict[str, Any]) -> Browser:
    """The system's Chromium or Chrome, else Playwright's own; without either the test is skipped, and fails in CI."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    try:
        return playwright.chromium.launch(executable_path=found, args=QUIET, **options)
    except PlaywrightError as error:
        if "Executable doesn't exist" not in str(error):
            raise
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_CHROMIUM)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None:
        driven.stop()


def pytest_sessionfinish() -> None:
    driven.stop()


@pytest.fixture(scope="module")
def browser(browser_type_launch_args: dict[str, Any]) -> Browser:
    driven.start(**browser_type_launch_args)
    return driven.browser


@pytest.fixture(scope="module")
def playwright(browser: Browser) -> Playwright:
    return driven.playwright

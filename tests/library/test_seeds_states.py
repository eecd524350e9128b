"""What seeds say of states: everything may wait for review, and readers are led to no article that they cannot see."""

import pytest

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW
from studyapp.library.models import Article, Fact, Question, Standing, State
from tests.library.folder import ALMANAC, GAZETTE, Folder

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MAIN_CAUSE, ALMANAC_FILE = 'id = "main-cause"\n', "articles/almanac"


def test_each_may_wait_for_review_and_nobody_is_said_to_have_brought_it_there(seeds: Folder) -> None:
    seeds.write("articles/tern", 'title = "Of terns"\nstate = "ready"\n')
    seeds.change(MAIN_CAUSE, f'{MAIN_CAUSE}state = "ready"\n')
    seeds.load()
    assert Article.objects.get(slug="tern").state == State.READY
    assert Fact.objects.get(slug="main-cause").state == State.READY
    assert Question.objects.get(slug="main-cause-choice").state == State.READY
    assert Article.objects.get(slug="almanac").state == State.PUBLISHED
    assert not Standing.objects.exists()
    assert seeds.load().changed_nothing


def test_an_article_that_says_it_is_published_says_nothing_new(seeds: Folder) -> None:
    seeds.load()
    seeds.write(ALMANAC_FILE, f'{ALMANAC}state = "published"\n')
    assert seeds.load().changed_nothing


@pytest.mark.parametrize("state", ["draft", "ready"])
def test_an_article_that_a_fact_leads_to_cannot_be_hidden(seeds: Folder, state: str) -> None:
    seeds.write("articles/gazette", f'{GAZETTE}state = "{state}"\n')
    told = "Readers see the fact “main-cause”, but not “gazette”, which it cites. Publish both, or neither."
    assert seeds.faults() == [f"seeds/decks/tides.toml, fact “main-cause”, state: {told}"]
    seeds.change(MAIN_CAUSE, f'{MAIN_CAUSE}state = "{state}"\n')
    assert seeds.faults() == []


@pytest.mark.parametrize("state", ["paused", "lost"])
def test_a_state_that_no_article_has_is_refused_with_those_there_are(seeds: Folder, state: str) -> None:
    seeds.write(ALMANAC_FILE, f'{ALMANAC}state = "{state}"\n')
    assert seeds.faults()[0].startswith("seeds/articles/almanac.toml, state: ")
    assert all(known in seeds.faults()[0] for known in ("draft", "ready", "published", "retired"))


def test_an_article_that_an_editor_took_back_stays_so(seeds: Folder, edith: User) -> None:
    seeds.write("articles/tern", 'title = "Of terns"\n')
    seeds.load()
    tern = Article.objects.get(slug="tern")
    tern.move(State.DRAFT, at=NOW, editor=edith)
    assert seeds.load().kept == ["seeds/articles/tern.toml"]
    seeds.load(force=True)
    tern.refresh_from_db()
    assert tern.state == State.PUBLISHED

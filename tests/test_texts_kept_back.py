"""The text of an article is for editors alone: no reader's page, history, log, download or seed has a word of it."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory
from studyapp.exchange import own_data
from studyapp.library.models import Article, ArticleText, Fact
from studyapp.study.decks.membership import join
from tests.addresses import OUTSIDE_ADMIN
from tests.people import NOON
from tests.shelf import Shelf, build_shelf

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CANARY = "Quokkas grazed by the weir"
TEXT = f"Nobody was there.\n\n{CANARY} for a fortnight.\n\n{CANARY} no longer."


@pytest.fixture
def shelf(db: None) -> Shelf:
    return build_shelf()


@pytest.fixture
def read(shelf: Shelf) -> Article:
    """An article whose text an editor pasted, mended and wrote a fact from."""
    browser, article = Client(), shelf.tide.citations.get().article
    browser.force_login(EditorFactory(email="edith@example.org"))
    for text in (TEXT.replace("fortnight", "week"), TEXT):
        page = reverse("admin:desk_text", args=[article.pk])
        version = browser.get(page).context["adminform"].form["version"].value()
        assert browser.post(page, {"text": text, "version": version}).status_code == 302
    desk = reverse("admin:desk", args=[article.pk])
    form = browser.get(f"{desk}?paragraph=1").context
    assert CANARY in browser.get(desk).text, "an editor reads it"
    assert form["place"].chosen.text == "Nobody was there."
    sent = {
        "statement": "Nobody was seen by the weir.",
        "deck": shelf.harbour.pk,
        "as_of": "2026-01-01",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-says": "nobody was there",
        "citations-0-stance": "supports",
        "citations-0-paragraph": "1",
    }
    assert browser.post(f"{reverse('admin:desk_fact', args=[article.pk])}?paragraph=1", sent).status_code == 302
    article.refresh_from_db()
    return article


def test_no_page_of_a_visitor_or_a_learner_has_it(client: Client, lan: User, shelf: Shelf, read: Article) -> None:
    join(lan, shelf.harbour, at=NOON)
    slugs = {"article": read.slug, "fact": shelf.tide.slug}
    shown = set()
    for signed_in in (False, True):
        for name, one in OUTSIDE_ADMIN.items():
            if signed_in:
                client.force_login(lan)  # one of them signs out
            known = {"question": shelf.choice.pk, "slug": slugs.get(name, shelf.harbour.slug)}
            page = client.get(one.path(known))
            body = b"".join(page) if page.streaming else page.content
            assert CANARY.encode() not in body, name
            shown |= {name} if page.status_code == 200 else set()
    assert shown >= {"article", "articles", "fact", "deck", "study", "my-data"}


def test_no_other_table_has_it_the_histories_and_logs_among_them(read: Article) -> None:
    found = []
    for model in apps.get_models():
        columns = [
            it.attname for it in model._meta.concrete_fields if isinstance(it, CharField | TextField | JSONField)
        ]
        found += [model for row in model._base_manager.values_list(*columns) if CANARY in str(row)]
    assert found == [ArticleText]
    assert read.history.count() >= 2, "there is a history in which it could stand"


def test_no_page_of_the_history_and_no_download_of_the_editor_has_it(read: Article) -> None:
    edith, browser = User.objects.get(email="edith@example.org"), Client()
    browser.force_login(edith)
    page = browser.get(reverse("admin:library_article_history", args=[read.pk]))
    assert page.status_code == 200
    assert CANARY not in page.text
    older = read.history.earliest().pk
    assert CANARY not in browser.get(reverse("admin:library_article_simple_history", args=[read.pk, older])).text
    assert CANARY not in "".join(own_data.write(edith, at=NOON))


def test_no_seed_says_it(read: Article) -> None:
    said = [read.as_seed(), *(fact.as_seed() for fact in Fact.objects.all())]
    assert CANARY not in json.dumps(said, default=str)


def test_no_seed_that_is_dumped_says_it(read: Article, tmp_path: Path) -> None:
    for kind in ("articles", "decks"):
        (tmp_path / kind).mkdir()
    call_command("dump_seeds", tmp_path, verbosity=0)
    written = "".join(file.read_text() for file in tmp_path.rglob("*.toml"))
    assert "Nobody was seen by the weir." in written
    assert CANARY not in written


def test_it_goes_with_its_article(read: Article) -> None:
    read.citations.all().delete()
    read.delete()
    assert not ArticleText.objects.exists()

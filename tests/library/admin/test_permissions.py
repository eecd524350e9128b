"""Who may do what: Django's own permissions decide, on the page and behind it."""

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import CompositePrimaryKey, Model
from django.test import Client
from django.urls import resolve

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Article, Deck, Fact, Question, State
from tests.library.admin.pages import act, address, list_address
from tests.people import group

pytestmark = pytest.mark.django_db

LIBRARY: list[type[Model]] = [Article, Deck, Fact, Question]


def _staff(client: Client, *codenames: str) -> Client:
    user = User.objects.create_user("vera@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


@pytest.fixture
def reader(client: Client) -> Client:
    """Vera may look at everything in the library, and do nothing."""
    return _staff(client, "view_article", "view_citation", "view_deck", "view_fact", "view_question", "view_report")


@pytest.fixture
def question() -> Question:
    return QuestionFactory(kind="typed", explanation="They come at half moon.")


def _things(question: Question) -> list[Any]:
    return [question.fact.citations.get().article, question.fact.deck, question.fact, question]


def test_a_stranger_is_asked_to_sign_in_and_a_learner_is_turned_away(client: Client, question: Question) -> None:
    pages = [address(thing) for thing in _things(question)] + ["/admin/", list_address(Question)]
    for page in pages:
        assert client.get(page).status_code == 302
    client.force_login(LearnerFactory(lan=True))
    for page in pages:
        response = client.get(page)
        assert response.status_code in (302, 403)
        assert question.fact.statement not in response.content.decode()


def test_staff_without_permissions_see_nothing(client: Client, question: Question) -> None:
    nobody = _staff(client)
    for thing in _things(question):
        assert nobody.get(list_address(type(thing))).status_code == 403
        assert nobody.get(address(thing)).status_code == 403
        assert nobody.get(address(thing, "history")).status_code == 403
    assert nobody.get(f"/admin/library/question/{question.pk}/preview/").status_code == 403


def test_a_reader_reads_every_page(reader: Client, question: Question) -> None:
    for thing in _things(question):
        assert reader.get(list_address(type(thing))).status_code == 200
        assert reader.get(address(thing)).status_code == 200
        assert reader.get(address(thing, "history")).status_code == 200
    assert reader.get(f"/admin/library/question/{question.pk}/preview/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_sees_what_a_question_asks_and_accepts(reader: Client, kind: str) -> None:
    question = QuestionFactory(kind=kind, explanation="So it is.")
    page = reader.get(address(question)).content.decode()
    assert str(question) in page
    assert "So it is." in page
    for field in KINDS[kind].AuthorForm.base_fields.values():
        assert not field.required or str(field.label) in page


def test_a_reader_is_offered_nothing_to_press(reader: Client, question: Question) -> None:
    for thing in _things(question):
        page = reader.get(address(thing)).content.decode()
        assert 'name="_save"' not in page
        assert 'name="_verb"' not in page
        assert "deletelink" not in page
        assert "/add/" not in page
        assert reader.get(list_address(type(thing))).context["action_form"] is None


def test_a_reader_changes_nothing_by_posting(reader: Client, question: Question) -> None:
    fact = question.fact
    for thing in _things(question):
        assert reader.post(address(thing), {"title": "x", "statement": "x", "_verb": "retire"}).status_code == 403
        assert reader.post(address(thing, "delete"), {"post": "yes"}).status_code == 403
    for model in LIBRARY:
        assert reader.get(f"{list_address(model)}add/").status_code == 403
        assert reader.post(f"{list_address(model)}add/?kind=typed", {}).status_code == 403
    act(reader, Fact, "retire", fact)
    act(reader, Question, "delete_selected", question, post="yes")
    fact.refresh_from_db()
    assert fact.state == State.PUBLISHED
    assert Question.objects.get().state == State.PUBLISHED


def test_a_reader_brings_no_older_version_back(reader: Client, question: Question) -> None:
    fact = question.fact
    page = f"{address(fact, 'history')}{fact.history.earliest().pk}/"
    assert "Bring this version back" not in reader.get(page).content.decode()
    assert reader.post(page, {"statement": "Vera was here.", "as_of": "2026", "position": "1"}).status_code == 403
    fact.refresh_from_db()
    assert fact.statement != "Vera was here."


def test_whoever_may_only_add_publishes_nothing(client: Client) -> None:
    fact = FactFactory()
    author = _staff(client, "view_fact", "view_article", "add_question", "view_question")
    page = f"/admin/library/question/add/?kind=typed&fact={fact.pk}"
    data = {"fact": fact.pk, "slug": "neap", "prompt": "Which?", "spec-answer": "Neap tides", "position": "0"}
    assert 'name="_verb"' not in author.get(page).content.decode()
    assert author.post(page, data | {"_verb": "publish"}).status_code == 403
    assert not Question.objects.live().exists()
    assert author.post(page, data | {"_save": "1"}).status_code == 302
    assert Question.objects.get().state == State.DRAFT


@pytest.mark.parametrize("name", ["Editors", "Reviewers", "Publishers"])
def test_whoever_is_in_one_group_may_follow_every_link_that_they_are_shown(
    client: Client, question: Question, name: str
) -> None:
    article = question.fact.citations.get().article
    Article.objects.filter(pk=article.pk).update(status="corrected", paragraphs=2)
    Fact.objects.update(state=State.PAUSED)
    QuestionFactory(fact=question.fact, kind="choice", published=False)
    somebody = _staff(client)
    User.objects.get(email="vera@example.org").groups.set([group(name)])
    waiting, seen, refused = ["/admin/", f"{address(article)[: -len('change/')]}desk/?paragraph=1"], set[str](), []
    while waiting:
        page = waiting.pop()
        known = resolve(urlsplit(page).path).view_name
        if known in seen:
            continue
        seen.add(known)
        response = somebody.get(page)
        if response.status_code == 403:
            refused.append(page)
        found = re.findall(r'<a[^>]* href="([^"#]+)', response.text) if "html" in response["Content-Type"] else []
        waiting += [each for link in found if (each := urljoin(page, unescape(link))).startswith("/admin/")]
    assert refused == []
    assert {"admin:article_settle", "admin:check", "admin:desk", "admin:insights_question"} <= seen


def test_nothing_with_a_learners_composite_key_is_in_admin() -> None:
    registered = set(admin.site._registry)
    composite = {model for model in apps.get_models() if isinstance(model._meta.pk, CompositePrimaryKey)}
    assert composite
    assert not registered & composite
    assert set(LIBRARY) <= registered

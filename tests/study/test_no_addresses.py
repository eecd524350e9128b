"""Learners' email addresses are on no editor's page: each page of admin that links lead to is looked through."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, EditorFactory, LearnerFactory, QuestionFactory, QuizFactory
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Bookmark, Report
from tests.library.admin.pages import act, address, save

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESS = "lan@example.org"
LINK = re.compile(r'(?:href|action)="(/admin/[^"#]*)"')
LEFT = re.compile(r"/(logout|password_change|jsi18n|guide)/|[?]")
"""Pages about the editor, the guide, and lists narrowed to rows that the whole list shows too."""
ALSO = [
    f"/admin/autocomplete/?app_label=library&model_name={model}&field_name={field}&term={term}"
    for model, field in (("question", "fact"), ("citation", "article"), ("fact", "superseded_by"))
    for term in ("", "lan", ADDRESS)
]
"""What forms ask for as somebody writes in them."""


@pytest.fixture
def question() -> Question:
    """Lan studies it, has bookmarked its fact and reported it, takes a quiz of it, and shares that."""
    lan, question = LearnerFactory(lan=True), QuestionFactory(kind="typed")
    EmailAddress.objects.create(user=lan, email=ADDRESS, verified=True, primary=True)
    join(lan, question.fact.deck, at=NOW)
    Bookmark.objects.create(learner=lan, fact=question.fact, kept_at=NOW)
    said = {"question": question, "revision": question.revision, "reason": "wrong", "comment": "Not so."}
    Report.objects.create(learner=lan, reported_at=NOW + timedelta(hours=1), **said)
    QuizFactory(owner=lan, questions=[question], code="TIDES")
    return question


def test_an_editor_meets_no_learners_address_on_any_page(client: Client, question: Question) -> None:
    client.force_login(EditorFactory(email="edith@example.org"))
    save(client, address(question), prompt="Which tides are weak?")
    act(client, Question, "retire", question)
    opened: set[str] = set()
    waiting = ["/admin/", *ALSO]
    while waiting:
        page = waiting.pop()
        opened.add(page)
        response = client.get(page)
        is_page = response.get("Content-Type", "").startswith("text/html")
        text = response.content.decode() if is_page else ""
        assert response.status_code in (200, 302, 400, 403, 404, 405), page
        assert ADDRESS not in text, page
        found = {link.replace("&amp;", "&") for link in LINK.findall(text)}
        waiting += [link for link in found - opened - {*waiting} if not LEFT.search(link)]
    assert {
        address(question),
        address(question, "history"),
        "/admin/study/report/",
        "/admin/accounts/editor/",
    } <= opened
    assert len(opened) > 30
    assert client.get("/admin/account/emailaddress/").status_code == 404


def test_no_words_for_a_learner_are_their_address() -> None:
    lan = LearnerFactory(lan=True)
    assert ADDRESS not in str(User.objects.get(pk=lan.pk))

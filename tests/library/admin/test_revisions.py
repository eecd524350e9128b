"""Old revisions of questions are read whole, compared field by field, and brought back as new ones."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import CitationFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Question, Revision
from tests.library.admin.pages import address, filled, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(editor: Client) -> Question:
    """Written as one thing and published; then given another answer."""
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"}, explanation="At half moon.")
    save(editor, address(question), prompt="Which tides are dead?", spec__answer="Dead tides", explanation="")
    return question


def page(question: Question, number: int) -> str:
    return reverse("admin:question_revision", args=[question.pk, number])


def test_a_revision_is_read_whole_and_compared_with_what_stands(editor: Client, question: Question) -> None:
    shown = editor.get(page(question, 2))
    rows = {row.label: (row.this, row.other, row.differs) for row in shown.context["rows"]}
    assert rows["Right answer"] == ("Neap tides", "Dead tides", True)
    assert rows["explanation"] == ("At half moon.", "", True)
    assert rows["prompt"][1] == "Which tides are dead?"
    assert shown.context["other"].number == 3
    assert editor.get(page(question, 3)).context["other"].number == 2
    assert editor.get(page(question, 3), {"with": "1"}).context["other"].number == 1


@pytest.mark.parametrize("wrong", ["", "0", "99", "x", "\u0661", "99999999999999999999"])
def test_what_there_is_not_is_not_compared(editor: Client, question: Question, wrong: str) -> None:
    assert editor.get(page(question, 2), {"with": wrong}).context["other"].number == 3
    assert editor.get(page(question, 99)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_revision_of_every_kind_can_be_read_and_fills_the_form(editor: Client, kind: str) -> None:
    question = QuestionFactory(kind=kind)
    now = filled(editor.get(address(question)))
    save(editor, address(question), prompt=f"{question}!")
    assert editor.get(page(question, 1)).status_code == 200
    restored = filled(editor.get(f"{address(question)}?revision=1"))
    assert {**restored, "version": ""} == {**now, "version": ""}


def test_a_revision_comes_back_as_a_new_one(editor: Client, question: Question) -> None:
    before = question.revisions.count()
    form = f"{address(question)}?revision=2"
    assert "The fields show revision 2" in " ".join(editor.get(form).content.decode().split())
    save(editor, form)
    question.refresh_from_db()
    assert question.revision is not None
    assert question.revisions.count() == before + 1
    assert (question.revision.body.expected, question.revision.explanation) == ("Neap tides", "At half moon.")
    assert not question.revision.minor


def test_whom_it_followed_is_compared_and_comes_back(editor: Client, question: Question) -> None:
    police = CitationFactory(fact=question.fact, speaker="The police").article
    save(editor, address(question), speaker="The police", shows_date="on")
    save(editor, address(question), prompt="What does the Gazette call them?", speaker="", according_to=police.pk)
    rows = {row.label: (row.this, row.other) for row in editor.get(page(question, 3)).context["rows"]}
    assert rows["speaker"] == ("The police", "")
    assert rows["according to"] == ("", police.name)
    assert rows["shows the date"] == ("yes", "yes")
    save(editor, f"{address(question)}?revision=3")
    question.refresh_from_db()
    assert (question.speaker, question.according_to, str(question)) == ("The police", None, "Which tides are dead?")
    question.fact.citations.filter(article=police).delete()
    form = editor.get(f"{address(question)}?revision=4")
    assert "The article that it followed is not cited by its fact any more" in " ".join(form.text.split())
    assert filled(form)["according_to"] == ""


def test_where_it_was_not_kept_whom_it_followed_the_page_says_so(editor: Client, question: Question) -> None:
    Revision.objects.filter(number=2).update(circumstances=None)
    Question.objects.filter(pk=question.pk).update(shows_date=True)
    rows = {row.label: row for row in editor.get(page(question, 2)).context["rows"]}
    told = rows["shows the date"]
    assert (told.this, told.other, told.differs, told.is_known) == ("not known", "yes", False, False)
    form = editor.get(f"{address(question)}?revision=2")
    assert "is not known: these fields stand as now" in " ".join(form.text.split())
    assert filled(form)["shows_date"] == "on"


def test_what_may_not_stand_any_more_does_not_come_back(editor: Client, question: Question) -> None:
    citation = question.fact.citations.get()
    citation.values = [{"type": "text", "value": "Dead tides", "name": ""}]
    citation.save()
    refused = save(editor, f"{address(question)}?revision=2")
    assert refused.status_code == 200
    assert question.revisions.count() == 3


def test_bringing_back_over_what_another_editor_saved_meanwhile_is_refused(editor: Client, question: Question) -> None:
    opened = filled(editor.get(f"{address(question)}?revision=2"))
    save(editor, address(question), prompt="Which tides are the weakest?")
    assert editor.post(address(question), opened | {"_save": "1"}).status_code == 409
    question.refresh_from_db()
    assert str(question) == "Which tides are the weakest?"


def test_a_reader_reads_it_and_is_offered_nothing(client: Client) -> None:
    question = QuestionFactory(kind="typed")
    reader = User.objects.create_user("vera@example.org", is_staff=True)
    client.force_login(reader)
    assert client.get(page(question, 1)).status_code == 403
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_question"]))
    shown = client.get(page(question, 1))
    assert shown.status_code == 200
    assert not shown.context["may_restore"]
    assert client.get(f"{address(question)}?revision=1").status_code == 200

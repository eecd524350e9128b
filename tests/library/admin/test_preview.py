"""The preview: what a student would meet, tried by an editor, and nothing recorded."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS, Kind
from studyapp.library.admin.preview import Preview
from studyapp.library.models import Question
from tests.library.admin.pages import address, filled

pytestmark = pytest.mark.django_db

JUDGED = [kind for kind in KINDS if not KINDS[kind].self_rated]


def _preview(question: Question) -> str:
    return f"/admin/library/question/{question.pk}/preview/"


def _try(client: Client, question: Question, **answer: Any) -> Any:
    return client.post(_preview(question), {"try": "1", **{f"try-{name}": value for name, value in answer.items()}})


def _body(question: Question) -> Kind:
    body = Preview.of(question).body
    assert body is not None
    return body


def _rows() -> dict[str, int]:
    """How many rows every table holds, the session aside."""
    models = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("published", [True, False])
def test_the_ask_is_shown_as_it_is_or_would_be_asked(editor: Client, kind: str, published: bool) -> None:
    question = QuestionFactory(kind=kind, published=published)
    response = editor.get(_preview(question))
    assert response.status_code == 200
    assert response.context["stage"] == "ask"
    assert all(text in response.content.decode() for text, _ in question.revision.pieces)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("kind", JUDGED)
def test_an_answer_is_judged_and_nothing_is_recorded(editor: Client, kind: str, right: bool) -> None:
    question = QuestionFactory(kind=kind)
    body, before = _body(question), _rows()
    response = _try(editor, question, **body.sample_answer(right=right))
    assert response.context["stage"] == "verdict"
    assert response.context["verdict"].right is right
    assert question.fact.statement in response.content.decode()
    assert _rows() == before


def test_a_flashcard_is_turned_and_rated(editor: Client) -> None:
    question = QuestionFactory(kind="flashcard")
    answer = _body(question).expected
    assert answer not in editor.get(_preview(question)).content.decode()
    turned = editor.post(_preview(question), {"reveal": "1"})
    assert turned.context["stage"] == "revealed"
    assert answer in turned.content.decode()
    rated = editor.post(_preview(question), {"rating": "3"})
    assert rated.context["verdict"].right
    assert editor.post(_preview(question), {"rating": "9"}).status_code == 422


def test_giving_up_shows_the_answer(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    response = editor.post(_preview(question), {"give_up": "1"})
    assert not response.context["verdict"].right
    assert "Neap tides" in response.content.decode()


def test_an_answer_that_is_none_is_asked_again(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    response = _try(editor, question, text="")
    assert response.status_code == 422
    assert "Write an answer first." in response.content.decode()


def test_numbers_are_read_as_the_editor_writes_them(editor: Client, edith: User) -> None:
    edith.number_style = "vi"
    edith.save()
    question = QuestionFactory(kind="number", prompt="How many?", spec={"answer": "3.5"})
    assert _try(editor, question, number="3,5").context["verdict"].right


def test_a_draft_that_could_not_be_published_says_why(editor: Client) -> None:
    fact = FactFactory(citations=[{"value_type": "number", "value": "11"}])
    question = QuestionFactory(fact=fact, kind="number", prompt="How many?", spec={"answer": "12"}, published=False)
    response = editor.get(_preview(question))
    assert response.context["stage"] == "unanswerable"
    assert "The sources give 11" in response.content.decode()


def test_what_stands_in_a_form_is_shown_and_tried_and_nothing_is_saved(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    before = _rows()
    sent = filled(editor.get(address(question)))
    sent |= {"prompt": "How are the weakest tides called?", "spec-answer": "Dead tides", "_preview": "1"}
    page = editor.post(_preview(question), sent)
    assert "How are the weakest tides called?" in page.content.decode()
    kept = dict(page.context["kept"])
    for text, right in (("Dead tides", True), ("Neap tides", False)):
        tried = editor.post(_preview(question), {**kept, "try": "1", "try-text": text})
        assert tried.context["verdict"].right is right
        assert "Dead tides" in " ".join(tried.context["reasons"])
    assert _rows() == before
    question.refresh_from_db()
    assert str(question) == KINDS["typed"].example["prompt"]


def test_what_is_not_there_leads_back_to_the_list(editor: Client) -> None:
    bare = Question.objects.create(slug="bare", fact=FactFactory(), kind="typed")
    for page in (_preview(bare), "/admin/library/question/999/preview/", "/admin/library/question/x/preview/"):
        assert editor.get(page)["Location"] == "/admin/library/question/"


def test_a_learner_sees_no_preview(client: Client) -> None:
    client.force_login(LearnerFactory(lan=True))
    response = client.get(_preview(QuestionFactory(kind="typed")))
    assert response.status_code in (302, 403)
    assert b"half moons" not in response.content

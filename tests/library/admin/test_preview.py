"""The preview: what a student would meet, tried by an editor, and nothing recorded."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import (
    ArticleFactory,
    DeckFactory,
    EditorFactory,
    FactFactory,
    LearnerFactory,
    QuestionFactory,
)
from studyapp.kinds import KINDS, Kind
from studyapp.library.admin.preview import Preview
from studyapp.library.models import Article, Fact, Question
from tests.library.admin.pages import address, filled

pytestmark = pytest.mark.django_db

ADD = "/admin/library/question/add/"
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


# Beside the form


def _beside(client: Client, page: str, sent: dict[str, Any]) -> Any:
    return client.post(page, sent, headers={"HX-Request": "true"})


@pytest.mark.parametrize("kind", KINDS)
def test_beside_its_form_a_question_is_shown_with_hint_and_verdicts_and_nothing_is_saved(
    editor: Client, kind: str
) -> None:
    question = QuestionFactory(kind=kind)
    sent = filled(editor.get(address(question))) | {"explanation": "So the sea goes."}
    before = _rows()
    response = _beside(editor, _preview(question), sent)
    body = response.context["preview"].body
    samples = dict(response.context["preview"].samples)
    near = ["Nearly"] if body.near_answer() else []
    assert [*samples] == ([] if body.self_rated else ["Right", *near, "Wrong"])
    for word, judged in samples.items():
        assert judged.verdict.right or word != "Right"
        assert not judged.verdict.right or word != "Wrong"
    page = response.content.decode()
    assert "So the sea goes." in page
    assert " autofocus" not in page, "it would take the focus from who writes"
    assert _rows() == before


@pytest.mark.parametrize("kind", JUDGED)
def test_an_answer_is_tried_there_by_the_words_in_the_form(editor: Client, kind: str) -> None:
    question = QuestionFactory(kind=kind)
    sent = filled(editor.get(address(question))) | {"try": "1"}
    for right in (True, False):
        answer = {f"try-{name}": value for name, value in _body(question).sample_answer(right=right).items()}
        response = _beside(editor, _preview(question), sent | answer)
        assert response.context["verdict"].right is right
        assert 'name="tried"' in response.content.decode(), "it is judged again as the form changes"


def test_what_stands_beside_a_typed_answer_says_why(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    sent = filled(editor.get(address(question))) | {"try": "1"}
    for answer, why in (
        ("neaps", "counts as “Neaps”"),
        ("neap tisdes", "a typo away from “Neap tides”"),
        ("Spring tides", "known wrong answer"),
        ("nonsense", "too far from everything"),
    ):
        page = _beside(editor, _preview(question), sent | {"try-text": answer}).content.decode()
        assert why in page, answer


def test_a_new_question_is_shown_as_far_as_it_is_written(editor: Client) -> None:
    fact = FactFactory()
    page = f"{ADD}preview/?kind=typed"
    response = _beside(editor, page, {"prompt": "What are they called?", "spec-answer": ""})
    assert "Choose the fact" in response.content.decode()
    response = _beside(editor, page, {"fact": fact.pk, "prompt": "What are they called?", "spec-answer": ""})
    assert "Right answer: This field is required." in response.content.decode()
    assert fact.statement in response.content.decode(), "it is shown what it asks about"
    response = _beside(editor, page, {"fact": fact.pk, "prompt": "What are they called?", "spec-answer": "Neaps"})
    assert response.context["stage"] == "ask"
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"prompt": "x" * 600, "fact": "x"},
        {"prompt": "?", "fact": "99999999999999999999"},
        {"prompt": "\0", "spec-answer": "\0", "try": "1", "try-text": "\0"},
        {"prompt": "?", "spec-answer": "x", "tried": "1", "rating": "9", "sort_of_edit": "wording"},
    ],
)
def test_whatever_is_sent_to_a_preview_breaks_nothing(editor: Client, sent: dict[str, str]) -> None:
    question = QuestionFactory(kind="typed")
    for page in (_preview(question), f"{ADD}preview/?kind=typed", f"{ADD}preview/?kind=riddle", f"{ADD}preview/"):
        for headers in ({}, {"HX-Request": "true"}):
            assert editor.post(page, sent, headers=headers).status_code in (200, 302, 422)
    assert editor.get(f"{ADD}preview/?kind=typed").status_code == 302


def test_who_may_only_look_previews_what_is_stored_alone(client: Client) -> None:
    question = QuestionFactory(kind="typed")
    looker = EditorFactory(is_superuser=False)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(looker)
    assert client.get(_preview(question)).status_code == 200
    assert client.post(_preview(question), {"prompt": "Mine?"}).status_code == 403
    assert client.post(f"{ADD}preview/?kind=typed", {"prompt": "Mine?"}).status_code == 403
    assert (
        client.post(f"{address(question.fact, 'change').replace('change', 'preview')}", {"statement": "M"}).status_code
        == 403
    )


# Facts and articles


def _of(thing: Fact | Article) -> str:
    return address(thing).replace("/change/", "/preview/")


def test_a_draft_of_a_fact_is_shown_as_readers_would_see_it(editor: Client) -> None:
    fact = FactFactory(published=False, citations=[{"says": "it rose a little"}])
    page = editor.get(_of(fact)).content.decode()
    assert fact.statement in page
    assert "it rose a little" in page


def test_a_fact_is_shown_as_it_stands_in_its_form_and_nothing_is_saved(editor: Client) -> None:
    fact = FactFactory(citations=[{"says": "it rose a little"}])
    sent = filled(editor.get(address(fact))) | {
        "statement": "The tide was low.",
        "citations-0-says": "it fell",
        "as_of": "May 2025",
    }
    before = _rows()
    page = editor.post(_of(fact), sent).content.decode()
    assert "The tide was low." in page
    assert "As of May 2025" in page
    assert "it fell" in page
    assert "it rose a little" not in page
    assert _rows() == before
    assert "highest" in Fact.objects.get().statement


def test_a_new_fact_and_a_new_article_are_shown_before_they_are_saved(editor: Client) -> None:
    add = "/admin/library/fact/add/"
    sent = filled(editor.get(add)) | {"statement": "The tide is low.", "deck": DeckFactory().pk}
    sent |= {"citations-0-article": ArticleFactory().pk, "citations-0-says": "low", "citations-0-stance": "supports"}
    page = editor.post(f"{add}preview/", sent).content.decode()
    assert "The tide is low." in page
    assert "Harbour Gazette" in page
    add = "/admin/library/article/add/"
    page = editor.post(f"{add}preview/", filled(editor.get(add)) | {"title": "What the sea saw"}).content.decode()
    assert "What the sea saw" in page
    assert not Fact.objects.exists()


def test_what_is_missing_in_a_form_is_said_in_place_of_a_preview(editor: Client) -> None:
    for add, told in (("/admin/library/fact/add/", "Statement"), ("/admin/library/article/add/", "Headline")):
        response = editor.post(f"{add}preview/", filled(editor.get(add)))
        assert response.status_code == 422
        assert told in response.content.decode()


def test_an_article_is_shown_with_drafts_as_if_they_were_published(editor: Client) -> None:
    article = ArticleFactory(status="active")
    draft = FactFactory(published=False, citations=[{"article": article}])
    sent = filled(editor.get(address(article))) | {"summary": "It tells of tides."}
    for page in (editor.get(_of(article)), editor.post(_of(article), sent)):
        assert draft.statement in page.content.decode()
    assert "It tells of tides." in page.content.decode()
    article.refresh_from_db()
    assert article.summary == ""

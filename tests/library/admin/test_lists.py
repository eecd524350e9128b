"""The lists cost the same however long they are, and no address that someone makes up breaks them."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.demo.factories import (
    NOW,
    ArticleFactory,
    CitationFactory,
    DeckFactory,
    FactFactory,
    LearnerFactory,
    QuestionFactory,
)
from studyapp.library.models import Article, Deck, Draft, Fact, Question
from studyapp.study.models import Report
from tests.library.admin.pages import address, filled, list_address

pytestmark = pytest.mark.django_db

MODELS: list[type[Model]] = [Article, Deck, Fact, Question, Report]


def _grow() -> Question:
    """One more of everything."""
    article = ArticleFactory()
    question = QuestionFactory(kind="typed", according_to=article, fact=FactFactory(citations=[{"article": article}]))
    assert question.revision is not None
    CitationFactory(fact=question.fact, article=ArticleFactory(same_text_as=ArticleFactory()), stance="differs")
    Report.objects.create(
        learner=LearnerFactory(), question=question, revision=question.revision, reason="wrong", reported_at=NOW
    )
    return question


def _queries(run: Callable[[], Any]) -> int:
    run()  # permissions and content types are looked up once and kept
    with CaptureQueriesContext(connection) as queries:
        run()
    return len(queries)


@pytest.mark.any_database
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("query", ["", "?q=tide", "?_facets=True"])
def test_a_list_asks_the_database_no_more_as_it_grows(editor: Client, model: type[Model], query: str) -> None:
    _grow()
    page = f"{list_address(model)}{query}"
    before = _queries(partial(editor.get, page))
    for _ in range(4):
        _grow()
    # With facets, every choice of a filter is counted: more articles are more choices.
    assert _queries(partial(editor.get, page)) <= before or "_facets" in query
    assert before <= 30 or "_facets" in query


@pytest.mark.any_database
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_page_asks_no_more_as_its_fact_grows(editor: Client, page: str) -> None:
    question = _grow()
    things: list[Model] = [question.fact, question]
    before = [_queries(partial(editor.get, address(thing, page))) for thing in things]
    for _ in range(4):
        CitationFactory(fact=question.fact)
        question.revise(_another_wording(question), at=NOW)
    for thing, count in zip(things, before, strict=True):
        # The form of a citation looks its own article up, to show its name.
        assert _queries(partial(editor.get, address(thing, page))) <= count + 4


def _another_wording(question: Question) -> Draft:
    assert question.revision is not None
    return Draft(question.revision.prompt + "?", question.author_spec())


STRANGE = [
    "?q=%00",
    "?q=" + "x" * 5000,
    "?state__exact=%00",
    "?state__exact=lost",
    "?disputed=perhaps",
    "?asked=%00",
    "?p=-1",
    "?p=x",
    "?p=99999999999999999999",
    "?o=99.-99",
    "?o=x",
    "?deck__id__exact=x",
    "?deck__id__exact=99999999999999999999",
    "?fact__deck__id__exact=%00",
    "?citations__article__id__exact=x",
    "?citations__article__id__exact=99999999999999999999",
    "?question__id__exact=x",
    "?question__id__exact=99999999999999999999",
    "?kind__exact=riddle",
    "?publisher=%00",
    "?learner__email__startswith=l",
    "?fact__cards__learner__email__startswith=l",
    "?e=1",
    "?_facets=%00",
    "?all=",
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("query", STRANGE)
def test_a_strange_query_breaks_no_list(editor: Client, model: type[Model], query: str) -> None:
    assert editor.get(list_address(model) + query).status_code in (200, 302, 400)


KEYS = ["0", "-1", "x", "%00", "99999999999999999999", "_00", "_5F", "é", "1.5"]
UNDER = ["change/", "history/", "delete/", "history/1/", "history/x/", "preview/", ""]


@pytest.mark.parametrize(
    ("model", "pk", "page"),
    # Every key with every page, and every model with every one of both.
    [(MODELS[(i + j) % len(MODELS)], pk, page) for i, pk in enumerate(KEYS) for j, page in enumerate(UNDER)],
)
def test_a_strange_address_breaks_no_page(editor: Client, model: type[Model], pk: str, page: str) -> None:
    assert editor.get(f"{list_address(model)}{pk}/{page}").status_code in (200, 301, 302, 403, 404)


@pytest.mark.parametrize("fact", ["x", "%00", "²", "0", "-1", "99999999999999999999", "1&fact=x"])
def test_a_strange_fact_breaks_no_form(editor: Client, fact: str) -> None:
    for query in (f"?fact={fact}", f"?fact={fact}&kind=typed", f"?kind=typed&slug=%00&according_to={fact}"):
        page = f"/admin/library/question/add/{query}"
        assert editor.get(page).status_code == 200
        data = {
            "fact": fact,
            "slug": "\x00",
            "prompt": "Which?",
            "spec-answer": "x",
            "according_to": fact,
            "position": fact,
        }
        assert editor.post(page, data).status_code == 200
    assert not Question.objects.exists()


@pytest.mark.parametrize("action", ["publish", "retire", "delete_selected", "mark_resolved", "save_model", "\x00", ""])
@pytest.mark.parametrize("pk", ["x", "0", "99999999999999999999", "\x00"])
def test_an_action_on_what_is_not_there_does_nothing(editor: Client, action: str, pk: str) -> None:
    question = _grow()
    for model in MODELS:
        act(editor, model, {"action": action, "_selected_action": pk, "index": "0"})
    question.refresh_from_db()
    assert question.is_live


@pytest.mark.parametrize("said", [{"post": "yes"}, {"index": "x"}, {"index": "7"}])
def test_whatever_else_is_said_about_what_is_not_there_does_nothing(editor: Client, said: dict[str, str]) -> None:
    question = _grow()
    for model in MODELS:
        act(editor, model, {"action": "retire", "_selected_action": "0", **said})
    question.refresh_from_db()
    assert question.is_live


def act(editor: Client, model: type[Model], data: dict[str, str]) -> None:
    assert editor.post(list_address(model), data).status_code in (200, 302, 400)


def test_no_lookup_leads_from_the_library_to_learners(editor: Client) -> None:
    _grow()
    response = editor.get(f"{list_address(Question)}?cards__learner__email__startswith=l")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "term=%00&app_label=library&model_name=citation&field_name=article",
        "term=x&app_label=library&model_name=citation&field_name=article&page=x",
        "term=x&app_label=library&model_name=citation&field_name=article&page=99999999999999999999",
        "term=x&app_label=library&model_name=citation&field_name=%00",
        "term=x&app_label=study&model_name=card&field_name=learner",
        "term=x&app_label=library&model_name=revision&field_name=editor",
        "",
    ],
)
def test_a_strange_completion_breaks_nothing_and_tells_nothing_of_learners(editor: Client, query: str) -> None:
    LearnerFactory(email="x@example.org")
    response = editor.get(f"/admin/autocomplete/?{query}")
    assert response.status_code in (200, 403, 404)
    assert b"example.org" not in response.content


def test_facts_and_articles_complete_themselves(editor: Client) -> None:
    fact = _grow().fact
    page = "/admin/autocomplete/?app_label=library&model_name"
    for query, text in (
        (f"{page}=fact&field_name=superseded_by&term={fact.slug}", fact.statement),
        (f"{page}=question&field_name=fact&term={fact.slug}", fact.statement),
        (f"{page}=citation&field_name=article&term=harbour", "Harbour Gazette"),
        (f"{page}=article&field_name=same_text_as&term=harbour", "Harbour Gazette"),
    ):
        assert any(text in choice["text"] for choice in editor.get(query).json()["results"]), query


def test_a_new_deck_comes_after_those_that_are_there(editor: Client) -> None:
    DeckFactory(position=7)
    assert filled(editor.get("/admin/library/deck/add/"))["position"] == 8


def test_an_article_to_choose_is_told_by_outlet_date_and_headline(editor: Client) -> None:
    ArticleFactory(publisher="Harbour Gazette", published_on=date(2024, 6, 20), title="High water")
    page = "/admin/autocomplete/?app_label=library&model_name=citation&field_name=article&term=gazette"
    assert [found["text"] for found in editor.get(page).json()["results"]] == [
        "Harbour Gazette, 20 June 2024: High water"
    ]


@pytest.mark.parametrize("sent", ["to lam", "Tô Lâm", "TO LAM", "lâm", '"to lam"'])
def test_editors_find_what_is_written_with_marks_without_them_and_the_other_way_round(
    editor: Client, sent: str
) -> None:
    fact = FactFactory(statement="Tô Lâm came.", citations=[{"says": "President Tô Lâm", "article": ArticleFactory()}])
    question = QuestionFactory(fact=FactFactory(), kind="typed", spec={"answer": "Tô Lâm"})
    article = ArticleFactory(title="Tô Lâm in Hanoi")
    deck = DeckFactory(title="Tô Lâm")
    FactFactory()
    for model, thing in ((Fact, fact), (Question, question), (Article, article), (Deck, deck)):
        found = editor.get(list_address(model), {"q": sent}).context["cl"].result_list
        assert list(found) == [thing]


def test_a_question_is_found_by_all_its_answers_right_or_wrong(editor: Client) -> None:
    spec = {"answer": "Hà Nội", "aliases": ["Thăng Long"], "wrong_answers": ["Huế"]}
    typed = QuestionFactory(kind="typed", spec=spec, prompt="Which city?", explanation="The capital.")
    choice = QuestionFactory(spec={"answer": "The Moon", "distractors": ["Sao Hỏa"]})
    for sent, question in (
        ("ha noi", typed),
        ("thang long", typed),
        ("hue", typed),
        ("capital", typed),
        ("hoa", choice),
    ):
        assert list(editor.get(list_address(Question), {"q": sent}).context["cl"].result_list) == [question], sent
    typed.revise(Draft("Which city?", {**typed.author_spec(), "answer": "Đà Nẵng"}), at=NOW)
    assert not editor.get(list_address(Question), {"q": "ha noi"}).context["cl"].result_list
    assert editor.get(list_address(Question), {"q": "da nang"}).context["cl"].result_list


@pytest.mark.parametrize("sent", ["%", "_", "…", '"', "'", "a%b"])
def test_signs_alone_find_nothing_and_break_nothing(editor: Client, sent: str) -> None:
    _grow()
    for model in MODELS:
        assert editor.get(list_address(model), {"q": sent}).status_code == 200
    assert not editor.get(list_address(Question), {"q": sent}).context["cl"].result_list

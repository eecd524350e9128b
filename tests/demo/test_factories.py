"""The factories make people who can sign in, and a library that is really published."""

import pytest
from django.test import Client

from studyapp.demo.factories import (
    NOW,
    PASSWORD,
    CitationFactory,
    EditorFactory,
    FactFactory,
    LearnerFactory,
    QuestionFactory,
)
from studyapp.kinds import KINDS
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Card

pytestmark = pytest.mark.django_db


def test_lan_signs_in_with_the_password_that_everyone_has(client: Client) -> None:
    lan = LearnerFactory(lan=True)
    client.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_an_editor_may_enter_the_admin_and_a_learner_may_not(client: Client) -> None:
    client.force_login(EditorFactory())
    assert client.get("/admin/").status_code == 200
    client.force_login(LearnerFactory())
    assert client.get("/admin/").status_code != 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_live_and_becomes_a_card(kind: str) -> None:
    question, lan = QuestionFactory(kind=kind), LearnerFactory(lan=True)
    assert question in Question.objects.live()
    join(lan, question.fact.deck, at=NOW)
    assert Card.objects.get(learner=lan).question == question


def test_questions_of_one_fact_stand_in_the_order_they_were_made() -> None:
    fact = FactFactory()
    first, second = QuestionFactory(fact=fact), QuestionFactory(fact=fact, kind="typed")
    assert list(fact.questions.all()) == [first, second]
    assert [first.position, second.position] == [0, 1]


def test_a_draft_fact_makes_draft_questions() -> None:
    question = QuestionFactory(fact=FactFactory(published=False))
    assert question not in Question.objects.live()
    assert not FactFactory(citations=[]).is_live


def test_a_disputed_fact_has_a_source_that_differs() -> None:
    assert FactFactory(disputed=True).is_disputed
    assert not FactFactory().is_disputed
    assert CitationFactory(stance="differs").fact.is_disputed


def test_a_sourced_value_is_accepted_by_the_question() -> None:
    fact = FactFactory(
        citations=[
            {"value_type": "number", "value": "11"},
            {"value_type": "number", "value": "12", "stance": "differs"},
        ]
    )
    question = QuestionFactory(fact=fact, kind="number", spec={"answer": "11"})
    assert question.revision is not None
    assert question.revision.body.expected == "11 or 12"


def test_a_faulty_spec_is_refused_with_the_field_that_is_wrong() -> None:
    with pytest.raises(ValueError, match="answer"):
        QuestionFactory(kind="typed", spec={})

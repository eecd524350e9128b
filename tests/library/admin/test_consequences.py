"""What a change to a citation does to what is asked is said by name, and nothing is saved before it is agreed to."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from studyapp.demo.factories import CitationFactory, FactFactory, QuestionFactory
from studyapp.library.models import Act, Fact, Question, State
from tests.library.admin.pages import address, agree, filled

pytestmark = pytest.mark.django_db


def send(editor: Client, fact: Fact, **changes: Any) -> Any:
    """Change some fields, press “Save and continue editing”, and stay there."""
    data = filled(editor.get(address(fact))) | {name.replace("__", "-"): value for name, value in changes.items()}
    return editor.post(address(fact), data | {"_continue": "1"})


def told(response: Any) -> str:
    assert "agreed" in response.context, "it was not asked"
    return " ".join(response.content.decode().split())


def test_a_dispute_names_the_questions_that_would_have_to_name_their_source(editor: Client) -> None:
    fact = FactFactory(citations=[{}, {}])
    vague = QuestionFactory(fact=fact, kind="true_false", prompt="The Moon pulls the sea.")
    acts, entries = Act.objects.count(), LogEntry.objects.count()
    asked = send(editor, fact, citations__1__stance="differs")
    page = told(asked)
    assert "becomes disputed" in page
    assert address(vague) in page
    assert "must name its source" in page
    assert not fact.citations.filter(stance="differs").exists()
    assert (Act.objects.count(), LogEntry.objects.count()) == (acts, entries)
    assert agree(editor, address(fact), asked).status_code == 302
    assert fact.citations.filter(stance="differs").exists()
    assert Question.objects.get().state == State.PAUSED


def test_the_loss_of_the_only_source_names_what_would_not_be_asked(editor: Client) -> None:
    question = QuestionFactory(prompt="What raises the tides?")
    page = told(send(editor, question.fact, citations__0__DELETE="on"))
    assert "is paused" in page
    assert "supporting citation" in page
    assert "What raises the tides?" in page
    assert "is no longer asked" in page
    assert question.fact.citations.exists()


def test_another_value_tells_which_answers_would_be_accepted(editor: Client) -> None:
    fact = FactFactory(citations=[{"value_type": "number", "value": "11"}, {"stance": "differs"}])
    QuestionFactory(fact=fact, kind="number", prompt="How many boats?", spec={"answer": "11"})
    changes = {"citations__1__values__0__value": "12", "citations__1__values__0__type": "number"}
    page = told(send(editor, fact, **changes))
    assert "How many boats?" in page
    assert "12" in page
    assert fact.citations.last().values == []


def test_what_touches_nothing_that_is_asked_is_saved_at_once(editor: Client) -> None:
    fact = QuestionFactory().fact
    assert send(editor, fact, citations__0__says="high water").status_code == 302
    assert send(editor, fact, statement="The tide was low.").status_code == 302
    draft = FactFactory(published=False)
    assert send(editor, draft, citations__0__stance="differs").status_code == 302


def test_a_translation_is_touched_by_the_citations_of_its_original(editor: Client) -> None:
    original = FactFactory(citations=[{"value_type": "number", "value": "11"}])
    translation = FactFactory(translates=original, citations=[], published=True)
    QuestionFactory(fact=translation, kind="number", prompt="Bao nhiêu?", spec={"answer": "11"}, published=True)
    assert "Bao nhiêu?" in told(send(editor, original, citations__0__values__0__value="12"))


def test_one_may_go_back_to_the_form_with_all_that_was_typed(editor: Client) -> None:
    fact = QuestionFactory().fact
    asked = send(editor, fact, statement="The tide was low.", citations__0__DELETE="on")
    back = editor.post(address(fact), dict(asked.context["sent"]) | {"_again": "1"})
    assert back.status_code == 200
    assert "Nothing is saved yet" in back.content.decode()
    assert filled(back)["statement"] == "The tide was low."
    assert fact.citations.exists()


def test_what_was_agreed_to_is_asked_again_once_it_would_do_more(editor: Client) -> None:
    fact = QuestionFactory().fact
    asked = send(editor, fact, citations__0__DELETE="on")
    QuestionFactory(fact=fact, prompt="Which tides are low?")
    again = agree(editor, address(fact), asked)
    assert "Which tides are low?" in told(again)
    assert agree(editor, address(fact), again).status_code == 302


def test_a_form_that_was_overtaken_meanwhile_is_not_saved_by_agreeing(editor: Client) -> None:
    fact = QuestionFactory().fact
    CitationFactory(fact=fact)
    asked = send(editor, fact, citations__0__stance="differs")
    stored = Fact.objects.get(pk=fact.pk)
    stored.statement = "Another editor was here."
    stored.save()
    assert agree(editor, address(fact), asked).status_code == 409
    assert not fact.citations.filter(stance="differs").exists()

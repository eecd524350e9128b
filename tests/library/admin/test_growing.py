"""What an editor does costs as many statements in a large library as in a small one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import Surroundings
from studyapp.library.models import Fact, Question, State
from studyapp.library.suggesting.shelf import NEAR, SAMPLE, Shelf
from tests.library.admin.pages import act, address, checked, save
from tests.library.suggesting.harbour import fact, typed

pytestmark = pytest.mark.django_db


def grow(decks: int) -> None:
    """More decks with a place each that is asked for."""
    for number in range(decks):
        spec = {"answer": f"Port {number}", "answer_type": "place"}
        told = FactFactory(deck=DeckFactory(), statement=f"A light stands at Port {number} by the sea.")
        QuestionFactory(
            fact=told, kind="typed", spec=spec, prompt="Which port has a light?", surroundings=Surroundings()
        )


def previewed(editor: Client, question: Question) -> None:
    assert editor.get(reverse("admin:question_preview", args=[question.pk])).status_code == 200


def saved(editor: Client, question: Question) -> None:
    prompt = f"{Question.objects.get(pk=question.pk)}?"
    assert save(editor, address(question), prompt=prompt).status_code == 302


def saved_fact(editor: Client, question: Question) -> None:
    statement = f"{Fact.objects.get(pk=question.fact_id)}!"
    assert save(editor, address(question.fact), statement=statement).status_code == 302


def published(editor: Client, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(state=State.DRAFT)
    checked(act(editor, Question, "publish", question))
    question.refresh_from_db()
    assert question.state == State.PUBLISHED


def suggested(editor: Client, question: Question) -> None:
    assert editor.get(f"{reverse('admin:question_suggest')}?fact={question.fact_id}").status_code == 200


@pytest.mark.parametrize("verb", [previewed, saved, saved_fact, published, suggested])
def test_a_verb_asks_the_database_no_more_as_the_library_grows(
    editor: Client, verb: Callable[[Client, Question], None]
) -> None:
    spec = {"answer": "Hanoi", "distractors": ["Hue"], "answer_type": "place", "draw": 1}
    question = QuestionFactory(fact=FactFactory(), spec=spec, surroundings=Surroundings(pool=("Da Nang",)))
    grow(4)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            verb(editor, question)
        return len(queries)

    statements()  # permissions and content types are looked up once and kept
    before = statements()
    grow(6)
    assert statements() <= before


def test_of_a_large_library_a_part_is_read_and_in_it_whoever_asks_for_what_the_statement_names(db: None) -> None:
    here, there, far = DeckFactory(), DeckFactory(), DeckFactory()
    told = fact(here, "The first ferry went from Norway to the islands in the spring.")
    Fact.objects.bulk_create(
        Fact(deck=there, slug=f"light-{n}", statement=f"Light {n} burns.", as_of="2026", state=State.PUBLISHED)
        for n in range(3 * SAMPLE)
    )
    named = fact(far, "A country lies by the sea.")
    typed(named, "Which country lies by the sea?", "Norway", "place")
    shelf = Shelf.around([told])
    assert {it.slug for it in shelf.facts} >= {told.slug, named.slug}
    assert len(shelf.facts) <= NEAR + 1
    assert SAMPLE / 2 <= len(shelf.statements) <= 2 * SAMPLE
    assert [span.text for span in shelf.vocabulary.find(told.statement)] == ["Norway"]

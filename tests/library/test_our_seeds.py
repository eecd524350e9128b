"""The library that comes with the project: it loads, it holds what it promises, and every question can be answered."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction

from studyapp.demo.factories import NOW
from studyapp.library.models import Article, Deck, Fact, Question
from studyapp.library.seeds import load

SEEDS = settings.BASE_DIR / "seeds"


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Our own seeds, loaded once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load(SEEDS, at=NOW)
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("library")


def test_loading_them_again_changes_nothing() -> None:
    report = load(SEEDS, at=NOW)
    assert report.changed_nothing
    assert not report.kept


def test_there_is_enough_to_learn_from_every_article() -> None:
    assert Article.objects.count() == 5
    assert Deck.objects.count() >= 2
    assert Fact.objects.live().count() >= 30
    assert Question.objects.live().count() >= 60
    for article in Article.objects.all():
        assert Fact.objects.resting_on(article).exists(), article


def test_some_facts_are_disputed_and_some_answers_changed() -> None:
    assert Fact.objects.live().disputed().count() >= 3
    assert Fact.objects.filter(superseded_by__isnull=False).count() >= 2


def test_every_fact_is_asked_about() -> None:
    assert not Fact.objects.live().filter(questions=None).exists()


def test_the_sample_answers_of_every_question_are_judged_as_they_should_be() -> None:
    for question in Question.objects.live().with_content():
        assert question.revision is not None
        question.revision.question = question
        body = question.revision.body
        for right in (True, False):
            form = body.answer_form(body.sample_answer(right=right))
            assert form.is_valid(), (question.slug, form.errors)
            assert body.grade(form.cleaned_data).right is right, question.slug


def test_no_question_leaves_an_editor_a_warning() -> None:
    warned = {q.slug: q.warnings() for q in Question.objects.live().with_content() if q.warnings()}
    assert warned == {}

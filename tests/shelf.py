"""A small library, and more questions where many are needed."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model, OuterRef, Subquery
from pytest_django.plugin import DjangoDbBlocker

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import (
    AcceptedAnswer,
    Article,
    Change,
    Citation,
    Deck,
    DeckCount,
    Draft,
    Fact,
    Question,
    Revision,
    State,
)
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Enrolment
from tests.people import DAY, NOON
from tests.statements import count_up


@dataclass(frozen=True)
class Shelf:
    """In the harbour a ladder of three questions, a lone flashcard and a disputed number; in the lighthouse a ladder
    of two."""

    choice: Question
    typed: Question
    number: Question
    flashcard: Question
    disputed: Question
    true_false: Question
    lamp: Question

    @property
    def questions(self) -> list[Question]:
        return [getattr(self, field.name) for field in fields(self)]

    @property
    def tide(self) -> Fact:
        return self.choice.fact

    @property
    def harbour(self) -> Deck:
        return self.tide.deck

    @property
    def lighthouse(self) -> Deck:
        return self.lamp.fact.deck


@dataclass(frozen=True)
class Picture:
    """What a shelf made by the editors' verbs leaves in the database, and what a learner's joining of its decks does:
    made once and taken back, since making it for each test takes long."""

    statements: list[tuple[str, Any]]
    joined: list[list[Model]]

    def hang(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:  # questions and their revisions name each other
            for sql, values in self.statements:
                cursor.execute(sql, values)

    def let_join(self, learner: User) -> None:
        for rows in self.joined:
            for row in rows:
                row.learner = learner  # type: ignore[attr-defined]
            insert(rows)


@pytest.fixture
def shelf(db: None, picture: Picture) -> Shelf:
    picture.hang()
    return Shelf(*Question.objects.with_content().order_by("pk"))


@pytest.fixture(scope="session")
def picture(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Picture:
    with django_db_blocker.unblock():
        with transaction.atomic():
            join_both(LearnerFactory(), build_shelf())
            models = (Deck, Article, Fact, Citation, Question, Revision, AcceptedAnswer, Change, DeckCount)
            made, joined = (
                [list(model._default_manager.order_by("pk")) for model in of] for of in (models, (Enrolment, Card))
            )
            transaction.set_rollback(True)
        with transaction.atomic(), connection.execute_wrapper(statements := Statements()):
            for rows in made:
                insert(rows)
            transaction.set_rollback(True)
    return Picture(statements, joined)


class Statements(list[tuple[str, Any]]):
    """Those that are executed, with their values."""

    def __call__(self, execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        self.append((sql, values))
        return execute(sql, values, many, context)


def insert(rows: list[Model]) -> None:
    type(rows[0])._default_manager.bulk_create(rows)


def join_both(learner: User, shelf: Shelf) -> None:
    for deck in (shelf.harbour, shelf.lighthouse):
        join(learner, deck, at=NOON)


def build_shelf() -> Shelf:
    harbour, lighthouse = DeckFactory(position=0), DeckFactory(position=1)
    tide, wave = FactFactory(deck=harbour, position=0), FactFactory(deck=harbour, position=1)
    eleven, twelve = ({"value_type": "number", "value": value} for value in ("11", "12"))
    boats = FactFactory(deck=harbour, position=2, citations=[eleven, {**twelve, "stance": "differs"}])
    light = FactFactory(deck=lighthouse)
    return Shelf(
        choice=QuestionFactory(fact=tide),
        typed=QuestionFactory(fact=tide, kind="typed"),
        number=QuestionFactory(fact=tide, kind="number"),
        flashcard=QuestionFactory(fact=wave, kind="flashcard"),
        disputed=QuestionFactory(fact=boats, kind="number", spec={"answer": "11", "unit": "boats"}),
        true_false=QuestionFactory(fact=light, kind="true_false"),
        lamp=QuestionFactory(fact=light, kind="typed", spec={"answer": "Fresnel"}),
    )


@pytest.fixture
def lans(lan: User, shelf: Shelf, picture: Picture) -> Shelf:
    """The shelf, after Lan joined both of its decks."""
    picture.let_join(lan)
    return shelf


def stock(count: int, *, siblings: int = 1, deck: Deck | None = None) -> list[Question]:
    """So many choices in one deck, so many of them on each fact, published in a few statements."""
    deck, choice = deck or DeckFactory(), KINDS["choice"]
    spec = {**choice.example, "draw": 0, "drawn": []}
    facts = Fact.objects.bulk_create(
        Fact(deck=deck, slug=f"{deck.slug}-{n}", statement="It is so.", as_of="2026", state=State.PUBLISHED, position=n)
        for n in range(-(-count // siblings))
    )
    questions = Question.objects.bulk_create(
        Question(fact=facts[n // siblings], slug=f"{deck.slug}-{n}", kind=choice.name, position=n % siblings)
        for n in range(count)
    )
    Revision.objects.bulk_create(
        Revision(question=question, number=1, prompt="Which is it?", spec=spec, minor=False, created_at=NOON - DAY)
        for question in questions
    )
    if count > 1000:
        count_up()
    made = Question.objects.filter(pk__in=[question.pk for question in questions])
    newest = Revision.objects.filter(question=OuterRef("pk")).order_by().values("pk")[:1]
    made.update(revision=Subquery(newest), state=State.PUBLISHED)
    deck.count(facts=len(facts), questions=len(questions))
    return list(made.with_content().order_by("pk"))


def rewrite(question: Question, *, at: datetime, prompt: str = "", **spec: Any) -> None:
    """An editor rewrites the prompt, or fields of the kind's author form, of a live question."""
    stored = Question.objects.with_content().get(pk=question.pk)
    assert stored.revision is not None
    form = stored.kind_class.author_form({**stored.author_spec(), **spec})
    assert form.is_valid(), form.errors
    draft = Draft(prompt or stored.revision.prompt, form.cleaned_data, stored.revision.explanation)
    stored.revise(draft, at=at, freeze=Surroundings())

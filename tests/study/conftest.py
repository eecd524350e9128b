"""Three learners, a small library, and the verbs of a sitting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Model, OuterRef, Subquery
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from studyapp.accounts.models import ParameterSet, User
from studyapp.demo.factories import DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import Article, Change, Citation, Deck, Draft, Fact, Question, Revision, State
from studyapp.scheduling import Preset
from studyapp.study.cards.queues import mix_of
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Outcome, Queue
from studyapp.study.new_day import begin_day
from studyapp.study.rebuilding import Difference, differences
from studyapp.study.sitting.sitting import Sitting

NOON = datetime(2026, 1, 6, 5, tzinfo=UTC)
"""Noon of a Tuesday in Hanoi, eight in Moscow, midnight in New York; all was published on the Monday."""
TUESDAY = date(2026, 1, 6)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TOOK = timedelta(seconds=8)
"""How long an answer takes where it matters to nobody."""


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


@pytest.fixture
def lan(db: None) -> User:
    return LearnerFactory(lan=True)


@pytest.fixture
def boris(db: None) -> User:
    return LearnerFactory(boris=True)


@pytest.fixture
def ada(db: None) -> User:
    return LearnerFactory(ada=True)


@pytest.fixture
def shelf(db: None, picture: list[list[Model]]) -> Shelf:
    for rows in picture:
        type(rows[0])._default_manager.bulk_create(rows)
    return Shelf(*Question.objects.with_content().order_by("pk"))


@pytest.fixture(scope="session")
def picture(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[list[Model]]:
    """The rows of a shelf made once by the editors' verbs and taken back, since making it for each test takes long."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_shelf()
        models = (Deck, Article, Fact, Citation, Question, Revision, Change)
        rows: list[list[Model]] = [list(model._default_manager.order_by("pk")) for model in models]
        transaction.set_rollback(True)
    return rows


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
def lans(lan: User, shelf: Shelf) -> Shelf:
    """The shelf, after Lan joined both of its decks."""
    for deck in (shelf.harbour, shelf.lighthouse):
        join(lan, deck, at=NOON)
    return shelf


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Noon, and it stays noon until the test moves it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def lans_browser(client: Client, lan: User, clock: time_machine.Traveller) -> Client:
    client.force_login(lan)
    return client


HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/study/"}


@dataclass(frozen=True)
class Form:
    """The form of a question on a page: what it sends, and where to."""

    url: str
    question: int
    ask: str


def form_on(response: Any) -> Form:
    page = response.content.decode()
    form = re.search(
        r'<form[^>]* action="(/study/([0-9]+)/(?:answer|reveal)/)".*?name="ask" value="([^"]+)"', page, re.S
    )
    assert form, "There is no question on this page."
    return Form(form[1], int(form[2]), form[3])


def form_for(learner: User, question: Question, *, at: datetime = NOON) -> Form:
    """The form as it was shown at a moment, whatever else came first."""
    token = card_of(learner, question).ask(at=at - TOOK).token
    return Form(f"/study/{question.pk}/answer/", question.pk, token)


def said(question: Question, *, right: bool = True) -> dict[str, Any]:
    """What the browser of a learner sends who knows the answer, or who does not."""
    revision = Question.objects.select_related("revision").get(pk=question.pk).revision
    assert revision is not None
    return dict(revision.body.sample_answer(right=right))


def count_up() -> None:
    """Let the database look at its tables, as it does by itself when it has the time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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
    return list(made.with_content().order_by("pk"))


def card_of(learner: User, question: Question) -> Card:
    """The learner's card as the database has it."""
    return learner.cards.with_content().get(question=question)


def queue_of(learner: User, question: Question) -> Queue:
    return Queue(learner.cards.get(question=question).queue)


def response_to(question: Question, *, right: bool = True) -> dict[str, Any]:
    """What the answer form makes of the answer of a learner who knows, or who does not."""
    revision = Question.objects.select_related("revision").get(pk=question.pk).revision
    assert revision is not None
    form = revision.body.answer_form(said(question, right=right))
    assert form.is_valid(), form.errors
    return form.cleaned_data


def answer(
    learner: User,
    question: Question,
    *,
    at: datetime,
    right: bool = True,
    response: dict[str, Any] | None = None,
    took: timedelta = TOOK,
) -> Outcome:
    """Show the question and answer it: the sitting of one question."""
    begin_day(learner, at=at)
    card = card_of(learner, question)
    assert card.question.revision is not None
    ask = card.ask(at=at - took)
    return card.answer(response or response_to(question, right=right), ask, card.question.revision, at=at)


def due_day_of(learner: User, question: Question) -> date:
    day = card_of(learner, question).due_day
    assert day is not None
    return day


def learn(learner: User, question: Question, *, at: datetime) -> datetime:
    """Answer rightly until no step is left, and return when that was."""
    while (due := answer(learner, question, at=at).review.due) and due.at:
        at = due.at
    return at


def put_in_review(learner: User, question: Question, *, due: date) -> None:
    """Let a card stand as one that was learned ten days before it is due, without the log that would say so."""
    known = {"stability": 10.0, "difficulty": 5.0, "state": "review", "model": "fsrs-6", "reps": 3}
    learner.cards.filter(question=question).update(
        queue=Queue.REVIEW, due_day=due, last_day=due - 10 * DAY, mix=mix_of(question.pk, 3), **known
    )


def rewrite(question: Question, *, at: datetime, prompt: str = "", **spec: Any) -> None:
    """An editor rewrites the prompt, or fields of the kind's author form, of a live question."""
    stored = Question.objects.with_content().get(pk=question.pk)
    assert stored.revision is not None
    form = stored.kind_class.author_form({**stored.author_spec(), **spec})
    assert form.is_valid(), form.errors
    draft = Draft(prompt or stored.revision.prompt, form.cleaned_data, stored.revision.explanation)
    stored.revise(draft, at=at, freeze=Surroundings())


def next_question(learner: User, *, at: datetime) -> Question | None:
    """What the learner would be asked now."""
    begin_day(learner, at=at)
    pk = Sitting.of(learner, at).next_question
    return None if pk is None else Question.objects.get(pk=pk)


def wrongs(*learners: User) -> list[Difference]:
    """Everything stored about these learners that is not what their log says."""
    return [difference for learner in learners for difference in differences(learner)]


OTHERS = [*(value * 1.5 for value in Preset().parameters[:4]), *Preset().parameters[4:]]
"""Parameters that are not the default."""


def parameters(learner: User, number: int = 1, **changes: Any) -> ParameterSet:
    """A set fitted to the learner's log, as if it had been."""
    given = {
        "values": OTHERS,
        "choice": "fitted",
        "fitted_on": 900,
        "held_out": 300,
        "log_losses": {"default": 0.4, "fitted": 0.35, "shrunk": 0.36},
        "fitted_at": NOON,
    }
    return ParameterSet.objects.create(learner=learner, number=number, **(given | changes))

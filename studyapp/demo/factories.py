"""Factories for people and for a small library, made through an editor's own verbs; demo and tests share them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, override

from django.db.models import Q
from factory.declarations import LazyAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory, Password

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.answers import around
from studyapp.library.models import Article, Citation, Deck, Draft, Fact, Question, State
from studyapp.study.models import Attempt, Quiz
from studyapp.study.models.quizzes import as_worded_now

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""A Monday noon: when everything here is published, unless `at` says otherwise."""

PASSWORD = "correct horse battery"  # noqa: S105  of people who do not exist


class Factory[T](DjangoModelFactory[T]):
    """Calling a factory makes a `T`, saved."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        def __new__(cls, **fields: Any) -> T: ...  # type: ignore[misc]  # factory-boy's metaclass calls create()


class UserFactory(Factory[User]):
    class Meta:
        model = User

    email = Sequence(lambda n: f"user-{n}@example.org")
    password = Password(PASSWORD)


class LearnerFactory(UserFactory):
    """A learner; `lan=True`, `boris=True` and `ada=True` are the people met throughout."""

    class Params:
        lan = Trait(name="Lan", email="lan@example.org", time_zone="Asia/Ho_Chi_Minh", number_style="vi")
        boris = Trait(name="Boris", email="boris@example.org", time_zone="Europe/Moscow", number_style="ru")
        ada = Trait(name="Ada", email="ada@example.org", time_zone="America/New_York")

    email = Sequence(lambda n: f"learner-{n}@example.org")


class GuestFactory(UserFactory):
    """Someone who has answered without an account."""

    email = None  # type: ignore[assignment]  # and so there is no sequence of them
    password = Password(None)
    is_guest = True


class EditorFactory(UserFactory):
    email = Sequence(lambda n: f"editor-{n}@example.org")
    name = "Edith"
    is_staff = True
    is_superuser = True


class ArticleFactory(Factory[Article]):
    class Meta:
        model = Article

    slug = Sequence(lambda n: f"harbour-gazette-{n}")
    title = Sequence(lambda n: f"What the harbour saw, part {n}")
    publisher = Sequence(lambda n: f"Harbour Gazette {n}")
    state = State.PUBLISHED
    published_on = NOW.date()


class DeckFactory(Factory[Deck]):
    class Meta:
        model = Deck

    slug = Sequence(lambda n: f"harbour-{n}")
    title = Sequence(lambda n: f"Harbour {n}")


class CitationFactory(Factory[Citation]):
    """One article's word on a fact: `stance="differs"`, or `value_type="number", value="11"`."""

    class Meta:
        model = Citation

    fact = SubFactory("studyapp.demo.factories.FactFactory", citations=[])
    article = SubFactory(ArticleFactory)
    says = "it says so"
    values = LazyAttribute(lambda of: [{"type": of.value_type, "value": of.value, "name": ""}] if of.value else [])

    class Params:
        value_type = "text"
        value = ""


class FactFactory(Factory[Fact]):
    """A published fact with a date and one article behind it.

    `citations=[{}, {"stance": "differs"}]` gives the fields of each citation, `disputed=True` is short for that one.
    Without a citation there is nothing to publish, so that `citations=[]` leaves a draft, as `published=False` does.
    """

    class Meta:
        model = Fact

    class Params:
        disputed = Trait(citations=[{}, {"stance": "differs", "says": "it says otherwise"}])

    deck = SubFactory(DeckFactory)
    slug = Sequence(lambda n: f"tide-{n}")
    statement = Sequence(lambda n: f"Tide {n} of the year was the highest.")
    as_of = "2026-01-01"
    position = Sequence(lambda n: n)
    citations: object = ({},)
    published: object = LazyAttribute(lambda fact: bool(fact.citations))
    at = NOW

    @classmethod
    @override
    def _create(
        cls,
        model_class: type[Fact],
        *,
        citations: list[dict[str, object]],
        published: bool,
        at: datetime,
        **fields: Any,
    ) -> Fact:
        fact = model_class.objects.create(**fields)
        for position, citation in enumerate(citations):
            CitationFactory(fact=fact, position=position, **citation)
        if published:
            fact.publish(at=at)
        return fact


class QuestionFactory(Factory[Question]):
    """A published question of any kind: `QuestionFactory(kind="typed", spec={"answer": "Neap tides"}, prompt="…")`.

    `spec` goes through the kind's own author form; left out, it is the kind's example. `surroundings` spares reading
    the whole library, where very many questions are made.
    """

    class Meta:
        model = Question

    fact = SubFactory(FactFactory)
    slug = Sequence(lambda n: f"question-{n}")
    kind = "choice"
    prompt = LazyAttribute(lambda question: KINDS[question.kind].example["prompt"])
    explanation = ""
    spec = LazyAttribute(lambda question: {**KINDS[question.kind].example})
    position = LazyAttribute(lambda question: question.fact.questions.count())
    published = LazyAttribute(lambda question: question.fact.is_live)
    surroundings: object = None
    at = NOW

    @classmethod
    @override
    def _create(cls, model_class: type[Question], **fields: Any) -> Question:
        names = ("prompt", "explanation", "spec", "published", "surroundings", "at")
        prompt, explanation, spec, published, surroundings, at = (fields.pop(name) for name in names)
        form = KINDS[fields["kind"]].author_form(spec)
        if not form.is_valid():
            raise ValueError(f"Not a {fields['kind']} question: {form.errors.as_json()}")
        question = model_class.objects.create(**fields)
        question.revise(Draft(prompt, form.cleaned_data, explanation), at=at)
        if published:
            question.publish(at=at, freeze=surroundings or around(question, form.cleaned_data))
        return question


class QuizFactory(Factory[Quiz]):
    """A quiz of these questions, begun by its owner unless `begun=False`: `QuizFactory(questions=[…], minutes=10)`."""

    class Meta:
        model = Quiz

    owner = SubFactory(LearnerFactory)
    questions: object = LazyAttribute(lambda _: [QuestionFactory()])
    begun = True
    made_at = NOW

    @classmethod
    @override
    def _create(cls, model_class: type[Quiz], *, questions: list[Question], begun: bool, **fields: Any) -> Quiz:
        owner, at, code = fields.pop("owner"), fields.pop("made_at"), fields.pop("code", None)
        asked, none = as_worded_now(questions), Q(pk=None)
        quiz = Quiz.objects.make(owner, asked, at=at, twin=none, code=code and (lambda: str(code)), **fields)
        if begun:
            Attempt.objects.begin(quiz, owner, at=quiz.made_at)
        return quiz

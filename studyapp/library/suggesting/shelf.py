"""The library as proposals are made from it: its published facts, and every question ever written on them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from studyapp.kinds import text
from studyapp.kinds.base import Kind
from studyapp.library.models import Fact, Question, State
from studyapp.library.suggesting.echoes import Echoes
from studyapp.library.suggesting.vocabulary import Vocabulary


@dataclass
class Shelf:
    """Read once, in a few statements."""

    facts: list[Fact] = field(default_factory=list)
    """The published ones, with their decks and citations, in the order of the decks."""
    questions: dict[int, list[Question]] = field(default_factory=dict)
    """By the key of their fact, in whatever state; each has a revision."""

    @classmethod
    def of_library(cls) -> Self:
        facts = list(
            Fact.objects.live()
            .select_related("deck", "superseded_by")
            .prefetch_related("citations__article")
            .order_by("deck__position", "deck__title", "deck", "position", "pk")
        )
        by_key = {fact.pk: fact for fact in facts}
        questions: dict[int, list[Question]] = defaultdict(list)
        written = Question.objects.filter(fact__in=by_key, revision__isnull=False).select_related("revision")
        for question in written.order_by("position", "pk"):
            question.fact = by_key[question.fact_id]
            if question.revision is not None:
                question.revision.question = question
            questions[question.fact_id].append(question)
        return cls(facts, dict(questions))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that the live questions have for answers."""
        return Vocabulary.of(
            ((question.fact, body_of(question), prompt_of(question)) for question in self._live()),
            [fact.statement for fact in self.facts],
        )

    @cached_property
    def echoes(self) -> Echoes:
        """What is asked already, to which proposals are added one by one."""
        return Echoes(self.facts, [question for fact in self.facts for question in self.on(fact)])

    @cached_property
    def sources(self) -> frozenset[str]:
        """The names of those who brought the articles, normalised."""
        articles = [citation.article for fact in self.facts for citation in fact.citations.all()]
        return frozenset(text.normalise(name) for it in articles for name in (it.publisher, it.agency) if name)

    def on(self, fact: Fact) -> list[Question]:
        """Every question on a fact, drafts and retired ones included."""
        return self.questions.get(fact.pk, [])

    def live_on(self, fact: Fact) -> list[Question]:
        return [question for question in self.on(fact) if question.state == State.PUBLISHED]

    def in_deck(self, deck_id: int) -> list[Fact]:
        return [fact for fact in self.facts if fact.deck_id == deck_id]

    def look_also(self, deck_id: int, kind: str) -> str:
        """A sentence that points an editor to questions of a kind that a deck has already; empty where it has none."""
        asked = [prompt_of(it) for fact in self.in_deck(deck_id) for it in self.on(fact) if it.kind == kind]
        return f" See that it adds something to: “{'”, “'.join(asked)}”." if asked else ""

    def bodies_in(self, deck_id: int, kind: str) -> list[Kind]:
        """What the questions of a kind ask that a deck has, in whatever state."""
        return [body_of(it) for fact in self.in_deck(deck_id) for it in self.on(fact) if it.kind == kind]

    def _live(self) -> Iterable[Question]:
        return (question for fact in self.facts for question in self.live_on(fact))


def body_of(question: Question) -> Kind:
    """What the newest revision asks."""
    assert question.revision is not None  # noqa: S101  the shelf holds no other
    return question.revision.body


def prompt_of(question: Question) -> str:
    assert question.revision is not None  # noqa: S101  the shelf holds no other
    return question.revision.prompt

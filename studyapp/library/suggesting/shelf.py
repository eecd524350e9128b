"""The part of the library that proposals on some facts are made from: the whole of a small one, and never very much.

Of a large one it is the decks of these facts, what asks for anything that their statements name, others with names for
answers, and a sample of statements, which tells what words stand everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Self

from studyapp.kinds import text
from studyapp.kinds.base import Kind
from studyapp.library.models import AcceptedAnswer, Fact, Question, State
from studyapp.library.models.accepted import AcceptedAnswerQuerySet, on_ring
from studyapp.library.suggesting.echoes import Echoes
from studyapp.library.suggesting.vocabulary import NAMED, Vocabulary

NEAR = 160
"""Facts of other decks that are looked at."""
NAMING, OF_A_TYPE = 70, 30
"""How many of those at most ask for what a statement names, and how many for a name of each type."""
SAMPLE = 160
"""Statements by which a word or a name is known to stand everywhere."""
LONGEST = 6
"""Words of an answer that is looked for in a statement."""


@dataclass
class Shelf:
    """Read once, in a few statements."""

    facts: list[Fact] = field(default_factory=list)
    """The published ones, with their decks and citations, in the order of the decks."""
    questions: dict[int, list[Question]] = field(default_factory=dict)
    """By the key of their fact, drafts that something is composed for included; in whatever state, each has a
    revision."""
    statements: list[str] = field(default_factory=list)
    """A sample of the library's."""

    @classmethod
    def around(cls, facts: list[Fact]) -> Self:
        sample = dict(_sampled())
        decks = {fact.deck_id for fact in facts}
        read = Fact.objects.live().filter(deck__in=decks) | Fact.objects.live().filter(
            pk__in=_near(facts, decks, sample)
        )
        found = list(
            read.select_related("deck", "superseded_by")
            .prefetch_related("citations__article")
            .order_by("deck__position", "deck__title", "deck", "position", "pk")
        )
        known = {fact.pk for fact in found}
        drafts = [fact for fact in facts if fact.pk not in known]
        return cls(found, _questions_on([*found, *drafts]), list(sample.values()))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that the live questions have for answers."""
        return Vocabulary.of(
            ((question.fact, body_of(question), prompt_of(question)) for question in self._live()), self.statements
        )

    @cached_property
    def echoes(self) -> Echoes:
        """What is asked already, to which proposals are added one by one."""
        return Echoes(self.statements, list(chain.from_iterable(self.questions.values())))

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


def _questions_on(facts: list[Fact]) -> dict[int, list[Question]]:
    by_key = {fact.pk: fact for fact in facts}
    questions: dict[int, list[Question]] = defaultdict(list)
    written = Question.objects.filter(fact__in=by_key, revision__isnull=False).select_related("revision")
    for question in written.order_by("position", "pk"):
        question.fact = by_key[question.fact_id]
        if question.revision is not None:
            question.revision.question = question
        questions[question.fact_id].append(question)
    return dict(questions)


def _sampled() -> Iterable[tuple[int, str]]:
    """Live facts with their statements, all or some that stand apart in the order of their making."""
    made = Fact.objects.values_list("pk", flat=True)  # each end by itself: together they are found by walking
    first, last = (made.order_by(end).first() or 0 for end in ("pk", "-pk"))
    keys = range(first, last + 1, max(1, (last + 1 - first) // SAMPLE))
    return Fact.objects.live().filter(pk__in=keys).order_by("pk").values_list("pk", "statement")


def _near(facts: list[Fact], decks: Iterable[int], sample: Iterable[int]) -> set[int]:
    """Facts of other decks: first those that ask for what the statements name, then others that ask for names."""
    others = AcceptedAnswer.objects.live().exclude(question__fact__deck__in=decks).order_by("ring", "pk")
    if not others.exists():
        return set(sample)
    spoken = {on_ring(words) for fact in facts for words in _stretches(fact.statement)}
    naming = islice(_once(_facts_of(others.filter(ring__in=spoken))), NAMING)
    start = on_ring(facts[0].slug)
    named = chain.from_iterable(_from(start, others.own_names(answer_type)) for answer_type in NAMED)
    return set(islice(_once(chain(naming, named, sample)), NEAR))


def _from(start: int, answers: AcceptedAnswerQuerySet) -> Iterator[int]:
    """The facts of those that follow a place on the ring, which ends where it begins."""
    following = _facts_of(answers.filter(ring__gte=start)[:OF_A_TYPE])
    return islice(_once(chain(following, _facts_of(answers[:OF_A_TYPE]))), OF_A_TYPE)


def _facts_of(answers: AcceptedAnswerQuerySet) -> Iterable[int]:
    return answers.values_list("question__fact", flat=True)


def _stretches(statement: str) -> Iterator[str]:
    """Whatever in a statement could be an answer: some words one after another."""
    words = statement.split()
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            stretch = text.normalise(" ".join(words[first:last]))
            yield stretch
            yield stretch.removesuffix("'s")


def _once(keys: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for key in keys:
        if key not in seen:
            seen.add(key)
            yield key


def body_of(question: Question) -> Kind:
    """What the newest revision asks."""
    assert question.revision is not None  # noqa: S101  the shelf holds no other
    return question.revision.body


def prompt_of(question: Question) -> str:
    assert question.revision is not None  # noqa: S101  the shelf holds no other
    return question.revision.prompt

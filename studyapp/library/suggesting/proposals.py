"""A composed question before an editor has seen it: what it asks, why, and whether it could be asked at all."""

import json
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from studyapp.kinds import KINDS, text
from studyapp.kinds.base import Kind, Spec
from studyapp.library.answers import around
from studyapp.library.models import Article, Deck, Draft, Editor, Fact, Question
from studyapp.library.models.dismissals import as_known
from studyapp.library.suggesting.shelf import body_of


@dataclass(frozen=True, eq=False)
class Proposal:
    """A draft of a question that exists nowhere yet."""

    fact: Fact
    kind: str
    prompt: str
    spec: Spec
    """As the kind's author form takes it."""
    why: str
    """One sentence for the editor: what it was composed from, and what to look at."""
    explanation: str = ""
    according_to: Article | None = None
    historical: bool = False

    @property
    def key(self) -> str:
        """The same for the same question on the same fact, and for no other; 24 hexadecimal digits."""
        parts = [self.fact.slug, self.kind, self.prompt, self.spec, self.explanation]
        written = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return blake2b(written.encode(), digest_size=12).hexdigest()

    @property
    def body(self) -> Kind:
        """What it would ask, wrapped around the spec as the author form cleans it. ValueError where it is refused."""
        form = KINDS[self.kind].author_form(self.spec)
        if not form.is_valid():
            raise ValueError(form.errors.as_text())
        return KINDS[self.kind](form.cleaned_data)

    @property
    def pieces(self) -> list[tuple[str, str | None]]:
        """The prompt as it is shown, cut at its gaps."""
        return self.body.pieces(self.prompt)

    @property
    def expected(self) -> str:
        return self.body.expected_in_english

    @property
    def also_right(self) -> tuple[str, ...]:
        """Other spellings of the answer."""
        return self.body.answers[1:]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """What a reader would choose from: each field's label with its options, none where they write."""
        fields = self.body.answer_form(seed=self.key).fields.values()
        return [
            (str(field.label or ""), [str(label) for value, label in getattr(field, "choices", ()) if value])
            for field in fields
            if getattr(field, "choices", ())
        ]

    def faults(self) -> list[str]:
        """Why it could not be asked, or what an editor would be warned of; empty where it is sound."""
        kind = KINDS[self.kind]
        form = kind.author_form(self.spec)
        if not form.is_valid():
            return [str(error) for errors in form.errors.values() for error in errors]
        question = Question(fact=self.fact, kind=self.kind, according_to=self.according_to, slug="")
        try:
            kind.freeze(form.cleaned_data, around(question, form.cleaned_data))
        except ValidationError as error:
            return error.messages
        body = kind(form.cleaned_data)
        given_away = [it for it in body.answers if text.stands_in(it, self.fact.deck.title)]
        fault = kind.prompt_fault(form.cleaned_data, self.prompt)
        long = "It is too long." if max(len(self.prompt), len(self.explanation)) > 500 else ""
        return [*filter(None, [fault, long]), *body.warnings(self.prompt), *given_away]

    @property
    def likeness(self) -> Hashable:
        """What no two questions on one fact should share: the kind and what is right."""
        return self.fact.pk, self.kind, as_known(self.expected)

    def save(self, *, at: datetime, editor: Editor | None = None) -> Question:
        """Make it a draft, after the questions the fact has."""
        with transaction.atomic():
            last = self.fact.questions.aggregate(last=Max("position"))["last"]
            question = Question.objects.create(
                fact=self.fact,
                kind=self.kind,
                slug=Question.objects.free_slug(self.fact.slug, self.kind),
                according_to=self.according_to,
                historical=self.historical,
                position=(last or 0) + 1,
            )
            question.revise(Draft(self.prompt, self.body.spec, self.explanation), at=at, editor=editor)
        return question


@dataclass(frozen=True, slots=True)
class Silence:
    """Why nothing is proposed."""

    about: Fact | Deck
    reason: str
    """Whole sentences."""


@dataclass
class Suggestions:
    """What could be asked, and why nothing is proposed where nothing is."""

    proposals: list[Proposal] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)


def likeness_of(question: Question) -> Hashable:
    return question.fact_id, question.kind, as_known(body_of(question).expected_in_english)

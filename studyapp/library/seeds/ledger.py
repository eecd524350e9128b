"""What one load of seeds knows, finds wrong and does: the one way in which every seeded thing is settled."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

from studyapp.library.models import Article, Citation, Deck, Fact, Question
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.faults import Fault, Place, faults_of
from studyapp.library.seeds.writing import Batch

type Seeded = Article | Deck | Fact | Question


@dataclass(slots=True)
class Report:
    """What a load did, or in a dry run would have done; each entry is the place or id of one thing."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Changed by an editor since the seeds last wrote it, so left as the editor has it."""
    unchanged: int = 0

    @property
    def changed_nothing(self) -> bool:
        return not (self.created or self.updated or self.retired)


SINCE: SeedTable = {
    **dict.fromkeys(("summary", "known_as", "translates", "speaker", "asks_for"), ""),
    **dict.fromkeys(("fate_unknown", "optional", "shows_date"), False),
}
"""Fields that came later, with what says nothing: that is left out, or what was signed before would seem edited."""


def digest(said: SeedTable) -> str:
    told = {name: value for name, value in said.items() if (name, value) not in SINCE.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


class Ledger:
    """The library as it stands, by slug, and the faults and the report so far."""

    def __init__(self, *, at: datetime, force: bool) -> None:
        self.at, self.force = at, force
        self.report = Report()
        self.faults: list[Fault] = []
        self.new: set[tuple[type[Model], str]] = set()
        self.superseded: list[Fact] = []
        self.batch = Batch()
        self.articles = {article.slug: article for article in Article.objects.select_related("same_text_as")}
        self.decks = {deck.slug: deck for deck in Deck.objects.all()}
        self.facts = _facts(self.decks)
        self.questions = _questions(self.facts, self.articles)

    def settle(self, thing: Seeded, name: str, wanted: SeedTable, apply: Callable[[], None]) -> bool:
        """Apply `wanted` unless it stands already or an editor changed it; False when the editor's version was kept.

        What the seed says is compared with what stands, and what stands with what the seed said last.
        """
        new = (type(thing), thing.slug) in self.new
        current = None if new else thing.as_seed()
        if current == wanted:
            self.report.unchanged += 1
            if thing.seed_digest != digest(wanted):
                self.sign(thing, wanted)
            return True
        if current is not None and digest(current) != thing.seed_digest and not self.force:
            self.report.kept.append(name)
            return False
        thing.seed_digest = digest(wanted)
        apply()
        (self.report.created if new else self.report.updated).append(name)
        return True

    def sign(self, thing: Seeded, said: SeedTable) -> None:
        """Say in its row that the seeds wrote it so."""
        thing.seed_digest = digest(said)
        type(thing)._default_manager.filter(pk=thing.pk).update(seed_digest=thing.seed_digest)

    def fault(self, place: Place, field_name: str, message: str) -> None:
        self.faults.append(Fault(place, field_name, message))

    def write(self, thing: Seeded | Citation, place: Place, within: str = "") -> bool:
        """Have it stored with the next `flush`; False, and a fault, where a field of it is wrong."""
        try:
            # What it refers to is a row of this ledger, and what only the database knows it says by itself.
            known = [field.name for field in type(thing)._meta.fields if isinstance(field, ForeignKey)]
            thing.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self.refuse(error, place, within)
            return False
        self.batch.add(thing, place, within)
        return True

    def refuse(self, error: ValidationError, place: Place, within: str = "") -> None:
        self.faults += [Fault(place, f"{within}{fault.field}", fault.message) for fault in faults_of(error, place)]

    def flush(self, *models: type[Model]) -> bool:
        """Store what waits, or that of some models; False, and faults, where the database refuses some of it."""
        refused = self.batch.flush(*models)
        for error, place, within in refused:
            self.refuse(error, place, within)
        return not refused


def _facts(decks: dict[str, Deck]) -> dict[str, Fact]:
    facts = {fact.pk: fact for fact in Fact.objects.prefetch_related("citations__article")}
    by_key = {deck.pk: deck for deck in decks.values()}
    for fact in facts.values():
        fact.deck = by_key[fact.deck_id]
        fact.superseded_by = facts[fact.superseded_by_id] if fact.superseded_by_id else None
        fact.translates = facts[fact.translates_id] if fact.translates_id else None
    return {fact.slug: fact for fact in facts.values()}


def _questions(facts: dict[str, Fact], articles: dict[str, Article]) -> dict[str, Question]:
    """Each with its revision, which knows it, and with the very facts and articles that are settled too."""
    of_key = {fact.pk: fact for fact in facts.values()}
    by_key = {article.pk: article for article in articles.values()}
    questions = {question.slug: question for question in Question.objects.select_related("revision")}
    for question in questions.values():
        question.fact = of_key[question.fact_id]
        question.according_to = by_key[question.according_to_id] if question.according_to_id else None
        if question.revision is not None:
            question.revision.question = question
    return questions

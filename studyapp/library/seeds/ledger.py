"""What one load of seeds knows, finds wrong and does: the one way in which every seeded thing is settled."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from studyapp.library.models import Article, Citation, Deck, Fact, Question
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.faults import Fault, Place, faults_of

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


def digest(said: SeedTable) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


class Ledger:
    """The library as it stands, by slug, and the faults and the report so far."""

    def __init__(self, *, at: datetime, force: bool) -> None:
        self.at, self.force = at, force
        self.report = Report()
        self.faults: list[Fault] = []
        self.new: set[tuple[type[Model], str]] = set()
        self.superseded: list[Fact] = []
        self.articles = {article.slug: article for article in Article.objects.select_related("same_text_as")}
        self.decks = {deck.slug: deck for deck in Deck.objects.all()}
        facts = Fact.objects.select_related("deck", "superseded_by").prefetch_related("citations__article")
        self.facts = {fact.slug: fact for fact in facts}
        self.questions = {question.slug: question for question in Question.objects.with_content()}

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
        apply()
        self.sign(thing, wanted)
        (self.report.created if new else self.report.updated).append(name)
        return True

    def sign(self, thing: Seeded, said: SeedTable) -> None:
        thing.seed_digest = digest(said)
        type(thing)._default_manager.filter(pk=thing.pk).update(seed_digest=thing.seed_digest)

    def fault(self, place: Place, field_name: str, message: str) -> None:
        self.faults.append(Fault(place, field_name, message))

    def save(self, thing: Article | Deck | Fact | Question | Citation, place: Place, within: str = "") -> bool:
        try:
            thing.full_clean(validate_unique=False, validate_constraints=False)
            _write(thing)
        except ValidationError as error:
            self.faults += [Fault(place, f"{within}{fault.field}", fault.message) for fault in faults_of(error, place)]
            return False
        return True


def _write(thing: Article | Deck | Fact | Question | Citation) -> None:
    """Save; where the database refuses, raise ValidationError, which says why and in which field."""
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError:
        # Only now, since to ask beforehand costs a query for each constraint, and most things are sound.
        thing.full_clean()
        raise

"""What one load of seeds knows, finds wrong and does: the one way in which every seeded thing is settled."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

from studyapp.kinds.base import Kind
from studyapp.kinds.fields import AuthorForm
from studyapp.library.models import Article, Citation, Deck, Fact, Question, State
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.faults import Choices, Fault, Place, faults_of
from studyapp.library.seeds.pictures import FIELDS, Beside
from studyapp.library.seeds.reading import Record, Seeds
from studyapp.library.seeds.warned import Warned
from studyapp.library.seeds.writing import Batch

type Seeded = Article | Deck | Fact | Question


@dataclass(frozen=True, slots=True)
class Edited:
    """One thing that its file and an editor have otherwise."""

    name: str
    """Its place in the seeds."""
    id: str
    fields: list[list[str]] = field(default_factory=list)
    """What differs: the field, what the file says, what the editor wrote. Empty if it is gone from its file."""


class NoSuch(Exception):
    """Nothing has one of the names that were given."""

    def __init__(self, names: Iterable[str]) -> None:
        told = f"There is nothing called {', '.join(sorted(names))}."
        super().__init__(f"{told} Give the id of a fact or question, or the short name of an article or deck.")


@dataclass(slots=True)
class Report:
    """What a load did, or in a dry run would have done; each entry is the place or id of one thing."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    edited: list[Edited] = field(default_factory=list)
    """Changed by an editor since the seeds last wrote it, so left as the editor has it."""
    without_file: list[str] = field(default_factory=list)
    """The files of articles and decks that the seeds once wrote, and that are gone: these stay as they are."""
    unchanged: int = 0
    warned: Warned = field(default_factory=Warned)

    @property
    def kept(self) -> list[str]:
        """The names of what was left as an editor has it."""
        return [edited.name for edited in self.edited]

    @property
    def changed_nothing(self) -> bool:
        return not (self.created or self.updated or self.retired)


SINCE: SeedTable = {
    **dict.fromkeys(("summary", "known_as", "translates", "speaker", "asks_for"), ""),
    **dict.fromkeys(("fate_unknown", "optional", "shows_date"), False),
    **{name: {} for name in FIELDS},
}
"""Fields that came later, with what says nothing: that is left out, or what was signed before would seem edited."""


def digest(said: SeedTable) -> str:
    told = {name: value for name, value in said.items() if (name, value) not in SINCE.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


type Differences = dict[str, tuple[object, object]]
"""By field: what the file says, and what the library has."""


def said_plainly(record: Record, blank: Article | Deck, **usual: object) -> SeedTable:
    """What a seed says of an article or a deck, in the terms of its `as_seed`, where `blank` says nothing."""
    said = blank.as_seed() | usual | dict(record.data)
    return {name: value for name, value in said.items() if (name, value) != ("state", State.PUBLISHED)}


def told(value: object) -> str:
    """A value of a difference, for whoever reads it."""
    if isinstance(value, list):
        return "; ".join(map(told, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {told(one)}" for name, one in value.items() if one not in ("", None, []))
    return "–" if value in ("", None) else str(value)


def differences(said: SeedTable, has: SeedTable) -> Differences:
    """Field by field; what belongs to a question's kind stands under its own name, as in its file."""
    one, other = ({**table, **table.get("spec", {})} for table in (said, has))
    names = [name for name in dict.fromkeys([*one, *other]) if name != "spec"]
    return {name: (one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)}


class Ledger:
    """The library as it stands, by slug, and the faults and the report so far.

    What is at fault keeps nobody from judging the others: a row stands in for it (`stand_in`) until all is taken back,
    and what could only repeat its fault is not said.
    """

    def __init__(self, seeds: Seeds, *, at: datetime, force: bool | Collection[str]) -> None:
        self.at, self.force = at, force
        self.report = Report()
        self.faults: list[Fault] = []
        self.faulty: set[Place] = set()
        self.faulty_facts: set[str] = set()
        self.found(seeds.faults)
        self.misshapen = frozenset(self.faulty)
        """What could not be read as it is, so that there is nothing more to say of it."""
        self.new: set[tuple[type[Model], str]] = set()
        self.superseded: list[Fact] = []
        self.batch = Batch()
        self.forms: dict[type[Kind], AuthorForm] = {}
        self.articles = {article.slug: article for article in Article.objects.select_related("same_text_as")}
        self.decks = {deck.slug: deck for deck in Deck.objects.all()}
        self.facts = _facts(self.decks)
        self.questions = _questions(self.facts, self.articles)
        self.beside = Beside(at)
        self.names_all_facts = seeds.name_all_facts
        self.gone_articles = _gone(self.articles, seeds.articles)
        self.gone_facts = _gone(self.facts, seeds.facts) if seeds.name_all_facts else set()

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
        if current is not None and digest(current) != thing.seed_digest and not self.is_forced(thing):
            found = differences(wanted, current).items()
            rows = [[field_name, told(said), told(has)] for field_name, (said, has) in found]
            self.report.edited.append(Edited(name, thing.slug, rows))
            return False
        thing.seed_digest = digest(wanted)
        apply()
        (self.report.created if new else self.report.updated).append(name)
        return True

    @property
    def names(self) -> set[str]:
        """Of everything in the library."""
        return {*self.articles, *self.decks, *self.facts, *self.questions}

    def is_forced(self, thing: Seeded) -> bool:
        """Whether the seeds are to have their way over what an editor did: everywhere, or with this."""
        return self.force if isinstance(self.force, bool) else thing.slug in self.force

    def sign(self, thing: Seeded, said: SeedTable) -> None:
        """Say in its row that the seeds wrote it so."""
        thing.seed_digest = digest(said)
        type(thing)._default_manager.filter(pk=thing.pk).update(seed_digest=thing.seed_digest)

    def fault(self, place: Place, field_name: str, message: str) -> None:
        self.found([Fault(place, field_name, message)])

    def found(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.faults.append(fault)
            self._distrust(fault.place)

    def _distrust(self, place: Place) -> None:
        self.faulty.add(place)
        if place.fact and not place.question:
            self.faulty_facts.add(place.fact)

    def is_sound(self, place: Place) -> bool:
        """Whether nothing was found wrong with what stands there and, for a question, with its fact."""
        return place not in self.faulty and not (place.question and place.fact in self.faulty_facts)

    def may_name_article(self, slug: str, place: Place, field_name: str) -> bool:
        """Whether the seeds, or an editor, have this article; a fault where they do not."""
        if slug in self.gone_articles:
            told = f"The file of the article “{slug}” is gone. Put articles/{slug}.toml back, or name another article."
        elif slug not in self.articles:
            known = ", ".join(sorted(self.articles.keys() - self.gone_articles)) or "none yet"
            told = f"There is no article “{slug}”. Known articles: {known}."
        else:
            return True
        self.fault(place, field_name, told)
        return False

    def check_fact(self, slug: str, place: Place, field_name: str, remedy: str) -> None:
        """A fault where neither the seeds nor an editor have this fact; where it could not be read, no more is said."""
        if slug in self.gone_facts:
            self.fault(
                place, field_name, f"The fact “{slug}” is gone from the seeds. Put it back, or take out what names it."
            )
        elif slug not in self.facts and self.names_all_facts:
            self.fault(place, field_name, f"There is no fact “{slug}”. {remedy}")
        elif slug not in self.facts:
            self._distrust(place)

    def stand_in(self) -> None:
        """Store a row for each thing that is at fault and so is not stored, for others to hang on."""
        for slug, article in self.articles.items():
            if not article.pk:
                self.articles[slug] = Article.objects.create(slug=uuid4().hex, title="…")
        for slug, deck in self.decks.items():
            if not deck.pk:
                self.decks[slug] = Deck.objects.create(slug=uuid4().hex, title="…")
        for slug, fact in self.facts.items():
            if not fact.pk:
                self.facts[slug] = Fact.objects.create(slug=uuid4().hex, deck=fact.deck, statement="…")
                self.new.add((Fact, self.facts[slug].slug))

    def write(self, thing: Seeded | Citation, place: Place, within: str = "") -> bool:
        """Have it stored with the next `flush`; False, and a fault, where a field of it is wrong."""
        if sound := self.judge(thing, place, within):
            self.batch.add(thing, place, within)
        return sound

    def filled(self, kind: type[Kind], own: SeedTable) -> AuthorForm:
        """The author form of a kind with what a seed says; always the same one, since to make it costs more."""
        if kind not in self.forms:
            self.forms[kind] = kind.author_form({})
        form = self.forms[kind]
        form.data = own
        form.full_clean()
        return form

    def judge(self, thing: Seeded | Citation, place: Place, within: str = "") -> bool:
        """Whether all of its fields are right; a fault where one is wrong."""
        try:
            # What it refers to is a row of this ledger, and what only the database knows it says by itself.
            known = [field.name for field in type(thing)._meta.fields if isinstance(field, ForeignKey)]
            thing.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            choices = {field.name: [value for value, _ in field.flatchoices] for field in thing._meta.fields}
            self.refuse(error, place, within, choices)
            return False
        return True

    def refuse(self, error: ValidationError, place: Place, within: str = "", choices: Choices | None = None) -> None:
        faults = faults_of(error, place, choices or {})
        self.found(Fault(place, f"{within}{fault.field}", fault.message) for fault in faults)

    def flush(self, *models: type[Model]) -> bool:
        """Store what waits, or that of some models; False, and faults, where the database refuses some of it.

        Where something is at fault already, a refusal may only follow from it.
        """
        refused = self.batch.flush(*models)
        for error, place, within in [one for one in refused if one[1] not in self.faulty]:
            self.refuse(error, place, within)
        return not refused


def _gone[Thing: Article | Fact](known: dict[str, Thing], records: list[Record]) -> set[str]:
    """What the seeds once wrote and no longer have."""
    return {slug for slug, thing in known.items() if thing.seed_digest} - {record.slug for record in records}


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

"""Bring the library in line with the seeds: repeatable, all or nothing, and never silently over an editor's change."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from studyapp.kinds import KINDS, partial_dates
from studyapp.library.answers import Answers
from studyapp.library.models import Article, Citation, Deck, Draft, Fact, NotPublishable, Question, State
from studyapp.library.seeds.faults import Fault, Place, SeedFaults, faults_of
from studyapp.library.seeds.reading import QUESTION_KEYS, Record, Seeds, read, typed_value

type Progress = Callable[[list[Record], str], Iterable[Record]]
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


class _DryRun(Exception):
    pass


def load(
    folder: Path,
    *,
    at: datetime,
    force: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda records, _: records,
) -> Report:
    """Load the seeds below `folder`; `force` overwrites what editors changed. Raises SeedFaults, changing nothing."""
    seeds = read(folder)
    if seeds.faults:
        raise SeedFaults(seeds.faults)
    loader = _Loader(seeds, at=at, force=force, progress=progress)
    try:
        with transaction.atomic():
            loader.run()
            if loader.faults:
                raise SeedFaults(loader.faults)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return loader.report


def digest(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


class _Loader:
    def __init__(self, seeds: Seeds, *, at: datetime, force: bool, progress: Progress) -> None:
        self.seeds, self.at, self.force, self.progress = seeds, at, force, progress
        self.report = Report()
        self.faults: list[Fault] = []
        self.articles = {article.slug: article for article in Article.objects.all()}
        self.decks = {deck.slug: deck for deck in Deck.objects.all()}
        self.facts = {
            fact.slug: fact
            for fact in Fact.objects.select_related("deck", "superseded_by").prefetch_related("citations__article")
        }
        self.questions = {question.slug: question for question in Question.objects.with_content()}
        self.new: set[str] = set()

    def run(self) -> None:
        for record in sorted(self.seeds.articles, key=lambda record: "same_text_as" in record.data):
            self._plain(record, self.articles, Article(slug=record.slug))
        for record in self.seeds.decks:
            self._plain(record, self.decks, Deck(slug=record.slug), position=record.position)
        for record in self.seeds.facts:
            self._begin_fact(record)
        if self.faults:
            return  # facts without their deck, or citations without their article, would only repeat the fault
        for record in self.progress(self.seeds.facts, "Facts"):
            self._fact(record)
        if not self.faults:
            self._questions()
            self._retire_what_is_gone()

    # Each thing is settled the same way: compare what the seed says with what stands, and with what the seed said last.

    def _settle(self, thing: Seeded, name: str, wanted: dict[str, Any], apply: Callable[[], None]) -> bool:
        """Apply `wanted` unless it stands already or an editor changed it; False when the editor's version was kept."""
        new = thing.slug in self.new
        current = None if new else thing.as_seed()
        if current == wanted:
            self.report.unchanged += 1
            if thing.seed_digest != digest(wanted):
                self._sign(thing, wanted)
            return True
        if current is not None and digest(current) != thing.seed_digest and not self.force:
            self.report.kept.append(name)
            return False
        apply()
        self._sign(thing, wanted)
        (self.report.created if new else self.report.updated).append(name)
        return True

    def _sign(self, thing: Seeded, said: dict[str, Any]) -> None:
        thing.seed_digest = digest(said)
        type(thing)._default_manager.filter(pk=thing.pk).update(seed_digest=thing.seed_digest)

    def _fault(self, place: Place, field_name: str, message: str) -> None:
        self.faults.append(Fault(place, field_name, message))

    def _save(self, thing: Article | Deck | Fact | Question | Citation, place: Place, within: str = "") -> bool:
        try:
            thing.full_clean()
        except ValidationError as error:
            self.faults += [Fault(place, f"{within}{fault.field}", fault.message) for fault in faults_of(error, place)]
            return False
        thing.save()
        return True

    def _plain(self, record: Record, known: dict[str, Any], blank: Article | Deck, **extra: Any) -> None:
        """An article or a deck: fields only."""
        thing = known.setdefault(record.slug, blank)
        if thing.pk is None:
            self.new.add(thing.slug)
        wanted = blank.as_seed() | extra | dict(record.data)

        if (original := wanted.get("same_text_as")) and original not in self.articles:
            self._fault(record.place, "same_text_as", f"There is no article “{original}”. Give the name of its file.")
            return

        def apply() -> None:
            for name, value in wanted.items():
                setattr(thing, name, self.articles.get(value) if name == "same_text_as" else value)
            if self._save(thing, record.place) and isinstance(thing, Article) and thing.status != Article.Status.ACTIVE:
                thing.pause_what_rests_on_it(at=self.at)

        self._settle(thing, record.place.file, wanted, apply)

    def _begin_fact(self, record: Record) -> None:
        """Make new facts exist, so that any fact can name any other as its successor."""
        if record.slug in self.facts:
            return
        deck = self.decks[record.parent]
        fact = Fact(
            slug=record.slug,
            deck=deck,
            statement=str(record.data.get("statement", "")),
            position=record.position,
        )
        if deck.pk is not None and self._save(fact, record.place):
            self.facts[record.slug] = fact
            self.new.add(record.slug)

    def _fact(self, record: Record) -> None:
        fact, data, place = self.facts[record.slug], record.data, record.place
        if fact.deck.slug != record.parent:
            self._fault(
                place,
                "id",
                f"This fact belongs to the deck “{fact.deck.slug}”. Move it back, or give it a new id.",
            )
            return
        wanted: dict[str, Any] = {
            "deck": record.parent,
            "statement": data.get("statement", ""),
            **{name: self._partial_date(data, name, place) for name in ("as_of", "valid_from", "valid_to")},
            "can_change": data.get("can_change", True),
            "state": data.get("state", State.PUBLISHED),
            "position": record.position,
            "superseded_by": data.get("superseded_by", ""),
            "citations": [self._citation(citation, place) for citation in data.get("citations", [])],
        }
        if not any(fault.place == place for fault in self.faults):
            self._settle(fact, str(place), wanted, lambda: self._write_fact(fact, wanted, place))

    def _partial_date(self, data: Any, name: str, place: Place) -> str:
        try:
            return partial_dates.parse(data[name]) if name in data else ""
        except ValueError as error:
            self._fault(place, name, str(error))
            return ""

    def _citation(self, data: dict[str, Any], place: Place) -> dict[str, Any]:
        if data.get("article") not in self.articles:
            known = ", ".join(sorted(self.articles)) or "none yet"
            self._fault(
                place,
                "citations.article",
                f"There is no article “{data.get('article', '')}”. Known articles: {known}.",
            )
        try:
            value_type, value = typed_value(data.get("value"))
        except ValueError as error:
            self._fault(place, "citations.value", str(error))
            value_type, value = "", ""
        return {
            "article": data.get("article"),
            "stance": data.get("stance", Citation.Stance.SUPPORTS),
            "says": data.get("says", ""),
            "paragraph": data.get("paragraph"),
            "value_type": value_type,
            "value": value,
        }

    def _write_fact(self, fact: Fact, wanted: dict[str, Any], place: Place) -> None:
        for name in ("statement", "as_of", "valid_from", "valid_to", "can_change", "position"):
            setattr(fact, name, wanted[name])
        successor = wanted["superseded_by"]
        if successor and successor not in self.facts:
            self._fault(
                place,
                "superseded_by",
                f"There is no fact “{successor}”. Give the id of the fact that took this one’s place.",
            )
            return
        fact.superseded_by = self.facts[successor] if successor else None
        if self._save(fact, place):
            self._write_citations(fact, wanted["citations"], place)
            self._move_fact(fact, wanted["state"], place)
            if fact.superseded_by:
                fact.retire_superseded_questions(at=self.at)

    def _write_citations(self, fact: Fact, wanted: list[dict[str, Any]], place: Place) -> None:
        standing = {(citation.article.slug, citation.paragraph): citation for citation in fact.citations.all()}
        for position, said in enumerate(wanted):
            citation = standing.pop((said["article"], said["paragraph"]), None) or Citation(fact=fact)
            if citation.pk is None or citation.as_seed() != said or citation.position != position:
                citation.article = self.articles[said["article"]]
                citation.position = position
                for name in ("stance", "says", "paragraph", "value_type", "value"):
                    setattr(citation, name, said[name])
                self._save(citation, place, within="citations.")
        for citation in standing.values():
            citation.delete()
        fact.__dict__.get("_prefetched_objects_cache", {}).pop("citations", None)

    def _move_fact(self, fact: Fact, state: str, place: Place) -> None:
        if state not in State.values:
            self._fault(place, "state", f"There is no state “{state}”. Use one of: {', '.join(State.values)}.")
        elif state == State.PUBLISHED:
            try:
                fact.publish(at=self.at)
            except NotPublishable as error:
                for problem in error.problems:
                    self._fault(place, "state", problem)
        else:
            fact.move(State(state), at=self.at)

    def _questions(self) -> None:
        answers = Answers.of_library()
        ready = []
        for record in self.seeds.questions:
            if wanted := self._read_question(record):
                question = self._begin_question(record)
                if question is not None:
                    answers.put(question, question.kind_class(wanted["spec"]))
                    ready.append((record, question, wanted))
        by_place = {record.place: (question, wanted) for record, question, wanted in ready}
        for record in self.progress([record for record, _, _ in ready], "Questions"):
            question, wanted = by_place[record.place]
            kept = not self._settle(
                question,
                str(record.place),
                wanted,
                lambda: self._write_question(question, wanted, record.place, answers),  # noqa: B023
            )
            if not kept and question.state == State.PUBLISHED:
                self._revise(question, wanted, record.place, answers)

    def _read_question(self, record: Record) -> dict[str, Any] | None:
        """What the seed says of a question, cleaned by its kind's own author form; None when there is a fault."""
        data, place = record.data, record.place
        before = len(self.faults)
        if data.get("kind") not in KINDS:
            self._fault(place, "kind", f"There is no kind “{data.get('kind', '')}”. Known kinds: {', '.join(KINDS)}.")
            return None
        kind = KINDS[data["kind"]]
        own = {key: value for key, value in data.items() if key not in QUESTION_KEYS}
        for key in own.keys() - kind.AuthorForm.base_fields.keys():
            fields = ", ".join([*sorted(QUESTION_KEYS), *kind.AuthorForm.base_fields])
            self._fault(place, key, f"A {kind.name} question has no such field. Known fields: {fields}.")
        form = kind.author_form(own)
        if not form.is_valid():
            self.faults += faults_of(ValidationError(form.errors.as_data()), place)
        if data.get("according_to") and data["according_to"] not in self.articles:
            self._fault(place, "according_to", f"There is no article “{data['according_to']}”.")
        if not str(data.get("prompt", "")).strip():
            self._fault(place, "prompt", "The prompt is missing. Write the question that the student reads.")
        if len(self.faults) > before:
            return None
        return {
            "fact": record.parent,
            "kind": kind.name,
            "prompt": data["prompt"],
            "explanation": data.get("explanation", ""),
            "according_to": data.get("according_to", ""),
            "historical": data.get("historical", False),
            "position": record.position,
            "state": data.get("state", self._usual_state(record, data)),
            "spec": form.cleaned_data,
        }

    def _usual_state(self, record: Record, data: Any) -> str:
        """A question stands as its fact does; one that a newer fact made pointless is retired."""
        fact = self.facts[record.parent]
        if fact.superseded_by and not data.get("historical"):
            return State.RETIRED
        return fact.state

    def _begin_question(self, record: Record) -> Question | None:
        question = self.questions.get(record.slug)
        if question is None:
            question = Question(slug=record.slug, fact=self.facts[record.parent], kind=record.data["kind"])
            if not self._save(question, record.place):
                return None
            self.questions[record.slug] = question
            self.new.add(record.slug)
        if question.kind != record.data["kind"]:
            self._fault(
                record.place,
                "kind",
                f"This question is a {question.kind}; a kind never changes. Give the new question a new id.",
            )
            return None
        if question.fact.slug != record.parent:
            self._fault(
                record.place,
                "id",
                f"This question belongs to the fact “{question.fact.slug}”. Move it back, or give it a new id.",
            )
            return None
        question.fact = self.facts[record.parent]
        return question

    def _write_question(self, question: Question, wanted: dict[str, Any], place: Place, answers: Answers) -> None:
        question.according_to = self.articles.get(wanted["according_to"])
        question.historical, question.position = wanted["historical"], wanted["position"]
        if not self._save(question, place):
            return
        self._revise(question, wanted, place, answers)
        publishing = wanted["state"] == State.PUBLISHED and question.revision is not None
        if publishing and (problems := question.problems()):
            self.faults += [Fault(place, "state", problem) for problem in problems]
            return
        question.move(State(wanted["state"]), at=self.at)

    def _revise(self, question: Question, wanted: dict[str, Any], place: Place, answers: Answers) -> None:
        freeze = (
            answers.around(question, wanted["spec"].get("answer_type") or "")
            if wanted["state"] == State.PUBLISHED
            else None
        )
        try:
            question.revise(Draft(wanted["prompt"], wanted["spec"], wanted["explanation"]), at=self.at, freeze=freeze)
        except ValidationError as error:
            self.faults += faults_of(error, place)

    def _retire_what_is_gone(self) -> None:
        """What the seeds once wrote into a deck and no longer name is retired, never deleted."""
        decks = {record.slug for record in self.seeds.decks}
        named = {record.slug for record in self.seeds.questions}, {record.slug for record in self.seeds.facts}
        gone: list[Question | Fact] = [
            q for slug, q in self.questions.items() if slug not in named[0] and q.fact.deck.slug in decks
        ]
        gone += [fact for slug, fact in self.facts.items() if slug not in named[1] and fact.deck.slug in decks]
        for thing in gone:
            if not thing.seed_digest or thing.state == State.RETIRED:
                continue
            if digest(thing.as_seed()) != thing.seed_digest and not self.force:
                self.report.kept.append(thing.slug)
                continue
            thing.move(State.RETIRED, at=self.at)
            self._sign(thing, thing.as_seed())
            self.report.retired.append(thing.slug)

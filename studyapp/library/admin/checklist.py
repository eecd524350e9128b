"""What would be published, row by row, with what stands in its way and what there is to warn of."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Q

from studyapp.kinds.base import Kind
from studyapp.kinds.cautions import Caution
from studyapp.library.admin.links import page_of
from studyapp.library.admin.preview import as_published
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.versions import seen
from studyapp.library.answers import AcceptedIn, accepted_in
from studyapp.library.models import UNSEEN, Article, Change, Fact, Question, Standing, State, Thing
from studyapp.library.models.standings import Listed
from studyapp.library.models.warned import REMARKS

COMES_BACK = "It was published before, and is asked again once its fact is published. Left out, it becomes a draft."
HELD_UP = "It was published before, and is paused once its fact is published."
PUBLISHED_ALREADY = "It is published already; published again, it knows the library as it is now."
NOTES = {State.PAUSED: "It was paused until an editor looks at it.", State.RETIRED: "It was retired."}

type Seal = dict[str, str]
"""A digest of each row by its key, as an editor was shown it."""


@dataclass(frozen=True)
class Row:
    """A fact or a question that would be published, or is held up."""

    thing: Thing
    cautions: list[Caution]
    problems: list[str] = field(default_factory=list)
    """What stands in its way, a sentence each."""
    body: Kind | None = None
    """What a question would ask; None where it cannot be asked."""
    note: str = ""
    """What is to be known of it besides."""
    is_held_back: bool = False
    """Whether somebody took it back before, so that it is published only where that is asked for."""

    @property
    def key(self) -> str:
        return f"{self.thing._meta.model_name}-{self.thing.pk}"

    @property
    def warnings(self) -> list[Caution]:
        return [caution for caution in self.cautions if caution.sort not in REMARKS]

    @property
    def remarks(self) -> list[Caution]:
        return [caution for caution in self.cautions if caution.sort in REMARKS]

    @property
    def is_question(self) -> bool:
        return isinstance(self.thing, Question)

    @property
    def is_source(self) -> bool:
        return isinstance(self.thing, Article)

    @property
    def what(self) -> str:
        return str(self.thing.get_kind_display() if isinstance(self.thing, Question) else self.thing._meta.verbose_name)

    @property
    def page(self) -> str:
        return page_of(self.thing)

    @property
    def is_published(self) -> bool:
        return self.thing.state == State.PUBLISHED

    @property
    def is_offered(self) -> bool:
        return not self.problems

    @property
    def is_usual(self) -> bool:
        """Whether it is published unless the editor says otherwise."""
        return self.is_offered and not self.is_held_back

    @property
    def options(self) -> list[str]:
        """What is offered beside the right answer."""
        return list(self.body.wrong_options) if self.body else []

    @property
    def expected(self) -> str:
        return self.body.expected_in_english if self.body else ""

    @cached_property
    def digest(self) -> str:
        """Of all that is stored of it and all that the page says of it."""
        original = [self.thing.translates] if isinstance(self.thing, Fact) and self.thing.translates else []
        stored = [row for thing in (self.thing, *original) for row in seen([thing])]
        told = [stored, self.problems, self.cautions, self.note, self.expected, self.options]
        return sha256(repr(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Entry:
    """A fact with those of its questions that are looked at."""

    fact: Fact
    row: Row | None
    """None where the fact itself is not to be published."""
    sources: list[Row]
    """Articles that readers see once the fact is published, since they go on from it to them."""
    questions: list[Row]

    @property
    def rows(self) -> list[Row]:
        return [*([self.row] if self.row else []), *self.sources, *self.questions]

    @property
    def returning(self) -> list[Row]:
        """Questions that were published before, and are asked as soon as their fact is published."""
        return [] if self.fact.is_live else [row for row in self.questions if row.is_published]


@dataclass
class Checklist:
    entries: list[Entry]

    @classmethod
    def of(
        cls, facts: Iterable[int], questions: Iterable[int], *, with_questions: bool, publisher: Publisher
    ) -> "Checklist":
        """These facts with what would be asked along with them, or also with all that waits; and these questions."""
        named, asked = set(facts), set(questions)
        about = Question.objects.filter(pk__in=asked).values("fact")
        read = Fact.objects.filter(Q(pk__in=named) | Q(pk__in=about)).to_look_at()
        found = list(read.order_by("deck__position", "deck", "position", "pk"))
        looking = _Looking(asked, _taken_back(found), publisher, with_questions=with_questions)
        return cls([looking.entry(fact, is_named=fact.pk in named) for fact in found])

    @property
    def rows(self) -> Iterator[Row]:
        return (row for entry in self.entries for row in entry.rows)

    @property
    def warnings(self) -> int:
        return sum(len(row.warnings) for row in self.rows)

    @property
    def offered(self) -> list[Row]:
        """What has a box to be ticked; sources come along with their facts."""
        return [row for row in self.rows if row.is_offered and not row.is_source]

    @property
    def seal(self) -> Seal:
        return {row.key: row.digest for row in self.rows}

    def sealed(self) -> str:
        return _signer().sign_object(self.seal, compress=True)


@dataclass(frozen=True)
class Along:
    """What comes before readers if a thing is published on a day: the thing, and what that brings with it.

    `questions` are those of a fact that are drafts or wait for review, and come only if they are planned too.
    """

    rows: list[Row]
    questions: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, thing: Thing, publisher: Publisher) -> "Along":
        if isinstance(thing, Article):
            return cls([_Looking(set(), {}, publisher, with_questions=False).of_article(thing)])
        is_fact = isinstance(thing, Fact)
        facts, asked = ([thing.pk], []) if is_fact else ([], [thing.pk])
        [entry] = Checklist.of(facts, asked, with_questions=is_fact, publisher=publisher).entries
        if entry.row is None:
            return cls(entry.questions)
        waiting = [row for row in entry.questions if row.thing.state in UNSEEN]
        return cls([entry.row, *entry.sources, *entry.returning], waiting)

    @property
    def digest(self) -> str:
        """Of all that is shown of it."""
        return sha256(repr([row.digest for row in (*self.rows, *self.questions)]).encode()).hexdigest()[:16]


def listed(rows: Iterable[Row]) -> Listed:
    """What whoever plans it has seen, as it is kept."""
    return {row.key: [str(warning) for warning in row.warnings] for row in rows}


def unlisted(rows: Iterable[Row], seen_then: Listed) -> Iterator[str]:
    """What of all this was not on the list when it was planned, a sentence each. What cannot be published says so."""
    for row in rows:
        if row.key not in seen_then and row.is_offered:
            yield f"“{row.thing}” was not on the list when it was planned."
        elif row.is_offered:
            for warning in row.warnings:
                if warning not in seen_then[row.key]:
                    yield f"Since it was planned, there is this to look at in “{row.thing}”: {warning}"


def opened(sealed: str) -> Seal:
    """What was sealed; nothing at all where it is none, or one that we did not give."""
    try:
        return dict(_signer().unsign_object(sealed))
    except BadSignature:
        return {}


def _signer() -> Signer:
    return Signer(salt=__name__)


def _taken_back(facts: Iterable[Fact]) -> Mapping[int, datetime]:
    """Questions that are drafts although learners were asked them once, each with the day when that ended."""
    drafts = [it.pk for fact in facts for it in fact.questions.all() if it.state in UNSEEN]
    over = (Change.What.OFF, Change.What.SUPERSEDED)
    return dict(Change.objects.filter(question__in=drafts, what__in=over).order_by("pk").values_list("question", "at"))


@dataclass(frozen=True)
class _Looking:
    asked: set[int]
    """The questions that the editor named."""
    taken_back: Mapping[int, datetime]
    publisher: Publisher
    with_questions: bool
    accepted_in: AcceptedIn = field(default_factory=lambda: cache(accepted_in))

    def entry(self, fact: Fact, *, is_named: bool) -> Entry:
        row = self._of_fact(fact) if is_named else None
        then = copy(fact)
        if row and row.is_offered:
            then.state = State.PUBLISHED  # as it will be, and its questions are judged by that
        asked = [it for it in fact.questions.all() if it.pk in self.asked or (is_named and self._comes_along(it, fact))]
        shown = {it.article for it in fact.cited if not it.article.is_seen} if row else set()
        sources = [self.of_article(article) for article in sorted(shown, key=lambda article: article.pk)]
        return Entry(
            fact, row, sources, [self._of_question(question, then, is_live=fact.is_live) for question in asked]
        )

    def _of_fact(self, fact: Fact) -> Row:
        note = "It is published already." if fact.is_live else ""
        return Row(fact, fact.warnings(at=self.publisher.at), self._against(fact, fact.problems()), note=note)

    def of_article(self, article: Article) -> Row:
        return Row(article, article.warnings(at=self.publisher.at), self._against(article, []))

    def _against(self, thing: Thing, problems: list[str]) -> list[str]:
        return [*problems, *Standing.objects.against(thing, self.publisher.editor)]

    def _comes_along(self, question: Question, fact: Fact) -> bool:
        """Whether it would be asked with its fact again, or waits to be published with it."""
        if question.state == State.PUBLISHED:
            return not fact.is_live
        return self.with_questions and question.state != State.RETIRED

    def _of_question(self, question: Question, fact: Fact, *, is_live: bool) -> Row:
        """By its fact as that will be, whether or not it is live yet."""
        question.fact = fact
        body, problems = None, self._against(question, question.problems())
        if question.revision:
            try:
                body = as_published(question, self.accepted_in)
            except ValidationError as error:
                problems += error.messages
        note = self._note(question, is_live=is_live, is_held_up=bool(problems))
        is_held_back = question.pk in self.taken_back and question.pk not in self.asked
        return Row(question, question.warnings(body), problems, body, note, is_held_back)

    def _note(self, question: Question, *, is_live: bool, is_held_up: bool) -> str:
        if question.state == State.PUBLISHED:
            return PUBLISHED_ALREADY if is_live else HELD_UP if is_held_up else COMES_BACK
        if day := self.taken_back.get(question.pk):
            until = f"{day.day} {day:%B %Y}"
            return f"It was asked until {until}, and then taken back to draft. Tick it to have it asked again."
        return NOTES.get(State(question.state), "")

"""What seeds say beside what the library has, of what an editor changed since the seeds last wrote it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from studyapp.library.models import Article, Deck, Fact, Question, State
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.facts import said_of_fact
from studyapp.library.seeds.faults import SeedFaults
from studyapp.library.seeds.ledger import Differences, Ledger, Seeded, differences, digest, said_plainly
from studyapp.library.seeds.questions import said_of_question
from studyapp.library.seeds.reading import Record, Seeds

type Among = Callable[[Seeded], bool]
type Pair[Thing: Seeded] = tuple[Record, Thing]


@dataclass(frozen=True, slots=True)
class Compared[Thing: Seeded]:
    """One thing that stands in a file and in the library."""

    record: Record
    thing: Thing
    said: SeedTable
    has: SeedTable

    @property
    def differences(self) -> Differences:
        return differences(self.said, self.has)


def is_edited(thing: Seeded) -> bool:
    """Whether it is otherwise than the seeds last wrote it; or else its file may be newer, and it never is."""
    return digest(thing.as_seed()) != thing.seed_digest


@dataclass(slots=True)
class Comparison:
    """Of what is in the library; what stands in a file alone is for loading to bring in."""

    ledger: Ledger
    fact_pairs: list[Pair[Fact]] = field(default_factory=list)
    question_pairs: list[Pair[Question]] = field(default_factory=list)
    articles: list[Compared[Article]] = field(default_factory=list)
    decks: list[Compared[Deck]] = field(default_factory=list)
    facts: list[Compared[Fact]] = field(default_factory=list)
    questions: list[Compared[Question]] = field(default_factory=list)

    @property
    def all(self) -> Iterator[Compared[Article] | Compared[Deck] | Compared[Fact] | Compared[Question]]:
        yield from self.articles
        yield from self.decks
        yield from self.facts
        yield from self.questions


def compare(seeds: Seeds, *, at: datetime, among: Among, ledger: Ledger | None = None) -> Comparison:
    """Look closely at `among` these alone. Raises SeedFaults where a file cannot be understood."""
    ledger = ledger or _ledger(seeds, at=at)
    found = Comparison(ledger)
    found.fact_pairs = list(_pairs(seeds.facts, ledger.facts))
    found.question_pairs = [pair for pair in _pairs(seeds.questions, ledger.questions) if _is_the_same(pair)]
    blank = Article(state=State.PUBLISHED)
    for article in _among(_pairs(seeds.articles, ledger.articles), among):
        found.articles.append(_compared(article, said_plainly(article[0], blank)))
    for deck in _among(_pairs(seeds.decks, ledger.decks), among):
        found.decks.append(_compared(deck, said_plainly(deck[0], Deck(), position=deck[0].position)))
    for fact in _among(found.fact_pairs, among):
        found.facts.append(_compared(fact, said_of_fact(ledger, fact[0])))
    ledger.faults = [*seeds.faults]  # what a fact cites wrongly in its file may be right by now
    for question in _among(found.question_pairs, among):
        if (said := said_of_question(ledger, question[0])) is not None:
            found.questions.append(_compared(question, said))
    if ledger.faults:
        raise SeedFaults(ledger.faults)
    return found


def _ledger(seeds: Seeds, *, at: datetime) -> Ledger:
    """One that takes every article of the seeds, and every fact of the library, for one that may be named."""
    ledger = Ledger(seeds, at=at, force=False)
    ledger.gone_articles, ledger.gone_facts = set(), set()
    for record in seeds.articles:
        ledger.articles.setdefault(record.slug, Article(slug=record.slug))
    return ledger


def _pairs[Thing: Seeded](records: list[Record], things: dict[str, Thing]) -> Iterator[Pair[Thing]]:
    for record in records:
        if (thing := things.get(record.slug)) is not None and thing.pk:
            yield record, thing


def _among[Thing: Seeded](pairs: Iterable[Pair[Thing]], among: Among) -> Iterator[Pair[Thing]]:
    return (pair for pair in pairs if among(pair[1]))


def _is_the_same(pair: Pair[Question]) -> bool:
    """Or else loading finds fault with its file."""
    record, question = pair
    return question.fact.slug == record.parent and question.kind == record.data.get("kind")


def _compared[Thing: Seeded](pair: Pair[Thing], said: SeedTable) -> Compared[Thing]:
    return Compared(*pair, said, pair[1].as_seed())

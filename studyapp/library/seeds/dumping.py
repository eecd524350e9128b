"""Write what editors changed in the library back into the seeds, line by line, so that loading them changes nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from studyapp.library.models import Article, Deck, Fact, Question
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds import style, telling
from studyapp.library.seeds.comparing import Compared, Comparison, compare, is_edited
from studyapp.library.seeds.layout import Block, Paper, Table
from studyapp.library.seeds.ledger import NoSuch, Seeded
from studyapp.library.seeds.reading import FOLDERS, Record, Seeds, read, seed_files
from studyapp.library.seeds.telling import Unwritable


@dataclass(slots=True)
class Dump:
    """What was written; each entry names one thing."""

    files: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    """What a file cannot say, and why."""


class NotFaithful(Exception):
    """What would be written does not say what the library has; nothing was written."""


def dump(folder: Path, *, at: datetime, only: Collection[str] = ()) -> Dump:
    """Bring the files below `folder` in line with what editors did, for all or for `only` these.

    Raises SeedFaults where a file cannot be read, NoSuch, and NotFaithful. What the files say already stays byte for
    byte, and so does what was changed in them and not loaded yet.
    """
    with transaction.atomic():
        work = _Work(folder, _read(folder), at=at, only=frozenset(only))
        work.run()
        _write(work, at=at)
    return work.report


def _read(folder: Path) -> Seeds:
    """A folder without seeds is one to begin with."""
    if not any(seed_files(folder, kind) for kind in FOLDERS):
        return Seeds()
    return read(folder)


class _Work:
    """One dump: the files that it has opened, and what it did to them."""

    def __init__(self, folder: Path, seeds: Seeds, *, at: datetime, only: frozenset[str]) -> None:
        self.folder, self.seeds, self.only = folder, seeds, only
        self.compared = compare(seeds, at=at, among=lambda thing: self.is_chosen(thing) and is_edited(thing))
        self.ledger = ledger = self.compared.ledger
        if (
            unknown := only
            - ledger.articles.keys()
            - ledger.decks.keys()
            - ledger.facts.keys()
            - ledger.questions.keys()
        ):
            raise NoSuch(sorted(unknown))
        self.report = Dump()
        self.papers: dict[str, Paper] = {}
        self.written: set[tuple[type[Seeded], str]] = set()
        records = {Article: seeds.articles, Deck: seeds.decks, Fact: seeds.facts, Question: seeds.questions}
        self.in_files = {model: {record.slug for record in some} for model, some in records.items()}

    def run(self) -> None:
        for article in self.compared.articles:
            self.settle(article, self.edit_article)
        for deck in self.compared.decks:
            self.settle(deck, self.edit_deck)
        for fact in self.compared.facts:
            self.settle(fact, self.edit_fact)
        for question in self.compared.questions:
            self.settle(question, self.edit_question)
        for new_article in self.newcomers(self.ledger.articles.values()):
            self.add(new_article, self.add_article)
        for new_fact in sorted(self.newcomers(self.ledger.facts.values()), key=_rank):
            self.add(new_fact, self.add_fact)
        for new_question in sorted(self.newcomers(self.ledger.questions.values()), key=_rank):
            self.add(new_question, self.add_question)
        for new_deck in self.newcomers(self.ledger.decks.values()):
            self.add(new_deck, self.add_deck)
        self.sort()

    # --- What is chosen

    def is_chosen(self, thing: Seeded) -> bool:
        return not self.only or thing.slug in self.only

    def newcomers[Thing: Seeded](self, things: Iterable[Thing]) -> list[Thing]:
        """What stands in no file; but for what was taken out of its file, which loading retires or has retired."""
        return [
            thing
            for thing in things
            if thing.pk
            and thing.slug not in self.in_files[type(thing)]
            and self.is_chosen(thing)
            and not self.is_gone(thing)
        ]

    def is_gone(self, thing: Seeded) -> bool:
        if not thing.seed_digest or isinstance(thing, Article | Deck):
            return False
        deck = thing.deck.slug if isinstance(thing, Fact) else thing.fact.deck.slug
        return (deck in self.in_files[Deck] or deck in self.seeds.emptied) and not is_edited(thing)

    def settle[Thing: Seeded](self, compared: Compared[Thing], edit: Callable[[Compared[Thing]], None]) -> None:
        if compared.said != compared.has:
            self.note(compared.thing, str(compared.record.place), self.report.changed, lambda: edit(compared))

    def add[Thing: Seeded](self, thing: Thing, write: Callable[[Thing], None]) -> None:
        name = f"{type(thing)._meta.verbose_name} “{thing.slug}”"
        self.note(thing, name, self.report.added, lambda: write(thing))

    def note(self, thing: Seeded, name: str, done: list[str], write: Callable[[], None]) -> None:
        try:
            write()
        except Unwritable as why:
            self.report.left_out[name] = str(why)
        else:
            done.append(name)
            self.written.add((type(thing), thing.slug))

    def was_written(self, thing: Seeded) -> bool:
        return (type(thing), thing.slug) in self.written

    # --- What is edited in its place

    def paper(self, name: str) -> Paper:
        """The file “decks/tides”, opened once."""
        if name not in self.papers:
            path = self.folder / f"{name}.toml"
            self.papers[name] = Paper.read(path.read_bytes().decode() if path.is_file() else "")
        return self.papers[name]

    def edit_article(self, compared: Compared[Article]) -> None:
        told, paper = telling.article_table(compared.thing), self.paper(f"articles/{compared.thing.slug}")
        _put(paper.top[0], told, compared.differences, style.ARTICLE)

    def edit_deck(self, compared: Compared[Deck]) -> None:
        told, paper = telling.deck_table(compared.thing), self.paper(f"decks/{compared.thing.slug}")
        _put(paper.top[0], told, compared.differences, style.DECK)

    def block(self, fact: str, deck: str) -> Block:
        """Where a fact stands in its file, each of its questions as a table of its own."""
        paper = self.paper(f"decks/{deck}")
        block = paper.find(fact)
        if block is None:
            _spread_out(paper)
            block = paper.find(fact)
        assert block is not None  # noqa: S101  it was read from there
        if block.own.find("questions"):
            _spread_out_questions(block)
        return block

    def edit_fact(self, compared: Compared[Fact]) -> None:
        fact, here = compared.thing, compared.record.parent
        table, block = telling.fact_table(fact), self.block(compared.record.slug, here)
        if "citations" in compared.differences:
            _put_citations(block, compared, table.get("citations", []))
        _put(block.own, table, compared.differences.keys() - {"citations", "deck", "position"}, style.FACT)
        if fact.deck.slug != here:
            self.move(block, here, fact.deck)

    def move(self, block: Block, here: str, deck: Deck) -> None:
        self.paper(f"decks/{here}").take_out(block)
        self.deck_paper(deck).add(block)

    def edit_question(self, compared: Compared[Question]) -> None:
        question, place = compared.thing, compared.record
        table = self.find_question(compared)
        raw = {name: value for name, value in place.data.items() if name in compared.said["spec"]}
        told, order = telling.question_table(question, raw), style.order_of(telling.kind_fields_of(question))
        names = compared.differences.keys() - {"position", "fact"}
        if "state" in told and told["state"] != place.data.get("state"):
            names |= {"state"}  # what goes without saying depends on other fields
        _put(table, told, names, order)

    def find_question(self, compared: Compared[Question]) -> Table:
        """Its fact may have moved to another file just now."""
        decks = dict.fromkeys([compared.thing.fact.deck.slug, _deck_of(compared)])
        for deck in decks:
            if paper := self.paper(f"decks/{deck}"):
                block = paper.find(compared.record.parent)
                if block and not block.question(compared.record.slug):
                    _spread_out_questions(block)
                if block and (table := block.question(compared.record.slug)):
                    return table
        table = self.block(compared.record.parent, _deck_of(compared)).question(compared.record.slug)
        assert table is not None  # noqa: S101  it was read from there
        return table

    # --- What is new

    def add_article(self, article: Article) -> None:
        self.paper(f"articles/{article.slug}").top[0].lines = style.lines(telling.article_table(article))

    def deck_paper(self, deck: Deck) -> Paper:
        """Its file; a new one begins with what is said of the deck."""
        paper = self.paper(f"decks/{deck.slug}")
        if not paper.facts and not any(line.key for line in paper.top[0].lines):
            paper.top[0].lines += style.lines(telling.deck_table(deck))
        return paper

    def add_deck(self, deck: Deck) -> None:
        if deck.slug not in self.seeds.emptied:
            self.deck_paper(deck)

    def add_fact(self, fact: Fact) -> None:
        table = telling.fact_table(fact)
        self.deck_paper(fact.deck).add(style.fact(table, []))

    def add_question(self, question: Question) -> None:
        table = telling.question_table(question)
        block = self.paper(f"decks/{question.fact.deck.slug}").find(question.fact.slug)
        if block is None and question.fact.slug in self.in_files[Fact]:
            _spread_out(self.paper(f"decks/{question.fact.deck.slug}"))
            block = self.paper(f"decks/{question.fact.deck.slug}").find(question.fact.slug)
        if block is None:
            raise Unwritable(f"Its fact “{question.fact.slug}” stands in no file.")
        if block.own.find("questions"):
            _spread_out_questions(block)
        new = style.question(table)
        if block.questions and not any(line.is_blank for line in block.questions[-1].lead):
            new.lead = []  # as those above it are
        block.tables.append(new)

    # --- The order

    def sort(self) -> None:
        """What an editor gave another place, in the files that were opened."""
        for deck in {one.thing.deck.slug for one in self.compared.facts if self.has_moved(one)}:
            ranked = sorted((fact for fact in self.ledger.facts.values() if fact.deck.slug == deck), key=_rank)
            self.paper(f"decks/{deck}").sort([fact.slug for fact in ranked])
        for question in self.compared.questions:
            if self.has_moved(question):
                self.sort_questions(question)

    def has_moved(self, compared: Compared[Fact] | Compared[Question]) -> bool:
        return "position" in compared.differences and self.was_written(compared.thing)

    def sort_questions(self, compared: Compared[Question]) -> None:
        block = self.block(compared.record.parent, compared.thing.fact.deck.slug)
        ranks = {it.slug: _rank(it) for it in self.ledger.questions.values() if it.fact.slug == block.id}
        tables = [(str(table.data.get("id")), block.parts(table)) for table in block.questions]
        if all(slug in ranks for slug, _ in tables):
            first = [table for table in block.tables if table.path[:2] != ("facts", "questions")]
            block.tables = first + [one for _, parts in sorted(tables, key=lambda it: ranks[it[0]]) for one in parts]


def _rank(thing: Fact | Question) -> tuple[int, int]:
    return thing.position, thing.pk


def _deck_of(compared: Compared[Question]) -> str:
    return Path(compared.record.place.file).stem


def _put(table: Table, told: SeedTable, names: Iterable[str], order: tuple[str, ...]) -> None:
    """Give a table these fields as they are told; what is not told is left out."""
    for name in sorted(set(names), key=lambda name: order.index(name) if name in order else len(order)):
        if name in told:
            table.put(name, style.of_field(name, told[name]), order)
        else:
            table.drop(name)


def _put_citations(block: Block, compared: Compared[Fact], rows: list[SeedTable]) -> None:
    """Row by row where the order stays; a row keeps the order of its own fields."""
    raw = compared.record.data.get("citations", [])
    places = {_key(row): place for place, row in enumerate(rows)}
    kept = [places.get(_key(row), -1) for row in raw]
    rising = [place for place in kept if place >= 0]
    texts = [style.written(row) for row in rows]
    line = block.own.find("citations")
    if line and rows and rising == sorted(set(rising)) and rising:
        for row, place in zip(raw, kept, strict=True):
            if place >= 0:
                names = [name for name in row if name in rows[place]]
                texts[place] = style.written({name: rows[place][name] for name in (*names, *rows[place])})
        block.own.put_rows("citations", kept, texts)
        return
    block.tables = [table for table in block.tables if table.path[:2] != ("facts", "citations")]
    if rows:
        block.own.put("citations", style.citations(texts), style.FACT)
    else:
        block.own.drop("citations")


def _key(row: SeedTable) -> tuple[object, ...]:
    return row.get("article"), row.get("paragraph"), row.get("speaker", "")


def _spread_out(paper: Paper) -> None:
    """Facts that stand in braces get tables of their own."""
    for table in paper.top:
        for raw in table.data.get("facts", []) if table.find("facts") else []:
            questions = raw.pop("questions", [])
            paper.facts.append(style.fact(raw, questions))
        table.drop("facts")


def _spread_out_questions(block: Block) -> None:
    if block.own.find("questions"):
        block.tables += [style.question(raw) for raw in block.own.data["questions"]]
        block.own.drop("questions")


# --- Writing


def _write(work: _Work, *, at: datetime) -> None:
    """Write the files that have changed, once it is seen that loading them would change nothing."""
    _keep_places_of_decks(work)
    with TemporaryDirectory() as beside:
        there = Path(beside) / work.folder.name
        if _copy(work, there):
            after = compare(_read(there), at=at, among=work.was_written, ledger=work.ledger)
            _prove(after)
            _count_alike(work, after)
    work.report.files = _copy(work, work.folder)


def _copy(work: _Work, folder: Path) -> list[str]:
    """Write what was opened and has changed into a folder; which files these are."""
    written = []
    for name, paper in work.papers.items():
        path, text = work.folder / f"{name}.toml", paper.text.encode()
        if path.is_file() and path.read_bytes() == text:
            continue
        path = folder / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        written.append(f"{folder.name}/{name}.toml")
    return written


def _prove(after: Comparison) -> None:
    """Whatever was written is what a load would read."""
    for compared in after.all:
        if left := compared.differences.keys() - {"position"}:
            told = f"could not be written so that it loads the same ({', '.join(sorted(left))})"
            raise NotFaithful(f"{compared.record.place} {told}. Nothing was written.")


def _keep_places_of_decks(work: _Work) -> None:
    """A deck whose file gives no place stands by the name of its file, and a new file may come before it."""
    new = {slug for model, slug in work.written if model is Deck}
    slugs = work.in_files[Deck] | {*work.seeds.emptied} | new
    names = sorted(slugs, key=lambda slug: f"{slug}.toml")  # as files are
    for record in work.seeds.decks:
        deck = work.ledger.decks.get(record.slug)
        if deck and "position" not in record.data and deck.position == record.position != names.index(record.slug):
            work.paper(f"decks/{deck.slug}").top[0].put("position", str(deck.position), style.DECK)


def _count_alike(work: _Work, after: Comparison) -> None:
    """Number facts and questions in the library as the files now do, where there are no gaps."""
    places = {(type(thing), record.slug): record.position for record, thing in _pairs(work.compared)}
    moved: list[Fact | Question] = []
    for record, thing in _pairs(after):
        stood = places.get((type(thing), record.slug))
        if thing.position != record.position and (stood == thing.position or work.was_written(thing)):
            thing.position = record.position
            moved.append(thing)
    Fact.objects.bulk_update([it for it in moved if isinstance(it, Fact)], ["position"], batch_size=500)
    Question.objects.bulk_update([it for it in moved if isinstance(it, Question)], ["position"], batch_size=500)


def _pairs(compared: Comparison) -> Iterator[tuple[Record, Fact | Question]]:
    yield from compared.fact_pairs
    yield from compared.question_pairs

"""What editors did, thing by thing: edited where it stands in its file, added to one, or left out with the reason."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from studyapp.library.models import Article, Deck, Fact, Question
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds import style, telling
from studyapp.library.seeds.comparing import Compared, compare, is_edited
from studyapp.library.seeds.layout import Block
from studyapp.library.seeds.ledger import NoSuch, Seeded
from studyapp.library.seeds.papers import Papers, put, put_citations, spread_out_questions
from studyapp.library.seeds.pictures import FIELDS, row_of
from studyapp.library.seeds.reading import Seeds
from studyapp.library.seeds.telling import Unwritable


class Rewriting:
    """One dump: what it finds otherwise in the library than in the files, and what it did to them."""

    def __init__(self, folder: Path, seeds: Seeds, *, at: datetime, only: frozenset[str]) -> None:
        self.seeds, self.only = seeds, only
        self.compared = compare(seeds, at=at, among=lambda thing: self._is_chosen(thing) and is_edited(thing))
        self.ledger = ledger = self.compared.ledger
        if (
            unknown := only
            - ledger.articles.keys()
            - ledger.decks.keys()
            - ledger.facts.keys()
            - ledger.questions.keys()
        ):
            raise NoSuch(sorted(unknown))
        self.changed: list[str] = []
        self.added: list[str] = []
        self.left_out: dict[str, str] = {}
        self.papers = Papers(folder)
        self.written: set[tuple[type[Seeded], str]] = set()
        records = {Article: seeds.articles, Deck: seeds.decks, Fact: seeds.facts, Question: seeds.questions}
        self.in_files = {model: {record.slug for record in some} for model, some in records.items()}

    def run(self) -> None:
        for article in self.compared.articles:
            self._settle(article, self._edit_article)
        for deck in self.compared.decks:
            self._settle(deck, self._edit_deck)
        for fact in self.compared.facts:
            self._settle(fact, self._edit_fact)
        for question in self.compared.questions:
            self._settle(question, self._edit_question)
        for new_article in self._newcomers(self.ledger.articles.values()):
            self._add(new_article, self._add_article)
        for new_fact in sorted(self._newcomers(self.ledger.facts.values()), key=_rank):
            self._add(new_fact, self._add_fact)
        for new_question in sorted(self._newcomers(self.ledger.questions.values()), key=_rank):
            self._add(new_question, self._add_question)
        for new_deck in self._newcomers(self.ledger.decks.values()):
            self._add(new_deck, self._add_deck)
        self._sort()

    # --- What is chosen

    def _is_chosen(self, thing: Seeded) -> bool:
        return not self.only or thing.slug in self.only

    def _newcomers[Thing: Seeded](self, things: Iterable[Thing]) -> list[Thing]:
        """What stands in no file; but for what was taken out of its file, which loading retires or has retired."""
        return [
            thing
            for thing in things
            if thing.pk
            and thing.slug not in self.in_files[type(thing)]
            and self._is_chosen(thing)
            and not self._is_gone(thing)
        ]

    def _is_gone(self, thing: Seeded) -> bool:
        if not thing.seed_digest or isinstance(thing, Article | Deck):
            return False
        deck = thing.deck.slug if isinstance(thing, Fact) else thing.fact.deck.slug
        return (deck in self.in_files[Deck] or deck in self.seeds.emptied) and not is_edited(thing)

    def _settle[Thing: Seeded](self, compared: Compared[Thing], edit: Callable[[Compared[Thing]], None]) -> None:
        if compared.said != compared.has:
            self._note(compared.thing, str(compared.record.place), self.changed, lambda: edit(compared))

    def _add[Thing: Seeded](self, thing: Thing, write: Callable[[Thing], None]) -> None:
        name = f"{type(thing)._meta.verbose_name} “{thing.slug}”"
        self._note(thing, name, self.added, lambda: write(thing))

    def _note(self, thing: Seeded, name: str, done: list[str], write: Callable[[], None]) -> None:
        try:
            write()
        except Unwritable as why:
            self.left_out[name] = str(why)
        else:
            done.append(name)
            self.written.add((type(thing), thing.slug))

    def was_written(self, thing: Seeded) -> bool:
        return (type(thing), thing.slug) in self.written

    # --- What is edited in its place

    def _edit_article(self, compared: Compared[Article]) -> None:
        told, paper = telling.article_table(compared.thing), self.papers.paper(f"articles/{compared.thing.slug}")
        put(paper.top[0], told, compared.differences, style.ARTICLE)

    def _edit_deck(self, compared: Compared[Deck]) -> None:
        told, paper = telling.deck_table(compared.thing), self.papers.paper(f"decks/{compared.thing.slug}")
        put(paper.top[0], told, compared.differences, style.DECK)

    def _edit_fact(self, compared: Compared[Fact]) -> None:
        fact, here = compared.thing, compared.record.parent
        table, block = telling.fact_table(fact), self.papers.block(compared.record.slug, here)
        if "citations" in compared.differences:
            put_citations(block, compared, table.get("citations", []))
        put(block.own, table, compared.differences.keys() - {"citations", "deck", "position"}, style.FACT)
        if fact.deck.slug != here:
            self._move(block, here, fact.deck)

    def _move(self, block: Block, here: str, deck: Deck) -> None:
        self.papers.paper(f"decks/{here}").take_out(block)
        self.papers.of_deck(deck).add(block)

    def _edit_question(self, compared: Compared[Question]) -> None:
        question, place = compared.thing, compared.record
        table = self.papers.question(compared)
        raw = {name: value for name, value in place.data.items() if name in compared.said["spec"]}
        told, order = telling.question_table(question, raw), style.order_of(telling.kind_fields_of(question))
        names = compared.differences.keys() - {"position", "fact"}
        if "state" in told and told["state"] != place.data.get("state"):
            names |= {"state"}  # what goes without saying depends on other fields
        self._tell_pictures(told, question, place.pictures)
        self.papers.drop_tables(compared, names & FIELDS.keys())
        put(table, told, names, order)

    def _tell_pictures(self, table: SeedTable, question: Question, there: Mapping[str, Path]) -> None:
        """In a table of a question the files of its pictures; what has none is to be written beside its deck's."""
        for name in table.keys() & FIELDS.keys():
            if row := row_of(question, name, self.ledger.beside, there):
                table[name] = row.table
                if row.data:
                    self.papers.pictures[row.table["file"]] = row.data

    # --- What is new

    def _add_article(self, article: Article) -> None:
        self.papers.paper(f"articles/{article.slug}").top[0].lines = style.lines(telling.article_table(article))

    def _add_deck(self, deck: Deck) -> None:
        if deck.slug not in self.seeds.emptied:
            self.papers.of_deck(deck)

    def _add_fact(self, fact: Fact) -> None:
        table = telling.fact_table(fact)
        self.papers.of_deck(fact.deck).add(style.fact(table, []))

    def _add_question(self, question: Question) -> None:
        table = telling.question_table(question)
        self._tell_pictures(table, question, {})
        block = self.papers.find(question.fact.slug, question.fact.deck.slug)
        if block is None:
            raise Unwritable(f"Its fact “{question.fact.slug}” stands in no file.")
        spread_out_questions(block)
        new = style.question(table)
        if block.questions and not any(line.is_blank for line in block.questions[-1].lead):
            new.lead = []  # as those above it are
        block.tables.append(new)

    # --- The order

    def _sort(self) -> None:
        """What an editor gave another place, in the files that were opened."""
        for deck in {one.thing.deck.slug for one in self.compared.facts if self._has_moved(one)}:
            ranked = sorted((fact for fact in self.ledger.facts.values() if fact.deck.slug == deck), key=_rank)
            self.papers.paper(f"decks/{deck}").sort([fact.slug for fact in ranked])
        for question in self.compared.questions:
            if self._has_moved(question):
                self._sort_questions(question)

    def _has_moved(self, compared: Compared[Fact] | Compared[Question]) -> bool:
        return "position" in compared.differences and self.was_written(compared.thing)

    def _sort_questions(self, compared: Compared[Question]) -> None:
        block = self.papers.block(compared.record.parent, compared.thing.fact.deck.slug)
        ranks = {it.slug: _rank(it) for it in self.ledger.questions.values() if it.fact.slug == block.id}
        tables = [(str(table.data.get("id")), block.parts(table)) for table in block.questions]
        if all(slug in ranks for slug, _ in tables):
            first = [table for table in block.tables if table.path[:2] != ("facts", "questions")]
            block.tables = first + [one for _, parts in sorted(tables, key=lambda it: ranks[it[0]]) for one in parts]


def _rank(thing: Fact | Question) -> tuple[int, int]:
    return thing.position, thing.pk

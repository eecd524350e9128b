"""The files that a dump opens: where a thing stands in them, and how its fields are put there."""

from collections.abc import Iterable
from pathlib import Path

from studyapp.library.models import Deck, Fact, Question
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds import style, telling
from studyapp.library.seeds.comparing import Compared
from studyapp.library.seeds.layout import Block, Paper, Table


class Papers:
    """Files below a folder by their names, such as “decks/tides”, each opened once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: dict[str, Paper] = {}
        self.pictures: dict[str, bytes] = {}
        """Those to be written, by the names of their files."""

    def paper(self, name: str) -> Paper:
        if name not in self.opened:
            path = self.folder / f"{name}.toml"
            self.opened[name] = Paper.read(path.read_bytes().decode() if path.is_file() else "")
        return self.opened[name]

    def of_deck(self, deck: Deck) -> Paper:
        """Its file; a new one begins with what is said of the deck."""
        paper = self.paper(f"decks/{deck.slug}")
        if not paper.facts and not any(line.key for line in paper.top[0].lines):
            paper.top[0].lines += style.lines(telling.deck_table(deck))
        return paper

    def find(self, fact: str, deck: str) -> Block | None:
        """Where a fact stands in the file of a deck; if that is in braces, the facts there get tables of their own."""
        paper = self.paper(f"decks/{deck}")
        if any(raw.get("id") == fact for table in paper.top for raw in _in_braces(table)):
            _spread_out(paper)
        return paper.find(fact)

    def block(self, fact: str, deck: str) -> Block:
        """Where a fact that was read stands, each of its questions as a table of its own."""
        block = self.find(fact, deck)
        assert block is not None  # noqa: S101  it was read from there
        spread_out_questions(block)
        return block

    def question(self, compared: Compared[Question]) -> Table:
        """Its fact may have moved to another file just now."""
        slug, fact = compared.record.slug, compared.record.parent
        decks = (compared.thing.fact.deck.slug, Path(compared.record.place.file).stem)
        table = self.block(fact, next(deck for deck in decks if self.find(fact, deck))).question(slug)
        assert table is not None  # noqa: S101  it was read from there
        return table

    def drop_tables(self, compared: Compared[Question], names: Iterable[str]) -> None:
        """Take out fields of a question that stand in tables of their own."""
        table, block = self.question(compared), self.block(compared.record.parent, compared.thing.fact.deck.slug)
        for part in block.parts(table)[1:]:
            if part.path[-1] in names:
                block.tables.remove(part)

    def write(self, folder: Path) -> list[str]:
        """Write what has changed into this or another folder; which files these are."""
        written = []
        for name, paper in self.opened.items():
            path, text = self.folder / f"{name}.toml", paper.text.encode()
            if path.is_file() and path.read_bytes() == text:
                continue
            path = folder / f"{name}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            written.append(f"{folder.name}/{name}.toml")
        for name, data in self.pictures.items():
            (folder / "decks" / name).write_bytes(data)
            written.append(f"{folder.name}/decks/{name}")
        return written


def put(table: Table, told: SeedTable, names: Iterable[str], order: tuple[str, ...]) -> None:
    """Give a table these fields as they are told; what is not told is left out."""
    for name in sorted(set(names), key=lambda name: order.index(name) if name in order else len(order)):
        if name in told:
            table.put(name, style.of_field(name, told[name]), order)
        else:
            table.drop(name)


def put_citations(block: Block, compared: Compared[Fact], rows: list[SeedTable]) -> None:
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


def _in_braces(table: Table) -> list[SeedTable]:
    facts: list[SeedTable] = table.data["facts"] if table.find("facts") else []
    return facts


def _spread_out(paper: Paper) -> None:
    for table in paper.top:
        for raw in _in_braces(table):
            questions = raw.pop("questions", [])
            paper.facts.append(style.fact(raw, questions))
        table.drop("facts")


def spread_out_questions(block: Block) -> None:
    """Questions that stand in braces get tables of their own."""
    if block.own.find("questions"):
        block.tables += [style.question(raw) for raw in block.own.data["questions"]]
        block.own.drop("questions")

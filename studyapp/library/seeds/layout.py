"""A seed file as it lies there: cut into tables and lines, so that what nobody touches stays as it is, comments too."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

import tomlkit
from tomlkit.items import Array, InlineTable, Item

from studyapp.library.models.fields import SeedTable

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass
class Line:
    """One field with its value, over as many lines as it takes; or a comment or an empty line, without a key."""

    text: str
    key: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass
class Table:
    """A header with the fields below it; the first table of a file has no header."""

    path: tuple[str, ...] = ()
    header: str = ""
    lead: list[Line] = field(default_factory=list)
    """What stands above the header and belongs to it."""
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join([*(line.text for line in self.lead), self.header, *(line.text for line in self.lines)])

    @property
    def data(self) -> SeedTable:
        return tomllib.loads("".join(line.text for line in self.lines))

    def find(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    def put(self, key: str, text: str, order: Sequence[str]) -> None:
        """Give a field this value, written as TOML; a new one stands where `order` has it."""
        if line := self.find(key):
            document = tomlkit.parse(line.text)
            document[key] = _item(text)
            line.text = tomlkit.dumps(document)
            return
        before = order[: order.index(key)]
        numbers = [number for number, line in enumerate(self.lines) if line.key in before]
        self.lines.insert(numbers[-1] + 1 if numbers else 0, Line(f"{key} = {text}\n", key))

    def drop(self, key: str) -> None:
        self.lines = [line for line in self.lines if line.key != key]

    def put_rows(self, key: str, kept: Sequence[int], rows: Sequence[str]) -> None:
        """Give a list of inline tables these rows; `kept` says, of the rows that there are, the places in the new list,
        rising, or -1 for what goes. A row that stays as it is keeps its comment."""
        line = self.find(key)
        assert line is not None  # noqa: S101  whoever has rows has a list
        document = tomlkit.parse(line.text)
        array = document[key]
        assert isinstance(array, Array)  # noqa: S101  and it was read as one
        for number in reversed([number for number, place in enumerate(kept) if place < 0]):
            del array[number]
        there = [place for place in kept if place >= 0]
        for place, row in enumerate(rows):
            if place not in there:
                array.insert(place, _item(row))
            elif _data(array[place]) != _data(_item(row)):
                array[place] = _item(row)
        line.text = tomlkit.dumps(document)


def _item(text: str) -> Item:
    item = tomlkit.parse(f"item = {text}\n")["item"]
    assert isinstance(item, Item)  # noqa: S101  as one key has one value
    return item


def _data(item: object) -> object:
    return item.unwrap() if isinstance(item, InlineTable) else item


@dataclass
class Block:
    """A fact: its own table, and those of its questions."""

    tables: list[Table]

    @property
    def own(self) -> Table:
        return self.tables[0]

    @property
    def id(self) -> str:
        return str(self.own.data.get("id", ""))

    def question(self, slug: str) -> Table | None:
        return next((table for table in self.questions if table.data.get("id") == slug), None)

    @property
    def questions(self) -> list[Table]:
        return [table for table in self.tables if table.path == ("facts", "questions")]

    def parts(self, question: Table) -> list[Table]:
        """Its table, and any that hang on it."""
        first = next(number for number, table in enumerate(self.tables) if table is question)
        end = first + 1
        while end < len(self.tables) and len(self.tables[end].path) > len(question.path):
            end += 1
        return self.tables[first:end]

    @property
    def text(self) -> str:
        return "".join(table.text for table in self.tables)


@dataclass
class Paper:
    """A whole file: what stands above the facts, the facts, and what stands below the last of them."""

    top: list[Table]
    facts: list[Block] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    newline: str = "\n"
    mark: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
        newline = "\r\n" if "\r\n" in text else "\n"
        tables = list(_tables(text.replace("\r\n", "\n")))
        paper = cls([], newline=newline, mark=mark, tail=tables[-1].lines[_end(tables[-1]) :])
        tables[-1].lines = tables[-1].lines[: _end(tables[-1])]
        for table in tables:
            if table.path == ("facts",):
                paper.facts.append(Block([table]))
            elif table.path[:1] == ("facts",) and paper.facts:
                paper.facts[-1].tables.append(table)
            else:
                paper.top.append(table)
        return paper

    @property
    def text(self) -> str:
        tables = [*self.top, *(table for block in self.facts for table in block.tables)]
        texts = [table.text for table in tables] + ["".join(line.text for line in self.tail)]
        whole = "".join(f"{text}\n" if text and not text.endswith("\n") else text for text in texts[:-1]) + texts[-1]
        return self.mark + whole.replace("\n", self.newline)

    def find(self, fact: str) -> Block | None:
        return next((block for block in self.facts if block.id == fact), None)

    def take_out(self, block: Block) -> Block:
        """Remove a fact, with the comment right above it; what stands above an empty line stays."""
        place = self.facts.index(block)
        stays, block.own.lead = _parted(block.own.lead)
        del self.facts[place]
        if place < len(self.facts):
            self.facts[place].own.lead[:0] = stays if any(line.text.strip() for line in stays) else []
        else:
            self.tail[:0] = stays if any(line.text.strip() for line in stays) else []
        return block

    def add(self, block: Block) -> None:
        """Put a fact at the end, below an empty line."""
        if not block.own.lead or not block.own.lead[0].is_blank:
            block.own.lead.insert(0, Line("\n"))
        self.facts.append(block)

    def sort(self, order: Sequence[str]) -> None:
        """Put the facts that are named into this order; the others stay behind whom they follow."""
        ranks = {slug: rank for rank, slug in enumerate(order)}
        named = [block for block in self.facts if block.id in ranks]
        wanted = sorted(named, key=lambda block: ranks[block.id])
        if [block.id for block in named] == [block.id for block in wanted]:
            return
        followers: dict[str, list[Block]] = {}
        last = ""
        for block in self.facts:
            if block.id in ranks:
                last = block.id
            else:
                followers.setdefault(last, []).append(block)
        self.facts = followers.get("", []) + [each for one in wanted for each in (one, *followers.get(one.id, []))]


def _tables(text: str) -> Iterator[Table]:
    """Each statement is complete as soon as it can be read by itself: so no text or list is cut in two."""
    table, buffer = Table(), ""
    for physical in _LINES.findall(text):
        buffer += physical
        if not buffer.strip() or buffer.lstrip().startswith("#"):
            table.lines.append(Line(buffer))
        elif (said := _read(buffer)) is None:
            continue
        elif buffer.lstrip().startswith("["):
            lead = table.lines[_end(table) :]
            table.lines = table.lines[: _end(table)]
            yield table
            table = Table(_path(said), buffer, lead)
        else:
            table.lines.append(Line(buffer, next(iter(said))))
        buffer = ""
    assert not buffer  # noqa: S101  the file was read before
    yield table


def _read(text: str) -> SeedTable | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _path(said: object) -> tuple[str, ...]:
    """Of a header, as it is read by itself."""
    if isinstance(said, list):
        return _path(said[0])
    return (
        tuple(part for name, below in said.items() for part in (name, *_path(below))) if isinstance(said, dict) else ()
    )


def _end(table: Table) -> int:
    """Where the table ends and what stands above the next begins: comments below an empty line, or right above."""
    end = len(table.lines)
    while end and not table.lines[end - 1].key:
        end -= 1
    below = table.lines[end:]
    blanks = [number for number, line in enumerate(below) if line.is_blank]
    return end + blanks[0] if blanks else end


def _parted(lead: list[Line]) -> tuple[list[Line], list[Line]]:
    """What stands above a table: down to the last empty line, and right above it."""
    blanks = [number for number, line in enumerate(lead) if line.is_blank]
    cut = blanks[-1] + 1 if blanks else 0
    return lead[:cut], lead[cut:]

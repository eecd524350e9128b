"""What each row of the library's table says: the columns, and a fact, a citation or a question as cells of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from django.utils.functional import lazystr

from studyapp.exchange import sheets
from studyapp.formats.notes import Note
from studyapp.formats.sheets import columns
from studyapp.formats.sheets.cells import Cell
from studyapp.formats.sheets.columns import COLUMNS, ID, KIND, QUESTION, Column, headings_of
from studyapp.formats.sheets.writing import Filled, Tabled, said_of, tabled
from studyapp.library.models import Article, Citation, CitedValue, Draft, Fact, Question

FACT, CITATION = "fact", "citation"
"""Kinds of rows beside those of questions."""
OF, STATEMENT, ARTICLE, SAYS = "fact", "statement", "article", "says"
_NOT_HERE = {columns.DECK, columns.TAGS, columns.MARKDOWN, columns.CARD}

SHELF = (
    Column(KIND, lazystr("Kind"), ("type",)),
    Column(ID, lazystr("ID")),
    Column(OF, lazystr("Fact")),
    Column(STATEMENT, lazystr("Statement")),
    Column("as_of", lazystr("As of")),
    Column("valid_from", lazystr("Holds from")),
    Column("valid_to", lazystr("Holds until")),
    Column("can_change", lazystr("Can change")),
    Column(ARTICLE, lazystr("Article")),
    Column("paragraph", lazystr("Paragraph")),
    Column("stance", lazystr("Stance")),
    Column("speaker", lazystr("Speaker")),
    Column(SAYS, lazystr("Says")),
    Column("values", lazystr("Values")),
    *(column for column in COLUMNS if column.name not in {KIND, ID, *_NOT_HERE}),
    Column("according_to", lazystr("According to")),
    Column("asks_for", lazystr("Asks for the value")),
    Column("shows_date", lazystr("Shows the date")),
    Column("historical", lazystr("Historical")),
)
"""Editors' own words are English. The names are those of the fields."""
ALWAYS = (KIND, ID, OF)
NEEDED = (frozenset({KIND, STATEMENT}), frozenset({KIND, SAYS}), frozenset({QUESTION, columns.ANSWER}))
"""Columns of which the table of an editor has one set."""
TEXTS = {
    FACT: (STATEMENT, "as_of", "valid_from", "valid_to"),
    CITATION: ("stance", "speaker", SAYS),
    QUESTION: ("speaker", "asks_for"),
}
FLAGS = {FACT: ("can_change",), QUESTION: ("shows_date", "historical")}
_PARTS = re.compile(r"(?P<type>\w+)(?: (?P<name>(?:[^\\=]|\\.)+?))? ?= ?(?P<value>.+)")


@lru_cache(maxsize=1)
def known_headings() -> Mapping[str, str]:
    return headings_of(SHELF)


def fact_cells(fact: Fact) -> Filled:
    said = {name: getattr(fact, name) for name in (*TEXTS[FACT], *FLAGS[FACT])}
    return {KIND: FACT, ID: fact.slug or "", **said}


def citation_cells(citation: Citation, fact: str) -> Filled:
    """`fact` is its short name."""
    return {
        KIND: CITATION,
        OF: fact,
        ARTICLE: citation.article.slug,
        "paragraph": "" if citation.paragraph is None else str(citation.paragraph),
        **{name: getattr(citation, name) for name in TEXTS[CITATION]},
        "values": "\n".join(map(_shown, citation.given)),
    }


def question_cells(question: Question, fact: str, draft: Draft | None = None) -> Filled:
    """As it is, or as an editor wrote it in `draft`."""
    asked = question.revision
    draft = draft or Draft(asked.prompt if asked else "", question.author_spec(), asked.explanation if asked else "")
    sent = {**draft.spec, "prompt": draft.prompt, "explanation": draft.explanation}
    return {
        KIND: sheets.labels()[question.kind],
        ID: question.slug or "",
        OF: fact,
        **said_of(question.kind, sent, sheets.style()),
        "according_to": question.according_to.slug if question.according_to else "",
        **{name: getattr(question, name) for name in TEXTS[QUESTION]},
        **{name: getattr(question, name) or "" for name in FLAGS[QUESTION]},
    }


def _shown(value: CitedValue) -> str:
    name = value.name.replace("\\", r"\\").replace("=", r"\=")
    return f"{' '.join(filter(None, [value.type, name]))} = {value.value}"


def values_in(text: str) -> Iterator[Mapping[str, str]]:
    """Rows as the form of a citation has them, from “number tonnes = 11” in a line. Raises ValueError."""
    for line in filter(None, map(str.strip, text.splitlines())):
        if (found := _PARTS.fullmatch(line)) is None:
            raise ValueError(f"“{line[:60]}” is no value. Write its type, its name if it has one, and it: number = 11.")
        name = re.sub(r"\\(.)", r"\1", found["name"] or "")
        yield {"type": found["type"].lower(), "name": name, "value": found["value"]}


def facts_table(facts: Iterable[Fact]) -> Tabled:
    """Each fact, then who says what of it, then its questions."""
    return tabled((row for fact in facts for row in _rows(fact)), SHELF, ALWAYS)


def _rows(fact: Fact) -> Iterator[Filled]:
    slug = fact.slug or ""
    yield fact_cells(fact)
    yield from (citation_cells(citation, slug) for citation in fact.citations.all())
    yield from questions_rows(fact.questions.all())


def questions_rows(questions: Iterable[Question]) -> Iterator[Filled]:
    for question in questions:
        yield question_cells(question, question.fact.slug or "")


def questions_table(questions: Iterable[Question]) -> Tabled:
    return tabled(questions_rows(questions), SHELF, ALWAYS)


def template(article: Article | None) -> Tabled:
    """A fact and a question of each kind, to be written over; with a citation, if there is an article to be cited."""
    fact: Filled = {
        KIND: FACT,
        ID: "tides-and-the-moon",
        STATEMENT: "The Moon raises higher tides than the Sun does.",
        "as_of": "2024-06",
        "can_change": True,
    }
    cited: list[Filled] = [{KIND: CITATION, OF: fact[ID], ARTICLE: article.slug, **CITED}] if article else []
    return tabled([fact, *cited, *_examples(sheets.examples())], SHELF, ALWAYS)


CITED: Filled = {
    "stance": "supports",
    SAYS: "The Moon’s tide is about twice as high as the Sun’s.",
    "values": "number times = 2.2",
}


def _examples(notes: Iterable[Note]) -> Iterator[Filled]:
    for note in notes:
        [card] = note.cards
        said = said_of(card.kind, card.sent, sheets.style())
        yield {KIND: sheets.labels()[card.kind], OF: "tides-and-the-moon", **said}


def differences(before: Filled, after: Filled) -> Sequence[tuple[str, str, str]]:
    """The heading, what the cell said, and what it says now."""
    headings = {column.name: str(column.heading) for column in SHELF}
    return [
        (headings[name], _text(before.get(name, "")), _text(after.get(name, "")))
        for name in headings
        if _text(before.get(name, "")) != _text(after.get(name, ""))
    ]


def _text(cell: Cell) -> str:
    return ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)

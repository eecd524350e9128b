"""How seeds are written: values as TOML, and whole articles, decks, facts and questions in the style of the guide."""

import tomllib
from collections.abc import Iterable
from datetime import date
from textwrap import wrap

import tomlkit

from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.layout import Block, Line, Table
from studyapp.library.seeds.pictures import FIELDS

WIDTH = 120
FOLDED = 100
"""A text of an article that is longer stands over several lines of about this width."""

ARTICLE = (
    *("title", "known_as", "publisher", "agency", "published_on", "url", "language", "same_text_as"),
    *("summary", "note", "status", "state", "paragraphs", "no_facts_in"),
)
DECK = ("title", "position", "description", "language", "optional")
FACT = (
    *("id", "statement", "valid_from", "valid_to", "as_of", "can_change", "superseded_by", "fate_unknown"),
    *("translates", "state", "citations", "questions"),
)
CITATION = ("article", "speaker", "says", "paragraph", "stance", "value", "values")
QUESTION = ("id", "kind", "state", "according_to", "speaker", "asks_for", "shows_date", "historical", "prompt", *FIELDS)
LAST = "explanation"


def order_of(kind_fields: Iterable[str]) -> tuple[str, ...]:
    """Of the fields of a question."""
    return *QUESTION, *kind_fields, LAST


def written(value: object, key: str = "") -> str:
    """A value as TOML; `key` is what stands before it, if it matters how long the line gets."""
    if isinstance(value, list):
        return _list(value, key)
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(name)} = {written(one)}" for name, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def folded(value: str) -> str:
    """A long text over several lines."""
    paragraphs = [
        " \\\n".join(wrap(line, FOLDED, break_long_words=False, break_on_hyphens=False)) for line in value.split("\n")
    ]
    text = "\n".join(paragraphs).replace('"""', '\\"\\"\\"')
    whole = f'"""\\\n{text}"""'
    try:  # what it cannot say is said on one line
        return whole if "\\" not in value and tomllib.loads(f"text = {whole}\n")["text"] == value else written(value)
    except tomllib.TOMLDecodeError:
        return written(value)


def line(key: str, value: object) -> Line:
    return Line(f"{_key(key)} = {of_field(key, value)}\n", key)


def of_field(key: str, value: object) -> str:
    if key in ("summary", "note") and isinstance(value, str) and len(value) > FOLDED:
        return folded(value)
    if key == "citations" and isinstance(value, list):
        return citations([written(row) for row in value])
    return written(value, key)


def citations(rows: list[str]) -> str:
    """One on the line of its key, if it fits there; more below each other."""
    if len(rows) == 1 and len(rows[0]) + len("citations = []") <= WIDTH:
        return f"[{rows[0]}]"
    return "[\n" + "".join(f"  {row},\n" for row in rows) + "]"


def lines(data: SeedTable) -> list[Line]:
    return [line(key, value) for key, value in data.items()]


def fact(data: SeedTable, questions: Iterable[SeedTable]) -> Block:
    """A fact with its questions, as the guide's examples have them."""
    own = Table(("facts",), "[[facts]]\n", [Line("\n")], lines(data))
    return Block([own, *map(question, questions)])


def question(data: SeedTable) -> Table:
    return Table(("facts", "questions"), "[[facts.questions]]\n", [Line("\n")], lines(data))


def _list(values: list[object], key: str) -> str:
    rows = [written(value) for value in values]
    flat = f"[{', '.join(rows)}]"
    if not key or len(key) + len(flat) + 3 <= WIDTH:
        return flat
    return "[\n" + "".join(f"  {row},\n" for row in rows) + "]"


def _text(value: str) -> str:
    return str(tomlkit.string(value).as_string())


def _key(name: str) -> str:
    return str(tomlkit.key(name).as_string())

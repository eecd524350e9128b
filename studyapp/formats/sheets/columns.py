"""The columns of a table of questions: what each is called, and which field of which kind stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import override, pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGES = ("en", "vi", "ru")
"""In which headings are understood, whoever reads the page."""


class Shape(Enum):
    """How a field stands in its cell."""

    TEXT = "text"
    CODE = "code"
    """One of a few words, in English."""
    NUMBER = "number"
    FLAG = "flag"
    """Yes or no."""
    LINES = "lines"
    """A text a line."""
    PAIRS = "pairs"
    """A pair a line, “left = right”."""
    SPELLINGS = "spellings"
    """A blank a line, with its spellings, “Hanoi | Ha Noi”."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Its name is a heading too, and never changes."""

    name: str
    heading: "_StrPromise"
    also: tuple[str, ...] = ()
    """Headings of other programs, in English."""


KIND, QUESTION, ANSWER, EXPLANATION = "kind", "question", "answer", "explanation"
DECK, TAGS, ID, CARD = "deck", "tags", "id", "card"
MARKDOWN = "markdown"
"""Whether a row's long texts are formatted; where it says nothing, they are plain."""
WRONG, ALSO_RIGHT = "wrong", "also_right"

COLUMNS = (
    Column(KIND, pgettext_lazy("heading of a column", "Kind"), ("type",)),
    Column(QUESTION, pgettext_lazy("heading of a column", "Question"), ("prompt", "front", "term")),
    Column(ANSWER, pgettext_lazy("heading of a column", "Answer"), ("back", "definition")),
    Column(ALSO_RIGHT, pgettext_lazy("heading of a column", "Also right"), ("aliases",)),
    Column(WRONG, pgettext_lazy("heading of a column", "Wrong answers"), ("distractors",)),
    Column(EXPLANATION, pgettext_lazy("heading of a column", "Explanation")),
    Column(DECK, pgettext_lazy("heading of a column", "Deck")),
    Column(TAGS, pgettext_lazy("heading of a column", "Tags")),
    Column("unit", pgettext_lazy("heading of a column", "Unit")),
    Column("unit_spellings", pgettext_lazy("heading of a column", "Other spellings of the unit")),
    Column("up_to", pgettext_lazy("heading of a column", "Up to")),
    Column("tolerance", pgettext_lazy("heading of a column", "Tolerance")),
    Column("reported_as", pgettext_lazy("heading of a column", "Reported as"), ("bound",)),
    Column("counted_in", pgettext_lazy("heading of a column", "Counted in"), ("magnitude",)),
    Column("correction", pgettext_lazy("heading of a column", "Correction")),
    Column("first_place", pgettext_lazy("heading of a column", "First place")),
    Column("last_place", pgettext_lazy("heading of a column", "Last place")),
    Column("year_given", pgettext_lazy("heading of a column", "Question says the year")),
    Column("any_order", pgettext_lazy("heading of a column", "In any order")),
    Column("accents_matter", pgettext_lazy("heading of a column", "Accents count")),
    Column("person", pgettext_lazy("heading of a column", "A person’s name"), ("is name",)),
    Column("titles", pgettext_lazy("heading of a column", "Titles that do not count")),
    Column("forgives", pgettext_lazy("heading of a column", "Words that do not count")),
    Column("answer_type", pgettext_lazy("heading of a column", "Type of answer")),
    Column("draw", pgettext_lazy("heading of a column", "Options to draw")),
    Column("spoken_in", pgettext_lazy("heading of a column", "Name in language")),
    Column("spoken_as", pgettext_lazy("heading of a column", "Spelling in that language")),
    Column(MARKDOWN, pgettext_lazy("heading of a column", "Markdown")),
    Column(CARD, pgettext_lazy("heading of a column", "Card of the note")),
    Column(ID, pgettext_lazy("heading of a column", "ID")),
)
ALWAYS = (KIND, QUESTION, ANSWER, ALSO_RIGHT, WRONG, EXPLANATION, DECK, TAGS)
"""Columns that stand in every file that is written, in use or not."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind's author form, and its column."""

    name: str
    column: str
    shape: Shape = Shape.TEXT


_TYPE = Field("answer_type", "answer_type", Shape.CODE)
_SPOKEN = (Field("spoken_in", "spoken_in", Shape.CODE), Field("spoken_as", "spoken_as"))
_ACCENTS = Field("accents_matter", "accents_matter", Shape.FLAG)
_DISTRACTORS = Field("distractors", WRONG, Shape.LINES)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "choice": (Field("answer", ANSWER), _DISTRACTORS, _TYPE, Field("draw", "draw", Shape.NUMBER)),
    "several": (Field("answers", ANSWER, Shape.LINES), _DISTRACTORS),
    "true_false": (Field("answer", ANSWER, Shape.FLAG), Field("correction", "correction")),
    "typed": (
        Field("answer", ANSWER),
        Field("aliases", ALSO_RIGHT, Shape.LINES),
        Field("wrong_answers", WRONG, Shape.LINES),
        Field("titles", "titles", Shape.LINES),
        Field("is_name", "person", Shape.FLAG),
        _ACCENTS,
        Field("forgives", "forgives", Shape.LINES),
        _TYPE,
        *_SPOKEN,
    ),
    "cloze": (
        Field("blanks", ANSWER, Shape.SPELLINGS),
        _ACCENTS,
        Field("any_order", "any_order", Shape.FLAG),
    ),
    "number": (
        Field("answer", ANSWER, Shape.NUMBER),
        Field("answer_to", "up_to", Shape.NUMBER),
        Field("bound", "reported_as", Shape.CODE),
        Field("tolerance", "tolerance", Shape.NUMBER),
        Field("unit", "unit"),
        Field("unit_aliases", "unit_spellings", Shape.LINES),
        Field("magnitude", "counted_in", Shape.CODE),
    ),
    "date": (Field("answer", ANSWER), Field("year_given", "year_given", Shape.FLAG)),
    "order": (
        Field("items", ANSWER, Shape.LINES),
        Field("first", "first_place"),
        Field("last", "last_place"),
    ),
    "match": (Field("pairs", ANSWER, Shape.PAIRS), _DISTRACTORS),
    "flashcard": (Field("answer", ANSWER), *_SPOKEN),
}
"""By kind."""
OF_ALL = frozenset({KIND, QUESTION, EXPLANATION, DECK, TAGS, MARKDOWN, ID, CARD})


def folded(heading: str) -> str:
    """A heading without what people write otherwise: capitals, spaces and underscores."""
    return " ".join(heading.replace("_", " ").casefold().split())


def headings_of(columns: Iterable[Column]) -> Mapping[str, str]:
    """The names of columns, by all that they are called."""
    return dict(_called(columns))


@lru_cache(maxsize=1)
def known_headings() -> Mapping[str, str]:
    return headings_of(COLUMNS)


def _called(columns: Iterable[Column]) -> Iterable[tuple[str, str]]:
    for column in columns:
        for heading in (column.name, *column.also):
            yield folded(heading), column.name
        for language in LANGUAGES:
            with override(language):
                yield folded(str(column.heading)), column.name

"""Lines of words that know how they were formatted, and lines of them as Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape

from studyapp.markdown import escaped, rendered

BOLD, ITALIC, CODE = 1, 2, 4
"""Styles, which add up."""
SPACES = re.compile(r"\s+")
TICKS = re.compile(r"`+")
QUOTE = "> "
GAP = "\ue000"
"""Stands for a blank, and in no text."""
BETWEEN_LINES = "\n\n"
"""At most, in Markdown."""
IN_PLACE = "[blank]"
"""What a gap may become: for Markdown, its first letter is no letter."""


type Dressed = Callable[[str], str]
"""Puts words into a style."""


class Run(NamedTuple):
    """Words of one style."""

    words: str
    style: int


class Item(NamedTuple):
    """What holds a line: an item of a list, or a quote."""

    key: int
    """Of the list, or of the quote."""
    place: int
    """Another one for each item."""
    marker: str
    """What Markdown puts before its first line; before further ones of an item, spaces instead."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A list with the item at hand, or a quote."""

    tag: str
    key: int
    place: int = 0
    number: int = 0

    @property
    def is_open(self) -> bool:
        return self.tag == "blockquote" or bool(self.place)

    @property
    def bullet(self) -> str:
        """In plain text."""
        return f"{self.number}. " if self.tag == "ol" else "• "

    @property
    def item(self) -> Item:
        if self.tag == "blockquote":
            return Item(self.key, self.key, QUOTE)
        return Item(self.key, self.place, f"{self.number}. " if self.tag == "ol" else "- ")

    def next_item(self, place: int) -> "Holder":
        return replace(self, place=place, number=self.number + 1)


class Line(str):
    """Plain words, and how they are formatted: two are equal where their words are."""

    __slots__ = ("is_apart", "is_styled", "marked", "within")

    marked: str
    """As Markdown, without what holds it."""
    within: tuple[Item, ...]
    """From the outermost."""
    is_apart: bool
    """Whether an empty line is before it."""
    is_styled: bool

    def __new__(
        cls,
        words: str,
        marked: str,
        within: tuple[Item, ...] = (),
        *,
        is_apart: bool = False,
        is_styled: bool = False,
    ) -> "Line":
        line = super().__new__(cls, words)
        line.marked, line.within, line.is_apart, line.is_styled = marked, within, is_apart, is_styled
        return line

    def filled(self, gap: str, shown: Sequence[str]) -> "Line":
        """With these plain words in its gaps, in order."""
        words, marked = filled(self, gap, shown), filled(self.marked, gap, [*map(escaped, shown)])
        return Line(words, marked, self.within, is_apart=self.is_apart, is_styled=self.is_styled)


def filled(words: str, gap: str, shown: Iterable[str]) -> str:
    first, *pieces = words.split(gap)
    return first + "".join(f"{one}{piece}" for one, piece in zip(shown, pieces, strict=True))


def line_of(words: str, bullet: str, runs: Sequence[Run], within: tuple[Item, ...], *, is_apart: bool) -> str:
    """`words` are those of the runs, tidy; `bullet` is what plain text puts before them."""
    marked = _marked(words, [*_tidy(runs)]) if any(run.style for run in runs) else ""
    if not (within or is_apart or marked):
        return bullet + words
    return Line(bullet + words, marked or escaped(words), within, is_apart=is_apart, is_styled=bool(marked))


def as_markdown(lines: Iterable[str]) -> str:
    pieces: list[str] = []
    before: tuple[Item, ...] | None = None
    for line in lines:
        within = line.within if isinstance(line, Line) else ()
        if before is not None:
            apart = isinstance(line, Line) and line.is_apart
            pieces.append("\n" if not apart and _goes_on(before, within) else BETWEEN_LINES)
        pieces += (_prefix(item, before or ()) for item in within)
        pieces.append(line.marked if isinstance(line, Line) else escaped(line))
        before = within
    return "".join(pieces)


def _goes_on(before: tuple[Item, ...], within: tuple[Item, ...]) -> bool:
    """Whether the next line belongs to the same paragraph or list, or begins a list in an item."""
    shared = sum(one == other for one, other in zip(before, within, strict=False))
    further, left = within[shared:], before[shared:]
    if not further:
        return not left
    if left:
        return left[0].key == further[0].key
    return bool(before) and all(item.marker in {"- ", "1. "} for item in further)


def _prefix(item: Item, before: tuple[Item, ...]) -> str:
    return " " * len(item.marker) if item in before and item.marker != QUOTE else item.marker


def _tidy(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one style in one, whitespace folded, and none of it at the edges of a style."""
    apart = [Run(" " if piece.isspace() else piece, run.style) for run in runs for piece in _apart(run.words)]
    kept: list[Run] = []
    for run in apart:
        if run.words != " " or (kept and kept[-1].words != " "):
            kept.append(run)
    while kept and kept[-1].words == " ":
        kept.pop()
    for place, run in enumerate(kept):
        if run.words == " ":
            kept[place] = Run(" ", kept[place - 1].style & kept[place + 1].style)
    for style, some in groupby(kept, lambda run: run.style):
        yield Run("".join(run.words for run in some), style)


def _apart(words: str) -> Iterator[str]:
    """Words and the whitespace between them, by turns."""
    at = 0
    for space in SPACES.finditer(words):
        if space.start() > at:
            yield words[at : space.start()]
        yield space[0]
        at = space.end()
    if at < len(words):
        yield words[at:]


def _marked(words: str, runs: Sequence[Run]) -> str:
    """Empty where Markdown cannot say it: emphasis that ends with a stop does not end before a letter, say."""
    if "".join(run.words for run in runs) != words:
        return ""
    marked = "".join(_emphasised(runs, _between("**"), _between("*"), _ticked, escaped))
    html = "".join(_emphasised(runs, _element("strong"), _element("em"), _as_code, _as_html))
    return marked if rendered(marked.replace(GAP, IN_PLACE)).html == html.replace(GAP, IN_PLACE) else ""


def _emphasised(runs: Iterable[Run], bold: Dressed, italic: Dressed, code: Dressed, plain: Dressed) -> Iterator[str]:
    """Bold around italics around code, each as it is given; italics around bold where both are as long, as Markdown
    has it.
    """
    for is_bold, thick in groupby(runs, lambda run: run.style & BOLD):
        pieces = [
            (is_italic, "".join((code if run.style & CODE else plain)(run.words) for run in some))
            for is_italic, some in groupby(thick, lambda run: run.style & ITALIC)
        ]
        if is_bold and len(pieces) == 1 and pieces[0][0]:
            yield italic(bold(pieces[0][1]))
        else:
            words = "".join(italic(piece) if is_italic else piece for is_italic, piece in pieces)
            yield bold(words) if is_bold else words


def _between(sign: str) -> Dressed:
    return lambda words: f"{sign}{words}{sign}"


def _element(name: str) -> Dressed:
    return lambda words: f"<{name}>{words}</{name}>"


def _as_html(words: str) -> str:
    return str(escape(words))


def _as_code(words: str) -> str:
    return _element("code")(_as_html(words))


def _ticked(words: str) -> str:
    ticks = "`" * (max(map(len, TICKS.findall(words)), default=0) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{ticks}{pad}{words}{pad}{ticks}"

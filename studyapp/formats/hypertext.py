"""HTML as other programs keep it in fields, and the plain text that this site asks and shows: one line of it.

Nothing but words comes out of HTML: markup is read, and then gone. What stood in lines, lists and tables stays apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from itertools import chain
from typing import override
from urllib.parse import unquote

from studyapp.formats.notes import Lost

LONGEST = 100_000
"""Characters of HTML that are read as one text."""
APART = "\x1e"
"""Between pieces of HTML that end where it stands, as do their lines."""

type _Attributes = Sequence[tuple[str, str | None]]

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_FORMATTING = frozenset(
    (
        *("b", "big", "del", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "mark", "s"),
        *("small", "strike", "strong", "u"),
    )
)
_SCRIPTS = frozenset(
    (
        *("applet", "button", "canvas", "embed", "form", "iframe", "input", "object", "script", "select"),
        *("textarea",),
    )
)
_UNREAD = _SCRIPTS - {"embed", "form", "input"} | {"audio", "head", "rp", "style", "svg", "template", "title", "video"}
"""What these hold is no text of the field."""
_LOSSES = {"audio": "sound", "video": "sound", "svg": "picture-elsewhere"} | dict.fromkeys(_SCRIPTS, "script")
_LOSSES |= dict.fromkeys(_FORMATTING, "formatting")

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_UNSEEN = {code: None for code in (*range(32), *range(127, 160)) if not chr(code).isspace()}
_ENDS = frozenset(".!?:;,…。！？：；、，—|")
_ANSWER, _BREAK = "<hr id=answer>", "<br>"
"""As Anki itself writes them; the parser finds them in other spellings."""
_TAG = re.compile(r'</?([a-zA-Z][a-zA-Z0-9]*+)(?:[^<>"]++|"[^"]*+")*+>')
_WHOLE = re.compile(r'(?:[^<]++|</?[a-z](?:[^<>"]++|"[^"]*+")*+>)*+', re.IGNORECASE | re.ASCII)
_ENDS_OF_CODE = {tag: re.compile(f"</{tag}", re.IGNORECASE | re.ASCII) for tag in ("script", "style")}
_BULLET = re.compile(r"• |\d{1,3}\. ")

# Anki looks for these before HTML is read, so that an entity in them makes text of them.
_SOUND = re.compile(r"\[sound:([^\]<>]{1,300})\]")
_FORMULAS = (r"\(", r"\[", "[latex]", "[$]", "[$$]")


class TooLong(Exception):
    """More HTML than is read."""


@dataclass(frozen=True, slots=True)
class Words:
    """What HTML says."""

    lines: tuple[str, ...] = ()
    """Plain text, none of them empty, whitespace folded."""
    pictures: tuple[str, ...] = ()
    """Names of files, as the HTML gives them."""
    lost: tuple[Lost, ...] = ()

    @property
    def text(self) -> str:
        return in_one_line(self.lines)

    def __bool__(self) -> bool:
        return bool(self.lines or self.pictures)

    def filled(self, gap: str, shown: Iterable[str]) -> "Words":
        """The same with the next of `shown` in the place of each `gap`."""
        first, *pieces = "\n".join(self.lines).split(gap)
        if not pieces:
            return self
        filled = first + "".join(f"{words}{piece}" for words, piece in zip(shown, pieces, strict=False))
        return Words(tuple(filled.split("\n")), self.pictures, self.lost)

    def after(self, other: "Words") -> "Words":
        """The same without the lines of `other` with which it begins, and without its pictures."""
        at = 0
        for line in other.lines:
            at += self.lines[at : at + 1] == (line,)
        pictures = tuple(name for name in self.pictures if name not in other.pictures)
        return replace(self, lines=self.lines[at:], pictures=pictures)


def in_one_line(lines: Iterable[str]) -> str:
    """Lines told apart by a stroke, unless the words tell them apart."""
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces.append(" " if pieces[-1][-1] in _ENDS or _BULLET.match(line) else " / ")
        pieces.append(line)
    return "".join(pieces)


def together(pieces: Sequence[Words]) -> Words:
    """One after the other."""
    if len(pieces) == 1:
        return pieces[0]
    every = chain.from_iterable
    return Words(
        tuple(every(words.lines for words in pieces)),
        tuple(every(words.pictures for words in pieces)),
        tuple(every(words.lost for words in pieces)),
    )


def read(html: str) -> Words:
    """What a field says. Raises TooLong."""
    return together(parts(html))


def parts(html: str) -> list[Words]:
    """What a side of a card says, cut where Anki's `<hr id=answer>` stands. Raises TooLong."""
    if len(html) > LONGEST:
        raise TooLong
    sides: list[list[Words]] = []
    for part in html.split(_ANSWER):
        sides.append([])
        for piece in part.split(APART):
            first, *rest = _parts(piece)
            sides[-1].append(first)
            sides += [[words] for words in rest]
    return [together(side) for side in sides]


@lru_cache(maxsize=64)
def _parts(html: str) -> tuple[Words, ...]:
    """A field stands on several cards of its note."""
    lost = [Lost("formula")] if any(sign in html for sign in _FORMULAS) else []
    if "[sound:" in html:
        lost += [Lost("sound", name) for name in _SOUND.findall(html)]
        html = _SOUND.sub(" ", html)
    if "&" not in html and html.count("<") == html.count(_BREAK):
        return (Words(tuple(filter(None, map(tidy, html.split(_BREAK)))), lost=tuple(lost)),)
    reader = _Reader()
    reader.feed(html if _WHOLE.fullmatch(html) else "".join(closed(html)))
    reader.close()
    first, *rest = reader.parts()
    return (replace(first, lost=(*lost, *first.lost)), *rest)


def tidy(text: str) -> str:
    """As the site's forms keep it: composed, whitespace folded, and nothing in it that cannot be shown."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    if folded.isprintable():
        return folded
    folded = " ".join(folded.translate(_UNSEEN).split())
    return folded if any(unicodedata.category(char) not in {"Cf", "Zs"} for char in folded) else ""


def closed(html: str) -> Iterator[str]:
    """The same with every tag closed, and without comments and code.

    On what is never closed the parser spends time by the square of its length.
    """
    at = 0
    while (start := html.find("<", at)) >= 0:
        yield html[at:start]
        if tag := _TAG.match(html, start):
            yield tag[0]
            at = tag.end()
            if (code := _ENDS_OF_CODE.get(tag[1].lower())) and html[start + 1] != "/":
                at = end.start() if (end := code.search(html, at)) else len(html)
        elif html.startswith(("<!", "<?", "</"), start):
            at = _past("-->" if html.startswith("<!--", start) else ">", html, start)
        else:
            yield "&lt;"
            at = start + 1
    yield html[at:]


def _past(sign: str, html: str, start: int) -> int:
    found = html.find(sign, start)
    return len(html) if found < 0 else found + len(sign)


def _raised(text: str) -> str:
    raised = text.translate(_RAISED)
    if not any(char in text for char in raised):
        return raised
    if text.isalpha() and len(text) > 1:
        return text  # 5th
    return f"^{text}" if len(text) == 1 else f"^({text})"


def _lowered(text: str) -> str:
    lowered = text.translate(_LOWERED)
    if not any(char in text for char in lowered):
        return lowered
    return f"_{text}" if text.isalnum() else f"_({text})"


class _Reader(HTMLParser):
    """Gathers words, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[Words] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._pictures: list[str] = []
        self._lost: dict[Lost, None] = {}
        self._unread: list[str] = []
        self._lists: list[int | None] = []
        self._bullet = ""
        self._raised: list[tuple[str, int]] = []
        self._links: list[tuple[str, int]] = []
        self._cells = 0
        self._preformatted = 0

    def parts(self) -> list[Words]:
        self._cut()
        return self._parts

    def _cut(self) -> None:
        self._break()
        self._parts.append(Words(tuple(self._lines), tuple(dict.fromkeys(self._pictures)), tuple(self._lost)))
        self._lines, self._pictures, self._lost = [], [], {}

    def _break(self) -> None:
        if self._line:
            if line := tidy("".join(self._line)):
                self._lines.append(self._bullet + line)
                self._bullet = ""
            self._line = []
        self._raised, self._links = [], []

    @override
    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if not self._preformatted or "\n" not in data:
            self._line.append(data)
            return
        for line in data.splitlines(keepends=True):
            self._line.append(line)
            if line.endswith("\n"):
                self._break()

    @override
    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    @override
    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if self._unread:
            self._unread += [tag] if tag == self._unread[-1] else []
            return
        if loss := _LOSSES.get(tag):
            self._lost[Lost(loss)] = None
        if tag in _UNREAD:
            self._unread.append(tag)
        elif tag in _BLOCKS:
            self._start_block(tag, dict(attrs))
        else:
            self._start_inline(tag, dict(attrs))

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread[-1]:
                self._unread.pop()
        elif tag in _BLOCKS:
            self._end_block(tag)
        elif tag in {"sub", "sup"} and self._raised and self._raised[-1][0] == tag:
            self._end_raised(tag)
        elif tag == "a" and self._links:
            self._end_link()
        elif tag == "rt":
            self._line.append(")")

    def _start_block(self, tag: str, attrs: dict[str, str | None]) -> None:
        self._break()
        if tag in {"ol", "ul"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._start_item()
        elif tag == "tr":
            self._cells = 0
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "hr" and (attrs.get("id") or "").rstrip("/") == "answer":
            self._cut()

    def _end_block(self, tag: str) -> None:
        self._break()
        if tag in {"li", "ol", "ul"}:
            self._bullet = ""
            self._lists = self._lists[:-1] if tag != "li" else self._lists
        elif tag == "pre" and self._preformatted:
            self._preformatted -= 1

    def _start_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is None:
            self._bullet = "• "
        else:
            self._lists[-1] = number + 1
            self._bullet = f"{number + 1}. "

    def _start_inline(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in {"sub", "sup"}:
            self._raised.append((tag, len(self._line)))
        elif tag == "img":
            self._picture(attrs.get("src") or "")
        elif tag == "a":
            self._links.append(((attrs.get("href") or "").strip(), len(self._line)))
        elif tag in {"td", "th"}:
            self._line.append(" | " if self._cells else "")
            self._cells += 1
        elif tag == "rt":
            self._line.append(" (")
        elif tag == "span" and attrs.get("style"):
            self._lost[Lost("formatting")] = None

    def _picture(self, source: str) -> None:
        source = source.strip()
        if source.lower().startswith(("http:", "https:", "data:", "file:", "//")) or not source:
            self._lost[Lost("picture-elsewhere", source[:100])] = None
        else:
            self._pictures.append(unicodedata.normalize("NFC", unquote(source)))

    def _end_raised(self, tag: str) -> None:
        _, at = self._raised.pop()
        if text := tidy("".join(self._line[at:])):
            self._line[at:] = [_raised(text) if tag == "sup" else _lowered(text)]

    def _end_link(self) -> None:
        address, at = self._links.pop()
        if address.lower().startswith(("http://", "https://")):
            if tidy("".join(self._line[at:])) != address:
                self._line.append(f" ({address})")
        elif address:
            self._lost[Lost("link", address[:100])] = None

"""HTML as other programs keep it in fields, and the text that this site asks and shows: plain, or in its Markdown.

Nothing but words comes out of HTML, with what the site's Markdown has of their formatting: other markup is read, and
then gone. What stood in lines, lists and tables stays apart.
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

from studyapp.formats.lines import BOLD, CODE, ITALIC, Holder, Line, Run, as_markdown, filled, line_of
from studyapp.formats.notes import Lost
from studyapp.markdown import escaped, in_one_line

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
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FORMATTING = frozenset(("big", "del", "font", "ins", "mark", "s", "small", "strike", "u", *_HEADINGS))
"""What Markdown has nothing for, or nothing as large."""
_KEPT = dict.fromkeys(("b", "strong", *_HEADINGS), BOLD) | dict.fromkeys(("em", "i"), ITALIC)
_KEPT |= dict.fromkeys(("code", "kbd", "samp", "tt"), CODE)
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold(?:er)?|[6-9]00)\s*(?:;|$)"), BOLD),
    (re.compile(r"font-style\s*:\s*italic\s*(?:;|$)"), ITALIC),
)
_HOLDERS = frozenset(("blockquote", "ol", "ul"))
_FAR = frozenset(("p", "hr", *_HEADINGS))
"""Blocks with an empty line around them."""
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
_ANSWER, _BREAK = "<hr id=answer>", "<br>"
"""As Anki itself writes them; the parser finds them in other spellings."""
_TAG = re.compile(r'</?([a-zA-Z][a-zA-Z0-9]*+)(?:[^<>"]++|"[^"]*+")*+>')
_WHOLE = re.compile(r'(?:[^<]++|</?[a-z](?:[^<>"]++|"[^"]*+")*+>)*+', re.IGNORECASE | re.ASCII)
_ENDS_OF_CODE = {tag: re.compile(f"</{tag}", re.IGNORECASE | re.ASCII) for tag in ("script", "style")}

# Anki looks for these before HTML is read, so that an entity in them makes text of them.
_SOUND = re.compile(r"\[sound:([^\]<>]{1,300})\]")
_FORMULAS = (r"\(", r"\[", "[latex]", "[$]", "[$$]")


class TooLong(Exception):
    """More HTML than is read."""


@dataclass(frozen=True, slots=True)
class Words:
    """What HTML says."""

    lines: tuple[str, ...] = ()
    """Plain text, none of them empty, whitespace folded; a Line where there is formatting."""
    pictures: tuple[str, ...] = ()
    """Names of files, as the HTML gives them."""
    lost: tuple[Lost, ...] = ()

    @property
    def text(self) -> str:
        """In one plain line."""
        return in_one_line(self.lines)

    @property
    def markdown(self) -> str:
        return as_markdown(self.lines)

    @property
    def is_formatted(self) -> bool:
        """Whether its Markdown shows more than its plain text."""
        return len(self.lines) > 1 or any(isinstance(line, Line) for line in self.lines)

    @property
    def lost_if_plain(self) -> tuple[Lost, ...]:
        """What is lost where its plain text is taken."""
        has_style = any(isinstance(line, Line) and line.is_styled for line in self.lines)
        return tuple(dict.fromkeys((*self.lost, Lost("formatting")))) if has_style else self.lost

    def __bool__(self) -> bool:
        return bool(self.lines or self.pictures)

    def filled(self, gap: str, shown: Iterable[str]) -> "Words":
        """The same with the next of `shown` in the place of each `gap`."""
        fillings = iter(shown)
        return replace(self, lines=tuple(self._filled(line, gap, fillings) for line in self.lines))

    @staticmethod
    def _filled(line: str, gap: str, fillings: Iterator[str]) -> str:
        if gap not in line:
            return line
        words = [next(fillings, "") for _ in range(line.count(gap))]
        return line.filled(gap, words) if isinstance(line, Line) else filled(line, gap, words)

    def after(self, other: "Words") -> "Words":
        """The same without the lines of `other` with which it begins, and without its pictures."""
        at = 0
        for line in other.lines:
            at += self.lines[at : at + 1] == (line,)
        pictures = tuple(name for name in self.pictures if name not in other.pictures)
        return replace(self, lines=self.lines[at:], pictures=pictures)


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
        return (Words(tuple(_broken(html)), lost=tuple(lost)),)
    reader = _Reader()
    reader.feed(html if _WHOLE.fullmatch(html) else "".join(closed(html)))
    reader.close()
    first, *rest = reader.parts()
    return (replace(first, lost=(*lost, *first.lost)), *rest)


def _broken(html: str) -> Iterator[str]:
    """The lines of what has no markup but breaks."""
    is_apart = is_first = True
    for piece in html.split(_BREAK):
        if line := tidy(piece):
            yield Line(line, escaped(line), is_apart=True) if is_apart and not is_first else line
            is_first = False
        is_apart = not line


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


def _said(runs: Iterable[Run]) -> str:
    return "".join(run.words for run in runs)


class _Reader(HTMLParser):
    """Gathers words, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[Words] = []
        self._lines: list[str] = []
        self._line: list[Run] = []
        self._is_apart = False
        self._pictures: list[str] = []
        self._lost: dict[Lost, None] = {}
        self._unread: list[str] = []
        self._holders: list[Holder] = []
        self._bullet = ""
        self._styles: list[tuple[str, int]] = []
        self._raised: list[tuple[str, int]] = []
        self._links: list[tuple[str, int]] = []
        self._cells = 0
        self._preformatted = 0
        self._keys = 0

    def parts(self) -> list[Words]:
        self._cut()
        return self._parts

    def _cut(self) -> None:
        self._break()
        self._parts.append(Words(tuple(self._lines), tuple(dict.fromkeys(self._pictures)), tuple(self._lost)))
        self._lines, self._pictures, self._lost = [], [], {}

    def _break(self) -> None:
        if self._line:
            if words := tidy(_said(self._line)):
                is_apart = self._is_apart and bool(self._lines)
                within = tuple(holder.item for holder in self._holders if holder.is_open)
                self._lines.append(line_of(words, self._bullet, self._line, within, is_apart=is_apart))
                self._lose_style(self._lines[-1])
                self._bullet, self._is_apart = "", False
            self._line = []
        self._raised, self._links = [], []

    def _lose_style(self, line: str) -> None:
        """Where Markdown cannot say it."""
        if any(run.style for run in self._line) and not (isinstance(line, Line) and line.is_styled):
            self._lost[Lost("formatting")] = None

    def _say(self, words: str) -> None:
        style = 0
        for _, one in self._styles:
            style |= one
        self._line.append(Run(words, style))

    @override
    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if not self._preformatted or "\n" not in data:
            self._say(data)
            return
        for line in data.splitlines(keepends=True):
            self._say(line)
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
            self._say(")")
        else:
            self._end_style(tag)

    def _start_block(self, tag: str, attrs: dict[str, str | None]) -> None:
        self._is_apart |= tag in _FAR or (tag == "br" and not tidy(_said(self._line)))
        self._break()
        if tag in _HEADINGS:
            self._styles.append((tag, BOLD))
        elif tag in _HOLDERS:
            self._holders.append(Holder(tag, self._next_key()))
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
        self._is_apart |= tag in _FAR
        if tag in _HEADINGS:
            self._end_style(tag)
        elif tag == "li":
            self._bullet = ""
        elif tag in _HOLDERS:
            self._bullet = ""
            places = [place for place, holder in enumerate(self._holders) if holder.tag == tag]
            self._holders = self._holders[: places[-1]] if places else self._holders
        elif tag == "pre" and self._preformatted:
            self._preformatted -= 1

    def _next_key(self) -> int:
        self._keys += 1
        return self._keys

    def _start_item(self) -> None:
        while self._holders and self._holders[-1].tag == "blockquote":
            self._holders.pop()
        if not self._holders:
            self._holders.append(Holder("ul", self._next_key()))
        self._holders[-1] = self._holders[-1].next_item(self._next_key())
        self._bullet = self._holders[-1].bullet

    def _end_style(self, tag: str) -> None:
        """Of the element of this name that was begun last."""
        for place in reversed(range(len(self._styles))):
            if self._styles[place][0] == tag:
                del self._styles[place]
                return

    def _start_inline(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in {"sub", "sup"}:
            self._raised.append((tag, len(self._line)))
        elif tag == "img":
            self._picture(attrs.get("src") or "")
        elif tag == "a":
            self._links.append(((attrs.get("href") or "").strip(), len(self._line)))
        elif tag in {"td", "th"}:
            self._say(" | " if self._cells else "")
            self._cells += 1
        elif tag == "rt":
            self._say(" (")
        elif tag in _KEPT:
            self._styles.append((tag, _KEPT[tag]))
        elif tag == "span":
            self._start_span(attrs.get("style") or "")

    def _start_span(self, css: str) -> None:
        style = 0
        for sign, one in _STYLES:
            css, found = sign.subn("", css)
            style |= one if found else 0
        if css.strip():
            self._lost[Lost("formatting")] = None
        self._styles.append(("span", style))

    def _picture(self, source: str) -> None:
        source = source.strip()
        if source.lower().startswith(("http:", "https:", "data:", "file:", "//")) or not source:
            self._lost[Lost("picture-elsewhere", source[:100])] = None
        else:
            self._pictures.append(unicodedata.normalize("NFC", unquote(source)))

    def _end_raised(self, tag: str) -> None:
        _, at = self._raised.pop()
        if text := tidy(_said(self._line[at:])):
            del self._line[at:]
            self._say(_raised(text) if tag == "sup" else _lowered(text))

    def _end_link(self) -> None:
        address, at = self._links.pop()
        if address.lower().startswith(("http://", "https://")):
            if tidy(_said(self._line[at:])) != address:
                self._say(f" ({address})")
        elif address:
            self._lost[Lost("link", address[:100])] = None

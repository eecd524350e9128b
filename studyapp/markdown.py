"""The formatting that learners may give what they write: a small part of Markdown, shown as HTML without any blocks.

Bold, italics, code, lists, quotes, paragraphs, and a line for each line. Nothing else is markup: no HTML, links or
pictures. What comes out may stand within a heading or a sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FORMATTED = "formatted"
"""What a card says is true of it, in its spec, if its prompt, its explanation and a flashcard's back are Markdown."""
MOST_KEPT = 1000
"""Texts that a process keeps, as they are shown."""
SPECIAL = re.compile(r"[\\`*_~\n]|^ *(?:[-+>]|\d{1,9}[.)])")
"""What any text has that is shown otherwise than it is written."""
ENDS = frozenset(".!?:;,…。！？：；、，—|")
BULLET = re.compile(r"• |\d{1,9}\. ")

_ESCAPED = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]|$)  # before what it would escape, and at the end of a line
    | `
    | (?<![^\W_])_ | _(?![^\W_])  # within a word it is one of its letters
    | (?<!\s)\* | \*(?!\s)
    | ^[-+*](?=\s|$) | ^> | ^~(?=~~)
    """,
    re.MULTILINE | re.VERBOSE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)

_MARKUP = {
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "softbreak": "<br>",
    "hardbreak": "<br>",
}
_SPANS = {"bullet_list": "listed", "ordered_list": "listed", "list_item": "item", "blockquote": "quoted"}
_BLOCKS = {
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as it is shown."""

    html: str
    """Safe, and without elements that are blocks."""
    lines: Sequence[str]
    """Its words, line by line, none of them empty."""
    is_plain: bool
    """Whether it is one line without any formatting."""


@lru_cache(MOST_KEPT)
def rendered(text: str) -> Rendered:
    tokens = _PARSER.parse(text)
    alone = len(tokens) == 3 and tokens[0].type == "paragraph_open"
    is_plain = alone and all(child.type == "text" for child in tokens[1].children or ())
    html = _inline(tokens[1]) if alone else "".join(_spans(tokens))
    return Rendered(html, tuple(_lines(tokens)), is_plain)


def safe_html(text: str) -> SafeString:
    return mark_safe(rendered(text).html)  # noqa: S308  all words in it are escaped


def plain(text: str) -> str:
    """Its words in one line."""
    return in_one_line(rendered(text).lines) if SPECIAL.search(text) else text


def escaped(words: str) -> str:
    """Plain text, of one line or several, as that which is shown as it stands."""
    if not SPECIAL.search(words):
        return words
    words = "\n".join(line.strip() for line in words.splitlines())
    return _NUMBERED.sub(r"\1\\\2", _ESCAPED.sub(r"\\\g<0>", words))


def simplest(texts: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Texts of one card as they are to be kept, and whether that is Markdown: plain, unless one of them is formatted.

    What would show nothing, such as a dash alone, is taken as it stands.
    """
    if not any(map(SPECIAL.search, texts.values())):
        return dict(texts), False
    kept = {name: text if not text or rendered(text).lines else escaped(text) for name, text in texts.items()}
    if all(not text or rendered(text).is_plain for text in kept.values()):
        return {name: plain(text) for name, text in kept.items()}, False
    return kept, True


def as_blocks(text: str) -> str:
    """The same as HTML for other programs: with lists, quotes and code as the elements that they are."""
    return "".join(_as_blocks(_PARSER.parse(text)))


def in_one_line(lines: Iterable[str]) -> str:
    """Lines told apart by a stroke, unless the words tell them apart."""
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces.append(" " if pieces[-1][-1] in ENDS or BULLET.match(line) else " / ")
        pieces.append(line)
    return "".join(pieces)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True})
    return parser.enable(["blockquote", "list", "fence", "newline", "escape", "backticks", "emphasis"])


_PARSER = _parser()


def _inline(token: Token) -> str:
    return "".join(
        f"<code>{escape(child.content)}</code>"
        if child.type == "code_inline"
        else _MARKUP.get(child.type) or escape(child.content)
        for child in token.children or ()
    )


def _spans(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _inline(token)
        elif token.type == "fence":
            yield f'<code class="lines">{escape(token.content.rstrip())}</code>'
        elif token.type.startswith("paragraph"):
            if not token.hidden:
                yield '<span class="paragraph">' if token.nesting > 0 else "</span>"
        elif token.nesting > 0:
            yield f'<span class="{_SPANS[token.type.removesuffix("_open")]}">'
            if token.type == "list_item_open":
                yield f'<span class="marker">{_marker(token)}</span>'
        else:
            yield "</span>"


def _as_blocks(tokens: Sequence[Token]) -> Iterator[str]:
    was_paragraph = False
    for token in tokens:
        if token.type == "inline":
            yield _inline(token)
        elif token.type == "fence":
            yield f"<pre><code>{escape(token.content.rstrip())}</code></pre>"
        elif token.type in _BLOCKS:
            yield _BLOCKS[token.type]
        elif was_paragraph and token.type == "paragraph_open":
            yield "<br><br>"
        was_paragraph = token.type == "paragraph_close"


def _marker(item: Token) -> str:
    """With the space after it. What its list was begun with, its number among them, is what was written."""
    return f"{item.info}. " if item.info else "• "


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    marker = ""
    for token in tokens:
        if token.type == "list_item_open":
            marker = _marker(token)
        elif token.type == "inline" or token.type == "fence":
            for line in _words(token):
                if folded := " ".join(line.split()):
                    yield marker + folded
                    marker = ""


def _words(token: Token) -> Sequence[str]:
    if token.type == "fence":
        return token.content.splitlines()
    words = ("\n" if child.type.endswith("break") else child.content for child in token.children or ())
    return "".join(words).split("\n")

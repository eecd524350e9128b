"""The editors' guide, one Markdown file: shown whole in admin, and one kind of question at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

GUIDE = settings.BASE_DIR / "EDITING.md"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide under one heading."""

    title: str
    html: SafeString
    parts: tuple[tuple[str, str], ...] = ()
    """The headings below its own, each with the id by which it is found."""


@cache
def whole() -> Section:
    return _section(_tokens())


@cache
def about(kind: str) -> Section:
    """What the guide says of one kind: the section whose heading begins with its name. KeyError if there is none."""
    tokens = _tokens()
    heads = [n for n, token in enumerate(tokens) if token.type == "heading_open"]
    for head, end in zip(heads, [*heads[1:], len(tokens)], strict=True):
        title = tokens[head + 1].children or []
        if title and title[0].type == "code_inline" and title[0].content == kind:
            return _section(tokens[head:end])
    raise KeyError(kind)


def _tokens() -> list[Token]:
    return _markdown().parse(GUIDE.read_text(encoding="utf-8"))


def _section(tokens: Sequence[Token]) -> Section:
    """The first heading is the title of the page; what follows is its text."""
    _, title, _, *body = tokens
    markdown = _markdown()
    html = markdown.renderer.render(body, markdown.options, {})
    parts = tuple(
        (_anchor(body[n + 1]), _words(body[n + 1]))
        for n, token in enumerate(body)
        if token.type == "heading_open" and token.tag == "h2"
    )
    return Section(_words(title), mark_safe(html), parts)  # noqa: S308  our own file


def _words(heading: Token) -> str:
    return "".join(child.content for child in heading.children or [])


def _anchor(heading: Token) -> str:
    """As other readers of Markdown name it, so that a link within the file leads there everywhere."""
    return slugify(_words(heading))


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


class _Renderer(RendererHTML):
    """What is wider than the page scrolls by itself, and by keyboard; pictures come as static files."""

    def heading_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return f'<{tokens[idx].tag} id="{_anchor(tokens[idx + 1])}">'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        token.attrSet("src", static(str(token.attrGet("src"))))
        return super().image(tokens, idx, options, env)

    def fence(self, *args: Any) -> str:
        return super().fence(*args).replace("<pre>", '<pre tabindex="0">', 1)

    def table_open(self, *_: object) -> str:
        return '<div class="wide-table" tabindex="0"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"

"""Anki's card templates: what stands on a side of a card, once the fields of a note are put in their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from studyapp.formats import hypertext
from studyapp.formats.anki import cloze
from studyapp.formats.lines import GAP
from studyapp.formats.notes import Lost

_COMMENT = ("<!--", "-->")
_OTHER_SIGNS = "{{=<% %>=}}"
_NUMBERED = re.compile(r"c[0-9]+")
_READING = re.compile(r" ?([^\s>\[\]]{1,80})\[(?!sound:)([^\[\]]{1,200})\]")
_READINGS = {"kanji": r"\1", "kana": r"\2", "furigana": r"<ruby>\1<rt>\2</rt></ruby>"}
_NOTHING = re.compile(r"(?:[ \t\n\r\f\v]|</?(?:br|div) ?/?>)*", re.IGNORECASE | re.ASCII)


class Broken(Exception):
    """A template that Anki cannot show either; its text is the tag at fault, as it stands in the template."""


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    filters: tuple[str, ...]
    """What is done with the field, the first of it last."""


@dataclass(slots=True)
class _Branch:
    """What stands between it and `end` is shown if the field is filled, or if it is not, as `wanted` says."""

    name: str
    wanted: bool
    end: int = 0


type _Node = str | _Tag | _Branch


@dataclass(slots=True)
class Side:
    """A side of a card, as it is asked."""

    html: str = ""
    """With GAP for each of `blanks`."""
    blanks: list[cloze.Blank] = field(default_factory=list)
    asks_clozes: bool = False
    typed: list[str] = field(default_factory=list)
    """HTML of the fields that are to be typed."""
    hints: list[str] = field(default_factory=list)
    """HTML that is shown on demand."""
    lost: list[Lost] = field(default_factory=list)
    is_filled: bool = False
    """Whether any field on it holds something: without one, Anki takes a front for blank."""


def rendered(template: str, values: Mapping[str, str], *, number: int) -> Side:
    """A side for a note with these `values`, by the names of its fields; of clozes it asks those of `number`.

    Nothing stands for FrontSide. Raises Broken, and hypertext.TooLong.
    """
    nodes, names = _parsed(template)
    for name in names.keys() - values.keys():
        if not _NUMBERED.fullmatch(name):
            raise Broken(names[name])
    side = Side()
    pieces: list[str] = []
    size = at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        if isinstance(node, _Branch):
            at = at if _is_filled(values.get(node.name, "")) == node.wanted else node.end
            continue
        piece = node if isinstance(node, str) else _filled(node, values, number, side)
        pieces.append(piece)
        size += len(piece)
        if size > hypertext.LONGEST:
            raise hypertext.TooLong
    side.html = "".join(pieces)
    return side


def _is_filled(value: str) -> bool:
    return bool(value) and (value[0] not in "< \t\n\r\f\v" or not _NOTHING.fullmatch(value))


def _filled(tag: _Tag, values: Mapping[str, str], number: int, side: Side) -> str:
    """What stands in the place of a tag. The rest of what it says is noted in `side`."""
    value = values.get(tag.name, "")
    side.is_filled = side.is_filled or _is_filled(value)
    if "type" in tag.filters:
        if _is_filled(value) and not any(name.startswith("cloze") for name in tag.filters):
            side.typed.append(value)
        return ""
    for name in tag.filters:
        value = _filtered(name, value, number, side)
    return value


def _filtered(name: str, value: str, number: int, side: Side) -> str:
    """One filter; those of add-ons change nothing."""
    if name == "text":
        return "<br>".join(escape(line, quote=False) for line in hypertext.read(value).lines)
    if name == "hint":
        side.hints += [value] if _is_filled(value) else []
        return ""
    if name in {"cloze", "cloze-only"}:
        side.asks_clozes = True
        html, blanks = cloze.asked(value, number)
        side.blanks += blanks
        return html if name == "cloze" else ", ".join([GAP] * len(blanks))
    if name in _READINGS:
        return _READING.sub(_READINGS[name], value.replace("&nbsp;", " "))
    if name.partition(" ")[0] == "tts":
        side.lost += [Lost("speech")] if _is_filled(value) else []
        return ""
    return value


@lru_cache(maxsize=64)
def _parsed(template: str) -> tuple[list[_Node], dict[str, str]]:
    """What a template consists of, and the names of the fields in it, each with a tag that asks for it."""
    nodes: list[_Node] = []
    names: dict[str, str] = {}
    opened: list[_Branch] = []
    for piece, is_tag in _pieces(template):
        if not is_tag:
            nodes.append(hypertext.APART if "<br" in piece and _NOTHING.fullmatch(piece) else piece)
            continue
        inner = piece.strip().lstrip("{").strip()
        sign, name = (inner[0], inner[1:].strip()) if inner[:1] in {"#", "^", "/"} else ("", inner)
        if sign == "/":
            if not opened or opened[-1].name != name:
                raise Broken(f"{{{{{piece}}}}}")
            opened.pop().end = len(nodes)
            continue
        node = _Branch(name, sign == "#") if sign else _tag(name)
        nodes.append(node)
        names.setdefault(node.name, f"{{{{{piece}}}}}")
        opened += [node] if isinstance(node, _Branch) else []
    if opened:
        raise Broken(f"{{{{/{opened[-1].name}}}}}")
    return nodes, names


def _tag(inner: str) -> _Tag:
    *filters, name = (part.strip() for part in inner.split(":"))
    return _Tag(name, tuple(reversed(filters)))


def _pieces(template: str) -> Iterator[tuple[str, bool]]:
    """Text, and the insides of tags, which are not looked for in comments."""
    if template.lstrip().startswith(_OTHER_SIGNS):
        template = template.replace(_OTHER_SIGNS, "", 1).replace("<%", "{{").replace("%>", "}}")
    at = 0
    while (start := template.find("{{", at)) >= 0:
        comment = template.find(_COMMENT[0], at, start)
        sought, begins = (_COMMENT[1], comment) if comment >= 0 else ("}}", start)
        end = template.find(sought, begins)
        if end < 0:
            break
        if comment >= 0:
            yield template[at : end + len(sought)], False
        else:
            yield template[at:start], False
            yield template[start + 2 : end], True
        at = end + len(sought)
    yield template[at:], False

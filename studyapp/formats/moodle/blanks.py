"""Moodle’s embedded answers: `{1:SHORTANSWER:=Hanoi~=Ha Noi}` within a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

_BLANK = re.compile(
    r"\{\d*:(?P<sort>NUMERICAL|NM|MULTICHOICE|MC|MULTICHOICE_[VHS]|MC[VHS]|MULTICHOICE_[VH]S|MC[VH]S|SHORTANSWER(?:_C)?|"
    r"SAC?|MWC?|MULTIRESPONSE(?:_[HS]{1,2})?|MR[HS]{0,2}):(?P<answers>(?:[^\\}]|\\.){0,3000})\}",
    re.DOTALL,
)
_ANSWER = re.compile(r"(?:=|%(?P<weight>-?\d{1,3}(?:\.\d{0,9})?)%)?", re.ASCII)
_BEFORE_COMMENT = re.compile(r"(?:&#|[^\\#]|\\.)*", re.DOTALL)
"""The # of an entity begins no comment."""
_ANSWERS = re.compile(r"(?:[^\\~]|\\.)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([}#*])")
_TO_DOUBLE = re.compile(r"\\(?=[}#])")
_TO_ESCAPE = re.compile(r"[&<>}#~\\]")


@dataclass(frozen=True, slots=True)
class Blank:
    """What is right in one place."""

    spellings: tuple[str, ...]
    is_typed: bool
    loses_parts: bool
    """Whether other answers are right in part."""


def blanks_in(text: str) -> Iterator[Blank]:
    """In their order."""
    for found in _BLANK.finditer(text):
        yield _blank(found["sort"], found["answers"])


def gapped(text: str, mark: str) -> str:
    """The text with `mark` where something is filled in."""
    return _BLANK.sub(lambda _found: mark, text)


def written(spellings: Sequence[str]) -> str:
    """A place that takes these, within HTML."""
    return "{1:SHORTANSWER:" + "~".join(f"={_escaped(one)}" for one in spellings) + "}"


def _escaped(text: str) -> str:
    """Signs as entities, since Moodle takes the backslash away before } and # alone, once all is read; a star alone is
    any words.
    """
    doubled = _TO_DOUBLE.sub(r"\\\\", text)
    return _TO_ESCAPE.sub(lambda sign: f"&#{ord(sign[0])};", doubled).replace("*", r"\*")


def _blank(sort: str, written: str) -> Blank:
    right: list[str] = []
    partly = False
    for answer in _ANSWERS.findall(written):
        head = _ANSWER.match(answer)
        assert head is not None  # noqa: S101  it may be empty
        weight = float(head["weight"]) if head["weight"] else 100.0 if head[0] == "=" else 0.0
        body = _BEFORE_COMMENT.match(answer[head.end() :])
        said = _ESCAPED.sub(r"\1", unescape((body[0] if body else "").replace(r"\~", "~"))).strip()
        if sort in {"NUMERICAL", "NM"}:
            said = said.partition(":")[0]
        partly |= 0 < weight < 99.9
        right += [said] if weight >= 99.9 and said else []
    return Blank(tuple(dict.fromkeys(right)), "MULTI" not in sort and not sort.startswith("MC"), partly)

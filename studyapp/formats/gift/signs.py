"""The signs that mean something in GIFT, and how they are written where they mean nothing."""

import re
from collections.abc import Iterator

_ESCAPED = re.compile(r"\\([:#={}~\\n])")
_TO_ESCAPE = re.compile(r"[:#={}~]")
_TO_DOUBLE = re.compile(r"\\(?=[:#={}~\\n\n]|$)")
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
_CALLED = re.compile(r"\[id:([^\x00-\x1f\x7f]{1,200}?)(?<!\\)\]")
_TAGGED = re.compile(r"\[tag:([^\x00-\x1f\x7f]{1,200}?)(?<!\\)\]")
_NAMEABLE = re.compile(r"[^\\\x00-\x1f\x7f]+")


def find(signs: str, text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Where a pattern stands without a backslash before it."""
    for found in re.compile(rf"\\.|{signs}", re.DOTALL).finditer(text, start):
        if found[0][0] != "\\":
            yield found


def first(signs: str, text: str, start: int = 0) -> int:
    """Where it stands first; -1 where it does not."""
    return next((found.start() for found in find(signs, text, start)), -1)


def last(signs: str, text: str) -> int:
    """Where it stands last; -1 where it does not."""
    return max((found.start() for found in find(signs, text)), default=-1)


def plain(text: str) -> str:
    """What was escaped, as it is meant."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text).strip()


def escaped(text: str) -> str:
    """A backslash stays alone where it can: not every program takes two for one."""
    return _TO_ESCAPE.sub(r"\\\g<0>", _TO_DOUBLE.sub(r"\\\\", text)).replace("\n", r"\n")


def doubles(text: str) -> bool:
    """Whether `escaped` writes a backslash twice."""
    return _TO_DOUBLE.search(text) is not None


def format_of(text: str) -> tuple[str, str]:
    """The format that a text says of itself, empty where it says none, and the rest."""
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def called(comment: str) -> str:
    """The name that a comment gives to the question below it."""
    found = _CALLED.search(comment)
    return found[1].replace(r"\]", "]").strip() if found else ""


def tags_in(comment: str) -> list[str]:
    return [tag.replace(r"\]", "]").strip() for tag in _TAGGED.findall(comment)]


def as_name(name: str) -> str:
    """A name or a tag, as a comment has it."""
    return name.replace("]", r"\]")


def can_name(name: str) -> bool:
    """Whether every program reads it as the name of a question, or as a tag."""
    return _NAMEABLE.fullmatch(name) is not None

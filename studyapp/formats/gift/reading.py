"""GIFT read: what Moodle’s documentation allows, and what other programs write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studyapp.formats import hypertext
from studyapp.formats.classroom import meant
from studyapp.formats.gift import signs
from studyapp.formats.gift.answers import meaning
from studyapp.formats.gift.questions import QUESTION, Faulty, Parts, cut
from studyapp.formats.notes import Lost, Note, Refused

CATEGORY = "$CATEGORY:"
GAP = "_____"
AS_THEY_ARE = frozenset({"plain", "markdown"})
"""Formats in which no sign is markup that is read here."""


@dataclass(slots=True)
class _Chunk:
    """Lines up to an empty one."""

    line: int = 0
    """Of the first that says something, counted from 1."""
    lines: list[str] = field(default_factory=list)
    guid: str = ""
    tags: list[str] = field(default_factory=list)

    def add(self, number: int, line: str) -> None:
        """A comment leaves an empty line in a question, so that lines are counted rightly."""
        if line.lstrip().startswith("//"):
            self.guid = signs.called(line) or self.guid
            self.tags += signs.tags_in(line)
            line = ""
        if line or self.lines:
            self.line = self.line or number
            self.lines.append(line)


def read(text: str) -> Iterator[Note | Refused]:
    """Every question, in the order of the file; a description that asks nothing is refused."""
    deck: Sequence[str] = ()
    for chunk in _chunks(text):
        first = chunk.lines[0].strip()
        if first.startswith(CATEGORY):
            deck = category(first.removeprefix(CATEGORY))
            chunk = _Chunk(chunk.line + 1, chunk.lines[1:], chunk.guid, chunk.tags)
        if any(line.strip() for line in chunk.lines):
            yield _question(chunk, deck)


def category(path: str) -> tuple[str, ...]:
    """A deck within decks; what every Moodle puts before them is left away."""
    parts = [part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")]
    if parts and parts[0].startswith("$") and parts[0].endswith("$"):
        parts = parts[1:]
    return tuple(filter(None, parts[1:] if parts[:1] == ["top"] else parts))


def _chunks(text: str) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            chunk.add(number, line)
        elif chunk.lines:
            yield chunk
            chunk = _Chunk()
    if chunk.lines:
        yield chunk


def _question(chunk: _Chunk, deck: Sequence[str]) -> Note | Refused:
    text = "\n".join(chunk.lines)
    line = 0
    try:
        if len(text) > hypertext.LONGEST:
            raise hypertext.TooLong
        parts = cut(text)
        line = parts.line
        return _note(parts, chunk, deck)
    except Faulty as fault:
        return Refused(_place(chunk.line + (fault.line or line)), fault.field, fault.told)
    except hypertext.TooLong:
        return Refused(_place(chunk.line), str(QUESTION), _("This question is too long. Cut it into several."))


def _place(line: int) -> str:
    return _("line %(n)s") % {"n": line}


@dataclass(slots=True)
class _Words:
    """What texts of one question say; the format of the question is that of its other texts."""

    usual: str = ""
    lost: dict[Lost, None] = field(default_factory=dict)

    def __call__(self, written: str) -> str:
        own, text = signs.format_of(written.strip())
        said = signs.plain(text)
        if (own or self.usual) in AS_THEY_ARE:
            return said
        read = [hypertext.read(line) for line in said.split("\n")] if r"\n" in text else [hypertext.read(said)]
        for words in read:
            self.lost |= dict.fromkeys(words.lost_if_plain)
            self.lost |= dict.fromkeys(Lost("picture-missing", name) for name in words.pictures)
        return "\n".join(words.text for words in read).strip()


def _note(parts: Parts, chunk: _Chunk, deck: Sequence[str]) -> Note:
    own, before = signs.format_of(parts.before.lstrip())
    words = _Words(own)
    made = meaning(parts.block, words(parts.feedback), words)
    gap = ""
    if parts.after.strip():
        made = meant.filled_in(made) if made.kind == "typed" else made
        gap = meant.BLANK if made.kind == "cloze" else GAP
    prompt = words(f"{before}{gap}{parts.after}")
    if not prompt:
        raise Faulty(QUESTION, _("It asks nothing. Write the question before the {."))
    made.explanation = " ".join(made.explanation.split("\n"))
    return meant.note_of(
        made, prompt, deck=deck, place=_place(chunk.line), guid=chunk.guid, tags=chunk.tags, lost=words.lost
    )

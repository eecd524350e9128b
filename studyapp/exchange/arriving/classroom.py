"""Files of classrooms: GIFT and Aiken, which are text, and Moodle’s own XML."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.formats import aiken
from studyapp.formats.faults import BadFile
from studyapp.formats.gift import reading as gift
from studyapp.formats.moodle import reading as moodle
from studyapp.formats.moodle.files import Files
from studyapp.formats.notes import Note, Refused
from studyapp.formats.texts import encoding_of, is_text, text_in
from studyapp.scheduling import StudyClock

_LIKE_GIFT = re.compile(r"(?<!\\)\{\s*(?:[=~#]|(?:T|TRUE|F|FALSE)\s*[}#])|^\$CATEGORY:|^// question: \d", re.MULTILINE)
_LIKE_MOODLE = re.compile(r"<quiz[\s>]")


@dataclass(frozen=True, slots=True)
class QuestionsReader:
    """Reads one of these formats: by the ending of its file, or where its first signs look like it."""

    name: str
    said: object
    endings: Sequence[str]
    looks_like_it: Callable[[str], bool]
    read: Callable[[Path], Iterator[Note | Refused]]
    pictures: Callable[[Path], Callable[[str], bytes]] | None = None
    """Of a file: what is in a picture, by its name."""
    knows_notes: bool = False

    @property
    def label(self) -> str:
        return str(self.said)

    def recognises(self, head: bytes, name: str) -> bool:
        if name.lower().endswith(tuple(self.endings)):
            return True
        return bool(is_text(head)) and self.looks_like_it(head.decode(encoding_of(head), "ignore"))

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator["OpenedQuestions"]:  # noqa: ARG002  as every reader
        """Raises BadFile."""
        yield OpenedQuestions(path, self.read, self.pictures(path) if self.pictures else no_picture)


@dataclass(frozen=True, slots=True)
class OpenedQuestions:
    """A file whose questions are read one by one."""

    path: Path
    read: Callable[[Path], Iterator[Note | Refused]]
    picture: Callable[[str], bytes]

    def notes(self) -> Iterator[Note | Refused]:
        """Raises BadFile."""
        is_empty = True
        for note in self.read(self.path):
            is_empty = False
            yield note
        if is_empty:
            raise BadFile(_("There is no question in this file. Choose one that has some."))


def no_picture(name: str) -> bytes:
    """Of a file that has none."""
    raise KeyError(name)


def _gift(path: Path) -> Iterator[Note | Refused]:
    return gift.read(text_in(path))


def _aiken(path: Path) -> Iterator[Note | Refused]:
    return aiken.read(text_in(path))


GIFT = QuestionsReader(
    "gift",
    gettext_lazy("GIFT: questions from Moodle, as text"),
    (".gift",),
    lambda head: _LIKE_GIFT.search(head) is not None,
    _gift,
)
AIKEN = QuestionsReader(
    "aiken", gettext_lazy("Aiken: questions with options A, B, C"), (".aiken",), aiken.looks_like_it, _aiken
)
MOODLE = QuestionsReader(
    "moodle",
    gettext_lazy("Moodle XML: a question bank from Moodle"),
    (".xml",),
    lambda head: _LIKE_MOODLE.search(head) is not None,
    moodle.read,
    Files,
)

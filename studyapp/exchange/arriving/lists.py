"""The simplest file: a list as people type it, "term – definition", a card on each line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Asked, Note, Refused
from studyapp.formats.texts import is_text, text_in
from studyapp.own import pasting
from studyapp.own.pasted import FAULTS, Way
from studyapp.own.pasting import Fault, Layout, Row, Sides
from studyapp.scheduling import StudyClock

WRONG_SIDES = {Fault.NO_BACK: "back", Fault.LONG_BACK: "back"}
BACK, FRONT = pgettext_lazy("side of a card", "Back"), pgettext_lazy("side of a card", "Front")


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads a list: tabs, dashes, commas or semicolons between the sides, whichever parts most lines."""

    name: str = "list"
    endings: Sequence[str] = (".txt", ".csv", ".tsv", ".md")
    knows_notes: bool = False

    @property
    def label(self) -> str:
        return _("List: “term – definition” on each line")

    def recognises(self, head: bytes, name: str) -> bool:
        """By text without binary signs, whatever it is called."""
        text = is_text(head)
        return name.lower().endswith(tuple(self.endings)) if text is None else text

    @contextmanager
    def open(self, path: Path, *, clock: StudyClock) -> Iterator["OpenedList"]:  # noqa: ARG002  as every reader
        """Raises BadFile."""
        text = text_in(path)
        if not text.strip():
            raise BadFile(_("This file is empty. Choose one that has a card on each line."))
        yield OpenedList(text)


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A list that was decoded."""

    text: str

    def notes(self) -> Iterator[Note | Refused]:
        layout = Layout(pasting.guess(self.text))
        rows = pasting.read(self.text, layout, longest=Way.FLASHCARD.longest)
        fronts = Counter(row.front for row in rows if row.fault is None)
        for row in pasting.once(rows, both_ways=False, there=()):
            if row.fault is not None:
                yield _refused(row, row.fault)
            for sides in row.cards:
                yield _note(row, sides, alone=fronts[row.front] == 1)

    def picture(self, name: str) -> bytes:
        raise KeyError(name)


def _note(row: Row, sides: Sides, *, alone: bool) -> Note:
    """Known again by its front, so that another back is a change; by both sides where several have the same front."""
    front, back = sides
    guid = sha1(front.encode() if alone else f"{front}\n{back}".encode(), usedforsecurity=False).hexdigest()
    card = Asked(name="0", kind=Way.FLASHCARD.kind, sent={"prompt": front, "answer": back})
    return Note(guid, (), (card,), place=_line(row))


def _refused(row: Row, fault: Fault) -> Refused:
    longest = dict(zip((Fault.LONG_FRONT, Fault.LONG_BACK), Way.FLASHCARD.longest, strict=True))
    side = BACK if fault in WRONG_SIDES else FRONT
    shown = f"“{row.front[:60]}”: " if row.front else ""
    return Refused(_line(row), str(side), shown + FAULTS[fault] % {"n": longest.get(fault)})


def _line(row: Row) -> str:
    return _("line %(n)s") % {"n": row.line}

"""What travels between programs: notes with their cards, pictures and progress, whatever the format of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from studyapp.markdown import FORMATTED, plain

type Sent = Mapping[str, Any]
"""What fills in the author form of a kind."""


class Sort(StrEnum):
    """What a row of a review log was."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"
    PRACTICE = "practice"
    """Outside the schedule."""
    MOVED = "moved"
    """No answer: the due day was changed, or the card was started again."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One row of a card's log."""

    at: datetime
    """UTC, to the millisecond; no two rows of one file are equal in it."""
    sort: Sort
    rating: int | None
    """1 again to 4 easy; None where it was no answer."""
    elapsed_ms: int
    interval: float
    """Days until it was due again; parts of a day for a learning step; 0 where the card was started again."""
    day: date | None = None
    """The day for which it counted, where the log's own calendar says that; else the one on which it was given."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """FSRS memory."""

    stability: float
    """Days."""
    difficulty: float
    """1 to 10."""
    at: datetime
    """When it was last answered, from which it fades."""
    decay: float | None = None
    retention: float | None = None
    """Desired, 0 to 1; None where the file does not say it."""


class Stage(StrEnum):
    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a card stands for its learner, and how it came there."""

    stage: Stage = Stage.NEW
    due: date | None = None
    """The study day on which it is due; None while it is new, where it is due at a moment, and where neither is known,
    as of some suspended steps.
    """
    due_at: datetime | None = None
    """UTC; of a learning step within the day."""
    steps_left: int = 0
    interval: float = 0
    """Days."""
    memory: Remembered | None = None
    ease: float | None = None
    """By how much an interval grew with each answer Good, where that is remembered and no memory: 2.5, usually."""
    reps: int = 0
    lapses: int = 0
    suspended: bool = False
    buried: bool = False
    marked: bool = False
    log: tuple[Answered, ...] = ()
    """Oldest first."""


def long_texts(kind: str) -> tuple[str, ...]:
    """What of a kind is Markdown if it is formatted."""
    return ("prompt", "answer", "explanation") if kind == "flashcard" else ("prompt", "explanation")


@dataclass(frozen=True, slots=True)
class Asked:
    """One card of a note."""

    name: str
    """Tells it from its siblings, and stays the same in every file of one program: "0", "1"."""
    kind: str
    """One of the site's kinds: "flashcard", "typed", "cloze", …"""
    sent: Sent
    """What fills in the kind's author form, with `prompt` and `explanation`, which are Markdown where FORMATTED is
    true, and so is the back of a flashcard."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """By place, "prompt", "answer" or "explanation": the name of its file among the package's."""
    progress: Progress | None = None
    """None where the file has none."""

    @property
    def is_formatted(self) -> bool:
        return bool(self.sent.get(FORMATTED))

    @property
    def plain(self) -> "Asked":
        """The same without formatting, for what shows none."""
        if not self.is_formatted:
            return self
        texts = {name: plain(str(self.sent[name])) for name in long_texts(self.kind) if name in self.sent}
        return replace(self, sent={name: value for name, value in {**self.sent, **texts}.items() if name != FORMATTED})


@dataclass(frozen=True, slots=True)
class Note:
    """What is learned together."""

    guid: str
    """The same in every file in which the note comes."""
    deck: tuple[str, ...]
    """Its deck's name, after those of the decks in which that is."""
    cards: tuple[Asked, ...]
    tags: tuple[str, ...] = ()
    changed_at: datetime | None = None
    place: str = ""
    """Where in the file it is, as a person looks for it: "note 17", "row 3"."""
    lost: tuple["Lost", ...] = ()
    """What of it cannot come along."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that cannot come along, and why."""

    what: str
    """A key that pages count by and put in words: "sound", "script", "picture-missing", "nested-cloze"."""
    where: str = ""
    """The field, or the file."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A note that cannot be taken, with what to do about it."""

    place: str
    field: str
    told: str
    """A whole sentence for a person, translated, which says the remedy too."""

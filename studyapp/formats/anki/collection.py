"""A collection as Anki keeps it, before anything is made of it: rows of its tables, whichever layout they came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Template:
    """One card that a note type makes."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Notetype:
    key: int
    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class RawNote:
    key: int
    guid: str
    notetype: int
    changed_at: int
    """Seconds since 1970, UTC; 0 where the file does not say it."""
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    """HTML, in the order of the note type's."""


@dataclass(frozen=True, slots=True)
class RawCard:
    """As in Anki's table `cards`; `due` and `ivl` mean what `kind` and `queue` say."""

    key: int
    note: int
    deck: int
    """Its home deck, also while it is in a filtered one."""
    template: int
    kind: int
    """0 new, 1 learning, 2 review, 3 relearning."""
    queue: int
    """-3 and -2 buried, -1 suspended, 0 new, 1 learning, 2 review, 3 learning over a day; never 4, a preview."""
    due: float
    """Home due, also while it is in a filtered deck."""
    ivl: int
    factor: int
    reps: int
    lapses: int
    left: int
    flags: int
    data: Mapping[str, float] = field(default_factory=dict)
    """`s`, `d`, `dr`, `lrt`, `decay`, `pos`."""


@dataclass(frozen=True, slots=True)
class RawReview:
    """As in Anki's table `revlog`."""

    key: int
    """Milliseconds since 1970, UTC."""
    card: int
    ease: int
    ivl: int
    last_ivl: int
    factor: int
    time: int
    """Milliseconds."""
    kind: int
    """0 learning, 1 review, 2 relearning, 3 filtered, 4 manual, 5 rescheduled."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A note with all that belongs to it."""

    note: RawNote
    cards: tuple[RawCard, ...]
    """By template; one at least."""
    reviews: Mapping[int, tuple[RawReview, ...]] = field(default_factory=dict)
    """By card, for those that have any; the oldest first."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """By which days are counted in the file."""

    created: int
    """Seconds since 1970, UTC: the moment the collection's day 0 began."""
    rollover: int = 4
    """The hour at which its day begins."""
    minutes_west: int | None = None
    """Of UTC, where the collection was made; None where the file does not say it."""

"""What cannot come along from one program to another, in words: a sentence for each key of `Lost.what`, by count."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import ngettext_lazy

from studyapp.formats.notes import Lost

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Sentence = "_StrPromise"

LOSSES: Mapping[str, Sentence] = {
    "sound": ngettext_lazy("%(count)s sound is left out.", "%(count)s sounds are left out.", "count"),
    "speech": ngettext_lazy(
        "%(count)s note is no longer read aloud.", "%(count)s notes are no longer read aloud.", "count"
    ),
    "picture-missing": ngettext_lazy(
        "%(count)s picture is not in the file.", "%(count)s pictures are not in the file.", "count"
    ),
    "picture-elsewhere": ngettext_lazy(
        "%(count)s picture is not a file of its own, and is left out.",
        "%(count)s pictures are not files of their own, and are left out.",
        "count",
    ),
    "picture-further": ngettext_lazy(
        "%(count)s picture is left out, because a side of a card shows one.",
        "%(count)s pictures are left out, because a side of a card shows one.",
        "count",
    ),
    "script": ngettext_lazy(
        "%(count)s note loses a script, a form or a page within it.",
        "%(count)s notes lose scripts, forms or pages within them.",
        "count",
    ),
    "link": ngettext_lazy(
        "%(count)s link leads to no website; its words stay.",
        "%(count)s links lead to no website; their words stay.",
        "count",
    ),
    "formatting": ngettext_lazy(
        "%(count)s note loses its bold, italics or colours; its words stay.",
        "%(count)s notes lose their bold, italics or colours; their words stay.",
        "count",
    ),
    "formula": ngettext_lazy(
        "%(count)s note shows its formulas as they were typed, in LaTeX.",
        "%(count)s notes show their formulas as they were typed, in LaTeX.",
        "count",
    ),
    "became-flashcard": ngettext_lazy(
        "%(count)s card becomes a flashcard, because its answer cannot be typed here.",
        "%(count)s cards become flashcards, because their answers cannot be typed here.",
        "count",
    ),
    "card-empty": ngettext_lazy(
        "%(count)s card is left out, because nothing that can be shown is on one of its sides.",
        "%(count)s cards are left out, because nothing that can be shown is on one of their sides.",
        "count",
    ),
    "other-kind": ngettext_lazy(
        "%(count)s card is of another kind by now, and stays here as it is.",
        "%(count)s cards are of another kind by now, and stay here as they are.",
        "count",
    ),
    "picture-unreadable": ngettext_lazy(
        "%(count)s picture cannot be read, and is left out.",
        "%(count)s pictures cannot be read, and are left out.",
        "count",
    ),
    "picture-library": ngettext_lazy(
        "%(count)s picture is left out: the library has to say whose it is. Add it to its question.",
        "%(count)s pictures are left out: the library has to say whose they are. Add them to their questions.",
        "count",
    ),
    "picture-no-room": ngettext_lazy(
        "%(count)s picture is left out, because you have as many as you may have.",
        "%(count)s pictures are left out, because you have as many as you may have.",
        "count",
    ),
    "private-note": ngettext_lazy(
        "%(count)s remark that you wrote beside a card is left out.",
        "%(count)s remarks that you wrote beside cards are left out.",
        "count",
    ),
    "review": ngettext_lazy(
        "%(count)s answer is left out, because its time cannot be true.",
        "%(count)s answers are left out, because their times cannot be true.",
        "count",
    ),
}


def told(what: str, count: int) -> str:
    """One loss as a whole sentence. Raises KeyError for one that has none."""
    return LOSSES[what] % {"count": count}


def counted(lost: Iterable[Lost]) -> list[str]:
    """All losses of many notes, a sentence each, in the order of LOSSES."""
    counts = Counter(one.what for one in lost)
    return [told(what, counts[what]) for what in LOSSES if counts[what]]

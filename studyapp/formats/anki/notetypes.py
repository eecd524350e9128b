"""The note types we write: their fields and cards, the same in every file, so that they meet their like in Anki."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

type Json = dict[str, object]

FLASHCARD, TYPED, CLOZE = "flashcard", "typed", "cloze"
VERSION = 1_796_000_000
"""Seconds: when templates were last changed. Anki takes newer ones in place of those that it has."""
NAMES = {FLASHCARD: "Flashcard", TYPED: "Typed answer", CLOZE: "Fill in the blanks"}

CSS = """.card { font-family: sans-serif; font-size: 20px; line-height: 1.5; text-align: center; }
.card ul, .card ol { display: inline-block; text-align: start; }
.card img { max-width: 100%; }
.line, .more { font-size: 16px; opacity: 0.8; }
.cloze { font-weight: bold; color: #1d4ed8; }
.nightMode .cloze { color: #93c5fd; }
"""
MORE_BEGINS = '<div class="more">'
MORE = "\n\n{{#More%(n)s}}" + MORE_BEGINS + "{{More%(n)s}}</div>{{/More%(n)s}}"
SIDES = {
    FLASHCARD: ("{{Front%(n)s}}", "{{Front%(n)s}}\n\n<hr id=answer>\n\n{{Back%(n)s}}" + MORE),
    TYPED: (
        "{{Front%(n)s}}\n\n{{type:Answer%(n)s}}",
        "{{Front%(n)s}}\n\n<hr id=answer>\n\n{{type:Answer%(n)s}}" + MORE,
    ),
    CLOZE: ("{{cloze:Text}}", "{{cloze:Text}}" + MORE),
}
FIELDS = {FLASHCARD: ("Front", "Back", "More"), TYPED: ("Front", "Answer", "More"), CLOZE: ("Text", "More")}


@dataclass(frozen=True, slots=True)
class NoteType:
    """Named by the sorts of its cards, such as ("flashcard", "typed")."""

    sorts: tuple[str, ...]

    @property
    def key(self) -> int:
        """In milliseconds, as Anki's own are, though it is no moment; the same in every file."""
        return stable_key("note type", *self.sorts)

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(
            f"{name}{_suffix(place)}" for place, sort in enumerate(self.sorts, start=1) for name in FIELDS[sort]
        )

    @property
    def is_cloze(self) -> bool:
        return self.sorts == (CLOZE,)

    @property
    def faces(self) -> Iterator[tuple[str, str, str]]:
        """Of each card: what it is called, and the templates of its front and its back."""
        for place, sort in enumerate(self.sorts, start=1):
            front, back = (side % {"n": _suffix(place)} for side in SIDES[sort])
            yield f"Card {place}", front, back

    def as_json(self, site: str) -> Json:
        """As the collection's row has it."""
        named = " + ".join(NAMES[sort] for sort in self.sorts)
        return {
            "id": self.key,
            "name": f"{site}: {named}",
            "type": int(self.is_cloze),
            "mod": VERSION,
            "usn": -1,
            "sortf": 0,
            "did": None,
            "tmpls": [_template(place, *faces) for place, faces in enumerate(self.faces)],
            "flds": [_field(place, name) for place, name in enumerate(self.fields)],
            "css": CSS,
            "latexPre": "",
            "latexPost": "",
            "latexsvg": False,
            "req": [[place, "any", [self._first_of(place)]] for place in range(len(self.sorts))],
            "tags": [],
            "vers": [],
        }

    def _first_of(self, place: int) -> int:
        """The number of the field that a card shows first."""
        return sum(len(FIELDS[sort]) for sort in self.sorts[:place])


def _template(place: int, name: str, front: str, back: str) -> Json:
    unused: Json = {"bqfmt": "", "bafmt": "", "did": None, "bfont": "", "bsize": 0}
    return {"name": name, "ord": place, "qfmt": front, "afmt": back, **unused}


def of_cards(sorts: Sequence[str]) -> NoteType:
    return NoteType(tuple(sorts))


def stable_key(*named: str) -> int:
    """A number of 13 digits that hangs on nothing but these words."""
    return 1_000_000_000_000 + int.from_bytes(sha256("\0".join(named).encode()).digest()[:6]) % 500_000_000_000


def _suffix(place: int) -> str:
    return "" if place == 1 else f" {place}"


def _field(place: int, name: str) -> Json:
    return {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}

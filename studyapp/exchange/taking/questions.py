"""A learner’s decks in the formats of classrooms and spreadsheets: questions for other programs, without a schedule."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy

from studyapp.accounts.models import User
from studyapp.exchange.identities import origin
from studyapp.exchange.taking.logs import Course
from studyapp.exchange.taking.notes import notes_of
from studyapp.exchange.taking.pictures import Gallery
from studyapp.exchange.taking.sheets import SORTS
from studyapp.formats import aiken
from studyapp.formats.anki_text import writing as anki_text
from studyapp.formats.classroom.going import Written
from studyapp.formats.gift import writing as gift
from studyapp.formats.moodle import writing as moodle
from studyapp.formats.notes import Note
from studyapp.formats.qti import writing as qti
from studyapp.library.models import Deck
from studyapp.study.learners import clock_of, preset_of


@dataclass(frozen=True, slots=True)
class Format:
    """One format, and how its file is called and served."""

    name: str
    label: object
    ending: str
    sort: str
    """Its type, as HTTP has it."""
    write: Callable[..., Written]
    """Of notes, and of their pictures where the format has any."""
    has_pictures: bool = False
    is_formatted: bool = False
    """Whether it says which texts are Markdown; else they lose their formatting."""


def _anki_text(notes: Iterable[Note]) -> Written:
    return anki_text.write(notes, origin())


FORMATS = (
    Format("moodle", gettext_lazy("Moodle XML: for Moodle"), "xml", "application/xml", moodle.write, has_pictures=True),
    Format(
        "gift",
        gettext_lazy("GIFT: text for Moodle and other programs"),
        "gift.txt",
        "text/plain; charset=utf-8",
        gift.write,
    ),
    Format(
        "qti",
        gettext_lazy("QTI 2.1: for other learning platforms"),
        "qti.zip",
        "application/zip",
        qti.write,
        has_pictures=True,
    ),
    *(Format(sort.ending, sort.label, sort.ending, sort.type, sort.write, is_formatted=True) for sort in SORTS),
    Format(
        "aiken",
        gettext_lazy("Aiken: simple text, choices alone"),
        "aiken.txt",
        "text/plain; charset=utf-8",
        aiken.write,
    ),
    Format("anki", gettext_lazy("Anki: notes as text"), "anki.txt", "text/plain; charset=utf-8", _anki_text),
)


def write(learner: User, decks: Sequence[Deck], chosen: Format, *, at: datetime) -> Written:
    """What the learner studies in these decks, of which they are in each."""
    clock = clock_of(learner)
    course = Course(preset_of(learner), clock, clock.day(at))
    gallery = Gallery(learner)
    notes = notes_of(learner, decks, course, gallery, schedule=False)
    if not chosen.is_formatted:
        notes = (replace(note, cards=tuple(card.plain for card in note.cards)) for note in notes)
    return chosen.write(notes, gallery) if chosen.has_pictures else chosen.write(notes)

"""A learner’s decks in the formats of classrooms and spreadsheets: questions for other programs, without a schedule."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from studyapp.accounts.models import User
from studyapp.exchange.taking.logs import Course
from studyapp.exchange.taking.notes import notes_of
from studyapp.exchange.taking.pictures import Gallery
from studyapp.exchange.taking.sheets import SORTS
from studyapp.formats import aiken
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
    write: Callable[[Iterable[Note]], Written]


FORMATS = (
    Format("moodle", gettext_lazy("Moodle XML: for Moodle"), "xml", "application/xml", moodle.write),
    Format(
        "gift",
        gettext_lazy("GIFT: text for Moodle and other programs"),
        "gift.txt",
        "text/plain; charset=utf-8",
        gift.write,
    ),
    Format("qti", gettext_lazy("QTI 2.1: for other learning platforms"), "qti.zip", "application/zip", qti.write),
    *(Format(sort.ending, sort.label, sort.ending, sort.type, sort.write) for sort in SORTS),
    Format(
        "aiken",
        gettext_lazy("Aiken: simple text, choices alone"),
        "aiken.txt",
        "text/plain; charset=utf-8",
        aiken.write,
    ),
)


def write(learner: User, decks: Sequence[Deck], chosen: Format, *, at: datetime) -> Written:
    """What the learner studies in these decks, of which they are in each."""
    clock = clock_of(learner)
    course = Course(preset_of(learner), clock, clock.day(at))
    return chosen.write(notes_of(learner, decks, course, Gallery(learner), schedule=False))

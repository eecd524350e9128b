"""A learner’s decks as a package of Anki’s."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from studyapp.accounts.models import User
from studyapp.exchange.identities import origin
from studyapp.exchange.taking.logs import Course
from studyapp.exchange.taking.notes import notes_of
from studyapp.exchange.taking.pictures import Gallery
from studyapp.formats.anki.presets import Plan
from studyapp.formats.anki.scheduled import Days
from studyapp.formats.anki.writing import Written, write
from studyapp.library.models import Deck
from studyapp.scheduling import Preset
from studyapp.study.cards.queues import LEECH_LAPSES
from studyapp.study.learners import clock_of, preset_of

MINUTE = timedelta(minutes=1)


def write_package(path: Path, learner: User, decks: Sequence[Deck], *, at: datetime, schedule: bool) -> Written:
    """Write to a new file at `path` what the learner studies in these decks, of which they are in each."""
    preset, clock = preset_of(learner), clock_of(learner)
    gallery = Gallery(learner)
    course = Course(preset, clock, today=clock.day(at))
    return write(
        path,
        notes_of(learner, decks, course, gallery, schedule=schedule),
        gallery,
        origin=origin(),
        days=Days.of(learner.zone, learner.day_start, at, today=course.today),
        plan=plan_of(learner, preset),
        at=at,
        schedule=schedule,
    )


def plan_of(learner: User, preset: Preset) -> Plan:
    return Plan(
        retention=preset.desired_retention,
        parameters=preset.parameters,
        learning_minutes=tuple(step / MINUTE for step in preset.learning_steps),
        relearning_minutes=tuple(step / MINUTE for step in preset.relearning_steps),
        longest_interval=preset.maximum_interval,
        new_per_day=learner.new_per_day,
        reviews_per_day=learner.reviews_per_day,
        leech_lapses=LEECH_LAPSES,
    )

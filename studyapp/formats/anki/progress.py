"""Where a card stands in Anki, in terms of moments and study days: Anki's columns mean what its queues say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from math import floor, isfinite
from typing import Protocol

from studyapp.formats.anki.collection import Calendar, RawCard, RawReview
from studyapp.formats.notes import Answered, Progress, Remembered, Sort, Stage

STAGES = {0: Stage.NEW, 1: Stage.LEARNING, 2: Stage.REVIEW, 3: Stage.RELEARNING}
SORTS = {0: Sort.LEARNING, 1: Sort.REVIEW, 2: Sort.RELEARNING}
FILTERED = 3
"""A row of the log given in a filtered deck. With a factor it counted, early; without one it was practice."""
BURIED, SUSPENDED, STEP_OVER_A_DAY = (-3, -2), -1, 3
"""Queues."""
FLAGS, STEPS = 0b111, 1000
DAY = 86_400
"""Seconds."""
SURELY_A_MOMENT = 1_000_000_000
"""A due number from here on is seconds since 1970, and no day."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MOMENT = 7_258_118_400
"""Seconds since 1970: the year 2200, past which no clock is believed."""
FARTHEST = 100_000
"""Days from the first of the collection."""


LEAST_EASE = 1300
"""In thousandths: Anki's own cards have no less."""


class Clock(Protocol):
    """The calendar of the learner whose cards they are; it goes by the moment alone, wherever they are today."""

    @property
    def zone(self) -> tzinfo: ...

    def day(self, at: datetime) -> date:
        """The study day of a moment."""

    def start_of(self, day: date) -> datetime:
        """When a study day begins, in UTC."""


def progress_of(card: RawCard, reviews: Sequence[RawReview], calendar: Calendar, clock: Clock) -> Progress:
    """Of one card with its reviews, in any order. Reviews at moments that cannot be are left out."""
    log = tuple(_log(reviews))
    stage = STAGES.get(card.kind, Stage.NEW)
    due, due_at = _due(card, stage, log, calendar, clock)
    memory = _memory(card.data, log, _due_back(card.ivl, due, clock))
    return Progress(
        stage=stage,
        due=due,
        due_at=due_at,
        steps_left=max(card.left, 0) % STEPS,
        interval=_days(card.ivl),
        memory=memory,
        ease=card.factor / 1000 if memory is None and card.factor >= LEAST_EASE else None,
        reps=max(card.reps, 0),
        lapses=max(card.lapses, 0),
        suspended=card.queue == SUSPENDED,
        buried=card.queue in BURIED,
        marked=bool(card.flags & FLAGS),
        log=log,
    )


def first_day(calendar: Calendar, zone: tzinfo) -> date:
    """The study day that Anki numbers 0. A file that does not say where it was made is taken to be from `zone`."""
    west = calendar.minutes_west
    made_in = zone if west is None or abs(west) >= DAY // 60 else timezone(timedelta(minutes=-west))
    return _moment(min(max(calendar.created, 0), LAST_MOMENT)).astimezone(made_in).date()


def _log(reviews: Sequence[RawReview]) -> Iterator[Answered]:
    for row in sorted(reviews, key=lambda row: row.key):
        if 0 < row.key < LAST_MOMENT * 1000:
            rating = row.ease if 1 <= row.ease <= 4 and row.kind in {*SORTS, FILTERED} else None
            at = EPOCH + timedelta(milliseconds=row.key)
            yield Answered(at, _sort(row, rating), rating, max(row.time, 0), _days(row.ivl))


def _sort(row: RawReview, rating: int | None) -> Sort:
    if rating is None:
        return Sort.MOVED
    if row.kind == FILTERED:
        return Sort.REVIEW if row.factor else Sort.PRACTICE
    return SORTS[row.kind]


def _due(
    card: RawCard, stage: Stage, log: Sequence[Answered], calendar: Calendar, clock: Clock
) -> tuple[date | None, datetime | None]:
    """The day or the moment.

    A step of over a day that waits aside has a number that Anki counts from the start of another collection: its day
    follows from the last answer then, and without one it is not known.
    """
    if stage is Stage.NEW:
        return None, None
    if stage is not Stage.REVIEW and card.due >= SURELY_A_MOMENT:
        return None, _moment(floor(min(card.due, LAST_MOMENT)))
    if stage is Stage.REVIEW or card.queue == STEP_OVER_A_DAY:
        number = floor(min(max(card.due, -FARTHEST), FARTHEST))
        return first_day(calendar, clock.zone) + timedelta(days=number), None
    if log:
        return clock.day(log[-1].at + timedelta(days=min(log[-1].interval, FARTHEST))), None
    return None, None


def _memory(data: Mapping[str, float], log: Sequence[Answered], otherwise: datetime | None) -> Remembered | None:
    """What FSRS remembers; of the last answer when the card itself does not say, and at last what follows from when it
    is due. None without it.
    """
    stability, difficulty = _number(data, "s"), _number(data, "d")
    if not stability or stability <= 0 or not difficulty:
        return None
    seconds = _number(data, "lrt")
    answers = (row.at for row in reversed(log) if row.rating and row.sort is not Sort.PRACTICE)
    at = _moment(seconds) if seconds and 0 < seconds < LAST_MOMENT else next(answers, otherwise)
    if at is None:
        return None
    return Remembered(stability, min(max(difficulty, 1.0), 10.0), at, _number(data, "decay"), _number(data, "dr"))


def _due_back(ivl: int, due: date | None, clock: Clock) -> datetime | None:
    """When a card was last answered whose due day nobody moved."""
    return clock.start_of(due - timedelta(days=min(ivl, FARTHEST))) if due is not None and ivl > 0 else None


def _number(data: Mapping[str, float], name: str) -> float | None:
    found = data.get(name)
    return float(found) if isinstance(found, int | float) and isfinite(found) else None


def _days(ivl: int) -> float:
    """Of an interval that counts days, or seconds below 0."""
    return float(ivl) if ivl >= 0 else -ivl / DAY


def _moment(seconds: float) -> datetime:
    return EPOCH + timedelta(seconds=seconds)

"""A card's progress as Anki's columns and rows: when it is due, what is remembered, and how it came there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from studyapp.formats.anki.collection import Calendar
from studyapp.formats.anki.progress import STAGES as BY_NUMBER
from studyapp.formats.notes import Answered, Progress, Remembered, Sort, Stage

ZERO = date(2010, 1, 1)
"""Day 0 of the collections we write."""
SECONDS = 86_400
FACTOR = 2500
"""What Anki goes by where FSRS is off; with 0 its intervals would never grow."""

KINDS = {Sort.LEARNING: 0, Sort.REVIEW: 1, Sort.RELEARNING: 2, Sort.PRACTICE: 3, Sort.MOVED: 4}
STAGES = {stage: kind for kind, stage in BY_NUMBER.items()}
MARKED = 1
"""Anki's red flag: what it calls a mark is the whole note's."""
BURIED, SUSPENDED, NEW, LEARNING, REVIEW, LEARNING_BY_DAY = -3, -1, 0, 1, 2, 3
"""Anki's queues."""


@dataclass(frozen=True, slots=True)
class Days:
    """How Anki counts days at one moment in one place: back from the end of today, by 24 hours each.

    So it does across a change of the clocks too, with today's offset from UTC.
    """

    today: date
    """What the log has for it: of who has travelled, that can be a day ahead of the calendar."""
    number_today: int
    ends: int
    """Seconds since 1970 at which today ends."""
    calendar: Calendar

    @classmethod
    def of(cls, zone: ZoneInfo, rollover: int, at: datetime, *, today: date | None = None) -> Self:
        """For who lives in `zone`, whose day starts at the hour `rollover`; the calendar's today if none is given."""
        local = at.astimezone(zone)
        offset = local.utcoffset() or timedelta()
        by_calendar = (local.replace(tzinfo=None) - timedelta(hours=rollover)).date()
        end = datetime.combine(by_calendar + timedelta(days=1), time(rollover), tzinfo=UTC) - offset
        start = datetime.combine(ZERO, time(rollover), tzinfo=zone)
        west = -(start.utcoffset() or timedelta()) // timedelta(minutes=1)
        calendar = Calendar(int(start.timestamp()), rollover, west)
        return cls(today or by_calendar, (by_calendar - ZERO).days, int(end.timestamp()), calendar)

    def number(self, day: date) -> int:
        return self.number_today + (day - self.today).days

    def moment(self, day: date) -> int:
        """Seconds since 1970 within `day`: shortly after it starts."""
        return self.ends - ((self.today - day).days + 1) * SECONDS + 1

    def back(self, moment: int) -> int:
        """How many days before today the day of a moment lies, in milliseconds since 1970."""
        return (self.ends - moment // 1000) // SECONDS


class CardRow(NamedTuple):
    """From `type` to `left`, and `flags` and `data`, in the order of Anki's table."""

    kind: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    left: int
    flags: int
    data: str


class ReviewRow(NamedTuple):
    """What a row of the log has after its card, in the order of Anki's table; `at` is its key."""

    at: int
    ease: int
    ivl: int
    last: int
    factor: int
    time: int
    kind: int


UNSEEN = "{}"


def new_card(position: int) -> CardRow:
    """One that was never asked."""
    return CardRow(0, NEW, position, 0, 0, 0, 0, 0, 0, UNSEEN)


def card_row(progress: Progress, rows: Sequence[ReviewRow], position: int, days: Days) -> CardRow:
    """Where the card stands; `rows` are those of its log, `position` its place among new cards."""
    stage, flags = progress.stage, MARKED if progress.marked else 0
    if stage is Stage.NEW:
        return new_card(position)._replace(queue=_aside(progress) or NEW, flags=flags)
    queue, due = _due(progress, days)
    in_review = stage in (Stage.REVIEW, Stage.RELEARNING)
    ivl = max(round(progress.interval), 1) if in_review else 0
    left = max(progress.steps_left, 1) if stage is not Stage.REVIEW else 0
    data = _data(progress.memory, _last_answered(progress, rows)) if progress.memory else UNSEEN
    return CardRow(STAGES[stage], queue, due, ivl, FACTOR, progress.reps, progress.lapses, left, flags, data)


def review_rows(log: Sequence[Answered], days: Days) -> list[ReviewRow]:
    """The log, oldest first, with rising moments by which Anki counts as many days as the log itself does."""
    kept = _whole(log)
    rows, last = [], 0
    for row, at in zip(kept, _moments(kept, days), strict=True):
        ivl = _ivl(row.interval)
        factor = 0 if row.sort is Sort.PRACTICE or (row.sort is Sort.MOVED and not row.interval) else FACTOR
        rows.append(ReviewRow(at, row.rating or 0, ivl, last, factor, row.elapsed_ms, KINDS[row.sort]))
        last = ivl
    return rows


def _whole(log: Sequence[Answered]) -> list[Answered]:
    """Without what only moved a card while it was being learned: Anki would take what came before it for another life
    of the card.
    """
    kept: list[Answered] = []
    follows: Sort | None = None
    for row in reversed(log):
        if row.sort is Sort.MOVED and row.interval and follows is Sort.LEARNING:
            continue
        if row.sort is not Sort.PRACTICE:
            follows = row.sort
        kept.append(row)
    return kept[::-1]


def counts(row: Answered) -> bool:
    """Whether a memory was put to the test by it."""
    return bool(row.rating) and row.sort is not Sort.PRACTICE


def _moments(log: Sequence[Answered], days: Days) -> list[int]:
    """In milliseconds, each later than the one before. Answers are brought to their days, and what else happened stays
    between those between which it was.
    """
    given = [in_ms(row.at) for row in log]
    found = _on_their_days(log, given, days)
    before = 0
    for place, at in enumerate(given):
        before = found.setdefault(place, max(at, before + 1))
    after = days.ends * 1000
    for place in range(len(log) - 1, -1, -1):
        after = found[place] = min(found[place], after - 1)
    return [found[place] for place in range(len(log))]


def _on_their_days(log: Sequence[Answered], given: Sequence[int], days: Days) -> dict[int, int]:
    """When the answers that count were given, by their places in the log. One whose day is not the one that Anki would
    count is moved by whole days: its learner has travelled, or the clocks were changed or wrong.
    """
    found: dict[int, int] = {}
    later, back, after = days.today, 0, days.ends * 1000
    for place in range(len(log) - 1, -1, -1):
        row = log[place]
        if not counts(row):
            continue
        at = given[place]
        if row.day is not None:
            back += max((later - row.day).days, 0)
            later = row.day
            at += (days.back(at) - back) * SECONDS * 1000
        after = found[place] = min(at, after - 1)
    return found


def in_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _due(progress: Progress, days: Days) -> tuple[int, int]:
    """The queue, and when: a day's number, or seconds since 1970 for a step.

    A step that waits aside is given a moment even if it is due on a day, since Anki would not count that day from the
    start of another collection.
    """
    aside, in_review = _aside(progress), progress.stage is Stage.REVIEW
    day = progress.due or days.today
    if in_review:
        return aside or REVIEW, days.number(day)
    if progress.due_at is not None:
        return aside or LEARNING, int(progress.due_at.timestamp())
    return (aside, days.moment(day)) if aside else (LEARNING_BY_DAY, days.number(day))


def _aside(progress: Progress) -> int:
    """The queue of what is set aside; 0 if it is not."""
    if progress.suspended:
        return SUSPENDED
    return BURIED if progress.buried else 0


def _ivl(interval: float) -> int:
    """Days, or seconds below 0 for a part of a day."""
    if interval >= 1 or not interval:
        return round(interval)
    return min(-round(interval * SECONDS), -1)


def _last_answered(progress: Progress, rows: Sequence[ReviewRow]) -> int:
    """In seconds since 1970, on the day from which Anki is to count."""
    assert progress.memory is not None  # noqa: S101  for who has one
    last = next(filter(counts, reversed(progress.log)), None)
    if last is None or last.at != progress.memory.at:
        return in_ms(progress.memory.at) // 1000
    return next(row.at for row in reversed(rows) if row.ease and row.kind != KINDS[Sort.PRACTICE]) // 1000


def _data(memory: Remembered, last_answered: int) -> str:
    told = f'{{"s":{memory.stability:.6g},"d":{memory.difficulty:.6g}'
    if memory.retention is not None:
        told += f',"dr":{memory.retention:.4g}'
    if memory.decay is not None:
        told += f',"decay":{memory.decay:.6g}'
    return f'{told},"lrt":{last_answered}}}'

"""A card is a fold of its log: what one row does to a card, what a whole log leaves behind, what it adds to each day.

Pure: rows in, values out. The answer, the undo and the rebuild all go through here, so they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Any, Protocol

from studyapp.scheduling import Due, Memory, Preset, Rating, State, remember
from studyapp.study.cards.events import Certainty, Event


class LogRow(Protocol):
    """What the fold reads of a row of the log; `study.models.Review` says what each means."""

    version: int
    kind: str
    replaces: int | None
    study_day: date
    response: Any
    rating: int | None
    elapsed_ms: int
    certainty: int | None
    stability_before: float | None

    @property
    def due(self) -> Due | None: ...
    @property
    def is_planned(self) -> bool: ...
    @property
    def is_counted(self) -> bool: ...
    @property
    def was_right(self) -> bool: ...
    @property
    def withdraws(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a card stands: `memory` and `due` are None until it is first answered.

    `reps` and `lapses` begin anew when it does; `answers`, how many of them `right`, and the `elapsed_ms` that they
    count for (`counted_ms`) add up for good.
    """

    memory: Memory | None = None
    due: Due | None = None
    reps: int = 0
    lapses: int = 0
    answers: int = 0
    right: int = 0
    elapsed_ms: int = 0
    suspended: bool = False
    withdrawn: bool = False
    rapid_day: date | None = None
    buried_on: date | None = None
    marked: bool = False
    note: str = ""

    @property
    def graduated(self) -> bool:
        """It has been known at least once: its fact's recall questions may come."""
        return self.memory is not None and self.memory.state is not State.LEARNING


MATURE_DAYS = 21
"""A memory that lasts this long counts as mature (Anki's convention)."""

MOST_COUNTED_MS = 60_000
"""One answer counts as so much time at most (Anki's convention): a page left open says nothing of a learner's pace."""


@dataclass(slots=True)
class Tally:
    """What one study day of one deck adds up to.

    Every answer is one to a new card, one in a learning step, a review, or one in a quiz or for practice;
    `elapsed_ms` is time spent on them, as `counted_ms` counts it, `due` the number of cards that fall due for review on
    the day.

    Of the rated answers `young` and `mature` count those that put a memory to the test: the first since an earlier
    day to a card in review. The last six count what the learner said of their certainty.
    """

    answers: int = 0
    right: int = 0
    new: int = 0
    reviews: int = 0
    elapsed_ms: int = 0
    due: int = 0
    young: int = 0
    young_recalled: int = 0
    mature: int = 0
    mature_recalled: int = 0
    guesses: int = 0
    guesses_right: int = 0
    fairly_sure: int = 0
    fairly_sure_right: int = 0
    sure: int = 0
    sure_right: int = 0

    def add(self, other: "Tally", sign: int = 1) -> None:
        for name, count in zip(self.__slots__, COUNTS_OF(other), strict=True):
            if count:
                setattr(self, name, getattr(self, name) + sign * count)

    def __bool__(self) -> bool:
        return any(COUNTS_OF(self))


COUNTS_OF = attrgetter(*Tally.__slots__)

type Tallies = dict[date, Tally]


def apply(standing: Standing, row: LogRow, preset: Preset) -> Standing:
    """What `row` makes of a card that stands so. Memory is computed anew; `due` is copied, being a decision."""
    match row.kind:
        case Event.STUDY | Event.OVERRIDE | Event.QUIZ:
            return _answered(standing, row, preset)
        case Event.CHANGED:
            return _changed(standing, row, preset)
        case Event.RESCHEDULE:
            return _rescheduled(standing, row)
        case Event.SET_DUE:
            return replace(standing, due=row.due, buried_on=None)
        case Event.FORGET:
            return _forgotten(standing)
    return _set_aside_or_noted(standing, row)


def _answered(before: Standing, row: LogRow, preset: Preset) -> Standing:
    memory, lapses, rapid_day = before.memory, before.lapses, before.rapid_day
    if row.rating is None:
        rapid_day = row.study_day
    else:
        rating = Rating(row.rating)
        lapses += rating is Rating.AGAIN and memory is not None and memory.state is State.REVIEW
        memory = remember(memory, rating, day=row.study_day, preset=preset)
    return replace(
        before,
        memory=memory,
        due=row.due,
        reps=before.reps + 1,
        lapses=lapses,
        answers=before.answers + 1,
        right=before.right + row.was_right,
        elapsed_ms=before.elapsed_ms + counted_ms(row.elapsed_ms),
        rapid_day=rapid_day,
    )


def _changed(standing: Standing, row: LogRow, preset: Preset) -> Standing:
    """The library changed: the question went, came back, or has another answer to learn."""
    if row.rating is None:
        return replace(standing, withdrawn=row.withdraws)
    memory = remember(standing.memory, Rating(row.rating), day=row.study_day, preset=preset)
    return replace(standing, memory=memory, due=row.due)


def _rescheduled(standing: Standing, row: LogRow) -> Standing:
    """Another day in place of the one that the row names. What an undo gave back another day or a step keeps it."""
    due = standing.due
    if due is None or due.at is not None or due.day.isoformat() != row.response["was"]:
        return standing
    return replace(standing, due=row.due)


def _forgotten(standing: Standing) -> Standing:
    """A card that starts again as new: reps and lapses are counted anew, so that it is new to its day, and no leech.

    What says nothing of the memory stays: how often it was answered in all, whether it is set aside, its mark and
    note, a quick answer today.
    """
    return replace(standing, memory=None, due=None, reps=0, lapses=0)


def _set_aside_or_noted(standing: Standing, row: LogRow) -> Standing:
    """What moves neither the memory nor the due day."""
    match row.kind:
        case Event.SUSPEND | Event.UNSUSPEND:
            return replace(standing, suspended=row.kind == Event.SUSPEND)
        case Event.BURY | Event.UNBURY:
            return replace(standing, buried_on=row.study_day if row.kind == Event.BURY else None)
        case Event.MARK | Event.UNMARK:
            return replace(standing, marked=row.kind == Event.MARK)
        case Event.NOTE:
            return replace(standing, note=row.response["note"])
    return standing


def active[R: LogRow](rows: Iterable[R]) -> list[R]:
    """The rows that count, oldest first: not those that an active later row undid or took the place of."""
    replaced: set[int] = set()
    alive = []
    for row in sorted(rows, key=lambda row: row.version, reverse=True):
        if row.version in replaced:
            continue
        if row.replaces is not None:
            replaced.add(row.replaces)
        alive.append(row)
    return alive[::-1]


def walk(rows: Iterable[LogRow], preset: Preset) -> tuple[Standing, Tallies]:
    """Where a card with this log stands, and what its answers add to each study day."""
    return _walk(active(rows), preset)


def rewalk(log: Iterable[LogRow], newest: LogRow, preset: Preset) -> tuple[Standing, Tallies]:
    """Where a card stands once `newest` takes the place of a row of its log, and what that adds to each study day."""
    log = list(log)
    before, after = active(log), active([*log, newest])
    same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(before, after, strict=False)))
    here, _ = _walk(before[:same], preset)
    standing, days = _walk(after[same:], preset, here)
    return standing, difference([days], [_walk(before[same:], preset, here)[1]])


def _walk(rows: Iterable[LogRow], preset: Preset, standing: Standing | None = None) -> tuple[Standing, Tallies]:
    """From `standing` on, or from the beginning."""
    standing = standing or Standing()
    days: Tallies = defaultdict(Tally)
    for row in rows:
        if row.is_counted:
            days[row.study_day].add(answer_tally(standing, row))
        standing = apply(standing, row, preset)
    return standing, days


def counted_ms(elapsed_ms: int) -> int:
    """What an answer that took so long counts for wherever time is added up; its row keeps how long it took."""
    return min(elapsed_ms, MOST_COUNTED_MS)


def answer_tally(before: Standing, row: LogRow) -> Tally:
    """What one answer to a card that stood as `before` adds to its day."""
    tally = Tally(answers=1, right=int(row.was_right), elapsed_ms=counted_ms(row.elapsed_ms))
    if row.is_planned:  # a quiz and practice use up no limit
        new = before.reps == 0
        in_step = before.due is not None and before.due.at is not None
        tally.new, tally.reviews = int(new), int(not new and not in_step)
    if row.rating is not None:
        tally.add(_retention_tally(before, row))
        tally.add(_certainty_tally(row))
    return tally


def _retention_tally(before: Standing, row: LogRow) -> Tally:
    memory = before.memory
    if memory is None or memory.state is not State.REVIEW or memory.last_day >= row.study_day:
        return Tally()
    recalled = int(row.rating != Rating.AGAIN)
    # By what was believed then: a replay with other parameters must not count the past otherwise.
    if (row.stability_before or 0.0) >= MATURE_DAYS:
        return Tally(mature=1, mature_recalled=recalled)
    return Tally(young=1, young_recalled=recalled)


def _certainty_tally(row: LogRow) -> Tally:
    right = int(row.was_right)
    match row.certainty:
        case Certainty.GUESS:
            return Tally(guesses=1, guesses_right=right)
        case Certainty.FAIRLY_SURE:
            return Tally(fairly_sure=1, fairly_sure_right=right)
        case Certainty.SURE:
            return Tally(sure=1, sure_right=right)
    return Tally()


def due_tally(standing: Standing) -> Tallies:
    """The day on which a card that stands so falls due for review, if it does."""
    if standing.due is None or standing.due.at is not None or standing.suspended or standing.withdrawn:
        return {}
    return {standing.due.day: Tally(due=1)}


def difference(after: Sequence[Tallies], before: Sequence[Tallies] = ()) -> Tallies:
    """All of `after` less all of `before`, without the days that come out even."""
    days: Tallies = defaultdict(Tally)
    for sign, tallies in ((1, after), (-1, before)):
        for each in tallies:
            for day, amount in each.items():
                days[day].add(amount, sign)
    return {day: amount for day, amount in days.items() if amount}

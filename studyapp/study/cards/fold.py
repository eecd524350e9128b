"""A card is a fold of its log: what one row does to a card, what a whole log leaves behind, what it adds to each day.

Pure: rows in, values out. The answer, the undo and the rebuild all go through here, so they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from operator import attrgetter

from studyapp.scheduling import Due, Memory, Preset, Rating, State, remember
from studyapp.study.cards.came import Came
from studyapp.study.cards.events import Certainty, Event
from studyapp.study.cards.log import LogRow


@dataclass(slots=True)
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

RATINGS = dict(enumerate(Rating, 1))
"""By number: a long log asks for one a row."""

type Tallies = dict[date, Tally]


def no_tallies() -> defaultdict[date, Tally]:
    """To be counted into."""
    return defaultdict(Tally)


def apply(standing: Standing, row: LogRow, preset: Preset) -> Standing:
    """What `row` makes of a card that stands so. Memory is computed anew; `due` is copied, being a decision."""
    after = copy(standing)
    _take(after, row, preset)
    return after


def _take(card: Standing, row: LogRow, preset: Preset) -> None:
    """As `apply`, on the spot: a long log is walked without a copy for each row."""
    match row.kind:
        case Event.STUDY | Event.OVERRIDE | Event.QUIZ:
            _answer(card, row, preset)
        case Event.CHANGED:
            _change(card, row, preset)
        case Event.RESCHEDULE:
            _reschedule(card, row)
        case Event.SET_DUE:
            card.due, card.buried_on = row.due, None
        case Event.FORGET:
            _forget(card)
        case Event.ELSEWHERE:
            _add_up(card, row)
        case Event.IMPORTED:
            _arrive(card, row)
        case _:
            _set_aside_or_note(card, row)


def _answer(card: Standing, row: LogRow, preset: Preset) -> None:
    if row.rating is None:
        card.rapid_day = row.study_day
    else:
        rating, memory = RATINGS[row.rating], card.memory
        card.lapses += rating is Rating.AGAIN and memory is not None and memory.state is State.REVIEW
        card.memory = remember(memory, rating, day=row.study_day, preset=preset)
    card.due = row.due
    card.reps += 1
    _add_up(card, row)


def _add_up(card: Standing, row: LogRow) -> None:
    card.answers += 1
    card.right += row.was_right
    card.elapsed_ms += counted_ms(row.elapsed_ms)


def _change(card: Standing, row: LogRow, preset: Preset) -> None:
    """The library changed: the question went, came back, has another answer to learn, or one that was told."""
    if row.tells:
        card.buried_on = row.study_day
    elif row.rating is None:
        card.withdrawn = row.withdraws
    else:
        card.memory = remember(card.memory, RATINGS[row.rating], day=row.study_day, preset=preset)
        card.due = row.due


def _reschedule(card: Standing, row: LogRow) -> None:
    """Another day in place of the one that the row names. What an undo gave back another day or a step keeps it."""
    due = card.due
    if due is not None and due.at is None and due.day.isoformat() == row.response["was"]:
        card.due = row.due


def _forget(card: Standing) -> None:
    """A card that starts again as new: reps and lapses are counted anew, so that it is new to its day, and no leech.

    What says nothing of the memory stays: how often it was answered in all, whether it is set aside, its mark and
    note, a quick answer today.
    """
    card.memory, card.due, card.reps, card.lapses = None, None, 0, 0


def _arrive(card: Standing, row: LogRow) -> None:
    """A card that was learned in another program goes on where it stood there: the one row whose memory is read, since
    the answers before it were scheduled by rules that are not ours.
    """
    came = Came.read(row.response)
    card.memory, card.due, card.reps, card.lapses = came.memory, row.due, came.reps, came.lapses


def _set_aside_or_note(card: Standing, row: LogRow) -> None:
    """What moves neither the memory nor the due day."""
    match row.kind:
        case Event.SUSPEND | Event.UNSUSPEND:
            card.suspended = row.kind == Event.SUSPEND
        case Event.BURY | Event.UNBURY:
            card.buried_on = row.study_day if row.kind == Event.BURY else None
        case Event.MARK | Event.UNMARK:
            card.marked = row.kind == Event.MARK
        case Event.NOTE:
            card.note = row.response["note"]


def active[R: LogRow](rows: Iterable[R]) -> list[R]:
    """The rows that count, oldest first: not those that an active later row undid or took the place of. An answer that
    editors had judged again is where it was, with the newest judgement.
    """
    replaced: set[int] = set()
    regrades: dict[int, R] = {}
    alive = []
    for row in sorted(rows, key=attrgetter("version"), reverse=True):
        if row.version in replaced:
            continue
        if row.replaces is not None:
            if row.kind == Event.REGRADE:
                regrades.setdefault(row.replaces, row)
                continue
            replaced.add(row.replaces)
        alive.append(row.judged_as(regrades[row.version]) if row.version in regrades else row)
    return alive[::-1]


def walk(rows: Iterable[LogRow], preset: Preset) -> tuple[Standing, Tallies]:
    """Where a card with this log stands, and what its answers add to each study day."""
    days = no_tallies()
    return fold(active(rows), preset, days), days


def rewalk(log: Iterable[LogRow], newest: LogRow, preset: Preset) -> tuple[Standing, Tallies]:
    """Where a card stands once `newest` takes the place of a row of its log, and what that adds to each study day."""
    log = list(log)
    before, after = active(log), active([*log, newest])
    same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(before, after, strict=False)))
    here = fold(before[:same], preset, no_tallies())
    added, taken = no_tallies(), no_tallies()
    standing = fold(after[same:], preset, added, here)
    fold(before[same:], preset, taken, here)
    return standing, difference([added], [taken])


def fold(
    rows: Iterable[LogRow], preset: Preset, days: defaultdict[date, Tally], before: Standing | None = None
) -> Standing:
    """Where a card stands after these rows, all of which count: one that stood as `before`, or a new one. Their
    answers are counted into `days`.
    """
    card = copy(before) if before else Standing()
    for row in rows:
        if row.is_counted:
            _count(days[row.study_day], card, row)
        _take(card, row, preset)
    return card


def retold[R: LogRow](rows: Iterable[R], preset: Preset) -> Iterator[tuple[R, Memory | None, Standing]]:
    """Rows of a log that all count, each with the memory before it and the card after it: one card, that moves on."""
    card = Standing()
    for row in rows:
        before = card.memory
        _take(card, row, preset)
        yield row, before, card


def counted_ms(elapsed_ms: int) -> int:
    """What an answer that took so long counts for wherever time is added up; its row keeps how long it took."""
    return min(elapsed_ms, MOST_COUNTED_MS)


def answer_tally(before: Standing, row: LogRow) -> Tally:
    """What one answer to a card that stood as `before` adds to its day."""
    tally = Tally()
    _count(tally, before, row)
    return tally


def _count(tally: Tally, before: Standing, row: LogRow) -> None:
    tally.answers += 1
    tally.right += row.was_right
    tally.elapsed_ms += counted_ms(row.elapsed_ms)
    if row.is_planned:  # a quiz and practice use up no limit
        if before.reps == 0:
            tally.new += 1
        elif before.due is None or before.due.at is None:
            tally.reviews += 1
    if row.rating is not None:
        _count_retention(tally, before, row)
        _count_certainty(tally, row)


def _count_retention(tally: Tally, before: Standing, row: LogRow) -> None:
    memory = before.memory
    if memory is None or memory.state is not State.REVIEW or memory.last_day >= row.study_day:
        return
    recalled = row.rating != Rating.AGAIN
    # By what was believed then: a replay with other parameters must not count the past otherwise.
    if (row.stability_before or 0.0) >= MATURE_DAYS:
        tally.mature += 1
        tally.mature_recalled += recalled
    else:
        tally.young += 1
        tally.young_recalled += recalled


def _count_certainty(tally: Tally, row: LogRow) -> None:
    match row.certainty:
        case Certainty.GUESS:
            tally.guesses += 1
            tally.guesses_right += row.was_right
        case Certainty.FAIRLY_SURE:
            tally.fairly_sure += 1
            tally.fairly_sure_right += row.was_right
        case Certainty.SURE:
            tally.sure += 1
            tally.sure_right += row.was_right


def due_tally(standing: Standing) -> Tallies:
    """The day on which a card that stands so falls due for review, if it does."""
    if standing.due is None or standing.due.at is not None or standing.suspended or standing.withdrawn:
        return {}
    return {standing.due.day: Tally(due=1)}


def difference(after: Sequence[Tallies], before: Sequence[Tallies] = ()) -> Tallies:
    """All of `after` less all of `before`, without the days that come out even."""
    days = no_tallies()
    for sign, tallies in ((1, after), (-1, before)):
        for each in tallies:
            for day, amount in each.items():
                days[day].add(amount, sign)
    return {day: amount for day, amount in days.items() if amount}

"""A card’s log as other programs tell it: every answer that counts, and where the card stands after them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from studyapp.formats.notes import Answered, Progress, Remembered, Sort, Stage
from studyapp.scheduling import Memory, Preset, Rating, State, StudyClock, replay
from studyapp.study.cards.events import ANSWERS, Event
from studyapp.study.cards.fold import active, retold
from studyapp.study.cards.log import TimedEntry
from studyapp.study.models import Card

DAY = timedelta(days=1)
SHORTEST = timedelta(seconds=1) / DAY
NEAR = 1e-3
"""So near, of its size, is a memory that is worked out again by another program’s arithmetic."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a learner studies: what their cards’ progress is told by."""

    preset: Preset
    clock: StudyClock
    today: date

    def progress_of(self, card: Card, rows: Iterable[TimedEntry]) -> Progress:
        log = answers_of(active(rows), self.preset)
        buried = card.buried_on == self.today
        new = Progress(suspended=card.suspended, buried=buried, marked=card.marked, log=log)
        memory = card.memory
        if memory is None:
            return new
        in_review = memory.state is State.REVIEW
        return replace(
            new,
            stage=Stage(memory.state),
            due=card.due_day if in_review or card.due_at is None else None,
            due_at=None if in_review else card.due_at,
            steps_left=self._steps_left(memory),
            interval=self._interval(card, memory),
            memory=self._remembered(memory, log),
            reps=card.reps,
            lapses=card.lapses,
        )

    def _steps_left(self, memory: Memory) -> int:
        if memory.step is None:
            return 0
        in_learning = memory.state is State.LEARNING
        steps = self.preset.learning_steps if in_learning else self.preset.relearning_steps
        return max(len(steps) - memory.step, 1)

    def _interval(self, card: Card, memory: Memory) -> float:
        """In days: of what is learned again, about how long it will wait then."""
        if memory.state is State.REVIEW and card.due_day is not None:
            return max((card.due_day - memory.last_day).days, 1)
        return max(memory.stability, 1) if memory.state is State.RELEARNING else 0

    def _remembered(self, memory: Memory, log: Sequence[Answered]) -> Remembered:
        last = next((row for row in reversed(log) if row.day is not None), None)
        at = last.at if last and last.day == memory.last_day else self.clock.start_of(memory.last_day) + DAY / 24
        decay, retention = self.preset.parameters[20], self.preset.desired_retention
        return Remembered(memory.stability, memory.difficulty, at, decay, retention)


def answers_of(rows: Sequence[TimedEntry], preset: Preset) -> tuple[Answered, ...]:
    """What is told of the rows that count, the oldest first."""
    elsewhere: list[TimedEntry] = []
    found: list[Answered] = []
    for row, before, card in retold(rows, preset):
        if row.kind == Event.ELSEWHERE:
            elsewhere.append(row)
        elif row.kind == Event.IMPORTED:
            found += _answers_elsewhere(elsewhere, row, card.memory, preset)
        elif row.rating is not None and card.memory is not None:
            sort = Sort(before.state) if before else Sort.LEARNING
            found.append(_answered(row, sort, row.rating, _interval(row), card.memory.last_day))
        else:
            found += _besides(row, came_about=card.due == row.due)
    return tuple(found)


def _besides(row: TimedEntry, *, came_about: bool) -> Iterator[Answered]:
    """What moved no memory: practice, an answer too quick to count, another day, a new start."""
    if row.kind in (*ANSWERS, Event.CRAM):
        yield _answered(row, Sort.PRACTICE, Rating.GOOD if row.was_right else Rating.AGAIN, _interval(row), None)
    elif row.kind == Event.FORGET:
        yield _answered(row, Sort.MOVED, None, 0, None)
    elif row.kind in (Event.SET_DUE, Event.RESCHEDULE) and came_about:
        yield _answered(row, Sort.MOVED, None, max(_interval(row), 1), None)


def _answers_elsewhere(
    rows: Sequence[TimedEntry], came: TimedEntry, memory: Memory | None, preset: Preset
) -> Iterator[Answered]:
    """Answers given in another program, which did not say what each of them was: the first is that of a new card where
    all of them together lead to the memory that came.
    """
    if not rows:
        return
    history = [(row.study_day, Rating(row.rating)) for row in rows if row.rating is not None]
    sort = Sort.LEARNING if memory and _alike(replay(history, preset), memory) else Sort.REVIEW
    days = [*(row.study_day for row in rows), came.due_day or rows[-1].study_day]
    for row, (day, following) in zip(rows, pairwise(days), strict=True):
        interval = max((following - day).days, SHORTEST)
        yield _answered(row, sort, row.rating, interval, day)
        sort = Sort.REVIEW


def _alike(one: Memory | None, other: Memory) -> bool:
    return one is not None and abs(one.stability - other.stability) <= NEAR * other.stability


def _answered(row: TimedEntry, sort: Sort, rating: int | None, interval: float, day: date | None) -> Answered:
    return Answered(row.answered_at, sort, rating, row.elapsed_ms, interval, day)


def _interval(row: TimedEntry) -> float:
    """Days until it was to be asked again."""
    if row.due_at is not None:
        return max((row.due_at - row.answered_at) / DAY, SHORTEST)
    return max((row.due_day - row.study_day).days, 1) if row.due_day else 0

"""Where a card stood in another program: kept in a row until it is written, and put into the terms of our schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self, TypedDict, TypeGuard

from studyapp.accounts.models import User
from studyapp.formats import notes
from studyapp.formats.notes import Stage
from studyapp.scheduling import Due, Memory, Preset, Rating, State, StudyClock
from studyapp.scheduling.formulas import formulas_of
from studyapp.study.cards.came import Came
from studyapp.study.learners import preset_of
from studyapp.study.models import Card
from studyapp.study.taking_over import Elsewhere, Progress

USUAL_DIFFICULTY = 5.0
"""Of a card that came with an interval alone, and without an ease; from 1 to 10."""
LEAST_STABILITY, MOST_STABILITY = 0.001, 36_500.0
MOST_COUNTED, LONGEST_MS = 1_000_000, 3_600_000
EARLIEST, LATEST = date(1990, 1, 1), date(2190, 1, 1)


class Kept(TypedDict):
    """As a row has it, in JSON; moments in milliseconds since 1970, UTC."""

    stage: str
    due: str | None
    due_at: int | None
    steps_left: int
    interval: float
    memory: tuple[float, float, int] | None
    """Stability, difficulty, and when it was last answered."""
    ease: float | None
    """Without a memory: by how much its intervals grew."""
    reps: int
    lapses: int
    suspended: bool
    buried: bool
    marked: bool
    log: list[tuple[int, int, int]]
    """When, the rating, and the milliseconds that it took."""


def as_json(progress: notes.Progress) -> Kept:
    """Short, since a row may hold hundreds of answers."""
    memory = progress.memory
    return {
        "stage": str(progress.stage),
        "due": progress.due.isoformat() if progress.due else None,
        "due_at": _ms(progress.due_at) if progress.due_at else None,
        "steps_left": progress.steps_left,
        "interval": progress.interval,
        "memory": (memory.stability, memory.difficulty, _ms(memory.at)) if memory else None,
        "ease": progress.ease,
        "reps": progress.reps,
        "lapses": progress.lapses,
        "suspended": progress.suspended,
        "buried": progress.buried,
        "marked": progress.marked,
        "log": [(_ms(row.at), row.rating, row.elapsed_ms) for row in progress.log if row.rating is not None],
    }


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def is_worth_keeping(progress: notes.Progress | None) -> TypeGuard[notes.Progress]:
    """Whether it says more than that the card is new."""
    return progress is not None and bool(
        progress.stage is not Stage.NEW or progress.log or progress.suspended or progress.buried or progress.marked
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What one card brings along, as of the moment at which it is brought."""

    kept: Kept
    clock: StudyClock
    steps: int
    preset: Preset
    at: datetime

    @classmethod
    def of(cls, kept: Kept, learner: User, *, at: datetime) -> Self:
        """`kept` is what `as_json` made."""
        stage, preset = Stage(kept["stage"]), preset_of(learner)
        steps = preset.relearning_steps if stage is Stage.RELEARNING else preset.learning_steps
        return cls(kept, StudyClock(learner.zone, learner.day_start), len(steps), preset, at)

    def progress(self, card: Card) -> Progress:
        """For the card that is made of it."""
        kept, lapses = self.kept, _counted(self.kept["lapses"])
        came = Came(self._memory(), max(_counted(kept["reps"]), lapses), lapses)
        acts = {"suspended": kept["suspended"], "buried": kept.get("buried", False), "marked": kept["marked"]}
        return Progress(card, came, self._due(), self._answers(), **acts)

    @property
    def _stage(self) -> Stage:
        return Stage(self.kept["stage"])

    def _answers(self) -> Sequence[Elsewhere]:
        """What was not given after now, by a clock that was ahead."""
        rows = ((_moment(ms), Rating(rating), elapsed) for ms, rating, elapsed in self.kept["log"])
        return [
            Elsewhere(moment, rating, min(max(elapsed, 0), LONGEST_MS))
            for moment, rating, elapsed in rows
            if moment <= self.at
        ]

    def _memory(self) -> Memory | None:
        if self._stage is Stage.NEW:
            return None
        stability, difficulty, ms = self.kept["memory"] or self._guessed()
        stability = min(max(stability, LEAST_STABILITY), MOST_STABILITY)
        state = State(str(self._stage))
        step = None if state is State.REVIEW else min(max(self.steps - self.kept["steps_left"], 0), self.steps - 1)
        last_day = min(self.clock.day(_moment(ms)), self.clock.day(self.at))
        return Memory(stability, min(max(difficulty, 1.0), 10.0), state, step, max(last_day, EARLIEST))

    def _guessed(self) -> tuple[float, float, int]:
        """Of who remembered by another model: an interval is about as long as 90 percent are remembered."""
        interval, ease = max(self.kept["interval"], 0.1), self.kept.get("ease")
        difficulty = formulas_of(self.preset).difficulty_of(ease, interval) if ease else USUAL_DIFFICULTY
        if self.kept["log"]:
            return interval, difficulty, self.kept["log"][-1][0]
        due = date.fromisoformat(self.kept["due"]) if self.kept["due"] else self.clock.day(self.at)
        moment = self.clock.start_of(max(due - timedelta(days=min(interval, 36_500)), EARLIEST))
        return interval, difficulty, _ms(moment)

    def _due(self) -> Due | None:
        if self._stage is Stage.NEW:
            return None
        if self.kept["due_at"] is not None:
            moment = _moment(self.kept["due_at"])
            return Due(self.clock.day(moment), moment)
        day = date.fromisoformat(self.kept["due"]) if self.kept["due"] else self.clock.day(self.at)
        return Due(min(max(day, EARLIEST), LATEST))


def _counted(number: int) -> int:
    return min(max(number, 0), MOST_COUNTED)

"""When a card is asked again: the answer's rating in, the new memory and the due day or moment out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from studyapp.scheduling.days import StudyClock, no_earlier
from studyapp.scheduling.intervals import Window, corrected_retention, land, windows
from studyapp.scheduling.memory import Memory, State, propose
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating
from studyapp.scheduling.steps import step_delay


@dataclass(frozen=True, slots=True)
class Due:
    """When to ask again: any time on study day `day`, or at the UTC moment `at` within it (a short step)."""

    day: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What an answer leads to; `interval` is in study days, None for a step."""

    memory: Memory
    due: Due
    interval: int | None


@dataclass(frozen=True, slots=True)
class Prospects:
    """What each rating of one answer leads to, computed once: first the days whose load is wanted, then the due day.

    `proposals` holds FSRS's own memory and whole days (None for a step), `windows` the days to choose from.
    """

    memory: Memory | None
    at: datetime
    today: date
    clock: StudyClock
    preset: Preset
    proposals: Mapping[Rating, tuple[Memory, int | None]]
    windows: Mapping[Rating, Window]

    @classmethod
    def of(
        cls, memory: Memory | None, *, at: datetime, clock: StudyClock, preset: Preset, guess: float = 0.0
    ) -> "Prospects":
        """For an answer given at the aware datetime `at`; `memory` is None for the first one.

        `guess` is the chance of being right by guessing. Raises ValueError for a naive datetime, a chance outside
        0 to 1, parameters out of bounds or a memory of another model.
        """
        today = no_earlier(clock.day(at), memory.last_day if memory else None)
        retention = corrected_retention(preset.desired_retention, guess)
        proposals = {
            rating: propose(memory, rating, day=today, preset=preset, retention=retention) for rating in Rating
        }
        return cls(memory, at, today, clock, preset, proposals, _windows(memory, today, preset, proposals))

    def load_window(self, rating: Rating) -> tuple[date, date] | None:
        """The first and last study day whose load can change where `rating` lands; None if none can.

        Hard and Easy keep clear of where Good lands, so their windows take in Good's when the two overlap.
        """
        if rating not in self.windows:
            return None
        deciding = [self.windows[rating]]
        good = self.windows.get(Rating.GOOD)
        if good and rating in (Rating.HARD, Rating.EASY) and good.overlaps(deciding[0]):
            deciding.append(good)
        balanced = [window for window in deciding if window.balanced]
        if not balanced:
            return None
        return _later(self.today, min(w.first for w in balanced)), _later(self.today, max(w.last for w in balanced))

    def scheduled(self, *, seed: str = "", load: Mapping[date, int] | None = None) -> dict[Rating, Scheduled]:
        """What follows each rating.

        `seed` decides the fuzz (none without it), `load` counts the reviews already due on each study day of
        `load_window`.
        """
        landed = land(self.windows, today=self.today, seed=seed, load=load or {})
        return {rating: self._scheduled(rating, landed.get(rating)) for rating in self.proposals}

    def _scheduled(self, rating: Rating, days: int | None) -> Scheduled:
        after, _ = self.proposals[rating]
        if days is not None:
            return Scheduled(after, Due(_later(self.today, days)), days)
        return Scheduled(after, _after_step(after, rating, self.at, self.clock, self.preset), None)


def _windows(
    memory: Memory | None,
    today: date,
    preset: Preset,
    proposals: Mapping[Rating, tuple[Memory, int | None]],
) -> dict[Rating, Window]:
    # The days since the last answer stand in for the interval it was given, which a memory does not keep.
    in_review = memory is not None and memory.state is State.REVIEW
    previous = max((today - memory.last_day).days, 0) if memory is not None and in_review else 0
    proposed = {rating: days for rating, (_, days) in proposals.items() if days is not None}
    return windows(proposed, previous=previous, maximum=preset.maximum_interval)


def _after_step(after: Memory, rating: Rating, at: datetime, clock: StudyClock, preset: Preset) -> Due:
    steps = preset.learning_steps if after.state is State.LEARNING else preset.relearning_steps
    # In UTC, because adding to a local time would skip or repeat the hour at a change of the clocks.
    moment = at.astimezone(UTC) + step_delay(steps, after.step or 0, rating)
    day = no_earlier(clock.day(moment), after.last_day)
    return Due(day) if day > after.last_day else Due(day, moment)


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)

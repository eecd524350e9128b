"""A row of a card's log: the columns that its fold reads, and what they mean."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self

from studyapp.scheduling import Due
from studyapp.study.cards.events import ANSWERS, COUNTED, PLANNED

type Told = Any
"""What a row tells besides, in another shape for each kind of row."""


@dataclass(init=False, repr=False, eq=False)  # a model has its own
class LogRow:
    """What the fold reads of a row, whoever holds its columns; `study.models.Review` says what each of them is."""

    version: int
    kind: str
    replaces: int | None
    study_day: date
    response: Told
    score: float | None
    rating: int | None
    elapsed_ms: int
    certainty: int | None
    stability_before: float | None
    due_day: date | None
    due_at: datetime | None

    @property
    def is_answer(self) -> bool:
        return self.kind in ANSWERS

    @property
    def is_planned(self) -> bool:
        return self.kind in PLANNED

    @property
    def is_counted(self) -> bool:
        return self.kind in COUNTED

    @property
    def was_right(self) -> bool:
        return self.score == 1

    @property
    def due(self) -> Due | None:
        return Due(self.due_day, self.due_at) if self.due_day else None

    @due.setter
    def due(self, due: Due) -> None:
        self.due_day, self.due_at = due.day, due.at

    def judged_as(self, regrade: Self) -> Self:
        """This answer, where and when it was given, with the judgement of a `regrade` row."""
        again = copy(self)
        again.score, again.rating = regrade.score, regrade.rating
        again.due_day, again.due_at = regrade.due_day, regrade.due_at
        return again

    @property
    def tells(self) -> bool:
        """Of a `changed` row: whether the learner was told the answer by a page."""
        return bool(self.response.get("what") == "told")

    @property
    def withdraws(self) -> bool:
        """Of a `changed` row: whether the library took the question away."""
        return bool(self.response.get("what") != "live")


DAYS = ("study_day", "due_day")
"""Columns that an `Entry` is read from as text, such as 2026-11-30."""
day_of = lru_cache(10_000)(date.fromisoformat)


@dataclass(slots=True)
class Entry(LogRow):
    """A row with these columns alone, where a whole log is read. `response` is None where the fold does not read it."""

    question_id: int

    @classmethod
    def read(cls, row: Iterable[object]) -> Self:
        """From a row in the order of the columns, whose days are text."""
        entry = cls(*row)  # type: ignore[arg-type]  # as the database says them
        entry.study_day, entry.due_day = day_of(entry.study_day), entry.due_day and day_of(entry.due_day)
        return entry


@dataclass(slots=True)
class TimedEntry(Entry):
    """With its moment, for what is told to other programs."""

    answered_at: datetime

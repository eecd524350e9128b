"""What a study day brought: questions learned, and memories that last longer than they did in the morning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import log1p
from statistics import median
from typing import NamedTuple, Self

from django.db.models import BigAutoField, DateField, QuerySet

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.study.models import Queue, Review

MOST_BARS = 40
"""So many questions are drawn; more would be too thin to see."""
YEAR = 365


class Bar(NamedTuple):
    """How long a memory lasted before and lasts now, in percent of the height, which stands for a year."""

    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Gains:
    """`learned` questions were met today for the first time, and now wait for a later day. Of `grown` others the memory
    grew: the middle one of them lasted `before` days, and lasts `now` days.
    """

    learned: int
    grown: int
    before: int
    now: int
    bars: list[Bar]

    @classmethod
    def of(cls, learner: User, day: date) -> Self:
        return cls.from_rows(FIRST_OF_DAY.rows(learner=learner.pk, day=day))

    @classmethod
    def from_rows(cls, rows: "Iterable[tuple[int, float | None, float | None, int]]") -> Self:
        """From the answers of the day, the first to each question first: its stability before it, and now."""
        first: dict[int, tuple[float, float]] = {}
        for question, before, now, queue in rows:
            if now is not None and queue == Queue.REVIEW:
                first.setdefault(question, (before or 0.0, now))
        learned = [pair for pair in first.values() if not pair[0]]
        grown = [pair for pair in first.values() if 0 < pair[0] < pair[1]]
        middle = [round(median(column)) for column in zip(*grown, strict=True)] or [0, 0]
        bars = sorted(Bar(_height(before), _height(now)) for before, now in [*learned, *grown])
        return cls(len(learned), len(grown), middle[0], middle[1], bars[:: -(-len(bars) // MOST_BARS) or 1])

    def __bool__(self) -> bool:
        return bool(self.learned or self.grown)


def _height(days: float) -> float:
    return round(min(100 * log1p(days) / log1p(YEAR), 100.0), 1)


def answers_of_day(*, learner: int, day: date) -> QuerySet[Review, tuple[int, float | None, float | None, int]]:
    rows = Review.objects.meetings().filter(learner=learner, study_day=day, question__cards__learner=learner)
    told = ("question_id", "stability_before", "question__cards__stability", "question__cards__queue")
    return rows.order_by("question_id", "version").values_list(*told)


FIRST_OF_DAY = CompiledQuery(answers_of_day, learner=BigAutoField(), day=DateField())

"""How regularly there was study in the last year: said for information, never as a reproach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

WEEKS = 52
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Habit:
    """`studied` of the last 30 study days, the days in a row up to today or yesterday, and the longest such row.

    Nothing is known of before the year begins: `whole_year` if the row reaches back so far.
    """

    studied: int
    run: int
    longest: int
    whole_year: bool = False

    @classmethod
    def of(cls, studied: Iterable[date], today: date) -> Self:
        now = today.toordinal()
        days = {day for day in map(date.toordinal, studied) if day <= now}  # whole numbers are counted up quickly
        last = now if now in days else now - 1
        run = _run_up_to(last, days)
        return cls(
            studied=sum(day > now - 30 for day in days),
            run=run,
            longest=max((_run_up_to(day, days) for day in days if day + 1 not in days), default=0),
            whole_year=run > last - first_day(today).toordinal(),
        )


def _run_up_to(day: int, days: set[int]) -> int:
    length = 0
    while day - length in days:
        length += 1
    return length


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_day(today: date) -> date:
    """Where the year begins that is looked back on: a Monday."""
    return monday_of(today) - (WEEKS - 1) * WEEK

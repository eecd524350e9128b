"""A day to be ready by: no review is put off past an exam, and a last one falls in the days before it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count

from studyapp.scheduling.intervals import Window, land
from studyapp.scheduling.rating import Rating

LAST_PASS = timedelta(days=7)
"""How long before the exam the last pass begins."""
_ONE = timedelta(days=1)


def last_pass(today: date, exam: date | None) -> tuple[date, date] | None:
    """The first and last study day before `exam` on which a last review may fall, both after `today`.

    None where there is no exam, where it is over, or where no day lies between.
    """
    if exam is None or exam - today <= _ONE:
        return None
    return max(today + _ONE, exam - LAST_PASS), exam - _ONE


def before_exam(due: date, *, today: date, exam: date | None, seed: str = "", load: Mapping[date, int]) -> date:
    """The study day to ask on, where `due` was decided without a thought of `exam`.

    A day before the exam stays as it is. Any other becomes a day of the last pass: drawn by the seed, the emptier
    days preferred by `load`, the reviews already due on each. Without a last pass nothing changes.
    """
    room = last_pass(today, exam)
    if room is None or due <= room[1]:
        return due
    first, last = ((day - today).days for day in room)
    landed = land({Rating.GOOD: Window(last, first, last)}, today=today, seed=seed, load=load)
    return today + timedelta(days=landed[Rating.GOOD])


def new_a_day(waiting: Sequence[int], *, today: date, exam: date) -> int | None:
    """How many new questions a day are needed to have met all by the exam, today included.

    `waiting` counts those of each fact, of which a day brings but one. None if no number would do.
    """
    days = (exam - today).days
    if days < 1 or max(waiting, default=0) > days:
        return None
    least = -(-sum(waiting) // days)
    return next(a_day for a_day in count(least) if _days_to_meet(waiting, a_day, a_day) in range(days))


def met_by(waiting: Sequence[int], a_day: int, *, today: date, left_today: int) -> date | None:
    """The study day on which the last new question is met at `a_day`, `left_today` of them still today.

    `waiting` counts those of each fact, in the order in which they come. None if that day never comes.
    """
    days = _days_to_meet(waiting, a_day, left_today)
    return today + timedelta(days=days) if days is not None and days <= (date.max - today).days else None


def _days_to_meet(waiting: Sequence[int], a_day: int, left_today: int) -> int | None:
    left = [n for n in waiting if n]
    if left and a_day < 1 and (left_today < len(left) or max(left) > 1):
        return None
    for day in count():
        room = a_day if day else left_today
        left = [n for n in (*(n - 1 for n in left[:room]), *left[room:]) if n]
        if not left:
            return day
    return None

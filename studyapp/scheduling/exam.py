"""A day to be ready by: no review is put off past an exam, and a last one falls in the days before it."""

from collections.abc import Mapping
from datetime import date, timedelta

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


def new_a_day(waiting: int, *, today: date, exam: date) -> int | None:
    """How many new questions a day are needed to have met so many by the exam, today included; None if it is over."""
    days = (exam - today).days
    return -(-waiting // days) if days > 0 else None


def met_by(waiting: int, a_day: int, *, today: date, left_today: int) -> date | None:
    """The study day on which the last of so many new questions is met at `a_day`, `left_today` of them still today.

    None if that day never comes.
    """
    if waiting <= left_today:
        return today
    if a_day < 1:
        return None
    days = -(-(waiting - left_today) // a_day)
    return today + timedelta(days=days) if days <= (date.max - today).days else None

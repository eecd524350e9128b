"""How long it takes to work off what has piled up."""

from collections.abc import Sequence


def days_to_clear(backlog: int, pace: int, coming: Sequence[int], *, done_today: int = 0) -> int | None:
    """How many days until nothing due is left over at the end of a day: 0 is today.

    `backlog` is what is due now, `pace` how many reviews are answered a day, `done_today` of them already today, and
    `coming` how many more fall due on each of the days from tomorrow on. None if `coming` ends before the backlog does:
    as far as can be seen it is never worked off.
    """
    left = backlog - max(pace - done_today, 0)
    for day, more in enumerate([*coming, 0]):
        if left <= 0:
            return day
        left += more - pace
    return None

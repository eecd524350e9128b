"""From the days FSRS proposes to the days a card waits: guessing, order of the ratings, fuzz and load."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from studyapp.scheduling.fuzz import fraction, fuzz_window, least_after
from studyapp.scheduling.rating import Rating

_BALANCED_UP_TO = 90
_PREFERENCE = 4


@dataclass(frozen=True, slots=True)
class Window:
    """The whole days an interval may take, from `first` to `last`; `plain` is the one without fuzz."""

    plain: int
    first: int
    last: int

    @property
    def balanced(self) -> bool:
        """Whether the load of the days has a say."""
        return self.first < self.last and self.plain <= _BALANCED_UP_TO

    def overlaps(self, other: "Window") -> bool:
        """Whether some day is in both."""
        return self.first <= other.last and other.first <= self.last


def corrected_retention(desired: float, guess: float) -> float:
    """The share of right answers to aim for, so that recall without luck stays at `desired`.

    `guess` is the chance of being right by guessing. Raises ValueError for a chance outside 0 to 1.
    """
    if not 0 <= guess <= 1:
        raise ValueError(f"the chance of guessing must lie between 0 and 1, not {guess}")
    return guess + (1 - guess) * desired


def windows(proposed: Mapping[Rating, int], *, previous: int, maximum: int) -> dict[Rating, Window]:
    """A window for each proposed interval, so that hard >= 1, good > hard and easy > good up to `maximum`.

    All in days; `previous` is how long the card has just waited for review, 0 where it was not in review.
    """
    made: dict[Rating, Window] = {}
    if Rating.AGAIN in proposed:
        made[Rating.AGAIN] = _window(proposed[Rating.AGAIN], None, 0, maximum)
    below = None
    for rating in (Rating.HARD, Rating.GOOD, Rating.EASY):
        if rating in proposed:
            below = made[rating] = _window(proposed[rating], below, previous, maximum)
    return made


def land(windows: Mapping[Rating, Window], *, today: date, seed: str, load: Mapping[date, int]) -> dict[Rating, int]:
    """The days to wait for each rating: drawn by the seed from its window, the emptier days preferred.

    `load` counts the reviews already due on a study day; a missing day has none. Without a seed it is the
    plain interval, moved only by the load.
    """
    landed: dict[Rating, int] = {}
    # Good is the common answer and chooses first; Hard and Easy keep to their sides of it.
    for rating in (Rating.AGAIN, Rating.GOOD, Rating.HARD, Rating.EASY):
        if rating in windows:
            window = windows[rating]
            room = _room(rating, window, landed.get(Rating.GOOD))
            due = [load.get(today + timedelta(days=days), 0) if window.balanced else 0 for days in room]
            landed[rating] = room[_draw(_share(seed, room, window.plain), due)]
    return landed


def _window(days: int, below: Window | None, previous: int, maximum: int) -> Window:
    plain = min(max(days, below.plain + 1 if below else 1), maximum)
    least = max(below.first + 1 if below else 1, least_after(plain, previous, maximum))
    return Window(plain, *fuzz_window(plain, least, maximum))


def _room(rating: Rating, window: Window, good: int | None) -> range:
    first, last = window.first, window.last
    if good is not None and rating is Rating.HARD:
        last = max(min(last, good - 1), first)
    if good is not None and rating is Rating.EASY:
        first = min(max(first, good + 1), last)
    return range(first, last + 1)


def _share(seed: str, room: range, plain: int) -> float:
    # Without a seed, the share of the room that falls on the middle of its plain day.
    nearest = min(max(plain, room[0]), room[-1])
    return fraction(seed) if seed else (nearest - room[0] + 0.5) / len(room)


def _draw(share: float, due: Sequence[int]) -> int:
    # Strictly taking the emptiest would lengthen intervals by 15 % in simulation, as far days are emptier
    # days; drawn by weight it is 7 % (3.6 % of it the fuzz alone), for nearly as even a load.
    least = min(due)
    sums = list(accumulate(((1 + least) / (1 + count)) ** _PREFERENCE for count in due))
    return bisect_right(sums, share * sums[-1])

"""How far an interval may stray, so that cards learnt together do not come back together for ever."""

from hashlib import blake2b
from math import floor, inf

_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, inf, 0.05))
_SHORTEST = 2.5


def fuzz_window(interval: float, minimum: int = 1, maximum: int = 36500) -> tuple[int, int]:
    """The first and last whole day that an interval of so many days may land on.

    The interval is first brought between `minimum` and `maximum`; where they cross, `maximum` holds. The
    bounds are those of Anki's scheduler.
    """
    interval = min(max(interval, minimum), maximum)
    delta = _delta(interval)
    first, last = _round(interval - delta), _round(interval + delta)
    return min(max(first, minimum), maximum), min(max(last, minimum), maximum)


def least_after(interval: float, previous: int, maximum: int = 36500) -> int:
    """The least days to wait after a pass, so that fuzz alone never shortens the wait; 0 for no bound.

    `previous` is how many days the card has just waited. From Anki's scheduler.
    """
    if _round(interval) > previous:
        return previous + 1
    return previous if fuzz_window(interval, maximum=maximum)[1] >= previous else 0


def fraction(seed: str) -> float:
    """A number in [0, 1) that depends on nothing but the seed."""
    # 48 bits fit a float exactly, so that the quotient never rounds up to 1.
    return int.from_bytes(blake2b(seed.encode(), digest_size=6).digest()) / 2**48


def _delta(interval: float) -> float:
    if interval < _SHORTEST:
        return 0.0
    return 1.0 + sum(share * max(min(interval, end) - start, 0.0) for start, end, share in _BANDS)


def _round(number: float) -> int:
    # Half goes up, as in Anki; Python's own round goes to the even neighbour.
    return floor(number + 0.5)

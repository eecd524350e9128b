"""What an answer leads to, for tests that know the load of the days beforehand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from studyapp.scheduling import Memory, Prospects, Rating, Scheduled


def preview(
    memory: Memory | None, *, seed: str = "", load: Mapping[date, int] | None = None, **known: Any
) -> dict[Rating, Scheduled]:
    """What would follow each rating."""
    return Prospects.of(memory, **known).scheduled(seed=seed, load=load)


def review(memory: Memory | None, rating: Rating, **known: Any) -> Scheduled:
    """What follows one."""
    return preview(memory, **known)[rating]

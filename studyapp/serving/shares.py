"""How many connections each worker has: whoever has more lets the others go first when somebody new comes.

All workers wait at one socket, and the kernel gives most newcomers to whichever wakes up first. So each notes how many
it has in memory that all share. A worker with more than another waits a moment, and then takes a newcomer whom nobody
has taken: one who is dead or stuck costs no more than this moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

MOMENT = 0.01
"""Seconds that a worker with more waits for the others to take a newcomer."""
STILL_THERE = 0.1
"""Seconds after that moment within which it sees that nobody did."""
BYTES = 4


@dataclass(frozen=True, slots=True)
class Share:
    """One worker's part of the connections. `counts` are those of all workers, by number."""

    counts: "memoryview[int]"
    number: int

    def note(self, connections: int) -> None:
        self.counts[self.number] = connections

    @property
    def is_larger(self) -> bool:
        """Whether another worker has fewer connections. By a few they may differ: a crowd does not wait for each."""
        fewest = min(self.counts)
        return self.counts[self.number] > fewest + fewest // 8 + 1


def shares(count: int) -> Iterator[Share]:
    """One for each of so many workers, in memory that is shared with whoever is forked from here on."""
    counts = memoryview(mmap(-1, BYTES * count)).cast("i")
    return (Share(counts, number) for number in range(count))

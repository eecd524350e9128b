"""How long it takes to work off what has piled up: the queue of the coming days, as if every answer were right."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studyapp.scheduling.formulas import formulas_of
from studyapp.scheduling.intervals import corrected_retention
from studyapp.scheduling.memory import Memory, State, remember
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating


@dataclass(frozen=True, slots=True)
class Queued:
    """A card that waits: without a `memory` it was never answered, without a `due` day it is new or in a step.

    Of one fact a day asks one card. `order` is its place among those of one day, `guess` the chance of guessing right.
    What is `buried` is not asked today.
    """

    fact: int
    order: int
    due: date | None = None
    memory: Memory | None = None
    guess: float = 0.0
    buried: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How many reviews and new cards a day asks, how much of it is done today, and the facts that rest today.

    Once a day begins with no more due than the smaller of the two, `usual` reviews a day are asked again.
    """

    reviews: int
    usual: int
    new: int
    reviews_done: int = 0
    new_done: int = 0
    rested: frozenset[int] = frozenset()


class Ahead:
    """The days to come, one after the other; days count from today, cards by their place in the list.

    Intervals are those that FSRS proposes, without fuzz.
    """

    def __init__(self, cards: Iterable[Queued], limits: Limits, *, today: date, preset: Preset) -> None:
        self.cards, self.limits, self.today, self.preset = list(cards), limits, today, preset
        self.formulas, self.pace = formulas_of(preset), limits.reviews
        self.memories = [card.memory for card in self.cards]
        self.coming = defaultdict[int, list[tuple[int, int, int]]](list)
        self.waiting: list[tuple[int, int]] = []
        self.owing = Counter[int]()
        self.rested = set(limits.rested)
        new = []
        for number, card in enumerate(self.cards):
            if card.due is not None:
                self._put((card.due - today).days, number)
            elif card.memory is None:
                new.append(number)
            else:
                self.rested.add(card.fact)
                self._answer(number, 0)
        self.new = sorted(new, key=lambda number: self.cards[number].order)

    def caught_up_in(self, most: int) -> int | None:
        """How many days until one ends with nothing left over: 0 is today. None if not within `most`.

        What falls due on the very day and rests, since its fact was asked, is not left over.
        """
        for ahead in range(most + 1):
            met = self._study(ahead)
            if all(due == ahead and self.cards[number].fact in met for due, number in self.waiting):
                return ahead
        return None

    def _put(self, due: int, number: int) -> None:
        self.coming[max(due, 0)].append((due, self.cards[number].order, number))

    def _study(self, ahead: int) -> set[int]:
        """Play one day; the facts that were met on it."""
        for due, _, number in sorted(self.coming.pop(ahead, ())):
            self.waiting.append((due, number))
            self.owing[self.cards[number].fact] += 1
        if ahead and len(self.waiting) <= min(self.pace, self.limits.usual):
            self.pace = self.limits.usual
        met = set() if ahead else self.rested
        self._review(ahead, self.pace - (0 if ahead else self.limits.reviews_done), met)
        self._bring_in(ahead, self.limits.new - (0 if ahead else self.limits.new_done), met)
        return met

    def _review(self, ahead: int, room: int, met: set[int]) -> None:
        """The longest overdue first; `met` takes up the facts that were asked."""
        resting, seen = [], 0
        for due, number in self.waiting:
            if room <= 0:
                break
            seen += 1
            fact = self.cards[number].fact
            if fact in met or self._is_buried(number, ahead):
                resting.append((due, number))
                continue
            room -= 1
            met.add(fact)
            self.owing[fact] -= 1
            self._answer(number, ahead)
        self.waiting = resting + self.waiting[seen:]

    def _bring_in(self, ahead: int, room: int, met: set[int]) -> None:
        resting, seen = [], 0
        for number in self.new:
            if room <= 0:
                break
            seen += 1
            fact = self.cards[number].fact
            if fact in met or self.owing[fact] or self._is_buried(number, ahead):
                resting.append(number)
                continue
            room -= 1
            met.add(fact)
            self._answer(number, ahead)
        self.new = resting + self.new[seen:]

    def _is_buried(self, number: int, ahead: int) -> bool:
        return not ahead and self.cards[number].buried

    def _answer(self, number: int, ahead: int) -> None:
        """Right, and once more on every step that is left."""
        before, day = self.memories[number], date.fromordinal(self.today.toordinal() + ahead)
        memory = remember(before, Rating.GOOD, day=day, preset=self.preset)
        while memory.state is not State.REVIEW:
            memory = remember(memory, Rating.GOOD, day=day, preset=self.preset)
        self.memories[number] = memory
        retention = corrected_retention(self.preset.desired_retention, self.cards[number].guess)
        # A review waits a day more than it would after Hard, which waits a day at least.
        least = 2 if before is not None and before.state is State.REVIEW else 1
        wait = max(self.formulas.interval(memory.stability, retention), least)
        self._put(ahead + wait, number)


def days_to_catch_up(cards: Iterable[Queued], limits: Limits, *, today: date, preset: Preset, most: int) -> int | None:
    """How many days until one ends with nothing left over, if every answer is right: 0 is today.

    None if that is not within `most` days.
    """
    return Ahead(cards, limits, today=today, preset=preset).caught_up_in(most)

"""The cards of a simulated learner, followed from one study day to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush
from random import Random

from studyapp.scheduling.formulas import formulas_of
from studyapp.scheduling.intervals import corrected_retention
from studyapp.scheduling.memory import Memory, State, remember
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating


@dataclass(frozen=True, slots=True)
class Held:
    """A card that has been answered: what is believed of it, its due day, the chance of guessing right (below 1)."""

    memory: Memory
    due: date
    guess: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How the learner means to go on for so many study days, at least one.

    `new_left` cards have never been answered; `new_guess` is the chance of being right about one of them by
    guessing, `first_right` the share of them answered right at once.
    """

    days: int
    reviews_per_day: int
    new_per_day: int
    new_left: int
    new_guess: float = 0.0
    first_right: float = 0.5


class Course:
    """Cards as lists by number, and a heap of (due, number); days count from `today`.

    They are the given `fraction` of a learner's cards, by which the limits of the plan are cut.
    """

    def __init__(
        self, held: Sequence[Held], plan: Plan, today: date, preset: Preset, fraction: float, rng: Random
    ) -> None:
        self.plan, self.preset, self.fraction, self.rng = plan, preset, fraction, rng
        self.formulas = formulas_of(preset)
        self.stabilities = [card.memory.stability for card in held]
        self.difficulties = [card.memory.difficulty for card in held]
        # A day still to come is one that a clock was wrong about: nothing is known of the time since.
        self.last = [min((card.memory.last_day - today).days, 0) for card in held]
        self.guesses = [card.guess for card in held]
        self.waits = {guess: self._wait_per_stability(guess) for guess in {*self.guesses, plan.new_guess}}
        self.due = [((card.due - today).days, number) for number, card in enumerate(held)]
        heapify(self.due)
        self.new_left = round(plan.new_left * fraction)
        self.right_at_once = _first_day(Rating.GOOD, preset, today)
        self.wrong_at_first = _first_day(Rating.AGAIN, preset, today)

    def study(self, ahead: int) -> tuple[int, int, int]:
        """Reviews, lapses and new cards of the study day so many days from today; days go one after the other."""
        reviews = lapses = 0
        while self.due and self.due[0][0] <= ahead and reviews < self._quota(self.plan.reviews_per_day, ahead):
            reviews += 1
            lapses += not self._review(heappop(self.due)[1], ahead)
        learned = min(self._quota(self.plan.new_per_day, ahead), self.new_left)
        self.new_left -= learned
        for _ in range(learned):
            self._learn(ahead)
        return reviews, lapses, learned

    def remembered(self, ahead: int) -> float:
        """The expected number of cards recalled so many days from today, lucky guesses not counted."""
        factor, decay = self.formulas.factor, self.formulas.decay
        remembered: float = sum(
            max((1 + factor * (ahead - last) / stability) ** decay - guess, 0.0) / (1 - guess)
            for stability, last, guess in zip(self.stabilities, self.last, self.guesses, strict=True)
        )
        return remembered

    def _review(self, number: int, ahead: int) -> bool:
        stability, difficulty = self.stabilities[number], self.difficulties[number]
        # On the day of its last answer a card on a step is still known for sure.
        recall = self.formulas.recall(stability, max(ahead - self.last[number], 0))
        right = self.rng.random() < recall
        if right:
            believed = self.formulas.later_day(stability, difficulty, Rating.GOOD, recall)
        else:
            believed = self.formulas.relearned(stability, difficulty, recall)
        self.stabilities[number], self.difficulties[number] = believed
        self.last[number] = ahead
        # Good waits a day more than Hard, which waits a day at least.
        self._set_due(number, ahead, least=2 if right else 1)
        return right

    def _learn(self, ahead: int) -> None:
        memory = self.right_at_once if self.rng.random() < self.plan.first_right else self.wrong_at_first
        self.stabilities.append(memory.stability)
        self.difficulties.append(memory.difficulty)
        self.last.append(ahead)
        self.guesses.append(self.plan.new_guess)
        self._set_due(len(self.last) - 1, ahead, least=1)

    def _set_due(self, number: int, ahead: int, *, least: int) -> None:
        days = round(self.stabilities[number] * self.waits[self.guesses[number]])
        wait = min(max(days, least), self.preset.maximum_interval)
        heappush(self.due, (ahead + wait, number))

    def _quota(self, a_day: int, ahead: int) -> int:
        # What a cut limit leaves over today goes to a later day.
        return int((ahead + 1) * a_day * self.fraction) - int(ahead * a_day * self.fraction)

    def _wait_per_stability(self, guess: float) -> float:
        return self.formulas.days_until(corrected_retention(self.preset.desired_retention, guess))


def _first_day(first: Rating, preset: Preset, today: date) -> Memory:
    """What is left of a card first answered so, and then Good until it has climbed the learning steps."""
    memory = remember(None, first, day=today, preset=preset)
    while memory.state is State.LEARNING:
        memory = remember(memory, Rating.GOOD, day=today, preset=preset)
    return memory

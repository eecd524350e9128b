"""What is to come of a learner's cards: reviews a day, minutes a day and how much stays known."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush

from studyapp.scheduling.formulas import Formulas
from studyapp.scheduling.intervals import corrected_retention
from studyapp.scheduling.memory import Memory, Rating, replay
from studyapp.scheduling.preset import Preset

SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Held:
    """A card that has been answered: what is believed of it, its due day, the chance of being right by guessing."""

    memory: Memory
    due: date
    guess: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How the learner means to go on for so many study days.

    `new_left` cards have never been answered; `new_guess` is the chance of being right about one of them by
    guessing, `first_right` the share of them answered right at once.
    """

    days: int
    reviews_per_day: int
    new_per_day: int
    new_left: int
    new_guess: float = 0.0
    first_right: float = 0.5


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds a learner spends on a card in a day, its steps that day included; as defaults one real learner's means.

    `right` and `wrong` are for a review, by how it was answered first, `new` is for the day a card is learnt.
    """

    right: float = 12.0
    wrong: float = 32.0
    new: float = 47.0


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """One study day: reviews, how many of them were lapses, new cards learnt, and cards known the day after.

    Known is the expected number recalled, lucky guesses not counted.
    """

    reviews: float
    lapses: float
    learned: float
    remembered: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a desired retention costs a day, as means over the days, and what is known of the cards at their end."""

    retention: float
    reviews_per_day: float
    minutes_per_day: float
    remembered: float
    share: float


def cost_of(
    retentions: Iterable[float],
    held: Sequence[Held],
    plan: Plan,
    *,
    today: date,
    preset: Preset,
    pace: Pace = Pace(),  # noqa: B008  frozen
    seed: int = 0,
    sample: int = SAMPLE,
) -> list[Cost]:
    """What each desired retention would cost and bring; the same arguments as for `simulate`."""
    costs = []
    for retention in retentions:
        aimed = replace(preset, desired_retention=retention)
        days = simulate(held, plan, today=today, preset=aimed, seed=seed, sample=sample)
        reviews, lapses = sum(day.reviews for day in days), sum(day.lapses for day in days)
        learned = sum(day.learned for day in days)
        seconds = (reviews - lapses) * pace.right + lapses * pace.wrong + learned * pace.new
        remembered, cards = days[-1].remembered, len(held) + learned
        costs.append(
            Cost(
                retention=retention,
                reviews_per_day=reviews / plan.days,
                minutes_per_day=seconds / 60 / plan.days,
                remembered=remembered,
                share=remembered / cards if cards else 0.0,
            )
        )
    return costs


def simulate(
    held: Sequence[Held], plan: Plan, *, today: date, preset: Preset, seed: int = 0, sample: int = SAMPLE
) -> list[SimulatedDay]:
    """The study days to come, the first of them `today`, if the learner remembers as FSRS believes.

    Every card is answered Good or Again, the longest overdue first; intervals are not fuzzed. Cards that are due
    already keep their day, whatever retention it was planned for. Where there are more than `sample` cards, those
    to come included, a sample of them is followed, under limits cut alike, and the counts are scaled up. The same
    arguments give the same days. Raises ValueError for parameters out of bounds.
    """
    cards = len(held) + min(plan.new_left, plan.new_per_day * plan.days)
    fraction = min(1.0, sample / cards) if cards else 1.0
    # Evenly spaced among the cards by due day and stability, so that the sample resembles the whole.
    ordered = sorted(held, key=lambda card: (card.due, card.memory.stability))
    kept = [ordered[int((place + 0.5) / fraction)] for place in range(round(len(ordered) * fraction))]
    course = _Course(kept, plan, today, preset, fraction, random.Random(seed))  # noqa: S311  no secret
    return [course.study(ahead) for ahead in range(plan.days)]


class _Course:
    """The cards that are followed, as lists by number, and a heap of (due, number); days count from today."""

    def __init__(
        self, held: Sequence[Held], plan: Plan, today: date, preset: Preset, fraction: float, rng: random.Random
    ) -> None:
        self.plan, self.preset, self.fraction, self.rng = plan, preset, fraction, rng
        self.formulas = Formulas(preset)
        self.stabilities = [card.memory.stability for card in held]
        self.difficulties = [card.memory.difficulty for card in held]
        self.last = [(card.memory.last_day - today).days for card in held]
        self.guesses = [card.guess for card in held]
        self.waits = {guess: self._wait(guess) for guess in {*self.guesses, plan.new_guess}}
        self.due = [((card.due - today).days, number) for number, card in enumerate(held)]
        heapify(self.due)
        self.first_days = _first_days(preset, today)

    def study(self, ahead: int) -> SimulatedDay:
        """The study day so many days from today; to be asked for one after the other."""
        reviews = lapses = 0
        while self.due and self.due[0][0] <= ahead and reviews < self._quota(self.plan.reviews_per_day, ahead):
            reviews += 1
            lapses += not self._review(heappop(self.due)[1], ahead)
        learned = min(self._quota(self.plan.new_per_day, ahead), self._new_left())
        for _ in range(learned):
            self._learn(ahead)
        counts = (reviews, lapses, learned, self._remembered(ahead + 1))
        return SimulatedDay(*(count / self.fraction for count in counts))

    def _review(self, number: int, ahead: int) -> bool:
        stability, difficulty = self.stabilities[number], self.difficulties[number]
        # On the day of its last answer a card on a step is still known for sure.
        recall = self.formulas.recall(stability, max(ahead - self.last[number], 0))
        right = self.rng.random() < recall
        change = self.formulas.passed if right else self.formulas.lapsed
        self.stabilities[number], self.difficulties[number] = change(stability, difficulty, recall)
        self.last[number] = ahead
        # Good waits a day more than Hard, which waits a day at least.
        self._plan(number, ahead, least=2 if right else 1)
        return right

    def _learn(self, ahead: int) -> None:
        right = self.rng.random() < self.plan.first_right
        stability, difficulty = self.first_days[right]
        self.stabilities.append(stability)
        self.difficulties.append(difficulty)
        self.last.append(ahead)
        self.guesses.append(self.plan.new_guess)
        self._plan(len(self.last) - 1, ahead, least=1)

    def _plan(self, number: int, ahead: int, *, least: int) -> None:
        days = round(self.stabilities[number] * self.waits[self.guesses[number]])
        wait = min(max(days, least), self.preset.maximum_interval)
        heappush(self.due, (ahead + wait, number))

    def _remembered(self, ahead: int) -> float:
        factor, decay = self.formulas.factor, self.formulas.decay
        return sum(
            max((1 + factor * (ahead - last) / stability) ** decay - guess, 0.0) / (1 - guess)
            for stability, last, guess in zip(self.stabilities, self.last, self.guesses, strict=True)
        )

    def _quota(self, a_day: int, ahead: int) -> int:
        # What a cut limit leaves over today goes to a later day.
        return int((ahead + 1) * a_day * self.fraction) - int(ahead * a_day * self.fraction)

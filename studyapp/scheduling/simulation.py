"""What is to come of a learner's cards: reviews a day, minutes a day and how much stays known."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from studyapp.scheduling.course import Course, Held, Plan
from studyapp.scheduling.preset import Preset

SAMPLE = 600


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
    pace: Pace = Pace(),
    seed: int = 0,
    sample: int = SAMPLE,
) -> list[Cost]:
    """What each desired retention would cost and bring; otherwise as for `simulate`."""
    costs = []
    for retention in retentions:
        course = _begin(held, plan, today, replace(preset, desired_retention=retention), seed, sample)
        counts = [course.study(ahead) for ahead in range(plan.days)]
        reviews, lapses, learned = (sum(count) / course.fraction for count in zip(*counts, strict=True))
        seconds = (reviews - lapses) * pace.right + lapses * pace.wrong + learned * pace.new
        remembered, cards = course.remembered(plan.days) / course.fraction, len(held) + learned
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
    course = _begin(held, plan, today, preset, seed, sample)
    days = []
    for ahead in range(plan.days):
        counts = (*course.study(ahead), course.remembered(ahead + 1))
        days.append(SimulatedDay(*(count / course.fraction for count in counts)))
    return days


def _begin(held: Sequence[Held], plan: Plan, today: date, preset: Preset, seed: int, sample: int) -> Course:
    cards = len(held) + min(plan.new_left, plan.new_per_day * plan.days)
    fraction = min(1.0, sample / cards) if cards else 1.0
    # Evenly spaced among the cards by due day and stability, so that the sample resembles the whole.
    ordered = sorted(held, key=lambda card: (card.due, card.memory.stability))
    kept = [ordered[int((place + 0.5) / fraction)] for place in range(int(len(ordered) * fraction))]
    return Course(kept, plan, today, preset, fraction, random.Random(seed))  # noqa: S311  no secret

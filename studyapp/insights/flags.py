"""What an editor should look at: plain rules over the figures of questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

from studyapp.insights.models.items import ItemFigures
from studyapp.insights.options import Picked

BY_CHANCE = 0.05
"""So unlikely it must be that nobody would pick a distractor, were all of them picked alike."""
EASY = 0.90
"""A share of right first answers that tells no more who knows and who guesses (Crocker & Algina, chapter 14)."""
MUCH_SLOWER = 2
"""So many times as long as questions of its kind usually take."""
SLOW_MS = 10_000
"""Below this, nothing is slow."""
FEWEST_OF_KIND = 5
"""Questions of a kind, before one of them can be slow for it."""
CONTESTED = 0.10
"""A share of answers that learners judged otherwise than the app."""


FLAGS = ("is_contrary", "is_unpicked", "is_easy", "is_slow", "is_contested")
"""The gravest first."""


def flag(figures: Iterable[ItemFigures], kinds: Mapping[int, str]) -> list[ItemFigures]:
    """Say of each what is odd about it. `kinds` has the kind of question of each revision."""
    found = list(figures)
    usual = _usual_ms(found, kinds)
    for one in found:
        one.is_unpicked = bool(unpicked([Picked(**stored) for stored in one.picks or ()]))
        one.is_easy = one.difficulty is not None and one.difficulty >= EASY
        one.is_slow = one.median_ms is not None and one.median_ms > max(SLOW_MS, usual[kinds[one.pk]])
        one.is_contested = one.overridden >= CONTESTED * one.answers
        one.flags = sum(getattr(one, name) for name in FLAGS)
    return found


def unpicked(options: Iterable[Picked]) -> list[Picked]:
    """The distractors that nobody picked, though so many wrong options were that chance leaves none without: a
    distractor that fools nobody (Haladyna & Downing, *Educational and Psychological Measurement* 53, 1993).
    """
    wrong = [option for option in options if not option.right]
    picks = sum(option.count for option in wrong)
    if not wrong or (1 - 1 / len(wrong)) ** picks > BY_CHANCE:
        return []
    return [option for option in wrong if not option.count]


def _usual_ms(figures: Iterable[ItemFigures], kinds: Mapping[int, str]) -> defaultdict[str, float]:
    """What is still usual for a question of each kind; no bound where there are too few of them."""
    times: defaultdict[str, list[int]] = defaultdict(list)
    for one in figures:
        if one.median_ms is not None:
            times[kinds[one.pk]].append(one.median_ms)
    usual: defaultdict[str, float] = defaultdict(lambda: float("inf"))
    usual.update(
        (kind, MUCH_SLOWER * median(all_ms)) for kind, all_ms in times.items() if len(all_ms) >= FEWEST_OF_KIND
    )
    return usual

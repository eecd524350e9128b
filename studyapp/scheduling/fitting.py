"""Fits FSRS parameters to one learner's log, and keeps them only where they predict better than the default."""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter

from fsrs.scheduler import DEFAULT_PARAMETERS

from studyapp.scheduling.days import no_earlier
from studyapp.scheduling.memory import remember, retrievability
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating

type History = Sequence[tuple[date, Rating]]
type Parameters = tuple[float, ...]

FEWEST = 400
_HALF_TRUSTED = 1000
_INITIAL_STABILITIES = 4


class OptimiserMissing(Exception):
    """The optional package that fits parameters is not installed."""

    def __init__(self) -> None:
        super().__init__("Parameters are fitted by fsrs-rs-python. Install it with: uv sync --extra optimiser")


class TooFew(Exception):
    """A log with too few next-day reviews to fit anything on; `reviews` says how many."""

    def __init__(self, reviews: int) -> None:
        super().__init__(f"Parameters are fitted on {FEWEST} next-day reviews or more; this log has {reviews}.")
        self.reviews = reviews


class Choice(StrEnum):
    """Which of the three sets of parameters was kept."""

    DEFAULT = "default"
    FITTED = "fitted"
    SHRUNK = "shrunk"


_PHASES = 1 + len(Choice)  # the fit, then the log loss of each set


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set of parameters, and its log loss (nats per review) on the reviews that were held out."""

    parameters: Parameters
    log_loss: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit came to: three candidates, and the one that predicted the held-out reviews best.

    `fitted_on` and `held_out` count next-day reviews, before study day `since` and from it on.
    """

    candidates: Mapping[Choice, Candidate]
    choice: Choice
    since: date
    fitted_on: int
    held_out: int

    @property
    def chosen(self) -> Candidate:
        """The candidate that was kept."""
        return self.candidates[self.choice]


def fit(histories: Iterable[History], *, progress: Callable[[int, int], None] | None = None) -> Fit:
    """Parameters for the learner with these histories, one per card, each (study day, rating) oldest first.

    A next-day review is one on a later study day than the card's previous answer. The parameters are fitted on
    the earlier three quarters of them, in whole study days; what predicts the rest best is final, and is not
    fitted again on everything, since that set would have been tested on nothing. The order of the cards does
    not matter. `progress` is told the phases done and how many there are. Raises TooFew or OptimiserMissing.
    """
    logs = sorted(_forward(history) for history in histories if history)
    days = sorted(day for log in logs for day in _next_days(log))
    if len(days) < FEWEST:
        raise TooFew(len(days))
    since = days[len(days) * 3 // 4]
    fitted_on = bisect_left(days, since)
    tell = progress or (lambda *_: None)
    tell(0, _PHASES)
    fitted = _optimise(logs, since)
    sets = {
        Choice.DEFAULT: DEFAULT_PARAMETERS,
        Choice.FITTED: fitted,
        Choice.SHRUNK: shrink(fitted, fitted_on),
    }
    candidates = {}
    for done, (choice, parameters) in enumerate(sets.items(), start=1):
        tell(done, _PHASES)
        candidates[choice] = Candidate(parameters, log_loss(logs, parameters, since))
    tell(_PHASES, _PHASES)
    # Of equals the first is taken, which is the default.
    best = min(candidates, key=lambda choice: candidates[choice].log_loss)
    return Fit(candidates, best, since, fitted_on, len(days) - fitted_on)


def log_loss(histories: Iterable[History], parameters: Parameters, since: date) -> float:
    """The mean log loss, in nats, over the next-day reviews on study day `since` and later.

    Every answer goes into the memory, those before `since` too. Raises ValueError where there is no such review.
    """
    preset = Preset(parameters=parameters)
    losses = [
        -math.log(chance if recalled else 1 - chance)
        for history in histories
        for chance, recalled in _predictions(_forward(history), preset, since)
    ]
    if not losses:
        raise ValueError(f"no next-day review on {since} or later")
    return sum(losses) / len(losses)


def shrink(fitted: Parameters, reviews: int) -> Parameters:
    """Parameters fitted on so many next-day reviews, drawn toward the default by n / (n + 1000).

    The initial stabilities w0 to w3 go by their logarithms, as they range over orders of magnitude.
    """
    trust = reviews / (reviews + _HALF_TRUSTED)
    pairs = list(zip(DEFAULT_PARAMETERS, fitted, strict=True))
    stabilities, others = pairs[:_INITIAL_STABILITIES], pairs[_INITIAL_STABILITIES:]
    return (
        *(default * (own / default) ** trust for default, own in stabilities),
        *(default + trust * (own - default) for default, own in others),
    )


def _forward(history: History) -> list[tuple[date, Rating]]:
    # As in `remember`: a day a little before the last one counts as that last one.
    days: list[date] = []
    for day, _ in history:
        days.append(no_earlier(day, days[-1] if days else None))
    return [(day, rating) for day, (_, rating) in zip(days, history, strict=True)]


def _next_days(log: History) -> Iterator[date]:
    """The study day of each next-day review."""
    return (day for (before, _), (day, _) in pairwise(log) if day > before)


def _predictions(log: History, preset: Preset, since: date) -> Iterator[tuple[float, bool]]:
    """The predicted chance of recall at each next-day review from `since` on, and whether it was recalled."""
    memory = None
    for day, rating in log:
        if memory is not None and day > memory.last_day and day >= since:
            yield retrievability(memory, day, preset), rating is not Rating.AGAIN
        memory = remember(memory, rating, day=day, preset=preset)


def _optimise(logs: Iterable[History], before: date) -> Parameters:
    """What fsrs-rs fits to the next-day reviews before a study day: the default where it has next to nothing."""
    try:
        import fsrs_rs_python as fsrs_rs  # noqa: PLC0415  optional, and of no use to a web server
    except ModuleNotFoundError as error:
        raise OptimiserMissing from error
    items = []
    for log in logs:
        reviews = []
        for (last, _), (day, rating) in pairwise([log[0], *log]):
            reviews.append(fsrs_rs.FSRSReview(rating, (day - last).days))
            if last < day < before:
                items.append((day, fsrs_rs.FSRSItem(reviews)))
    # It gives later items more weight and takes their order for that of time.
    items.sort(key=itemgetter(0))
    found = fsrs_rs.FSRS(DEFAULT_PARAMETERS).compute_parameters([item for _, item in items])
    # It counts in single precision, whose 0.8 lies a little above the bound of 0.8.
    return tuple(round(parameter, 6) for parameter in found)

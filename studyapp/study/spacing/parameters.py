"""A learner's own FSRS parameters: fitted to their log, kept by number, taken into use and restored."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction

from studyapp.accounts.models import ParameterSet, User
from studyapp.scheduling import Rating
from studyapp.scheduling.fitting import Choice, Fit, fit
from studyapp.study.cards.events import Event
from studyapp.study.cards.fold import active
from studyapp.study.cards.log import Entry
from studyapp.study.rebuilding import logs_of, recompute_memories


def refit(learner: User, *, at: datetime, progress: Callable[[int, int], None] | None = None) -> ParameterSet:
    """Fit anew, keep what came of it, and schedule by the set that predicts best.

    Raises TooFew or OptimiserMissing, and then nothing is changed.
    """
    found = fit(histories(learner), progress=progress)
    kept = _keep(learner, found, at=at)
    take_into_use(learner, None if found.choice is Choice.DEFAULT else kept)
    return kept


def take_into_use(learner: User, parameter_set: ParameterSet | None) -> None:
    """Schedule by these parameters, or by the default, and let every card be believed in anew by its log."""
    with transaction.atomic():
        learner.lock()
        learner.use(parameter_set)
        recompute_memories(learner)


def histories(learner: User) -> list[list[tuple[date, Rating]]]:
    """The answers that count, card by card, the oldest first, as (study day, rating). What is forgotten begins anew."""
    return [history for _, log in logs_of(learner.reviews.all()) for history in _histories(active(log))]


def _histories(rows: Iterable[Entry]) -> list[list[tuple[date, Rating]]]:
    found: list[list[tuple[date, Rating]]] = [[]]
    for row in rows:
        if row.kind == Event.FORGET:
            found.append([])
        elif row.is_answer and row.rating is not None:
            found[-1].append((row.study_day, Rating(row.rating)))
    return [history for history in found if history]


@transaction.atomic
def _keep(learner: User, found: Fit, *, at: datetime) -> ParameterSet:
    learner.lock()
    newest = learner.parameter_sets.first()
    return ParameterSet.objects.create(
        learner=learner,
        number=newest.number + 1 if newest else 1,
        values=list(found.chosen.parameters),
        choice=found.choice.value,
        fitted_on=found.fitted_on,
        held_out=found.held_out,
        log_losses={choice.value: candidate.log_loss for choice, candidate in found.candidates.items()},
        fitted_at=at,
    )

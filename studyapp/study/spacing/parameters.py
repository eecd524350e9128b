"""A learner's own FSRS parameters: fitted to their log, kept by number, taken into use and restored."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from studyapp.accounts.models import ParameterSet, User
from studyapp.scheduling import Rating
from studyapp.scheduling.fitting import FEWEST, Choice, Fit, fit
from studyapp.study.cards.events import Event
from studyapp.study.cards.fold import active
from studyapp.study.cards.log import Entry
from studyapp.study.models import Review
from studyapp.study.rebuilding import logs_of, recompute_memories

FIT_EVERY = timedelta(days=7)


def learners_to_fit(at: datetime) -> QuerySet[User]:
    """Those with reviews enough, some of them new, and no fit of late. Whoever chose a set by hand keeps it."""
    enough = Review.objects.order_by().values("learner").annotate(rows=Count("pk")).filter(rows__gte=FEWEST)
    newest = ParameterSet.objects.filter(learner=OuterRef("pk")).order_by("-number")
    latest = {name: Subquery(newest.values(name)[:1]) for name in ("number", "choice", "fitted_at")}
    learners = User.objects.filter(pk__in=enough.values("learner")).alias(**latest)
    since = Review.objects.filter(learner=OuterRef("pk"), answered_at__gt=OuterRef("fitted_at"))
    goes_by_it = Q(choice=Choice.DEFAULT.value, parameters_number=None) | Q(parameters_number=F("number"))
    never, long_ago = Q(number=None), ~Q(fitted_at__gt=at - FIT_EVERY / 2, fitted_at__lte=at)
    return learners.filter(never | goes_by_it & long_ago & Exists(since)).order_by("pk")


def refit(learner: User, *, at: datetime, progress: Callable[[int, int], None] | None = None) -> ParameterSet:
    """Fit anew, keep what came of it, and schedule by the set that predicts best.

    Raises TooFew or OptimiserMissing, and then nothing is changed.
    """
    found = fit(histories(learner), progress=progress)
    with transaction.atomic():  # or one that was kept and not taken into use would count as put aside by the learner
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

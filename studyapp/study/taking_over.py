"""Letting new cards go on where they stood in another program."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.accounts.models import User
from studyapp.scheduling import Due, Rating, StudyClock
from studyapp.study.cards.came import Came
from studyapp.study.cards.events import Event
from studyapp.study.cards.fold import Tallies, difference, fold, no_tallies
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Day, Review
from studyapp.study.models.cards import FOLDED

AT_ONCE = 500
"""Rows in one statement: SQLite has room for 32,766 values."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One answer that was given in another program."""

    at: datetime
    rating: Rating
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a new card stood, and how it came there. The card knows its learner and its question with its revision, and
    has no log."""

    card: Card
    came: Came
    due: Due | None
    """None for one that is new there too, though it may have been answered before."""
    answers: Sequence[Elsewhere] = ()
    """Oldest first."""
    suspended: bool = False
    buried: bool = False
    """Not asked again on this study day."""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Cards that stand where they stood elsewhere, with the rows of their logs; not stored yet."""

    cards: list[Card]
    rows: list[Review]
    days: Mapping[int, Tallies]
    """What the logs, and what is due, add to the study days of each deck."""


def taken_over(learner: User, progress: Iterable[Progress], *, at: datetime) -> TakenOver:
    """Let these cards stand as they stood elsewhere; stored or not, they keep what they are to the database."""
    preset, cards, rows = preset_of(learner), [], []
    counted: dict[int, list[Tallies]] = defaultdict(list)
    for one in progress:
        log, days = _log(learner, one, at=at), no_tallies()
        standing = fold(log, preset, days)
        one.card.stand(standing)
        one.card.version = len(log)
        cards.append(one.card)
        rows += log
        counted[one.card.deck_id] += [days, one.card.due_counts(standing)]
    return TakenOver(cards, rows, {deck: difference(added) for deck, added in counted.items()})


def take_over(learner: User, progress: Iterable[Progress], *, at: datetime) -> None:
    """Keep what these cards bring along as rows of their logs, and let them stand so; for who locked the learner.

    The answers given elsewhere are counted on their study days; no limit of a day is used up by them. Cards of a deck
    that is left stay off until it is joined.
    """
    taken = taken_over(learner, progress, at=at)
    Review.objects.bulk_create(taken.rows, batch_size=AT_ONCE)
    Card.objects.bulk_update(taken.cards, [*FOLDED, "version"], batch_size=AT_ONCE)
    for deck, days in taken.days.items():
        Day.objects.add(learner, deck, days)
    Card.objects.lock_and_unlock(learner, {card.fact_id for card in taken.cards})


def _log(learner: User, one: Progress, *, at: datetime) -> list[Review]:
    # Without the floor of a traveller: these days are over.
    clock = StudyClock(learner.zone, learner.day_start)
    log: list[Review] = []

    def add(kind: str, moment: datetime, **columns: object) -> None:
        log.append(
            Review(
                learner=learner,
                question_id=one.card.question_id,
                version=len(log),
                kind=kind,
                revision=one.card.question.revision,
                fact_id=one.card.fact_id,
                study_day=clock.day(moment),
                answered_at=moment,
                **columns,
            )
        )

    for answer in one.answers:
        right = float(answer.rating is not Rating.AGAIN)
        add(Event.ELSEWHERE, answer.at, rating=answer.rating, score=right, elapsed_ms=answer.elapsed_ms)
    memory, due = one.came.memory, one.due
    add(
        Event.IMPORTED,
        at,
        response=one.came.response,
        stability_after=memory.stability if memory else None,
        difficulty_after=memory.difficulty if memory else None,
        due_day=due.day if due else None,
        due_at=due.at if due else None,
    )
    if one.suspended:
        add(Event.SUSPEND, at)
    if one.buried:
        add(Event.BURY, at)
    if one.marked:
        add(Event.MARK, at)
    return log

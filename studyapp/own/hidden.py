"""Decks that are filled bit by bit and seen by nobody until they are whole: then one short transaction shows them.

A hidden deck is an own deck that counts as deleted so long ago that no page lists it or takes it back, and its cards
are those of a deck that was left. So whatever shows decks, asks cards or counts days passes over both.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Picture, Question, Revision, State
from studyapp.library.models.pictures import columns_of
from studyapp.own.limits import leave_room
from studyapp.own.models import Arrived
from studyapp.own.writing import add_notes, next_number, publish
from studyapp.study.cards.fold import Tallies, difference
from studyapp.study.models import Card, Day, Enrolment, Review
from studyapp.study.taking_over import AT_ONCE as ROWS_AT_ONCE
from studyapp.study.taking_over import Progress, taken_over

SINCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When all hidden decks were deleted."""
PIECE = 200
"""Notes that are removed in one transaction."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A card whose texts were judged before, with all that publishing writes beside them."""

    kind: str
    prompt: str
    explanation: str
    spec: Mapping[str, object]
    statement: str
    guid: str
    name: str
    digest: str
    tags: Sequence[str] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    goes_on: Callable[[Card], Progress] | None = None
    """Where it stood elsewhere; None for one that is new."""


def hide_deck(learner: User, *, title: str, language: str) -> Deck:
    """A deck to be filled; for who locked the learner. Raises GuestsHaveNone."""
    leave_room(learner)
    said = {"title": title, "language": language}
    return Deck.objects.create(owner=learner, number=next_number(Deck, learner), removed_at=SINCE, **said)


def fill(learner: User, deck: Deck, cards: Sequence[Ready], *, at: datetime) -> Tallies:
    """Put cards into a hidden deck, a note each, in this order; for who locked the learner.

    What they count on their learner's study days, once they are shown. Raises TooMuch or GuestsHaveNone.
    """
    leave_room(learner, len(cards))
    facts = add_notes(learner, deck, [(card.statement, None) for card in cards])
    Arrived.objects.bulk_create(
        Arrived(fact=fact, owner=learner, guid=card.guid, name=card.name, tags=[*card.tags], digest=card.digest)
        for fact, card in zip(facts, cards, strict=True)
    )
    questions = Question.objects.bulk_create(
        Question(owner=learner, fact=fact, kind=card.kind, state=State.DRAFT)
        for fact, card in zip(facts, cards, strict=True)
    )
    revisions = Revision.objects.bulk_create(
        Revision(
            owner=learner,
            question=question,
            number=1,
            **{name: getattr(card, name) for name in ("prompt", "explanation", "spec")},
            **columns_of(card.pictures),
            minor=False,
            created_at=at,
        )
        for question, card in zip(questions, cards, strict=True)
    )
    publish(learner, questions)
    for question, revision in zip(questions, revisions, strict=True):
        question.revision = revision
    return _keep_cards(learner, questions, [card.goes_on for card in cards], at=at)


def _keep_cards(
    learner: User,
    questions: list[Question],
    goes_on: Iterable[Callable[[Card], Progress] | None],
    *,
    at: datetime,
) -> Tallies:
    """Off, as those of a deck that was left."""
    made = Card.objects.unsaved_for(learner, questions)
    for card in made:
        card.left, card.queue = True, Card.Queue.OFF
    stood = (progress(card) for card, progress in zip(made, goes_on, strict=True) if progress)
    taken = taken_over(learner, stood, at=at)
    Card.objects.bulk_create(made)
    Review.objects.bulk_create(taken.rows, batch_size=ROWS_AT_ONCE)
    return difference([*taken.days.values()])


def show(learner: User, hidden: Deck, days: Tallies, *, into: Deck | None, at: datetime) -> Deck:
    """Have what is in a hidden deck seen and asked, in that deck or in an own one that is there: a few statements,
    however many cards; for who locked the learner. The deck in which they are then.

    `days` is what its cards count besides being due, as `fill` said of all of them.
    """
    learner.cards.filter(deck=hidden).come_back()
    if into is None:
        Deck.objects.of(learner).filter(pk=hidden.pk).update(removed_at=None)
        Enrolment.objects.create(learner=learner, deck=hidden, joined_at=at)
    else:
        Fact.objects.of(learner).filter(deck=hidden).update(deck=into)
        learner.cards.filter(deck=hidden).update(deck=into)
    shown = into or hidden
    Day.objects.add(learner, shown.pk, days)
    Day.objects.count_due(learner, shown)
    return shown


def drop(learner: User, hidden: Deck) -> None:
    """Remove a hidden deck with all in it, in short transactions; where one ended before, the next call goes on."""
    while _drop_some(learner, hidden):
        pass
    with transaction.atomic():
        learner.lock()
        Day.objects.filter(learner=learner, deck=hidden).delete()
        Deck.objects.of(learner).filter(pk=hidden.pk, removed_at=SINCE).delete()


def _drop_some(learner: User, hidden: Deck) -> bool:
    """False if none is left."""
    left = Fact.objects.of(learner).filter(deck=hidden, deck__removed_at=SINCE)
    facts = list(left.values_list("pk", flat=True)[:PIECE])
    if not facts:
        return False
    with transaction.atomic():
        learner.lock()
        questions = list(Question.objects.of(learner).filter(fact__in=facts).values_list("pk", flat=True))
        Question.objects.of(learner).filter(pk__in=questions).update(revision=None, state=State.DRAFT)
        for rows in (
            Review.objects.filter(learner=learner, question__in=questions),
            Card.objects.filter(learner=learner, question__in=questions),
            Arrived.objects.filter(fact__in=facts),
            Revision.objects.of(learner).filter(question__in=questions),
            Question.objects.of(learner).filter(pk__in=questions),
            Fact.objects.of(learner).filter(pk__in=facts),
        ):
            rows._raw_delete(connection.alias)  # Django’s own, for what nothing refers to
    return True

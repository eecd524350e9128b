"""Sharing an own deck, which always copies it: whoever has its code gets a deck and cards of their own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet

from studyapp.accounts.models import Gone, User
from studyapp.library.models import Deck, Fact, Question, Revision, State
from studyapp.own.limits import leave_room
from studyapp.own.models import Copied, Sharing
from studyapp.own.pictures import copied_columns
from studyapp.own.writing import AT_ONCE, add_notes, next_number, publish
from studyapp.study.decks.membership import join
from studyapp.study.models import Card
from studyapp.study.quizzes.codes import new_code

SAMPLES = 3


class Closed(Exception):
    """The code opens nothing any more."""


class HasOne(Exception):
    """They took a copy by this code since they saw the page."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a deck before a copy is taken of it: of its cards only what they ask."""

    deck: Deck
    cards: int
    samples: list[Revision]

    @classmethod
    def of(cls, deck: Deck) -> "Preview":
        notes = _notes_in(deck)
        asked = _asked_about(notes[:SAMPLES])
        return cls(deck, notes.count(), [question.asked for question in asked][:SAMPLES])


def open_to_others(learner: User, deck: Deck, *, at: datetime) -> None:
    """Let copies of the deck be taken, by the code it had before if it had one."""
    with transaction.atomic():
        learner.lock()
        Sharing.objects.get_or_create(deck=deck, defaults={"code": _unused_code()})
        Sharing.objects.filter(deck=deck, opened_at=None).update(opened_at=at)


def close(learner: User, deck: Deck) -> None:
    """Let no more copies be taken. Who has taken one keeps it."""
    with transaction.atomic():
        learner.lock()
        Sharing.objects.filter(deck=deck).update(opened_at=None)


def change_code(learner: User, deck: Deck, *, seen: str) -> None:
    """A new code, by which alone copies are taken from now on. `seen` is the one before, so that twice is once."""
    with transaction.atomic():
        learner.lock()
        Sharing.objects.filter(deck=deck, code=seen).update(code=_unused_code())


def copy(learner: User, sharing: Sharing, *, having: int, at: datetime) -> Deck:
    """Make the learner a deck of their own with the same texts, to be learned from the start.

    `having` is how many copies by this code they saw that they have, so that a double click makes one. Raises HasOne,
    Closed, TooMuch or GuestsHaveNone.
    """
    with transaction.atomic():
        learner.lock()
        given = _held(sharing)
        if Copied.objects.by(given.code, learner).count() != having:
            raise HasOne
        asked = _asked_about(_notes_in(given.deck))
        leave_room(learner, len({question.fact_id for question in asked}))
        said = {name: getattr(given.deck, name) for name in ("title", "description", "language")}
        deck = Deck.objects.create(owner=learner, number=next_number(Deck, learner), **said)
        Copied.objects.create(deck=deck, code=given.code)
        join(learner, deck, at=at)
        for questions in batched(_copied(asked, deck, learner, at=at), AT_ONCE):
            Card.objects.create_for(learner, questions)
    return deck


def _held(sharing: Sharing) -> Sharing:
    """As it is now, with an owner whose account cannot be deleted while it is read. Raises Closed."""
    given = Sharing.objects.opened_by(sharing.code)
    if given is None:
        raise Closed
    assert given.deck.owner_id is not None  # noqa: S101  only what is somebody's own is shared
    try:
        User.hold(given.deck.owner_id)
    except Gone as gone:
        raise Closed from gone
    return given


def _copied(asked: list[Question], deck: Deck, owner: User, *, at: datetime) -> Iterable[Question]:
    """The same notes in another deck, with all that stands in them; in the same order."""
    notes = dict.fromkeys(question.fact for question in asked)
    facts = add_notes(owner, deck, [(note.statement, note.made_from_id) for note in notes])
    copies = dict(zip(notes, facts, strict=True))
    questions = Question.objects.bulk_create(
        Question(owner=owner, fact=copies[one.fact], kind=one.kind, position=one.position, state=State.DRAFT)
        for one in asked
    )
    Revision.objects.bulk_create(
        Revision(
            owner=owner,
            question=question,
            number=1,
            **{name: getattr(one.asked, name) for name in ("prompt", "explanation", "spec")},
            **copied_columns(one.asked, owner, at=at),
            minor=False,
            created_at=at,
        )
        for one, question in zip(asked, questions, strict=True)
    )
    publish(owner, questions)
    return questions


def _notes_in(deck: Deck) -> QuerySet[Fact]:
    """In the order in which the owner learns them."""
    return Fact.objects.of(deck.owner_id).filter(deck=deck, removed_at=None).order_by("position", "pk")


def _asked_about(notes: Iterable[Fact]) -> list[Question]:
    """Note by note. By keys: joined, PostgreSQL might go through all rows of the owner, for each."""
    found: list[Question] = []
    for some in batched(notes, AT_ONCE):
        known = {note.pk: note for note in some}
        asked = Question.objects.of(some[0].owner_id).filter(fact__in=list(known), state=State.PUBLISHED)
        by_note: dict[int, list[Question]] = defaultdict(list)
        for question in asked.select_related("revision").order_by("position", "pk"):
            question.fact = known[question.fact_id]
            by_note[question.fact_id].append(question)
        found += (question for key in known for question in by_note[key])
    return found


def _unused_code() -> str:
    # Among 2·10¹⁰ hardly ever a second one is needed; the database refuses what two find free at once.
    while Sharing.objects.filter(code=(code := new_code())).exists():
        pass
    return code

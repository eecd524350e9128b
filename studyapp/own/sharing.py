"""Sharing an own deck, which always copies it: whoever has its code gets a deck and cards of their own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import Gone, User
from studyapp.library.models import Deck, Question, Revision, State
from studyapp.own.copying import copy_cards, notes_in
from studyapp.own.models import Copied, Sharing
from studyapp.own.writing import next_number
from studyapp.study.decks.membership import join
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
        notes = notes_in(deck)
        asked = Question.objects.of(deck.owner_id).filter(fact__in=list(notes[:SAMPLES]), state=State.PUBLISHED)
        asked = asked.select_related("revision", "fact").order_by("fact__position", "fact", "position", "pk")
        return cls(deck, notes.count(), [question.asked for question in asked[:SAMPLES]])


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
        said = {name: getattr(given.deck, name) for name in ("title", "description", "language")}
        deck = Deck.objects.create(owner=learner, number=next_number(Deck, learner), **said)
        Copied.objects.create(deck=deck, code=given.code)
        join(learner, deck, at=at)
        copy_cards(given.deck, deck, learner, at=at)
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


def _unused_code() -> str:
    # Among 2·10¹⁰ hardly ever a second one is needed; the database refuses what two find free at once.
    while Sharing.objects.filter(code=(code := new_code())).exists():
        pass
    return code

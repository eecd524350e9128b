"""A collection of any size of a learner's own; earlier commits, which benchmarks measure too, had none."""

from datetime import datetime

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, LearnerFactory
from studyapp.library.models import Question, State
from studyapp.own.writing import add_notes
from tests.benchmarks.growing import deal
from tests.own.decks import card_of, own_deck, own_note


def own_collection(cards: int, *, at: datetime = NOW) -> User:
    """A learner with so many cards of their own, in the same states; all say the same."""
    learner = LearnerFactory()
    deck = own_deck(learner, at=at)
    revision = card_of(own_note(deck, "Which comes after Juliett?", "Kilo", "typed")).question.asked
    facts = add_notes(learner, deck, [("…", None)] * (cards - 1))
    Question.objects.bulk_create(
        (Question(owner=learner, fact=fact, kind="typed", state=State.PUBLISHED, revision=revision) for fact in facts),
        batch_size=2000,
    )
    learner.cards.all().delete()
    deal(learner, deck, Question.objects.of(learner), revision, at=at)
    return learner

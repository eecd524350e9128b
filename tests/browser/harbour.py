"""A small library for the browser, of all five kinds, so that every kind comes on the first day."""

from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Deck
from studyapp.study.decks.membership import join


def deck_of(*kinds: str) -> Deck:
    """A fact and a question for each of these kinds, which come in this order."""
    deck = DeckFactory(title="The harbour", slug="the-harbour", description="Tides, and what raises them.")
    for turn, kind in enumerate(kinds, 1):
        fact = FactFactory(deck=deck, position=turn, disputed=kind == "choice")
        prompt = f"{KINDS[kind].example['prompt']} ({turn})"
        QuestionFactory(fact=fact, kind=kind, prompt=prompt, explanation="It is so every month.")
    return deck


def harbour() -> Deck:
    """Ten facts, two for each kind; what was recognised once is asked from memory on a later day."""
    deck = deck_of(*KINDS, *KINDS)
    for fact in deck.facts.all():
        if fact.questions.get().is_recognition:
            QuestionFactory(fact=fact, kind="typed", prompt=f"Name it from memory: {fact.statement}")
    return deck


def ada_studies(*kinds: str) -> User:
    """Ada, who has joined a deck of these kinds just now."""
    ada = LearnerFactory(ada=True)
    join(ada, deck_of(*kinds), at=timezone.now())
    return ada

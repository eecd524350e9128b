"""A small library for the browser: ten facts and questions of all five kinds, so that every kind comes on day one."""

from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Deck


def build_harbour() -> Deck:
    """Two facts for each kind; what was recognised is asked for from memory later, and two sources disagree once."""
    deck = DeckFactory(title="The harbour", slug="the-harbour", description="Tides, and what raises them.")
    for turn in (1, 2):
        for kind in KINDS.values():
            fact = FactFactory(deck=deck, disputed=kind.name == "choice" and turn == 1)
            prompt = f"{kind.example['prompt']} ({turn})"
            QuestionFactory(fact=fact, kind=kind.name, prompt=prompt, explanation="It is so every month.")
            if kind.recognition:
                QuestionFactory(fact=fact, kind="typed", prompt=f"Name it from memory: {fact.statement}")
    return deck

"""Own decks for tests, made as their owners make them."""

from datetime import datetime

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Draft, Fact
from studyapp.library.models.owned import Owned
from studyapp.markdown import FORMATTED
from studyapp.own import writing
from studyapp.study.models import Card
from tests.people import NOON


def own_deck(learner: User, title: str = "Knots", *, at: datetime = NOON) -> Deck:
    return writing.make_deck(learner, title=title, description="", language="en", at=at)


def written(prompt: str, answer: str, kind: str = "flashcard", **spec: object) -> writing.Written:
    return writing.Written(kind, draft(prompt, answer, kind, **spec))


def draft(prompt: str, answer: str, kind: str = "flashcard", *, formatted: object = False, **spec: object) -> Draft:
    form = KINDS[kind].own_form({"prompt": prompt, "answer": answer, **spec})
    assert form.is_valid(), form.errors
    return Draft(
        prompt, {**form.cleaned_data, **({FORMATTED: True} if formatted else {})}, str(spec.get("explanation", ""))
    )


def own_note(
    deck: Deck,
    prompt: str = "Bowline",
    answer: str = "A loop that does not slip",
    kind: str = "flashcard",
    **spec: object,
) -> Fact:
    [fact] = writing.add(owner_of(deck), deck, [written(prompt, answer, kind, **spec)], at=NOON)
    return fact


def owner_of(row: Owned) -> User:
    assert isinstance(row.owner, User)
    return row.owner


def card_of(fact: Fact) -> Card:
    learner = owner_of(fact)
    card = Card.of(learner, learner.cards.get(fact=fact).question_id)
    assert card is not None
    return card

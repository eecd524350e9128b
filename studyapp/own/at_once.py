"""What is done with the cards of many notes at once, beside what `writing` does: suspended, and resumed."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.library.models import Fact
from studyapp.own.writing import cards_of
from studyapp.study.models import Card, Review


def suspend(learner: User, notes: Iterable[Fact], *, at: datetime) -> int:
    """Have them not asked until they are resumed. How many were asked before."""
    return _each(learner, notes, lambda card: card.suspend(at=at))


def resume(learner: User, notes: Iterable[Fact], *, at: datetime) -> int:
    """How many were suspended before."""
    return _each(learner, notes, lambda card: card.unsuspend(at=at))


def _each(learner: User, notes: Iterable[Fact], act: Callable[[Card], Review | None]) -> int:
    with transaction.atomic():
        learner.lock()
        asked = [card for card in cards_of(learner, notes) if not (card.withdrawn or card.left)]
        return sum(act(card) is not None for card in asked)

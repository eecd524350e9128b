"""What is done with the cards of many notes at once, beside what `writing` does: suspended, and resumed."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.library.models import Fact
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
        mine = learner.cards.live().filter(fact__in=[note.pk for note in notes])
        cards = list(mine.select_related("question__revision").order_by("question"))
        for card in cards:
            card.learner = learner
        return sum(act(card) is not None for card in cards)

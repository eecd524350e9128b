"""A card or a deck that is sent twice, by a double click or a browser that tries again, is made once."""

from datetime import datetime, timedelta

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Question
from studyapp.own import writing

AGAIN = timedelta(minutes=1)


def make_deck_once(learner: User, *, shown_after: int | None, at: datetime, **said: str) -> Deck:
    """Make the deck, unless the same was made since the form was shown: then that one."""
    with transaction.atomic():
        learner.lock()
        made = Deck.objects.of(learner).filter(removed_at=None, **said)
        twin = None if shown_after is None else made.filter(number__gt=shown_after).first()
        return twin or writing.make_deck(learner, **said, at=at)


def add_once(
    learner: User,
    deck: Deck,
    written: writing.Written,
    *,
    shown_after: int | None,
    at: datetime,
    made_from: Fact | None = None,
) -> Fact:
    """Make the card, unless the same was made a moment ago from the same showing of a form: then that one.

    `shown_after` is the newest card's number as the form was shown. Raises what `writing.add` does.
    """
    with transaction.atomic():
        learner.lock()
        if shown_after is not None and (twin := _twin(learner, deck, written, shown_after, at)):
            return twin
        [fact] = writing.add(learner, deck, [written], at=at, made_from=made_from)
    return fact


def _twin(learner: User, deck: Deck, written: writing.Written, shown_after: int, at: datetime) -> Fact | None:
    made = Question.objects.of(learner).filter(
        fact__deck=deck,
        fact__number__gt=shown_after,
        fact__removed_at=None,
        kind=written.kind,
        revision__created_at__gte=at - AGAIN,
    )
    for question in made.select_related("revision", "fact").order_by("-fact__number"):
        if not question.says_else(written.draft):
            return question.fact
    return None

"""Deleting for good what learners made, with all that hangs on it."""

from collections.abc import Collection, Iterator

from django.db import connection
from django.db.models import Model, QuerySet

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Picture, Question, Revision
from studyapp.own.models import Arrived, Copied, Sharing
from studyapp.study.models import Bookmark, Card, Day, Enrolment, Outdated, Quiz, Review


def forget_what_they_made(learners: Collection[User]) -> None:
    """All of it, in the transaction that deletes the accounts: row by row it would take minutes.

    As each row goes, databases look for it in every table that may refer to it, by an index that a test asks for.
    """
    for learner in learners:
        if not learner.is_guest:  # who has none
            _forget(learner)


def _forget(learner: User) -> None:
    Question.objects.of(learner).update(revision=None, state="draft")
    for rows in _hanging_on(learner):
        rows._raw_delete(connection.alias)  # Django's own, for what nothing else refers to


def _hanging_on(learner: User) -> Iterator[QuerySet[Model]]:
    """In the order in which nothing refers any more to what goes."""
    mine, facts, decks = Question.objects.of(learner), Fact.objects.of(learner), Deck.objects.of(learner)
    if not decks.exists():
        return
    quizzes = Quiz.objects.filter(owner=learner, items__question__owner=learner)
    Quiz.objects.filter(pk__in=list(quizzes.values_list("pk", flat=True).distinct())).delete()
    # All of theirs, which goes as well: PostgreSQL may take the worst way to those of own cards, made at once before.
    for model in (Review, Card, Outdated, Bookmark, Day, Enrolment):
        yield model._default_manager.filter(learner=learner)
    yield Sharing.objects.filter(deck__in=decks)
    yield Copied.objects.filter(deck__in=decks)
    yield Arrived.objects.filter(owner=learner)
    yield Revision.objects.of(learner)
    yield mine
    yield facts
    yield decks
    yield Picture.objects.of(learner)

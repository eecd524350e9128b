"""Drafts that came with a file: told once they are in the library, and gone without a trace where nobody saw them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain

from django.db import connection
from django.db.models import Model, QuerySet

from studyapp.accounts.models import User
from studyapp.exchange.arriving.pace import NOTES_AT_ONCE, short_transaction
from studyapp.exchange.models import Drafted, Import
from studyapp.library.models import AcceptedAnswer, Act, Fact, NameWord, Question, Sought, Standing, because


def tell(arrival: Import, *, at: datetime) -> None:
    """Once they are in the library: what was done, and what there is to warn of, some at a time. Twice is once."""
    facts = Fact.objects.filter(pk__in=arrival.drafted.values("fact")).order_by("pk")
    last = 0
    while some := list(facts.filter(pk__gt=last)[:NOTES_AT_ONCE]):
        last = some[-1].pk
        with short_transaction():
            arrival.learner.lock()
            _tell(arrival, some, at=at)
            facts.filter(pk__in=[fact.pk for fact in some]).keep_warnings(at=at)


def _tell(arrival: Import, facts: Sequence[Fact], *, at: datetime) -> None:
    """Of those of which it is not told yet."""
    keys = [fact.pk for fact in facts]
    told = set(Act.objects.filter(fact__in=keys, what=Act.What.ADDED).values_list("fact", flat=True))
    new = [fact for fact in facts if fact.pk not in told]
    questions = Question.objects.filter(fact__in=new).select_related("fact", "revision")
    with because(f"It came from the file “{arrival.name}”."):
        added = chain(new, questions.order_by("fact", "position"))
        Act.objects.record([Act.on(one, Act.What.ADDED, at=at, editor=arrival.learner_id) for one in added])
    Fact.history.bulk_history_create(new, default_user=arrival.learner, default_date=at)


def take_drafts_back(arrival: Import) -> None:
    """What hangs on those that nobody saw, so that they can go as other hidden cards do; in short transactions."""
    while keys := list(_hidden(arrival.drafted.all())[:NOTES_AT_ONCE]):
        with short_transaction():
            arrival.learner.lock()
            _forget(keys)


def forget_hidden_drafts(learners: Collection[User]) -> None:
    """Of accounts that are about to go."""
    _forget(list(_hidden(Drafted.objects.filter(arrival__learner__in=learners))))


def _hidden(drafted: QuerySet[Drafted]) -> QuerySet[Drafted]:
    return drafted.filter(question__owner__isnull=False)


def _forget(drafted: Sequence[Drafted]) -> None:
    for rows in _hanging_on([one.question_id for one in drafted], [one.fact_id for one in drafted]):
        rows._raw_delete(connection.alias)  # Django's own, for what nothing refers to


def _hanging_on(questions: Sequence[int], facts: Sequence[int]) -> Iterator[QuerySet[Model]]:
    for model in (AcceptedAnswer, NameWord, Sought, Standing, Drafted):
        yield model._default_manager.filter(question__in=questions)
    yield Standing.objects.filter(fact__in=facts)

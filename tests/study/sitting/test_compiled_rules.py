"""What is compiled once for all learners finds, for each of them, what its own rules find."""

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.library.models.citations import citations_with_articles
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card
from studyapp.study.models.cards import WITH_CONTENT, card_with_content
from studyapp.study.models.days import DUE_BY_DAY, due_by_day
from studyapp.study.sitting.scopes import EVERYTHING, Scope
from studyapp.study.sitting.sitting import SITTING, sitting_columns, values_of
from tests.examples import one_in
from tests.people import DAY, NOON, TUESDAY
from tests.shelf import Shelf
from tests.study.histories import STARTS, ZONES, Act, History, histories

pytestmark = pytest.mark.long

days = st.sampled_from([0, 0, 3, 30])
scopes = st.builds(
    Scope,
    deck=st.booleans().map(lambda named: "harbour" * named),
    article=st.booleans().map(lambda named: "article" * named),
    ahead=days,
    mistakes=days,
    quiz=st.sampled_from([0, 0, 1]),
    leeches=st.booleans(),
    cram=st.booleans(),
)


@one_in(2)  # each lives through a history
@given(histories, st.lists(scopes, min_size=1, max_size=4), st.sampled_from(STARTS), st.sampled_from(ZONES))
def test_it_finds_what_the_rules_find(
    lan: User, lans: Shelf, acts: list[Act], scopes: list[Scope], start: datetime, zone: str
) -> None:
    with transaction.atomic():
        history = History(lan.pk, lans.questions, start)
        history.travel(zone, 4)
        for act in acts:
            history.live(act)
        for scope in scopes:
            agrees(history, named(scope, history, lans))
        for question in lans.questions:
            found = WITH_CONTENT.get(learner=lan.pk, question=question.pk)
            assert told(found) == told(card_with_content(learner=lan.pk, question=question.pk).first())
        week = {"first": history.at.date() - 3 * DAY, "last": history.at.date() + 3 * DAY}
        assert DUE_BY_DAY.rows(learner=lan.pk, **week) == list(due_by_day(learner=lan.pk, **week))
        for question in lans.questions:
            assert question.fact.sources == list(citations_with_articles(fact=question.fact_id))
        transaction.set_rollback(True)


def named(scope: Scope, history: History, lans: Shelf) -> Scope:
    """The scope, with names of what there is."""
    citation = lans.tide.citations.first()
    assert citation is not None
    quiz = history.quizzes[-1].pk if history.quizzes else 1
    return replace(scope.shape.naming(deck=lans.harbour.slug, own=1, article=citation.article.slug, quiz=quiz))


def agrees(history: History, scope: Scope) -> None:
    learner = history.learner
    values: dict[str, Any] = values_of(learner, scope, at=history.at, day=study_day_of(learner, history.at))
    assert SITTING.get(scope.shape, **values) == sitting_columns(scope.shape, **values).get()


def told(card: Card | None) -> object:
    """All that was read of a card, and of what was read with it."""
    if card is None:
        return None
    question = card.question
    rows = (card, question, question.revision, question.fact, question.fact.deck, question.fact.superseded_by)
    return [row and {name: value for name, value in vars(row).items() if not name.startswith("_")} for row in rows]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by itself")
@pytest.mark.parametrize("scope", [EVERYTHING, Scope(ahead=3), Scope(mistakes=7), Scope(leeches=True, cram=True)])
def test_sqlite_plans_it_once_and_not_at_every_run(lan: User, scope: Scope) -> None:
    asked: list[tuple[object, ...]] = []  # by SQLite, of its authorizer, while it prepares a statement

    def authorize(*what: object) -> int:
        asked.append(what)
        return sqlite3.SQLITE_OK

    values: dict[str, Any] = values_of(lan, scope, at=NOON, day=TUESDAY)
    connection.connection.set_authorizer(authorize)
    try:
        SITTING.get(scope.shape, **values)
        assert asked
        asked.clear()
        SITTING.get(scope.shape, **values)
        SITTING.get(scope.shape, **{**values, "at": NOON + DAY, "day": TUESDAY + DAY})
    finally:
        connection.connection.set_authorizer(None)
    assert asked == []

"""Whatever part of the work an address names: its next question is found by index among 20,000 cards as among 200,
and on demand among 60,000.
"""

import re
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, DeckFactory, QuizFactory
from studyapp.library.models import Article, Citation, Deck, Fact, Question
from studyapp.study.cards.queues import mix_of
from studyapp.study.models import Card, Enrolment, Queue, QuizAnswer, Review
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from tests.answering import card_of, said
from tests.people import DAY, NOON, TOOK, TUESDAY
from tests.shelf import stock
from tests.statements import ANSWER, NEXT, count_up, plans, prefer_indexes, sql_of

pytestmark = pytest.mark.long

FEW = 200
MANY = 300 if connection.vendor == "sqlite" else 100
"""With fewer SQLite goes through all that is due for the facts of an article, in an index that has all it needs."""
QUIZ = 77
AWAY = 1_000_000
"""Where the copies' keys begin, far from any that the database gives out."""

BY_FACT = "card_siblings|study_card_fact"
"""Where one learner has nearly all cards, those of a fact are as well looked for by the fact alone."""
SCOPES = {
    "": "card_by_day",
    "deck": "card_by_deck",
    "article": BY_FACT,
    "ahead": "card_by_day",
    "deck ahead": "card_by_deck",
    "article ahead": BY_FACT,
    "mistakes": "review_mistakes",
    "deck mistakes": "review_mistakes",
    "article mistakes": "review_mistakes",
    "ahead mistakes": "review_mistakes",
    "quiz": "study_quizitem",
    "deck quiz": "study_quizitem",
    "leeches": "card_leeches",
    "mistakes leeches": "review_mistakes",
    "deck cram": "card_by_deck",
    "article cram": BY_FACT,
    "ahead cram": "card_by_day",
    "deck ahead cram": "card_by_deck",
    "mistakes cram": "review_mistakes",
    "quiz cram": "study_quizitem",
    "leeches cram": "card_leeches",
}
"""What is combined, and the index that leads to it."""


def met(learner: User, questions: list[Question]) -> None:
    """Of ten cards one is new, one in a step and eight in review, two of them due; a log of one row for each of them,
    and one of twenty was wrong last week.
    """
    cards, rows = [], []
    for n, question in enumerate(questions):
        keys = {"learner": learner, "question": question, "fact_id": question.fact_id}
        card = Card(**keys, deck_id=question.fact.deck_id, place=n, mix=mix_of(question.pk, 9), version=1)
        card.queue = (Queue.NEW, Queue.LEARNING, *[Queue.REVIEW] * 8)[n % 10]
        if card.queue != Queue.NEW:
            card.due_day, card.last_day = TUESDAY + (n % 10 - 4) * 3 * DAY, TUESDAY - 40 * DAY
            card.reps, card.lapses, card.state, card.model = 12, 9 * (n % 20 in (5, 13)), "review", "fsrs-6"
            card.stability, card.difficulty = 50.0, 5.0
        if card.queue == Queue.LEARNING:
            card.due_day, card.due_at = TUESDAY, NOON + DAY
        wrong = n % 20 == 5
        day = TUESDAY - (6 if wrong else 40) * DAY
        moment = NOON - (6 if wrong else 40) * DAY
        row = Review(**keys, version=0, kind="study", revision=question.revision, study_day=day, answered_at=moment)
        row.score, row.rating, row.due_day = float(not wrong), 1 if wrong else 3, TUESDAY
        cards.append(card)
        rows.append(row)
    Card.objects.bulk_create(cards)
    Review.objects.bulk_create(rows)


def copy_rows(times: int, model: type[Model], where: str, **columns: str) -> None:
    """So many times as many rows like each of these, but for the columns given; `n` counts the copies."""
    quote = connection.ops.quote_name
    names = [field.column for field in model._meta.concrete_fields if field.column]
    values = ", ".join(columns.get(name, f"t.{quote(name)}") for name in names)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {times - 1}) "
            f"INSERT INTO {table} ({', '.join(map(quote, names))}) SELECT {values} FROM copies, {table} t WHERE {where}"
        )


def multiply(learner: User, times: int) -> None:
    """So many cards for each that the learner has; only what they did of late is not more."""
    away, copies = f"{AWAY} + n * 1000", partial(copy_rows, times)
    copies(Fact, "t.state = 'published'", id=f"t.id + {away}", slug="t.slug || '-' || n")
    copies(
        Question, "t.state = 'published'", id=f"t.id + {away}", fact_id=f"t.fact_id + {away}", slug="t.slug || '-' || n"
    )
    keys = {"question_id": f"t.question_id + {away}", "fact_id": f"t.fact_id + {away}"}
    copies(Article, "t.slug = 'gazette'", id=f"t.id + {away}", slug="t.slug || '-' || n")
    cited = {"article_id": f"t.article_id + {away}", "fact_id": f"t.fact_id + {away}"}
    copies(Citation, "t.says = 'So it is.'", id=f"t.id + {away}", **cited)
    # Nobody stands in thousands of steps at once: those are new.
    copies(Card, f"t.learner_id = {learner.pk} AND t.queue <> 2", **keys, mix="(t.mix % 1000003 + n * 7907) % 1000003")
    copies(Review, f"t.learner_id = {learner.pk} AND t.score = 1", **keys)


@pytest.fixture
def article(lan: User) -> Article:
    """Sixty of the facts that Lan studies are from it, in two decks."""
    small, large = DeckFactory(slug="small"), DeckFactory(slug="large")
    questions = [*stock(FEW // 10, deck=small), *stock(FEW - FEW // 10, deck=large)]
    met(lan, questions)
    article = ArticleFactory(slug="gazette")
    Citation.objects.bulk_create(
        Citation(fact_id=question.fact_id, article=article, says="So it is.", position=0) for question in questions[:60]
    )
    for deck in Deck.objects.all():
        Enrolment.objects.create(learner=lan, deck=deck, joined_at=NOON)
    quiz = QuizFactory(pk=QUIZ, owner=lan, questions=questions[60:180:6], made_at=NOON - DAY)
    QuizAnswer.objects.bulk_create(
        QuizAnswer(learner=lan, quiz=quiz, position=n, response={}, score=0.0, answered_at=NOON) for n in range(1, 21)
    )
    lan.attempts.get().finish(at=NOON)
    begin_day(lan, at=NOON)
    return article


def scope_of(names: str) -> Scope:
    values: dict[str, Any] = {"deck": "large", "article": "gazette", "ahead": 7, "mistakes": 30, "quiz": QUIZ}
    return Scope(**{name: values.get(name, True) for name in names.split()})


@pytest.mark.parametrize("times", [MANY, pytest.param(1000, marks=pytest.mark.slow)])
def test_every_scope_is_found_by_index_in_a_very_large_collection(lan: User, article: Article, times: int) -> None:
    multiply(lan, times)
    count_up()
    assert lan.cards.count() > 0.8 * FEW * times
    for names, index in SCOPES.items():
        with plans() as steps:
            sitting = Sitting.of(lan, NOON, scope_of(names))
        assert sitting.next_question, names
        plan = f"{names}:\n" + "\n".join(steps)
        for needed in (index, "review_undo"):
            assert re.search(needed, plan), plan
        for walk in ("Seq Scan on study_card", "Seq Scan on study_review", "SCAN U", "SCAN V", "SCAN W", "SCAN study_"):
            assert walk not in plan, plan
        # Of the cards of an article or a quiz, of leeches and of what was practised today there are few enough to sort.
        if not {"article", "quiz", "cram", "leeches"} & set(names.split()):
            assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan
    prefer_indexes()
    check_sure_and_wrong(lan)
    # Else PostgreSQL would look up every reference of every copy before they are taken back.
    transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its statistics by itself")
def test_without_statistics_a_new_card_is_held_against_those_of_its_fact_alone(lan: User, article: Article) -> None:
    with plans() as steps:
        assert Sitting.of(lan, NOON).new
    assert sum("USING INDEX card_siblings (learner_id=? AND fact_id=?)" in step for step in steps) == 2, steps


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite goes about it as it is written")
def test_no_card_is_held_against_all_that_was_answered_today(lan: User, article: Article) -> None:
    """Of which the planner believes that it is little: its statistics are older."""
    count_up()
    with plans() as steps:
        assert Sitting.of(lan, NOON).new
    held = [step for step in steps if "Join Filter" in step and "fact_id" in step and "learner_id" in step]
    assert not held, steps


def check_sure_and_wrong(lan: User) -> None:
    """The newest of them, too, are found by index: in a log in which there are few, and where all of it is of them."""
    for sure in (lan.reviews.filter(score__lt=1), lan.reviews.all()):
        sure.update(certainty=3, score=0)
        count_up()
        with plans("study_review") as steps:
            assert len(lan.reviews.sure_and_wrong().select_related("fact__deck", "revision__question")[:20]) > 0
        plan = "\n".join(steps)
        assert "review_sure_and_wrong" in plan, plan
        for walk in ("Seq Scan on study_review", "SCAN study_", "USE TEMP B-TREE FOR ORDER BY"):
            assert walk not in plan, plan


def test_no_scope_costs_more_statements(
    lans_browser: Client, lan: User, article: Article, clock: time_machine.Traveller
) -> None:
    lans_browser.get("/study/")
    for names in SCOPES:
        query = scope_of(names).query
        question = Question.objects.get(pk=Sitting.of(lan, NOON, scope_of(names)).next_question or 0)
        ask = card_of(lan, question).ask(at=NOON - TOOK).token
        asking = sql_of(lans_browser, f"/study/{query}")
        answering = sql_of(lans_browser, f"/study/{question.pk}/answer/{query}", {"ask": ask, **said(question)})
        assert (len(asking), len(answering) <= ANSWER) == (NEXT, True), (names, answering)

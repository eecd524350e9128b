"""What an answer and the next question cost the database does not grow with what a learner has collected."""

import re
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory
from studyapp.library.models import Question
from studyapp.study.cards.queues import mix_of
from studyapp.study.models import Card, Enrolment, Review
from tests.answering import card_of, queue_of
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY
from tests.shelf import stock
from tests.statements import ANSWER, ANSWER_THAT_GRADUATES, NEXT, count_up, prefer_indexes, sql_of

OTHERS = 6


def deal(learner: User, questions: list[Question]) -> None:
    """Cards in every queue: of ten, five in review (two of them overdue), two locked, two new, one suspended."""
    deck = questions[0].fact.deck
    Enrolment.objects.create(learner=learner, deck=deck, joined_at=NOON)
    known = {"stability": 9.0, "difficulty": 5.0, "state": "review", "model": "fsrs-6", "reps": 3}
    cards = []
    for n, question in enumerate(questions):
        card = Card(learner=learner, question=question, fact_id=question.fact_id, deck=deck, place=n, mix=n)
        card.queue = (3, 3, 3, 1, 1, 3, 3, 0, 0, 4)[n % 10]
        card.suspended = card.queue == Card.Queue.OFF
        if card.queue == Card.Queue.REVIEW:
            card.due_day = TUESDAY + (n % 10 - 1) * DAY
            card.last_day, card.mix = TUESDAY - 9 * DAY, mix_of(question.pk, 3)
            for name, value in known.items():
                setattr(card, name, value)
        cards.append(card)
    Card.objects.bulk_create(cards)


def crowd(learner: User) -> None:
    """Other learners with the very same cards, and a log for each, so that no table is only Lan's."""
    columns = [str(field.column) for field in Card._meta.concrete_fields]
    names = ", ".join(connection.ops.quote_name(column) for column in columns if column != "learner_id")
    with connection.cursor() as cursor:
        for _ in range(OTHERS):
            cursor.execute(
                f"INSERT INTO study_card (learner_id, {names}) "
                f"SELECT %s, {names} FROM study_card WHERE learner_id = %s",
                [LearnerFactory().pk, learner.pk],
            )
    Review.objects.bulk_create(
        Review(
            learner_id=card.learner_id,
            question_id=card.question_id,
            fact_id=card.fact_id,
            revision=card.question.revision,
            version=0,
            kind=Review.Event.SUSPEND,
            study_day=TUESDAY - 9 * DAY,
            answered_at=NOON - 9 * DAY,
        )
        for card in Card.objects.exclude(learner=learner).select_related("question__revision")[:5000]
    )
    count_up()


def cost(learner: User, browser: Client, question: Question) -> tuple[int, int]:
    """How many data statements a right answer costs, and then the next question."""
    token = card_of(learner, question).ask(at=timezone.now() - TOOK).token
    answering = sql_of(browser, f"/study/{question.pk}/answer/", {"ask": token, "option": "The Moon"})
    return len(answering), len(sql_of(browser, "/study/"))


def costs(
    learner: User, questions: list[Question], browser: Client, clock: time_machine.Traveller
) -> dict[str, tuple[int, int]]:
    browser.force_login(learner)
    clock.move_to(NOON)
    browser.get("/study/")  # the first request of a day follows the library
    review, *_, new, _ = questions[:5]
    found = {"review": cost(learner, browser, review), "new": cost(learner, browser, new)}
    clock.shift(10 * MINUTE)
    found["graduation"] = cost(learner, browser, new)
    assert queue_of(learner, new) == Card.Queue.REVIEW
    return found


def plan_of(sql: str) -> list[str]:
    """How the database would go about a statement, step by step."""
    with connection.cursor() as cursor:
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def test_an_answer_costs_the_same_with_five_cards_and_with_two_thousand(
    lan: User, boris: User, client: Client, clock: time_machine.Traveller
) -> None:
    few, many = stock(5, siblings=2), stock(2000, siblings=2)
    deal(lan, few)
    deal(boris, many)
    found = costs(lan, few, client, clock)
    assert found == costs(boris, many, client, clock)
    for sort, (answering, going_on) in found.items():
        assert answering <= (ANSWER_THAT_GRADUATES if sort == "graduation" else ANSWER), sort
        assert going_on <= NEXT, sort


def test_the_next_question_is_found_by_index(lan: User, client: Client, clock: time_machine.Traveller) -> None:
    deal(lan, stock(2000, siblings=2))
    crowd(lan)
    client.force_login(lan)
    client.get("/study/")
    prefer_indexes()
    sitting, card = sql_of(client, "/study/")
    plan = "\n".join(plan_of(sitting) + plan_of(card))
    for index in ("card_by_day", "card_by_moment", "review_facts_of_the_day", "review_undo"):
        assert index in plan, plan
    walks = ["Seq Scan on study_card", "Seq Scan on study_review", "SCAN U", "SCAN V", "SCAN study_"]
    # The siblings of a fact are looked up; those of all facts are not gone through.
    for whole in (*walks, "card_by_deck", "card_siblings (learner_id=?)"):
        assert whole not in plan, plan
    # Neither the learner's whole collection nor whole queues are sorted to find a head.
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan


LISTS: dict[str, tuple[dict[str, Any], str]] = {
    "suspended": ({}, "card_suspended"),
    "buried": ({"buried_on": TUESDAY}, "card_buried"),
    "marked": ({"marked": True}, "card_marked"),
    "notes": ({"note": "So."}, "card_with_note"),
    "leeches": ({"reps": 20, "lapses": 9}, "card_leeches"),
}


def test_a_list_of_cards_is_found_by_its_index(lan: User, client: Client, clock: time_machine.Traveller) -> None:
    questions = stock(2000)
    deal(lan, questions)
    for turn, (columns, _) in enumerate(LISTS.values()):
        lan.cards.filter(question__in=questions[60 * turn : 60 * turn + 60]).update(**columns)
    crowd(lan)
    client.force_login(lan)
    client.get("/study/")
    prefer_indexes()
    for show, (_, index) in LISTS.items():
        count, has_own_decks, cards = sql_of(client, f"/study/cards/?show={show}")
        assert re.search("SEARCH library_deck USING INDEX|Index Scan", "\n".join(plan_of(has_own_decks)))
        for sql in (count, cards):
            plan = "\n".join(plan_of(sql))
            assert index in plan, plan
            assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_a_burial_costs_the_next_question_nothing(
    lan: User, boris: User, client: Client, clock: time_machine.Traveller
) -> None:
    few, many = stock(10), stock(2000)
    deal(lan, few)
    deal(boris, many)
    for learner, questions in ((lan, few), (boris, many)):
        client.force_login(learner)
        client.get("/study/")
        for question in questions[:4]:
            assert client.post(f"/study/{question.pk}/bury/").status_code == 302
        assert len(sql_of(client, "/study/")) <= NEXT

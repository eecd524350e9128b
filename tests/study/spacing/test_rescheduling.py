"""Due days moved at the learner's wish, to where the settings of now would have put them."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.scheduling import Preset
from studyapp.study.decks.membership import join
from studyapp.study.models import Review
from studyapp.study.spacing.parameters import take_into_use
from studyapp.study.spacing.rescheduling import Respacing, respace_all
from tests.answering import answer, card_of, due_day_of, learn, put_in_review
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs
from tests.study.parameters import parameters

LATER = NOON + 50 * DAY
"""The day of their last answer."""


@pytest.fixture
def learned(lan: User, lans: Shelf) -> Shelf:
    """Two questions that Lan knows for weeks, and one in a step."""
    known = (lans.flashcard, lans.true_false)
    for question in known:
        learn(lan, question, at=NOON)
    for days in (3, 14, 50):
        for question in known:
            answer(lan, question, at=NOON + days * DAY)
    answer(lan, lans.choice, at=LATER)
    return lans


def want(learner: User, retention: str) -> None:
    learner.desired_retention = Decimal(retention)
    learner.save(update_fields=["desired_retention"])


def test_a_lower_retention_moves_what_is_due_further_away_once_asked(lan: User, learned: Shelf) -> None:
    before, was = card_of(lan, learned.flashcard), due_day_of(lan, learned.flashcard)
    want(lan, "0.75")
    assert due_day_of(lan, learned.flashcard) == was
    assert respace_all(lan, at=LATER) == 2
    after = card_of(lan, learned.flashcard)
    assert due_day_of(lan, learned.flashcard) > was
    assert (after.memory, after.reps, after.version) == (before.memory, before.reps, before.version + 1)
    row = after.log.get(version=before.version)
    assert (row.kind, row.due_day, row.rating) == (Review.Event.RESCHEDULE, after.due_day, None)
    assert wrongs(lan) == []


def test_a_second_time_nothing_moves_and_steps_never_do(lan: User, learned: Shelf) -> None:
    step = card_of(lan, learned.choice)
    want(lan, "0.75")
    respace_all(lan, at=LATER)
    rows = lan.reviews.count()
    assert respace_all(lan, at=LATER) == 0
    assert lan.reviews.count() == rows
    assert card_of(lan, learned.choice).standing == step.standing


def test_other_parameters_move_due_days_only_when_asked(lan: User, learned: Shelf) -> None:
    before = due_day_of(lan, learned.flashcard)
    usual = Preset().parameters
    take_into_use(lan, parameters(lan, values=[*usual[:8], usual[8] + 1, *usual[9:]]))
    assert due_day_of(lan, learned.flashcard) == before
    assert respace_all(lan, at=LATER) == 2
    assert wrongs(User.objects.get(pk=lan.pk)) == []


def test_an_answer_says_which_parameters_were_in_use(lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    take_into_use(lan, parameters(lan))
    answer(lan, lans.true_false, at=NOON + MINUTE)
    assert {row.parameters_number for row in card_of(lan, lans.flashcard).log} == {None}
    assert {row.parameters_number for row in card_of(lan, lans.true_false).log} == {1}


def test_the_answer_before_a_move_can_be_undone_and_the_move_goes_with_it(lan: User, learned: Shelf) -> None:
    card = card_of(lan, learned.flashcard)
    before = card.log.get(version=card.version - 2)
    want(lan, "0.75")
    respace_all(lan, at=LATER)
    card_of(lan, learned.flashcard).undo(card.version - 1, at=LATER)
    assert due_day_of(lan, learned.flashcard) == before.due_day
    assert wrongs(lan) == []


def test_many_at_once_are_spread_over_the_days(lan: User) -> None:
    questions = stock(40)
    join(lan, questions[0].fact.deck, at=NOON)
    for question in questions:
        put_in_review(lan, question, due=TUESDAY + 40 * DAY)
    lan.cards.update(stability=20, last_day=TUESDAY)
    assert respace_all(lan, at=NOON) == 40
    days = list(lan.cards.values_list("due_day", flat=True))
    assert max(days.count(day) for day in days) < 14


def test_it_takes_no_statement_for_each_card(lan: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    questions = stock(40)
    join(lan, questions[0].fact.deck, at=NOON)
    for question in questions:
        put_in_review(lan, question, due=TUESDAY + 90 * DAY)
    lan.cards.update(last_day=TUESDAY)
    with django_assert_max_num_queries(20):
        respace_all(lan, at=NOON)


def test_a_card_in_its_last_pass_before_an_exam_keeps_its_place(lan: User, learned: Shelf) -> None:
    lan.enrolments.update(exam_on=TUESDAY + 70 * DAY)
    want(lan, "0.70")
    respace_all(lan, at=LATER)
    days = [due_day_of(lan, question) for question in (learned.flashcard, learned.true_false)]
    assert max(days) < TUESDAY + 70 * DAY
    assert respace_all(lan, at=LATER) == 0


def test_what_would_move_is_told_before_it_does(lan: User, learned: Shelf) -> None:
    want(lan, "0.97")
    told = Respacing.of(lan, at=LATER + 300 * DAY)
    assert (told.waiting, told.moved) == (2, 0)  # both are overdue by either
    told = Respacing.of(lan, at=LATER)
    assert (told.earlier, told.later, told.due_today) == (2, 0, 0)
    assert respace_all(lan, at=LATER) == told.moved
    assert lan.cards.filter(queue=3, due_day__lte=TUESDAY + 50 * DAY).count() == told.due_today_then


def test_looking_moves_nothing_and_asking_does(lans_browser: Client, lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.flashcard, due=TUESDAY + 300 * DAY)
    lan.cards.filter(question=lans.flashcard).update(last_day=TUESDAY)
    rows = lan.reviews.count()
    assert lans_browser.get("/study/spacing/move/").context["respacing"].moved == 1
    assert lan.reviews.count() == rows
    lans_browser.post("/study/spacing/move/")
    assert due_day_of(lan, lans.flashcard) < TUESDAY + 300 * DAY
    assert lan.reviews.count() == rows + 1
    lans_browser.post("/study/spacing/move/")
    assert lan.reviews.count() == rows + 1


def test_nothing_of_another_learners_moves(lan: User, boris: User, learned: Shelf) -> None:
    join(boris, learned.harbour, at=NOON)
    put_in_review(boris, learned.flashcard, due=TUESDAY + 300 * DAY)
    want(lan, "0.75")
    respace_all(lan, at=LATER)
    assert due_day_of(boris, learned.flashcard) == TUESDAY + 300 * DAY

"""Cards that were learned in another program go on here where they stood there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.scheduling import Due, Memory, Rating, State, remember
from studyapp.study.cards.came import Came
from studyapp.study.decks.membership import join, leave
from studyapp.study.learners import preset_of
from studyapp.study.models import Card, Queue
from studyapp.study.spacing.parameters import histories, take_into_use
from studyapp.study.taking_over import Elsewhere, Progress, take_over
from tests.answering import answer, card_of
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import stock
from tests.study.differences import wrongs
from tests.study.parameters import parameters

KNOWN = Memory(12.5, 4.5, State.REVIEW, None, TUESDAY - 10 * DAY)
ANSWERS = (
    Elsewhere(NOON - 30 * DAY, Rating.AGAIN, 9_000),
    Elsewhere(NOON - 29 * DAY, Rating.GOOD, 5_000),
    Elsewhere(NOON - 10 * DAY, Rating.EASY, 90_000),
)


@pytest.fixture
def question(lan: User) -> Question:
    [question] = stock(1)
    return question


def bring(learner: User, question: Question, memory: Memory | None = KNOWN, **more: Any) -> Card:
    """Lan's card of this question, which she learned elsewhere; due in two days unless `more` says otherwise."""
    join(learner, question.fact.deck, at=NOON)
    card = card_of(learner, question)
    brought = {"came": Came(memory, reps=3, lapses=1), "due": Due(TUESDAY + 2 * DAY), "answers": ANSWERS, **more}
    with transaction.atomic():
        learner.lock()
        take_over(learner, [Progress(card, **brought)], at=NOON)
    return card_of(learner, question)


def test_a_card_stands_as_it_stood_elsewhere(lan: User, question: Question) -> None:
    card = bring(lan, question)
    assert (card.memory, card.queue, card.due_day) == (KNOWN, Queue.REVIEW, TUESDAY + 2 * DAY)
    assert (card.reps, card.lapses, card.answers, card.right, card.elapsed_ms) == (3, 1, 3, 2, 74_000)
    assert wrongs(lan) == []


def test_the_next_answer_goes_on_from_there(lan: User, question: Question) -> None:
    bring(lan, question)
    answer(lan, question, at=NOON)
    assert card_of(lan, question).memory == remember(KNOWN, Rating.GOOD, day=TUESDAY, preset=preset_of(lan))
    card_of(lan, question).undo(4, at=NOON + MINUTE)
    assert card_of(lan, question).memory == KNOWN
    assert wrongs(lan) == []


def test_answers_given_elsewhere_count_on_their_days_and_use_up_no_limit(lan: User, question: Question) -> None:
    bring(lan, question)
    days = {day.study_day: day for day in lan.days.all()}
    told = {day: (one.answers, one.right, one.new, one.reviews, one.due) for day, one in days.items()}
    assert told == {
        TUESDAY - 30 * DAY: (1, 0, 0, 0, 0),
        TUESDAY - 29 * DAY: (1, 1, 0, 0, 0),
        TUESDAY - 10 * DAY: (1, 1, 0, 0, 0),
        TUESDAY + 2 * DAY: (0, 0, 0, 0, 1),
    }


def test_what_came_is_no_mistake_to_practise_and_nothing_to_undo(lan: User, question: Question) -> None:
    card = bring(lan, question)
    assert not lan.reviews.wrong()
    assert not lan.reviews.undoable()
    assert card.newest_act is None


def test_other_parameters_leave_what_came_as_it_came(lan: User, question: Question) -> None:
    bring(lan, question)
    take_into_use(lan, parameters(lan))
    assert card_of(lan, question).memory == KNOWN
    assert histories(lan) == []


def test_what_was_suspended_or_marked_there_is_so_here_and_can_be_undone(lan: User, question: Question) -> None:
    card = bring(lan, question, suspended=True, marked=True)
    assert (card.suspended, card.marked, card.queue) == (True, True, Queue.OFF)
    card.unsuspend(at=NOON)
    assert (card.queue, card.due_day) == (Queue.REVIEW, TUESDAY + 2 * DAY)
    assert wrongs(lan) == []


def test_what_comes_into_a_deck_that_is_left_waits_until_it_is_joined(lan: User, question: Question) -> None:
    join(lan, question.fact.deck, at=NOON)
    leave(lan, question.fact.deck, at=NOON)
    card = card_of(lan, question)
    with transaction.atomic():
        lan.lock()
        take_over(lan, [Progress(card, Came(KNOWN, 3, 1), Due(TUESDAY), ANSWERS)], at=NOON)
    assert card_of(lan, question).queue == Queue.OFF
    join(lan, question.fact.deck, at=NOON)
    assert card_of(lan, question).queue == Queue.REVIEW
    assert wrongs(lan) == []


@given(data=st.data())
@pytest.mark.django_db
def test_whatever_comes_is_the_fold_of_its_log(lan: User, question: Question, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(State))
    memory = st.builds(
        Memory,
        st.floats(0.001, 36_500),
        st.floats(1, 10),
        st.just(state),
        st.just(None if state is State.REVIEW else 0),
        st.integers(0, 4000).map(lambda days: TUESDAY - days * DAY),
    )
    moment = st.integers(-10, 10_000).map(lambda minutes: NOON + minutes * MINUTE)
    due = {
        State.REVIEW: st.integers(-1000, 9000).map(lambda days: Due(TUESDAY + days * DAY)),
    }.get(state, moment.map(lambda at: Due(TUESDAY, at)))
    given_there = st.builds(
        Elsewhere,
        st.integers(0, 10**8).map(lambda seconds: NOON - timedelta(seconds=seconds)),
        st.sampled_from(Rating),
        st.integers(0, 10**6),
    )
    with transaction.atomic():
        bring(
            lan,
            question,
            data.draw(memory),
            due=data.draw(due),
            answers=data.draw(st.lists(given_there, max_size=5)),
            suspended=data.draw(st.booleans()),
            marked=data.draw(st.booleans()),
        )
        assert wrongs(lan) == []
        transaction.set_rollback(True)

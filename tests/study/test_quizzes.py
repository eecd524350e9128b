"""Quizzes: what is kept, how it feeds the schedule, and when it ends."""

import pytest

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.study.models import AnsweredOtherwise, Given, Quiz, QuizAnswer
from tests.study.conftest import MINUTE, NOON, TOOK, TUESDAY, Shelf, card_of, response_to, wrongs


def give(learner: User, quiz: Quiz, position: int, *, right: bool = True, at=NOON) -> Given:
    item = quiz.items.with_content().get(position=position)
    # As a request finds them.
    learner = User.objects.get(pk=learner.pk)
    return QuizAnswer.give(item, learner, response_to(item.question, right=right), shown_at=at - TOOK, at=at)


@pytest.fixture
def quiz(lan: User, shelf: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[shelf.choice, shelf.disputed, shelf.lamp], made_at=NOON)


def test_an_answer_is_kept_once_and_the_same_again_changes_nothing(lan: User, quiz: Quiz) -> None:
    first = give(lan, quiz, 1)
    again = give(lan, quiz, 1, at=NOON + MINUTE)
    assert (first.replayed, again.replayed) == (False, True)
    assert lan.quiz_answers.get().answered_at == NOON
    with pytest.raises(AnsweredOtherwise):
        give(lan, quiz, 1, right=False)


def test_an_answer_counts_for_the_schedule_of_a_card(lan: User, lans: Shelf, quiz: Quiz) -> None:
    give(lan, quiz, 1)
    row = card_of(lan, lans.choice).log.get()
    assert (row.kind, row.rating, row.study_day, lan.quiz_answers.get().logged_as) == ("quiz", 3, TUESDAY, 0)
    day = lan.days.get(answers__gt=0)
    assert (day.answers, day.right, day.new, day.reviews, day.elapsed_ms) == (1, 1, 0, 0, 8000)
    assert wrongs(lan) == []

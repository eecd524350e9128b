"""Quizzes: what is kept, how it feeds the schedule, and when it ends."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given as for_all
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.library.models import Question, State
from studyapp.study.cards.grading import GAVE_UP
from studyapp.study.decks.membership import join
from studyapp.study.models import (
    AnsweredOtherwise,
    Attempt,
    LateAnswer,
    Over,
    Queue,
    Quiz,
    QuizAnswer,
    Review,
    Stale,
    TooLate,
)
from studyapp.study.quizzes.results import results_of
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.parameters import histories
from tests.answering import answer, card_of, learn, next_question, put_in_review, queue_of, response_to
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY
from tests.quizzing import attempt_at, give
from tests.shelf import Shelf, rewrite
from tests.study.differences import wrongs

SECOND = timedelta(seconds=1)


@pytest.fixture
def quiz(lan: User, shelf: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[shelf.choice, shelf.disputed, shelf.lamp], made_at=NOON)


# Kept once


def test_the_same_answer_again_changes_nothing_and_another_is_refused(lan: User, lans: Shelf, quiz: Quiz) -> None:
    first, again = give(lan, quiz), give(lan, quiz, at=NOON + MINUTE)
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.answer.answered_at, again.verdict.right) == (NOON, True)
    with pytest.raises(AnsweredOtherwise):
        give(lan, quiz, right=False)
    assert (lan.quiz_answers.count(), card_of(lan, lans.choice).version) == (1, 1)
    assert wrongs(lan) == []


def test_the_database_itself_refuses_a_second_answer(lan: User, quiz: Quiz) -> None:
    kept = give(lan, quiz).answer
    kept.score = 0.0
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


# What it does to the schedule


def test_an_answer_counts_for_the_schedule_and_uses_up_no_limit(lan: User, lans: Shelf, quiz: Quiz) -> None:
    give(lan, quiz)
    give(lan, quiz, 2, right=False)
    row = card_of(lan, lans.choice).log.get()
    assert (row.kind, row.rating, row.study_day, row.due is not None) == ("quiz", 3, TUESDAY, True)
    assert card_of(lan, lans.disputed).log.get().rating == 1
    day = lan.days.get(answers__gt=0)
    assert (day.answers, day.right, day.new, day.reviews, day.elapsed_ms) == (2, 1, 0, 0, 16_000)
    assert wrongs(lan) == []


def test_it_is_scheduled_just_like_a_study_answer(lan: User, boris: User, lans: Shelf) -> None:
    join(boris, lans.harbour, at=NOON)
    at = max(learn(lan, lans.choice, at=NOON), learn(boris, lans.choice, at=NOON)) + 9 * DAY
    answer(lan, lans.choice, at=at)
    give(boris, QuizFactory(owner=boris, questions=[lans.choice], made_at=at), at=at)
    ours, theirs = card_of(lan, lans.choice), card_of(boris, lans.choice)
    assert (theirs.memory, theirs.reps) == (ours.memory, ours.reps)
    assert theirs.log.last().rating == ours.log.last().rating == 3
    assert wrongs(boris) == []


def test_a_fact_met_in_a_quiz_is_not_asked_again_that_day(lan: User, lans: Shelf) -> None:
    lan.new_per_day = 0
    lan.save()
    put_in_review(lan, lans.disputed, due=TUESDAY - DAY)
    put_in_review(lan, lans.true_false, due=TUESDAY)
    put_in_review(lan, lans.lamp, due=TUESDAY + 9 * DAY)
    assert next_question(lan, at=NOON) == lans.disputed
    give(lan, QuizFactory(owner=lan, questions=[lans.disputed], made_at=NOON))
    assert next_question(lan, at=NOON) == lans.true_false
    # Of a fact with several questions none of the others comes either.
    give(lan, QuizFactory(owner=lan, questions=[lans.lamp], made_at=NOON))
    assert next_question(lan, at=NOON) is None


def test_it_belongs_to_mistakes_and_to_what_parameters_are_fitted_to(lan: User, lans: Shelf, quiz: Quiz) -> None:
    give(lan, quiz, right=False)
    assert lan.reviews.mistakes(since=TUESDAY).get().question == lans.choice
    assert histories(lan) == [[(TUESDAY, 1)]]


def test_it_is_not_undone_and_what_is_undone_beneath_it_folds_anew(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    give(lan, QuizFactory(owner=lan, questions=[lans.choice], made_at=NOON), at=NOON + MINUTE)
    sitting = Sitting.of(lan, NOON + 2 * MINUTE)
    assert (sitting.undo_question, sitting.undo_version) == (lans.choice.pk, 0)
    card = card_of(lan, lans.choice)
    with pytest.raises(Stale):
        card.undo(1, at=NOON + 2 * MINUTE)
    card.undo(0, at=NOON + 2 * MINUTE)
    assert (card.reps, lan.days.get(answers__gt=0).answers, lan.days.get(answers__gt=0).new) == (1, 1, 0)
    assert wrongs(lan) == []


def test_who_wants_quizzes_apart_has_them_apart(lan: User, lans: Shelf, quiz: Quiz) -> None:
    User.objects.filter(pk=lan.pk).update(quizzes_count=False)
    assert give(lan, quiz).answer.logged_as is None
    assert not card_of(lan, lans.choice).log.exists()


def test_without_a_card_there_is_only_the_answer_and_no_deck_is_joined(lan: User, quiz: Quiz) -> None:
    assert give(lan, quiz).answer.logged_as is None
    assert not lan.cards.exists()
    assert not lan.enrolments.exists()


def test_a_quiz_asks_and_judges_what_it_was_made_with(lan: User, lans: Shelf, quiz: Quiz) -> None:
    rewrite(lans.choice, at=NOON, answer="Venus", distractors=["The Moon", "Jupiter"])
    Question.objects.with_content().get(pk=lans.choice.pk).move(State.RETIRED, at=NOON)
    found = give(lan, quiz, at=NOON + MINUTE)
    assert (found.verdict.right, found.verdict.expected) == (True, "The Moon")
    assert wrongs(lan) == []


# Joining later


def test_who_joins_later_brings_their_answers_along(lan: User, shelf: Shelf, quiz: Quiz) -> None:
    give(lan, quiz, at=NOON - 3 * DAY, right=False)
    other = QuizFactory(owner=lan, questions=[shelf.choice], made_at=NOON - DAY)
    give(lan, other, at=NOON - DAY)
    give(lan, quiz, 3, at=NOON - DAY)
    lan.refresh_from_db()
    lan.study_day = TUESDAY
    lan.save()
    join(lan, shelf.harbour, at=NOON)
    rows = list(card_of(lan, shelf.choice).log.order_by("version"))
    assert [(row.kind, row.study_day, row.score, row.elapsed_ms) for row in rows] == [
        ("quiz", TUESDAY - 3 * DAY, 0.0, 8000),
        ("quiz", TUESDAY - DAY, 1.0, 8000),
    ]
    assert rows[0].answered_at == NOON - 3 * DAY
    assert list(lan.quiz_answers.order_by("position", "answered_at").values_list("logged_as", flat=True)) == [
        0,
        1,
        None,
    ]
    assert wrongs(lan) == []
    join(lan, shelf.harbour, at=NOON)
    assert card_of(lan, shelf.choice).version == 2
    join(lan, shelf.lighthouse, at=NOON)
    assert card_of(lan, shelf.lamp).version == 1
    assert wrongs(lan) == []


def test_who_wants_quizzes_apart_brings_nothing_along(lan: User, shelf: Shelf, quiz: Quiz) -> None:
    give(lan, quiz)
    lan.quizzes_count = False
    lan.save()
    join(lan, shelf.harbour, at=NOON)
    assert not lan.reviews.exists()


# The end


def test_the_last_answer_finishes_it(lan: User, quiz: Quiz) -> None:
    give(lan, quiz)
    give(lan, quiz, 2, right=False)
    assert not attempt_at(quiz).is_finished
    give(lan, quiz, 3, at=NOON + 5 * MINUTE)
    attempt = attempt_at(quiz)
    assert (attempt.right, attempt.score, attempt.percent, attempt.took) == (2, 2.0, 67, 5 * MINUTE)
    # A double click on the last answer finds it kept.
    assert give(lan, quiz, 3, at=NOON + 5 * MINUTE).replayed


def test_what_is_finished_takes_no_more_answers(lan: User, lans: Shelf, quiz: Quiz) -> None:
    give(lan, quiz)
    attempt_at(quiz).finish(at=NOON + MINUTE)
    with pytest.raises(Over):
        give(lan, quiz, 2, at=NOON + 2 * MINUTE)
    assert (attempt_at(quiz).right, lan.quiz_answers.count()) == (1, 1)
    attempt_at(quiz).finish(at=NOON + 9 * MINUTE)
    assert attempt_at(quiz).finished_at == NOON + MINUTE


@pytest.fixture
def timed(lan: User, shelf: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[shelf.choice, shelf.lamp], minutes=10, made_at=NOON)


def test_an_answer_in_time_counts_and_one_after_it_ends_the_quiz(lan: User, timed: Quiz) -> None:
    give(lan, timed, at=NOON + 10 * MINUTE + 5 * SECOND)
    with pytest.raises(Over):
        give(lan, timed, 2, at=NOON + 10 * MINUTE + 6 * SECOND)
    attempt = attempt_at(timed)
    assert (attempt.finished_at, attempt.right) == (NOON + 10 * MINUTE, 1)


def test_what_comes_after_the_end_is_kept_apart_and_counts_nowhere(lan: User, lans: Shelf, timed: Quiz) -> None:
    give(lan, timed, right=False)
    for right in (True, False):  # the first that comes is what is kept
        with pytest.raises(TooLate):
            give(lan, timed, 2, right=right, at=NOON + 10 * MINUTE + 6 * SECOND)
    late = lan.late_answers.get()
    assert (late.position, late.came_at) == (2, NOON + 10 * MINUTE + 6 * SECOND)
    assert late.response == response_to(lans.lamp, right=True)
    attempt = attempt_at(timed)
    assert (attempt.right, attempt.score, attempt.ran_out, attempt.answers.count()) == (0, 0, True, 1)
    assert not card_of(lan, lans.lamp).log.exists()
    assert [(one.late == late, one.was_right, one.verdict.right) for one in results_of(attempt)] == [
        (False, False, False),
        (True, False, True),
    ]
    assert wrongs(lan) == []


def test_only_what_the_clock_ended_keeps_late_answers_and_giving_up_is_none(lan: User, timed: Quiz) -> None:
    item = timed.items.with_content().get(position=1)
    attempt_at(timed).end_if_over(at=NOON + 11 * MINUTE)
    with pytest.raises(Over):
        QuizAnswer.give(item, lan, GAVE_UP, shown_at=NOON, at=NOON + 12 * MINUTE)
    other = QuizFactory(owner=lan, questions=[item.question], minutes=10, made_at=NOON)
    attempt_at(other).finish(at=NOON + MINUTE)
    with pytest.raises(Over):
        give(lan, other, at=NOON + 12 * MINUTE)
    assert not LateAnswer.objects.exists()


@for_all(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 14), st.booleans()), max_size=8))
def test_whenever_answers_come_each_is_kept_once_and_only_those_in_time_count(
    lan: User, timed: Quiz, sent: list[tuple[int, int, bool]]
) -> None:
    with transaction.atomic():
        for position, second, right in sorted(sent, key=lambda one: one[1]):
            with suppress(AnsweredOtherwise, Over):
                give(lan, timed, position, right=right, at=NOON + 10 * MINUTE - 4 * SECOND + second * SECOND)
        attempt = attempt_at(timed)
        attempt.end_if_over(at=NOON + 11 * MINUTE)
        answered = {answer.position: answer for answer in attempt.answers}
        late = {answer.position for answer in attempt.late_answers}
        assert answered.keys() | late == {position for position, _, _ in sent}
        assert not answered.keys() & late
        assert all(answer.answered_at <= NOON + 10 * MINUTE + 5 * SECOND for answer in answered.values())
        assert attempt.right == sum(answer.was_right for answer in answered.values())
        transaction.set_rollback(True)


def test_more_time_is_five_minutes_once_a_click(lan: User, timed: Quiz) -> None:
    attempt = attempt_at(timed)
    assert attempt.take_more_time(0, at=NOON + 9 * MINUTE)
    assert not attempt.take_more_time(0, at=NOON + 9 * MINUTE)
    assert not attempt_at(timed).take_more_time(0, at=NOON + 9 * MINUTE)
    assert attempt_at(timed).take_more_time(1, at=NOON + 9 * MINUTE)
    assert (attempt_at(timed).deadline, attempt_at(timed).more_time) == (NOON + 20 * MINUTE, 2)
    assert not attempt_at(timed).take_more_time(2, at=NOON + 21 * MINUTE)


def test_the_time_limit_can_be_turned_off_before_the_end(lan: User, timed: Quiz) -> None:
    assert not attempt_at(timed).lift_time_limit(at=NOON + 11 * MINUTE)
    assert attempt_at(timed).lift_time_limit(at=NOON + 9 * MINUTE)
    give(lan, timed, at=NOON + DAY)
    assert (attempt_at(timed).clock_off, attempt_at(timed).is_finished) == (True, False)


def test_who_leaves_takes_all_along(lan: User, boris: User, lans: Shelf, quiz: Quiz) -> None:
    Attempt.objects.begin(quiz, boris, at=NOON)
    give(boris, quiz)
    give(lan, quiz)
    boris.delete()
    assert (quiz.attempts.count(), QuizAnswer.objects.count()) == (1, 1)
    lan.delete()
    assert not Quiz.objects.exists()
    assert not QuizAnswer.objects.exists()


# What follows


def test_the_mistakes_of_a_quiz_can_be_practised_at_once(lan: User, lans: Shelf, quiz: Quiz) -> None:
    lan.quizzes_count = False
    lan.save()
    give(lan, quiz, right=False)
    give(lan, quiz, 2)
    scope = Scope(quiz=quiz.pk, cram=True)
    assert Sitting.of(lan, NOON, scope).missing == "quiz"
    attempt_at(quiz).finish(at=NOON)
    sitting = Sitting.of(lan, NOON, scope)
    assert (sitting.missing, sitting.next_question, sitting.more_left) == ("", lans.choice.pk, 1)
    assert queue_of(lan, lans.choice) == Queue.NEW
    # One that is locked, since its fact was never met in a sitting, is asked too.
    assert (queue_of(lan, lans.lamp), next_question(lan, at=NOON)) == (Queue.LOCKED, lans.choice)
    other = QuizFactory(owner=lan, questions=[lans.lamp], made_at=NOON)
    give(lan, other, right=False)
    assert Sitting.of(lan, NOON, Scope(quiz=other.pk, cram=True)).next_question == lans.lamp.pk


def test_another_learners_quiz_is_none(lan: User, boris: User, lans: Shelf, quiz: Quiz) -> None:
    give(lan, quiz, right=False)
    attempt_at(quiz).finish(at=NOON)
    join(boris, lans.harbour, at=NOON)
    sitting = Sitting.of(boris, NOON, Scope(quiz=quiz.pk, cram=True))
    assert (sitting.missing, sitting.next_question) == ("quiz", None)


# Two devices

acts = st.one_of(
    st.tuples(st.just("quiz"), st.integers(0, 1), st.integers(1, 3), st.sampled_from(["right", "wrong", "give up"])),
    st.tuples(st.just("study"), st.integers(0, 2), st.booleans(), st.booleans()),
    st.tuples(st.just("undo"), st.booleans()),
)


@for_all(st.lists(acts, max_size=20))
def test_two_devices_and_studying_in_any_order_leave_one_answer_a_position(
    lan: User, lans: Shelf, quiz: Quiz, acts: list[tuple[Any, ...]]
) -> None:
    """Each device fetched its questions at the beginning; cards are fetched anew, or were at the beginning."""
    with transaction.atomic():
        devices = [{item.position: item for item in quiz.items.with_content()} for _ in range(2)]
        learners = [User.objects.get(pk=lan.pk) for _ in devices]
        asked = [lans.choice, lans.disputed, lans.lamp]
        early = [card_of(lan, question) for question in asked]
        kept: dict[int, dict[str, Any]] = {}
        for turn, (what, *how) in enumerate(acts):
            at = NOON + turn * MINUTE
            if what == "quiz":
                device, position, said = how
                item = devices[device][position]
                response = GAVE_UP if said == "give up" else response_to(item.question, right=said == "right")
                try:
                    found = QuizAnswer.give(item, learners[device], response, shown_at=at, at=at)
                except (AnsweredOtherwise, Over):
                    assert kept.get(position) != response
                    continue
                assert found.replayed == (position in kept)
                assert kept.setdefault(position, response) == response
            elif what == "study":
                place, right, was_early = how
                card = early[place] if was_early else card_of(lan, asked[place])
                revision = card.question.revision
                assert revision is not None
                ask = card.ask(at=at - TOOK)
                try:
                    card.answer(response_to(asked[place], right=right), ask, revision, at=at)
                except Stale:
                    assert was_early
            else:
                sitting = Sitting.of(lan, at)
                if sitting.undo_question and sitting.undo_version is not None:
                    lan.cards.with_content().get(question=sitting.undo_question).undo(sitting.undo_version, at=at)
        answers = list(lan.quiz_answers.order_by("position"))
        assert {answer.position: answer.response for answer in answers} == kept
        logged = Review.objects.filter(learner=lan, kind=Review.Event.QUIZ)
        assert {(row.question_id, row.version) for row in logged} == {
            (devices[0][answer.position].question_id, answer.logged_as) for answer in answers
        }
        assert attempt_at(quiz).is_finished == (len(kept) == 3)
        assert wrongs(lan) == []
        transaction.set_rollback(True)

"""A clock that was a month ahead, or behind: once it is right again, everybody goes on from the right day."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.library.models import State
from studyapp.scheduling import Rating
from studyapp.study.cards.asks import Ask
from studyapp.study.decks.membership import join
from studyapp.study.learners import study_day_of
from studyapp.study.models import Attempt, Day, Queue, QuizAnswer, Review
from studyapp.study.new_day import begin_day
from studyapp.study.progress.decks import Recalled, deck_progress, next_due_day
from studyapp.study.progress.habit import Habit
from studyapp.study.progress.snapshots import snapshot_of
from studyapp.study.progress.week import Week
from studyapp.study.reminders import learners_to_remind, remind
from studyapp.study.sitting.hidden_facts import facts_being_asked
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.backlog import Backlog
from studyapp.study.spacing.rescheduling import bring_back
from studyapp.study.spacing.retention_cost import outlooks
from tests.answering import answer, card_of, due_day_of, learn, next_question, put_in_review, queue_of, response_to
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY, asks_for_emails
from tests.shelf import Shelf
from tests.study.differences import wrongs

MONTH = 30 * DAY
AHEAD = NOON + MONTH
"""What the clock says at noon while it is wrong."""
MENDED = NOON + 10 * MINUTE


def stored(learner: User) -> User:
    """As the next request finds them."""
    return User.objects.get(pk=learner.pk)


@pytest.fixture
def misled(lan: User, lans: Shelf) -> User:
    """Lan, who met a question while the clock was a month ahead, and comes back once it is right."""
    answer(lan, lans.choice, at=AHEAD)
    return stored(lan)


# The day, and what goes by it


def test_the_next_request_begins_the_right_day(misled: User) -> None:
    assert misled.study_day == TUESDAY + MONTH
    assert study_day_of(misled, MENDED) == TUESDAY
    begin_day(misled, at=MENDED)
    assert stored(misled).study_day == TUESDAY
    begin_day(stored(misled), at=NOON + DAY)
    assert stored(misled).study_day == TUESDAY + DAY


@pytest.mark.parametrize("days", [1, 2])
def test_a_day_that_travel_can_explain_stays(lan: User, lans: Shelf, days: int) -> None:
    begin_day(lan, at=NOON + days * DAY)
    begin_day(stored(lan), at=NOON)
    assert stored(lan).study_day == TUESDAY + days * DAY


def test_the_library_is_followed_on_the_right_day(misled: User, lans: Shelf) -> None:
    lans.flashcard.move(State.RETIRED, at=MENDED)
    begin_day(misled, at=MENDED)
    assert queue_of(misled, lans.flashcard) == Queue.OFF


def test_limits_count_what_was_done_on_the_right_day(misled: User, lans: Shelf) -> None:
    misled.new_per_day = 1
    misled.save()
    assert Sitting.of(misled, AHEAD).new_left == 0
    begin_day(misled, at=MENDED)
    sitting = Sitting.of(misled, MENDED)
    assert (sitting.new_done, sitting.answers_done, sitting.new_left) == (0, 0, 1)


def test_reviews_of_the_right_day_are_asked(misled: User, lans: Shelf) -> None:
    put_in_review(misled, lans.flashcard, due=TUESDAY)
    misled.cards.exclude(question=lans.flashcard).update(suspended=True, queue=Queue.OFF)
    assert next_question(misled, at=MENDED) == lans.flashcard


def test_what_was_answered_on_false_days_stays_in_the_log(misled: User, lans: Shelf) -> None:
    before = list(misled.reviews.values())
    answer(misled, lans.choice, at=MENDED)
    assert list(misled.reviews.order_by("version").values())[:1] == before
    assert before[0]["study_day"] == TUESDAY + MONTH
    assert wrongs(misled) == []


def test_a_clock_that_was_behind_leaves_an_absence(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    learn(stored(lan), lans.choice, at=NOON - MONTH)
    lan = stored(lan)
    assert lan.study_day == TUESDAY - MONTH
    begin_day(lan, at=NOON)
    assert stored(lan).study_day == TUESDAY
    assert due_day_of(lan, lans.choice) < TUESDAY
    answer(lan, lans.choice, at=NOON)
    assert due_day_of(lan, lans.choice) > TUESDAY
    assert wrongs(lan) == []


# Cards


def test_a_step_that_was_begun_on_a_false_day_is_due(misled: User, lans: Shelf) -> None:
    card = card_of(misled, lans.choice)
    assert (card.queue, card.due_day) == (Queue.LEARNING, TUESDAY + MONTH)
    assert Sitting.of(misled, NOON + MONTH + MINUTE).learning is None
    assert next_question(misled, at=MENDED) == lans.choice
    answer(misled, lans.choice, at=MENDED)
    assert due_day_of(misled, lans.choice) < TUESDAY + MONTH


def test_an_answer_after_a_false_day_counts_as_one_on_the_same_day(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=AHEAD)
    known = card_of(lan, lans.choice).memory
    assert known is not None
    assert known.last_day == TUESDAY + MONTH
    row = answer(stored(lan), lans.choice, at=MENDED).review
    card = card_of(lan, lans.choice)
    assert card.memory is not None
    assert (card.memory.last_day, row.study_day) == (TUESDAY, TUESDAY)
    assert TUESDAY < due_day_of(lan, lans.choice) < TUESDAY + MONTH
    assert not lan.days.filter(young__gt=0).exists(), "no memory was put to the test"
    assert wrongs(lan) == []
    assert at > MENDED


def test_the_learners_own_word_on_an_answer_of_a_false_day_counts_from_now(misled: User, lans: Shelf) -> None:
    begin_day(misled, at=MENDED)
    row = card_of(misled, lans.choice).override(Rating.AGAIN, 0, at=MENDED)
    assert (row.study_day, row.due_day) == (TUESDAY + MONTH, TUESDAY)
    assert wrongs(misled) == []


def test_what_was_set_aside_for_a_false_day_is_asked(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=AHEAD)
    card_of(lan, lans.choice).bury(at=AHEAD)
    assert next_question(stored(lan), at=MENDED) == lans.choice


def test_a_fact_met_on_a_false_day_is_not_met_today(misled: User, lans: Shelf) -> None:
    card_of(misled, lans.choice).forget(at=AHEAD)
    assert Sitting.of(misled, AHEAD).new != lans.choice.pk
    assert next_question(misled, at=MENDED) == lans.choice


def test_a_question_shown_by_a_clock_that_was_ahead_is_answered_and_no_rapid_guess(lan: User, lans: Shelf) -> None:
    card = card_of(lan, lans.choice)
    token = card.ask(at=AHEAD).token
    ask = Ask.read(token, learner=lan.pk, question=lans.choice.pk, at=MENDED)
    revision = card.question.revision
    assert revision is not None
    row = card.answer(response_to(lans.choice), ask, revision, at=MENDED).review
    assert (row.rating, row.elapsed_ms) == (Rating.GOOD, 0)


def test_undo_takes_back_what_was_done_last_and_nothing_of_a_false_day(misled: User, lans: Shelf) -> None:
    begin_day(misled, at=MENDED)
    assert Sitting.of(misled, MENDED).undo_question is None
    answer(misled, lans.flashcard, at=MENDED)
    sitting = Sitting.of(misled, MENDED)
    assert (sitting.undo_question, sitting.undo_version) == (lans.flashcard.pk, 0)
    answer(misled, lans.choice, at=MENDED + MINUTE)
    sitting = Sitting.of(misled, MENDED + MINUTE)
    assert (sitting.undo_question, sitting.undo_version) == (lans.choice.pk, 1)


def test_undo_offers_no_act_that_one_of_a_false_day_came_after(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=AHEAD)
    lan = stored(lan)
    begin_day(lan, at=MENDED)
    assert Sitting.of(lan, MENDED).undo_question is None


def test_a_search_hides_what_the_decks_of_today_ask(lan: User, lans: Shelf) -> None:
    for n in range(51):
        (card_of(lan, lans.lamp).mark if n % 2 == 0 else card_of(lan, lans.lamp).unmark)(at=AHEAD + n * MINUTE)
    begin_day(lan, at=MENDED)
    card_of(lan, lans.choice).mark(at=MENDED)
    assert facts_being_asked(lan, at=MENDED) >= {lans.choice.fact_id}


# Bringing back


def test_an_operator_brings_back_what_false_days_put_off(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=AHEAD)
    learn(lan, lans.flashcard, at=NOON)
    lan = stored(lan)
    late, right = due_day_of(lan, lans.choice), due_day_of(lan, lans.flashcard)
    assert late > TUESDAY + MONTH
    cache.set("limit", [AHEAD.timestamp()], MONTH.total_seconds())
    for said in ("1 review brought back.", "0 reviews brought back."):
        with time_machine.travel(MENDED, tick=False):
            call_command("bring_back", stdout=(out := StringIO()))
        assert out.getvalue().strip() == said
    assert TUESDAY < due_day_of(lan, lans.choice) <= late - MONTH + DAY
    assert due_day_of(lan, lans.flashcard) == right
    assert cache.get("limit") is None
    assert wrongs(lan) == []


def test_with_a_clock_that_was_right_nothing_is_brought_back(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    assert bring_back(stored(lan), at=NOON + DAY) == 0
    assert bring_back(stored(lan), at=NOON - 2 * DAY) == 0


# Days, and what is made of them


def test_days_to_come_are_in_no_figure_of_today(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=AHEAD)
    lan = stored(lan)
    begin_day(lan, at=MENDED)
    assert Week.of(lan, TUESDAY).days == []
    days = Day.objects.filter(learner=lan).values_list("study_day", flat=True)
    assert Habit.of(days, TUESDAY) == Habit(studied=0, run=0, longest=0)
    assert Backlog.of(lan, TUESDAY) is None
    assert Day.objects.due_by(lan, TUESDAY) == 0
    assert next_due_day(lan, TUESDAY) == due_day_of(lan, lans.choice)
    assert deck_progress(lan, TUESDAY, known=True)[0].known == Recalled(1, 1)


def test_the_pace_of_late_knows_nothing_of_days_to_come(lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    wanted = [outlook.cost for outlook in outlooks(lan, today=TUESDAY)]
    Day.objects.filter(learner=lan, study_day=TUESDAY).update(study_day=TUESDAY + MONTH)
    assert [outlook.cost for outlook in outlooks(lan, today=TUESDAY)] != wanted


def test_what_is_to_come_is_foreseen_from_memories_of_false_days(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=AHEAD)
    assert outlooks(stored(lan), today=TUESDAY)


def test_figures_of_a_false_day_are_made_anew(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=AHEAD)
    assert snapshot_of(stored(lan), at=AHEAD).study_day == TUESDAY + MONTH
    snapshot = snapshot_of(stored(lan), at=MENDED)
    assert (snapshot.study_day, snapshot.figures["met"]) == (TUESDAY, 1)


def test_every_page_can_be_read(client: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=AHEAD)
    learn(stored(lan), lans.flashcard, at=MENDED - MINUTE)
    client.force_login(lan)
    named = ("home", "study", "progress", "progress-retention", "progress-knowledge", "progress-calibration")
    addresses = [*map(reverse, (*named, "spacing", "pace", "cards", "quizzes")), lans.harbour.get_absolute_url()]
    with time_machine.travel(MENDED + MINUTE * 20, tick=False):
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


# Reminders


def test_who_was_reminded_on_a_false_day_is_reminded_today(lan: User, lans: Shelf) -> None:
    asks_for_emails(lan, 12)
    assert remind(stored(lan), at=AHEAD)
    assert [learner.pk for learner in learners_to_remind(MENDED)] == [lan.pk]
    assert remind(stored(lan), at=MENDED)
    assert list(learners_to_remind(MENDED)) == []
    assert not remind(stored(lan), at=MENDED), "one email a day"


# Quizzes


def test_a_quiz_begun_by_a_clock_that_was_ahead_has_its_time_from_now(lan: User, shelf: Shelf) -> None:
    quiz = QuizFactory(owner=lan, questions=[shelf.choice, shelf.lamp], made_at=AHEAD, minutes=10)
    attempt = Attempt.objects.get(learner=lan, quiz=quiz)
    attempt.take_more_time(0, at=AHEAD)
    attempt.refresh_from_db()
    assert not attempt.end_if_over(at=MENDED)
    assert (attempt.started_at, attempt.deadline) == (MENDED, MENDED + 15 * MINUTE)
    assert attempt.end_if_over(at=MENDED + 16 * MINUTE)
    assert attempt.took == 15 * MINUTE


@pytest.mark.parametrize("minutes", [None, 10])
def test_it_can_be_answered_and_finished(lan: User, lans: Shelf, minutes: int | None) -> None:
    quiz = QuizFactory(owner=lan, questions=[lans.choice, lans.lamp], made_at=AHEAD, minutes=minutes)
    begin_day(lan, at=AHEAD)
    learner = stored(lan)
    begin_day(learner, at=MENDED)
    for item in quiz.items.with_content():
        response = response_to(item.asked.question)
        given = QuizAnswer.give(item, learner, response, shown_at=AHEAD, at=MENDED)
        assert given.answer.elapsed_ms == 0
    attempt = Attempt.objects.get(learner=lan, quiz=quiz)
    assert (attempt.is_finished, attempt.took) == (True, timedelta(0))
    assert {row.rating for row in Review.objects.filter(kind=Review.Event.QUIZ)} == {Rating.GOOD}
    assert wrongs(learner) == []


def test_answers_given_on_a_false_day_before_joining_are_taken_up(lan: User, shelf: Shelf) -> None:
    quiz = QuizFactory(owner=lan, questions=[shelf.choice, shelf.lamp], made_at=AHEAD)
    for item, at in zip(quiz.items.with_content(), (AHEAD, MENDED), strict=True):
        QuizAnswer.give(item, lan, response_to(item.asked.question), shown_at=at - TOOK, at=at)
    for deck in (shelf.harbour, shelf.lighthouse):
        join(lan, deck, at=MENDED)
    assert sorted(lan.reviews.values_list("study_day", flat=True)) == [TUESDAY, TUESDAY + MONTH]
    assert wrongs(lan) == []

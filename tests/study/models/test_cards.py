"""A card keeps one row for each act, stands as its log says, and gives way to nobody who comes late."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, F

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.scheduling import Rating, State
from studyapp.study.cards.grading import GAVE_UP
from studyapp.study.models import Card, NotInReview, Outcome, Queue, Review, Stale
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting
from tests.answering import answer, card_of, learn, next_question, put_in_review, queue_of, response_to
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs

QUICK = timedelta(milliseconds=900)


type Rows = list[dict[str, Any]]


def snapshot(learner: User) -> list[Rows]:
    """Every card of a learner, and every day on which there is something."""
    cards: Rows = [{**card} for card in learner.cards.order_by("question").values()]
    days: Rows = [{**day} for day in learner.days.order_by("study_day", "deck").values()]
    return [cards, [day for day in days if any(day[name] for name in ("answers", "due", "elapsed_ms"))]]


def without_versions(taken: list[Rows]) -> list[Rows]:
    cards, days = taken
    return [[{**card, "version": None} for card in cards], days]


def say(learner: User, question: Question, version: int, *, at: datetime, right: bool = True) -> Outcome:
    """Answer to an old showing of the card."""
    card = card_of(learner, question)
    card.version, now = version, card.version
    ask = card.ask(at=at)
    card.version = now
    assert card.question.revision is not None
    return card.answer(response_to(question, right=right), ask, card.question.revision, at=at)


# Answering


def test_an_answer_leaves_one_row_and_moves_the_card_and_the_day(lan: User, lans: Shelf) -> None:
    outcome = answer(lan, lans.choice, at=NOON)
    card, row = card_of(lan, lans.choice), lan.reviews.get()
    assert (outcome.review, outcome.replayed, outcome.verdict.right) == (row, False, True)
    assert (row.version, row.kind, row.rating, row.score, row.study_day) == (0, "study", 3, 1.0, TUESDAY)
    assert (row.response, row.revision, row.fact) == ({"option": "The Moon"}, lans.choice.revision, lans.tide)
    assert (row.shown_at, row.answered_at, row.elapsed_ms) == (NOON - timedelta(seconds=8), NOON, 8000)
    assert (card.version, card.reps, card.lapses, card.queue) == (1, 1, 0, Queue.LEARNING)
    assert (card.due_day, card.due_at) == (row.due_day, row.due_at) == (TUESDAY, NOON + 10 * MINUTE)
    assert (row.stability_before, row.stability_after) == (None, card.stability)
    day = lan.days.get()
    assert (day.study_day, day.deck, day.answers, day.right, day.new) == (TUESDAY, lans.harbour, 1, 1, 1)
    assert (day.reviews, day.due, day.elapsed_ms) == (0, 0, 8000)


def test_a_wrong_answer_is_asked_again_in_a_minute(lan: User, lans: Shelf) -> None:
    row = answer(lan, lans.choice, at=NOON, right=False).review
    assert (row.rating, row.score, row.due_at) == (1, 0.0, NOON + MINUTE)
    assert lan.days.get().right == 0


def test_giving_up_is_kept_as_such_and_counts_as_wrong(lan: User, lans: Shelf) -> None:
    row = answer(lan, lans.choice, at=NOON, response=GAVE_UP).review
    assert (row.response, row.rating, row.score) == (GAVE_UP, 1, 0.0)


def test_two_right_answers_graduate_a_card_into_review(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    row = answer(lan, lans.choice, at=NOON + 10 * MINUTE).review
    card = card_of(lan, lans.choice)
    assert (card.queue, card.state, card.due_at) == (Queue.REVIEW, State.REVIEW, None)
    assert card.due_day is not None
    assert card.due_day > TUESDAY
    assert lan.days.get(study_day=card.due_day).due == 1
    assert row.due_day == card.due_day


def test_the_day_knows_when_a_review_moved(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    first = card_of(lan, lans.choice).due_day
    assert first is not None
    answer(lan, lans.choice, at=NOON + (first - TUESDAY))
    second = card_of(lan, lans.choice).due_day
    due = dict(lan.days.filter(due__gt=0).values_list("study_day", "due"))
    assert due == {second: 1}
    assert lan.days.get(study_day=first).reviews == 1
    assert wrongs(lan) == []


def test_a_forgotten_review_is_a_lapse_and_is_relearned_today(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    due = card_of(lan, lans.choice).due_day
    assert due is not None
    at = NOON + (due - TUESDAY)
    answer(lan, lans.choice, at=at, right=False)
    card = card_of(lan, lans.choice)
    assert (card.queue, card.state, card.lapses, card.due_at) == (Queue.LEARNING, "relearning", 1, at + 10 * MINUTE)


@pytest.mark.parametrize("rating", Rating)
def test_a_flashcard_is_scheduled_by_the_learners_own_rating(lan: User, lans: Shelf, rating: Rating) -> None:
    row = answer(lan, lans.flashcard, at=NOON, response={"rating": int(rating)}).review
    assert row.rating == rating
    waits = {1: MINUTE, 2: 5.5 * MINUTE, 3: 10 * MINUTE, 4: None}
    assert (row.due_at and row.due_at - NOON) == waits[rating]


def test_a_step_that_would_cross_the_start_of_the_day_waits_for_that_day(lan: User, lans: Shelf) -> None:
    late = datetime(2026, 1, 6, 20, 55, tzinfo=UTC)  # five to four in the morning in Hanoi
    row = answer(lan, lans.choice, at=late).review
    card = card_of(lan, lans.choice)
    assert (row.study_day, row.due_day, row.due_at) == (TUESDAY, TUESDAY + DAY, None)
    assert (card.queue, card.state) == (Queue.REVIEW, State.LEARNING)
    assert lan.days.get(study_day=TUESDAY + DAY).due == 1
    begin_day(lan, at=late + 6 * MINUTE)
    assert Sitting.of(lan, late + 6 * MINUTE).review == lans.choice.pk
    assert wrongs(lan) == []


# Rapid guesses


def test_a_right_pick_in_no_time_teaches_nothing_and_comes_again_in_a_minute(lan: User, lans: Shelf) -> None:
    row = answer(lan, lans.choice, at=NOON, took=QUICK).review
    card = card_of(lan, lans.choice)
    assert (row.rating, row.score, row.due_at) == (None, 1.0, NOON + MINUTE)
    assert (card.memory, card.reps, card.queue, card.rapid_day) == (None, 1, Queue.LEARNING, TUESDAY)
    assert next_question(lan, at=NOON + MINUTE) == lans.choice
    assert wrongs(lan) == []


def test_a_second_one_on_the_same_day_is_taken_at_its_word(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, took=QUICK)
    assert answer(lan, lans.choice, at=NOON + MINUTE, took=QUICK).review.rating == Rating.GOOD
    assert answer(lan, lans.choice, at=NOON + DAY, took=QUICK).review.rating is None


def test_a_wrong_pick_or_a_typed_answer_in_no_time_counts(lan: User, lans: Shelf) -> None:
    assert answer(lan, lans.choice, at=NOON, took=QUICK, right=False).review.rating == Rating.AGAIN
    assert answer(lan, lans.disputed, at=NOON, took=QUICK).review.rating == Rating.GOOD


def test_a_rapid_guess_in_the_last_minute_of_a_day_waits_for_the_next(lan: User, lans: Shelf) -> None:
    late = datetime(2026, 1, 6, 20, 59, 30, tzinfo=UTC)
    answer(lan, lans.choice, at=late, took=QUICK)
    card = card_of(lan, lans.choice)
    assert (card.queue, card.due_day, card.due_at, card.memory) == (Queue.REVIEW, TUESDAY + DAY, None, None)
    assert lan.days.get(due=1).study_day == TUESDAY + DAY
    assert wrongs(lan) == []


def test_a_rapid_guess_keeps_what_was_remembered(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    before = card_of(lan, lans.choice)
    assert before.due_day is not None
    answer(lan, lans.choice, at=NOON + (before.due_day - TUESDAY), took=QUICK)
    assert card_of(lan, lans.choice).memory == before.memory
    assert wrongs(lan) == []


# Once and only once


def test_the_same_answer_again_is_replayed_and_writes_nothing(lan: User, lans: Shelf) -> None:
    first = answer(lan, lans.choice, at=NOON)
    before = snapshot(lan)
    again = say(lan, lans.choice, 0, at=NOON + MINUTE)
    assert (again.review, again.replayed) == (first.review, True)
    assert again.verdict == first.verdict
    assert (snapshot(lan), lan.reviews.count()) == (before, 1)


def test_it_is_replayed_even_when_the_card_has_moved_on(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=NOON + 10 * MINUTE)
    assert say(lan, lans.choice, 0, at=NOON + 11 * MINUTE).replayed
    assert lan.reviews.count() == 2


def test_another_answer_to_the_same_showing_is_stale(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    before = snapshot(lan)
    with pytest.raises(Stale):
        say(lan, lans.choice, 0, at=NOON + MINUTE, right=False)
    assert (snapshot(lan), lan.reviews.count()) == (before, 1)


def test_a_card_in_hand_that_was_answered_meanwhile_is_stale(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    in_hand = card_of(lan, lans.choice)
    ask, revision = in_hand.ask(at=NOON), in_hand.question.revision
    assert revision is not None
    answer(lan, lans.choice, at=NOON)
    before = snapshot(lan)
    with pytest.raises(Stale):
        in_hand.answer(response_to(lans.choice, right=False), ask, revision, at=NOON)
    assert in_hand.answer(response_to(lans.choice), ask, revision, at=NOON).replayed
    assert (snapshot(lan), lan.reviews.count()) == (before, 1)


def test_an_undone_answer_sent_again_is_stale(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).undo(0, at=NOON + MINUTE)
    with pytest.raises(Stale):
        say(lan, lans.choice, 0, at=NOON + MINUTE)
    assert lan.reviews.count() == 2


def test_an_answer_to_a_showing_before_it_was_suspended_is_stale(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).suspend(at=NOON)
    with pytest.raises(Stale):
        say(lan, lans.choice, 0, at=NOON + MINUTE)


def test_an_answer_to_a_showing_that_is_yet_to_come_is_stale(lan: User, lans: Shelf) -> None:
    with pytest.raises(Stale):
        say(lan, lans.choice, 5, at=NOON)


# Overriding


def test_i_was_right_puts_the_card_where_a_right_answer_would_have(lan: User, boris: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    row = card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)
    card, day = card_of(lan, lans.disputed), lan.days.get()
    assert (row.kind, row.replaces, row.rating, row.score) == ("override", 0, 3, 1.0)
    assert (card.version, card.reps, card.due_at) == (2, 1, NOON + 10 * MINUTE)
    assert (day.answers, day.right, day.new) == (1, 1, 1)
    assert wrongs(lan) == []


def test_i_was_wrong_has_it_asked_again_in_a_minute(lan: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON)
    card_of(lan, lans.disputed).override(Rating.AGAIN, 0, at=NOON)
    assert card_of(lan, lans.disputed).due_at == NOON + MINUTE
    assert lan.days.get().right == 0
    assert wrongs(lan) == []


def test_too_easy_waits_longer_than_right(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.disputed, at=NOON)
    card = card_of(lan, lans.disputed)
    good = card.due_day
    assert good is not None
    card.override(Rating.EASY, 1, at=at)
    easy = card_of(lan, lans.disputed).due_day
    assert easy is not None
    assert easy > good
    assert dict(lan.days.filter(due__gt=0).values_list("study_day", "due")) == {easy: 1}
    assert wrongs(lan) == []


def test_only_the_newest_answer_can_be_overridden_and_only_once(lan: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    answer(lan, lans.disputed, at=NOON + MINUTE)
    card_of(lan, lans.disputed).override(Rating.AGAIN, 1, at=NOON + MINUTE)
    before = snapshot(lan)
    for version in (0, 1, 2, 3):
        with pytest.raises(Stale):
            card_of(lan, lans.disputed).override(Rating.GOOD, version, at=NOON + MINUTE)
    assert snapshot(lan) == before


def test_what_is_no_answer_cannot_be_overridden(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.disputed).suspend(at=NOON)
    with pytest.raises(Stale):
        card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)


# Suspending


def test_a_suspended_card_is_not_asked_and_comes_back_as_it_was(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    before = without_versions(snapshot(lan))
    card_of(lan, lans.choice).suspend(at=NOON + DAY)
    assert queue_of(lan, lans.choice) == Queue.OFF
    assert not lan.days.filter(due__gt=0).exists()
    assert wrongs(lan) == []
    card_of(lan, lans.choice).unsuspend(at=NOON + 2 * DAY)
    assert without_versions(snapshot(lan)) == before
    assert wrongs(lan) == []


def test_a_locked_card_that_was_suspended_is_locked_again_when_resumed(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.typed).suspend(at=NOON)
    card_of(lan, lans.typed).unsuspend(at=NOON)
    assert queue_of(lan, lans.typed) == Queue.LOCKED
    learn(lan, lans.choice, at=NOON)
    card_of(lan, lans.typed).suspend(at=NOON + DAY)
    card_of(lan, lans.typed).unsuspend(at=NOON + DAY)
    assert queue_of(lan, lans.typed) == Queue.NEW
    assert wrongs(lan) == []


# Acts that are no answers

ACTS: dict[str, Callable[[Card, datetime], Review | None]] = {
    "suspend": lambda card, at: card.suspend(at=at),
    "bury": lambda card, at: card.bury(at=at),
    "forget": lambda card, at: card.forget(at=at),
    "set due": lambda card, at: card.set_due(TUESDAY + 400 * DAY, at=at),
    "set due today": lambda card, at: card.set_due(TUESDAY, at=at),
    "mark": lambda card, at: card.mark(at=at),
    "write a note": lambda card, at: card.write_note("The third word.", at=at),
}


# Burying


def test_a_buried_card_is_not_asked_that_day_and_is_back_on_the_next(lan: User, lans: Shelf) -> None:
    before = without_versions(snapshot(lan))
    card_of(lan, lans.choice).bury(at=NOON)
    assert next_question(lan, at=NOON) == lans.flashcard
    assert lan.cards.get(question=lans.choice).buried_on == TUESDAY
    for card in lan.cards.exclude(question=lans.choice):
        card.suspend(at=NOON)
    assert next_question(lan, at=NOON + 10 * 60 * MINUTE) is None
    assert next_question(lan, at=NOON + DAY) == lans.choice
    assert wrongs(lan) == []
    card_of(lan, lans.choice).unbury(at=NOON + DAY)
    for card in lan.cards.exclude(question=lans.choice):
        card.unsuspend(at=NOON + DAY)
    assert without_versions(snapshot(lan)) == before


def test_a_step_and_a_review_can_be_buried_and_what_is_left_says_so(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    put_in_review(lan, lans.lamp, due=TUESDAY)
    sitting = Sitting.of(lan, NOON + MINUTE)
    assert (sitting.learning, sitting.review) == (lans.choice.pk, lans.lamp.pk)
    assert (sitting.learning_left, sitting.reviews_left, sitting.new_left) == (1, 1, 2)
    for question in (lans.choice, lans.lamp, lans.flashcard):
        card_of(lan, question).bury(at=NOON)
    sitting = Sitting.of(lan, NOON + MINUTE)
    assert (sitting.learning, sitting.ahead, sitting.review, sitting.new) == (None, None, None, lans.disputed.pk)
    assert (sitting.learning_left, sitting.reviews_left, sitting.new_left) == (0, 0, 2)


def test_burying_it_again_on_another_day_is_another_burial(lan: User, lans: Shelf) -> None:
    for days in (0, 1):
        begin_day(lan, at=NOON + days * DAY)
        assert card_of(lan, lans.choice).bury(at=NOON + days * DAY) is not None
    assert card_of(lan, lans.choice).buried_on == TUESDAY + DAY
    assert wrongs(lan) == []


# Forgetting


def test_a_forgotten_card_starts_again_as_new_and_its_days_keep_their_counts(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.flashcard).mark(at=at)
    card_of(lan, lans.flashcard).forget(at=at)
    card = card_of(lan, lans.flashcard)
    assert (card.memory, card.due_day, card.reps, card.lapses, card.marked) == (None, None, 0, 0, True)
    assert (card.queue, card.mix) == (Queue.NEW, card.place)
    day = lan.days.get(study_day=TUESDAY)
    assert (day.answers, day.new, day.right) == (2, 1, 2)
    assert not lan.days.filter(due__gt=0).exists()
    assert wrongs(lan) == []


def test_when_it_is_met_again_it_is_new_to_that_day(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.flashcard, at=NOON)
    first = lan.reviews.get(version=0).due_at
    card_of(lan, lans.flashcard).forget(at=at)
    row = answer(lan, lans.flashcard, at=NOON + DAY).review
    assert first is not None
    assert (row.due_at, card_of(lan, lans.flashcard).reps) == (first + DAY, 1)
    assert lan.days.get(study_day=TUESDAY + DAY).new == 1
    assert wrongs(lan) == []


def test_forgetting_locks_what_hung_on_it(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=NOON)
    assert queue_of(lan, lans.typed) == Queue.NEW
    card_of(lan, lans.choice).forget(at=at)
    assert [queue_of(lan, question) for question in (lans.choice, lans.typed)] == [Queue.NEW, Queue.LOCKED]
    at = learn(lan, lans.choice, at=NOON + DAY)
    learn(lan, lans.typed, at=NOON + 2 * DAY)
    card_of(lan, lans.choice).forget(at=NOON + 3 * DAY)
    card_of(lan, lans.typed).forget(at=NOON + 3 * DAY)
    assert [queue_of(lan, question) for question in (lans.choice, lans.typed)] == [Queue.NEW, Queue.LOCKED]
    assert wrongs(lan) == []


def test_what_was_never_met_cannot_be_forgotten(lan: User, lans: Shelf) -> None:
    assert card_of(lan, lans.choice).forget(at=NOON) is None
    assert not lan.reviews.exists()


# Setting the due day


def test_a_review_moves_to_the_day_the_learner_sets_and_keeps_what_is_remembered(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=NOON)
    before = card_of(lan, lans.choice)
    row = before.set_due(TUESDAY + 36_500 * DAY, at=at)
    card = card_of(lan, lans.choice)
    assert (card.due_day, card.memory, card.reps) == (TUESDAY + 36_500 * DAY, before.memory, before.reps)
    assert row.due_day == card.due_day
    assert dict(lan.days.filter(due__gt=0).values_list("study_day", "due")) == {card.due_day: 1}
    assert wrongs(lan) == []


def test_a_review_set_to_today_is_asked_today_though_it_was_buried(lan: User, lans: Shelf) -> None:
    learn(lan, lans.true_false, at=NOON)
    begin_day(lan, at=NOON + DAY)
    card_of(lan, lans.true_false).bury(at=NOON + DAY)
    assert lans.true_false.pk not in lan.cards.due_on(TUESDAY + DAY).values_list("question", flat=True)
    card_of(lan, lans.true_false).set_due(TUESDAY + DAY, at=NOON + DAY)
    assert Sitting.of(lan, NOON + DAY).review == lans.true_false.pk
    assert lan.days.get(study_day=TUESDAY + DAY).due == 1
    assert wrongs(lan) == []


def test_no_review_is_set_to_a_day_gone_by(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).set_due(TUESDAY - DAY, at=NOON)
    assert card_of(lan, lans.choice).due_day == TUESDAY


def test_only_a_card_in_review_has_a_due_day_to_move(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    learn(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.flashcard).suspend(at=NOON)
    before = snapshot(lan)
    for question in (lans.choice, lans.typed, lans.flashcard, lans.disputed):
        with pytest.raises(NotInReview):
            card_of(lan, question).set_due(TUESDAY + 9 * DAY, at=NOON)
    assert snapshot(lan) == before


# Marks and notes


def test_a_mark_and_a_note_are_kept_changed_and_removed_and_move_nothing(lan: User, lans: Shelf) -> None:
    before = without_versions(snapshot(lan))
    card_of(lan, lans.typed).mark(at=NOON)
    for note in ("It begins with an M.\nOr does it?", "No."):
        card_of(lan, lans.typed).write_note(note, at=NOON)
        assert card_of(lan, lans.typed).note == note
    card = card_of(lan, lans.typed)
    assert (card.marked, card.queue, card.version) == (True, Queue.LOCKED, 3)
    assert wrongs(lan) == []
    card.write_note("", at=NOON)
    card.unmark(at=NOON)
    assert without_versions(snapshot(lan)) == before


def test_after_a_mark_or_a_note_the_answer_is_still_the_newest(lan: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    card_of(lan, lans.disputed).mark(at=NOON)
    card_of(lan, lans.disputed).write_note("Eleven!", at=NOON)
    card_of(lan, lans.disputed).undo(2, at=NOON)
    card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)
    card = card_of(lan, lans.disputed)
    assert (card.reps, card.due_at, card.marked, card.note) == (1, NOON + 10 * MINUTE, True, "")
    assert wrongs(lan) == []


@pytest.mark.parametrize("act", ["suspend", "bury", "forget"])
def test_after_any_other_act_it_cannot_be_judged_otherwise(lan: User, lans: Shelf, act: str) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    ACTS[act](card_of(lan, lans.disputed), NOON)
    with pytest.raises(Stale):
        card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)


def test_an_answer_that_was_undone_cannot_be_judged_otherwise(lan: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    card_of(lan, lans.disputed).undo(0, at=NOON)
    with pytest.raises(Stale):
        card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)


# Undoing


@pytest.mark.parametrize("right", [True, False])
def test_undo_leaves_everything_as_it_was_before_the_first_answer(lan: User, lans: Shelf, *, right: bool) -> None:
    before = without_versions(snapshot(lan))
    answer(lan, lans.choice, at=NOON, right=right)
    card_of(lan, lans.choice).undo(0, at=NOON + MINUTE)
    assert without_versions(snapshot(lan)) == before
    assert [row.undone_at for row in lan.reviews.order_by("version")] == [NOON + MINUTE, None]
    assert wrongs(lan) == []


def test_undo_of_the_answer_that_graduated_a_card_locks_its_siblings_again(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    before = without_versions(snapshot(lan))
    answer(lan, lans.choice, at=NOON + 10 * MINUTE)
    assert (queue_of(lan, lans.typed), queue_of(lan, lans.number)) == (Queue.NEW, Queue.NEW)
    card_of(lan, lans.choice).undo(1, at=NOON + 11 * MINUTE)
    assert without_versions(snapshot(lan)) == before
    assert wrongs(lan) == []


def test_undo_restores_a_lapse_and_the_day_on_which_it_was_due(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    before = without_versions(snapshot(lan))
    due = card_of(lan, lans.choice).due_day
    assert due is not None
    answer(lan, lans.choice, at=NOON + (due - TUESDAY), right=False)
    card_of(lan, lans.choice).undo(2, at=NOON + 30 * DAY)
    assert without_versions(snapshot(lan)) == before


def test_undo_of_an_override_brings_back_the_judgement_of_the_app(lan: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    before = without_versions(snapshot(lan))
    card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)
    card_of(lan, lans.disputed).undo(1, at=NOON)
    assert without_versions(snapshot(lan)) == before
    card_of(lan, lans.disputed).undo(0, at=NOON)
    assert queue_of(lan, lans.disputed) == Queue.NEW
    assert wrongs(lan) == []


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_one_row_twice_is_once_and_undo_takes_it_back(lan: User, lans: Shelf, act: str) -> None:
    at = learn(lan, lans.choice, at=NOON)
    before = without_versions(snapshot(lan))
    row = ACTS[act](card_of(lan, lans.choice), at)
    assert row is not None
    assert (row.version, row.rating, row.score) == (2, None, None)
    done = snapshot(lan)
    assert without_versions(done) != before
    assert ACTS[act](card_of(lan, lans.choice), at) is None
    assert snapshot(lan) == done
    assert wrongs(lan) == []
    card_of(lan, lans.choice).undo(2, at=at)
    assert without_versions(snapshot(lan)) == before
    assert wrongs(lan) == []


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_a_card_that_moved_on_is_stale(lan: User, lans: Shelf, act: str) -> None:
    at = learn(lan, lans.choice, at=NOON)
    in_hand = card_of(lan, lans.choice)
    card_of(lan, lans.choice).write_note("Meanwhile.", at=at)
    before = snapshot(lan)
    with pytest.raises(Stale):
        ACTS[act](in_hand, at)
    assert snapshot(lan) == before


def test_the_fact_of_an_undone_answer_may_be_asked_again_today(lan: User, lans: Shelf) -> None:
    answer(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.flashcard).undo(0, at=NOON)
    assert lans.flashcard.pk in lan.cards.new_on(TUESDAY).values_list("question", flat=True)


def test_undoing_twice_is_undoing_once(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    card_of(lan, lans.choice).undo(0, at=NOON)
    before = snapshot(lan)
    assert card_of(lan, lans.choice).undo(0, at=NOON) is None
    assert snapshot(lan) == before


def test_only_the_newest_act_can_be_undone(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=NOON + MINUTE)
    before = snapshot(lan)
    for version in (0, 2, 7):
        with pytest.raises(Stale):
            card_of(lan, lans.choice).undo(version, at=NOON + MINUTE)
    assert snapshot(lan) == before


def test_what_the_library_did_cannot_be_undone(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).follow("off", at=NOON)
    with pytest.raises(Stale):
        card_of(lan, lans.choice).undo(0, at=NOON)


def test_thirty_answers_in_a_row_can_be_undone_one_by_one(lan: User, lans: Shelf) -> None:
    questions = stock(10, deck=lans.harbour)
    begin_day(lan, at=NOON)
    Card.objects.create_for(lan, questions)
    lan.new_per_day = 99
    states, at = [without_versions(snapshot(lan))], NOON
    for n in range(30):
        answer(lan, questions[n % 10], at=at, right=n % 4 > 0)
        states.append(without_versions(snapshot(lan)))
        at += 2 * MINUTE
    for before in reversed(states[:-1]):
        sitting = Sitting.of(lan, at)
        assert sitting.undo_question is not None
        assert sitting.undo_version is not None
        lan.cards.with_content().get(question=sitting.undo_question).undo(sitting.undo_version, at=at)
        at += MINUTE
        assert without_versions(snapshot(lan)) == before
    assert Sitting.of(lan, at).undo_question is None
    assert wrongs(lan) == []


# What the database itself refuses

BROKEN_CARDS: dict[str, dict[str, Any]] = {
    "card_queue_is_known": {"queue": 9},
    "card_in_review_has_a_due_day": {"queue": Queue.REVIEW, "due_day": None, "due_at": None},
    "card_in_a_step_has_a_moment": {"queue": Queue.LEARNING, "due_at": None},
    "card_memory_is_whole_and_in_range": {"difficulty": 11},
    "card_lapses_at_most_reps": {"lapses": 5},
    "card_right_at_most_answers": {"right": 5},
    "card_off_is_in_no_queue": {"suspended": True},
    "card_note_is_short": {"note": "x" * 1001},
}
BROKEN_ROWS: dict[str, dict[str, Any]] = {
    "review_kind_is_known": {"kind": "guess"},
    "review_score_in_range": {"score": 1.5},
    "review_rating_in_range": {"rating": 5},
    "review_certainty_is_known": {"certainty": 4},
    "review_replaces_an_earlier_row": {"replaces": F("version")},
    "review_undo_names_its_row": {"kind": "undo", "replaces": None},
    "review_answer_is_judged_and_due": {"due_day": None},
    "review_set_due_names_a_day": {"kind": "set-due", "due_day": None},
    "review_cram_is_judged_and_moves_nothing": {"kind": "cram"},
    "review_reschedule_names_a_day": {"kind": "reschedule"},
    "review_elsewhere_is_rated_and_moves_nothing": {"kind": "elsewhere"},
    "review_imported_is_no_answer": {"kind": "imported"},
    "review_regrade_is_judged": {"kind": "regrade", "version": 1, "replaces": 0, "rating": None},
}


@pytest.mark.parametrize("name", [constraint.name for constraint in Card._meta.constraints])
def test_the_database_refuses_a_broken_card(lan: User, lans: Shelf, name: str) -> None:
    answer(lan, lans.choice, at=NOON)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        lan.cards.filter(question=lans.choice).update(**BROKEN_CARDS[name])


@pytest.mark.parametrize(
    "half", [{"stability": None}, {"difficulty": None}, {"last_day": None}, {"state": ""}, {"stability": 0}]
)
def test_the_database_refuses_half_a_memory(lan: User, lans: Shelf, half: dict[str, Any]) -> None:
    answer(lan, lans.choice, at=NOON)
    with pytest.raises(IntegrityError, match="card_memory_is_whole_and_in_range"), transaction.atomic():
        lan.cards.filter(question=lans.choice).update(**half)


@pytest.mark.parametrize("name", [one.name for one in Review._meta.constraints if isinstance(one, CheckConstraint)])
def test_the_database_refuses_a_broken_row_of_the_log(lan: User, lans: Shelf, name: str) -> None:
    answer(lan, lans.choice, at=NOON)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        lan.reviews.update(**BROKEN_ROWS[name])


def test_the_database_refuses_a_second_answer_to_one_showing(lan: User, lans: Shelf) -> None:
    row = answer(lan, lans.choice, at=NOON).review
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_second_card_for_one_question(lan: User, lans: Shelf) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        card_of(lan, lans.choice).save(force_insert=True)

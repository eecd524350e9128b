"""Whatever an answer took, it counts for a minute at most: in cards, days, the pace, and for old databases too."""

from collections import Counter
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory, QuizFactory
from studyapp.library.models import Question
from studyapp.scheduling import Rating
from studyapp.study.cards.events import Event
from studyapp.study.cards.fold import active, counted_ms
from studyapp.study.decks.membership import join
from studyapp.study.models import QuizAnswer, Review, Snapshot
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.retention_cost import outlooks
from tests.answering import answer, card_of, put_in_review, response_to
from tests.examples import one_in
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs

HOUR = 60 * MINUTE
MINUTE_MS = 60_000
MIGRATION: Any = import_module("studyapp.study.migrations.0002_time_counts_a_minute_at_most")

type Act = tuple[str, int, int]

takes = st.sampled_from([0, 500, 59_999, 60_000, 60_001, 3_600_000, 3 * 3_600_000]) | st.integers(0, 10**8)
"""Milliseconds, from none to more than a day."""
verbs = st.sampled_from(["study", "study", "quiz", "practise", "override", "undo", "forget", "sleep"])
acts = st.lists(st.tuples(verbs, st.integers(0, 6), takes), min_size=1, max_size=8)


def do(learner: User, question: Question, verb: str, took: timedelta, *, at: Any) -> None:
    """Answer, or take back or judge otherwise what was answered last."""
    card = card_of(learner, question)
    revision = card.question.revision
    assert revision is not None
    match verb:
        case "study":
            answer(learner, question, at=at, took=took)
        case "quiz":
            quiz = QuizFactory(owner=learner, questions=[question], made_at=at - took)
            item = quiz.items.with_content().get()
            QuizAnswer.give(item, learner, response_to(question), shown_at=at - took, at=at)
        case "practise":
            card.cram(response_to(question), card.ask(at=at - took), revision, at=at)
        case "forget":
            card.forget(at=at)
        case "override":
            last = card.log.last()
            if last is not None and last.kind == Event.STUDY and last.undone_at is None:
                card.override(Rating.AGAIN, last.version, at=at)
        case "undo":
            newest = learner.reviews.to_undo(at).first()
            if newest is not None:
                card_of(learner, newest.question).undo(newest.version, at=at)


def do_all(learner: User, questions: list[Question], acts: list[Act]) -> None:
    at = NOON
    for verb, place, ms in acts:
        at += DAY if verb == "sleep" else MINUTE
        do(learner, questions[place], verb, timedelta(milliseconds=ms), at=at)


def counted_answers(learner: User) -> list[Review]:
    """Every row that counts as time, read from the log alone."""
    rows: list[Review] = []
    for question in set(learner.reviews.values_list("question", flat=True)):
        rows += [row for row in active(learner.reviews.filter(question=question)) if row.is_counted]
    return rows


def sums(learner: User, most: int) -> tuple[Counter[int], Counter[tuple[int, date]]]:
    """What the answers add up to for each question, and for each deck and day, if each counts for `most` at most."""
    cards: Counter[int] = Counter()
    days: Counter[tuple[int, date]] = Counter()
    for row in counted_answers(learner):
        ms = min(row.elapsed_ms, most)
        days[row.question.fact.deck_id, row.study_day] += ms
        if row.is_answer:
            cards[row.question_id] += ms
    return +cards, +days


def stored(learner: User) -> tuple[Counter[int], Counter[tuple[int, date]]]:
    cards = Counter(dict(learner.cards.values_list("question", "elapsed_ms")))
    days = Counter({(deck, day): ms for deck, day, ms in learner.days.values_list("deck", "study_day", "elapsed_ms")})
    return +cards, +days


def count_hours(learner: User) -> None:
    """As figures were kept before: every answer for all the time that was recorded."""
    cards, days = sums(learner, 10**9)
    for question, ms in cards.items():
        learner.cards.filter(question=question).update(elapsed_ms=ms)
    for (deck, day), ms in days.items():
        learner.days.filter(deck=deck, study_day=day).update(elapsed_ms=ms)


def count_minutes() -> None:
    """As the migration does."""
    with connection.cursor() as cursor:
        for statement in MIGRATION.STATEMENTS:
            cursor.execute(statement)


@given(st.integers(0, 10**9))
def test_a_counted_time_is_the_time_or_a_minute(ms: int) -> None:
    assert counted_ms(ms) == min(ms, MINUTE_MS)


@one_in(2)
@given(acts)
def test_whatever_answers_took_figures_are_the_sum_of_what_each_took_or_a_minute(
    lan: User, lans: Shelf, acts: list[Act]
) -> None:
    with transaction.atomic():
        do_all(lan, lans.questions, acts)
        learner = User.objects.get(pk=lan.pk)
        figures = sums(learner, MINUTE_MS)
        assert stored(learner) == figures
        assert wrongs(learner) == []
        count_hours(learner)
        count_minutes()
        assert stored(learner) == figures
        assert wrongs(learner) == []
        transaction.set_rollback(True)


def test_what_was_kept_before_is_counted_anew_for_each_learner_as_the_log_says(
    lan: User, boris: User, lans: Shelf
) -> None:
    join(boris, lans.harbour, at=NOON)
    for learner in (lan, boris):
        answer(learner, lans.choice, at=NOON, took=HOUR)
        answer(learner, lans.disputed, at=NOON)
    card_of(lan, lans.choice).override(Rating.AGAIN, 0, at=NOON)
    card_of(boris, lans.choice).undo(0, at=NOON)
    for learner in (lan, boris):
        count_hours(learner)
    assert [len(wrongs(learner)) for learner in (lan, boris)] == [2, 0]
    count_minutes()
    assert wrongs(lan, boris) == []
    assert [sum(learner.days.values_list("elapsed_ms", flat=True)) for learner in (lan, boris)] == [68_000, 8000]


def test_counting_anew_leaves_alone_what_is_right(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    lan.cards.filter(question=lans.choice).update(elapsed_ms=7)  # not by the log, and no affair of the migration
    count_minutes()
    assert card_of(lan, lans.choice).elapsed_ms == 7


def test_the_figures_of_today_are_made_anew_for_whoever_is_concerned(lan: User, boris: User, lans: Shelf) -> None:
    for learner in (lan, boris):
        Snapshot.objects.create(learner=learner, study_day=TUESDAY, taken_at=NOON, figures={})
    answer(lan, lans.choice, at=NOON, took=HOUR)
    count_minutes()
    assert [snapshot.learner for snapshot in Snapshot.objects.all()] == [boris]


def test_a_page_left_open_for_hours_does_not_say_how_long_the_day_will_take(lan: User, lans: Shelf) -> None:
    questions = stock(20)
    join(lan, questions[0].fact.deck, at=NOON)
    for question in questions[:10]:
        answer(lan, question, at=NOON)
    before = Sitting.of(lan, NOON).minutes_left
    answer(lan, questions[10], at=NOON, took=3 * HOUR)
    sitting = Sitting.of(lan, NOON)
    assert sitting.ms_done == sitting.recent_ms == 10 * 8000 + MINUTE_MS
    assert before <= sitting.minutes_left <= 2 * before < 20
    put_in_review(lan, lans.lamp, due=TUESDAY + DAY)
    assert max(outlook.cost.minutes_per_day for outlook in outlooks(lan, today=TUESDAY)) < 30
    assert lan.reviews.get(question=questions[10]).elapsed_ms == HOUR / timedelta(milliseconds=1)


def test_an_answer_of_a_guest_counts_for_a_minute_once_they_join(db: None, shelf: Shelf) -> None:
    guest = GuestFactory()
    item = QuizFactory(owner=guest, questions=[shelf.choice], made_at=NOON - HOUR).items.with_content().get()
    QuizAnswer.give(item, guest, response_to(shelf.choice), shown_at=NOON - HOUR, at=NOON)
    join(guest, shelf.harbour, at=NOON)
    assert guest.reviews.get().elapsed_ms == HOUR / timedelta(milliseconds=1)
    assert card_of(guest, shelf.choice).elapsed_ms == MINUTE_MS
    assert sum(guest.days.values_list("elapsed_ms", flat=True)) == MINUTE_MS
    assert wrongs(guest) == []


def test_the_progress_page_counts_minutes_not_hours(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, took=3 * HOUR)
    assert "6 Jan: 1.0 min" in lans_browser.get("/progress/").text

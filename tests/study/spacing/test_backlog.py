"""After an absence: what has piled up is said, worked off at the learner's own pace, and then all is as usual."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.cards.fold import Tally
from studyapp.study.decks.membership import join
from studyapp.study.learners import study_day_of
from studyapp.study.models import Day, Queue
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.backlog import ALL, Backlog
from tests.answering import answer, put_in_review
from tests.examples import one_in
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock


def pile_up(learner: User, deck: int, due: dict[int, int]) -> None:
    """So many reviews due, by how many days from today."""
    Day.objects.add(learner, deck, {TUESDAY + timedelta(days=n): Tally(due=count) for n, count in due.items()})


def owe(learner: User, due: dict[int, int], *, siblings: int = 1) -> None:
    """The same, with the cards, in a deck of their own."""
    questions = stock(sum(due.values()), siblings=siblings)
    join(learner, questions[0].fact.deck, at=NOON)
    days = [TUESDAY + timedelta(days=n) for n, count in due.items() for _ in range(count)]
    for question, day in zip(questions, days, strict=True):
        put_in_review(learner, question, due=day)
    pile_up(learner, questions[0].fact.deck_id, due)


def through(backlog: Backlog | None) -> dict[int, date | None]:
    """The paces on offer, and when each gets through."""
    assert backlog is not None
    return {pace.a_day: pace.through for pace in (backlog.pace, *backlog.others)}


@pytest.fixture
def overdue(lan: User) -> list[Question]:
    """Twelve reviews that fell due long ago, one after the other."""
    questions = stock(12)
    join(lan, questions[0].fact.deck, at=NOON)
    User.objects.filter(pk=lan.pk).update(new_per_day=0, reviews_per_day=5)
    lan.refresh_from_db()
    for n, question in enumerate(questions):
        put_in_review(lan, question, due=TUESDAY - (60 - n) * DAY)
    pile_up(lan, questions[0].fact.deck_id, {n - 60: 1 for n in range(12)})
    return questions


# What is said


def test_more_than_the_limit_is_a_backlog(lan: User, shelf: Shelf) -> None:
    lan.reviews_per_day = 10
    owe(lan, {-30: 5, 0: 5})
    assert Backlog.of(lan, TUESDAY) is None
    owe(lan, {-20: 75})
    found = Backlog.of(lan, TUESDAY)
    assert found is not None
    assert (found.piled.n, found.pace.a_day) == (85, 10)
    assert through(found) == {
        10: TUESDAY + timedelta(days=8),
        20: TUESDAY + timedelta(days=4),
        40: TUESDAY + timedelta(days=2),
        80: TUESDAY + timedelta(days=1),
        ALL: TUESDAY,
    }


def test_what_falls_due_meanwhile_is_counted_in(lan: User, shelf: Shelf) -> None:
    lan.reviews_per_day = 4
    owe(lan, {-30: 8, **dict.fromkeys(range(1, 9), 2)})
    assert through(Backlog.of(lan, TUESDAY)) == {4: TUESDAY + timedelta(days=2), ALL: TUESDAY}


def test_of_one_fact_a_day_asks_one_question_so_not_all_can_be_done_today(lan: User, shelf: Shelf) -> None:
    owe(lan, {-30: 24}, siblings=2)
    lan.reviews_per_day = 20
    assert through(Backlog.of(lan, TUESDAY)) == {20: TUESDAY + DAY, ALL: TUESDAY + DAY}


def test_what_was_answered_today_is_over(lan: User, shelf: Shelf) -> None:
    lan.reviews_per_day = 8
    owe(lan, {-30: 9})
    Day.objects.add(lan, shelf.harbour.pk, {TUESDAY: Tally(reviews=8)})
    assert through(Backlog.of(lan, TUESDAY))[8] == TUESDAY + timedelta(days=2)


@pytest.mark.parametrize(("due", "behind"), [(30, False), (31, True)])
def test_so_is_more_than_three_usual_days(lan: User, shelf: Shelf, due: int, behind: bool) -> None:
    studied = {TUESDAY - timedelta(days=100 + n): Tally(reviews=10) for n in range(14)}
    Day.objects.add(lan, shelf.harbour.pk, {**studied, TUESDAY - timedelta(days=200): Tally(reviews=1000)})
    pile_up(lan, shelf.harbour.pk, {-5: due})
    assert (Backlog.of(lan, TUESDAY) is not None) == behind


def test_a_few_reviews_are_no_backlog_however_few_are_usual(lan: User, shelf: Shelf) -> None:
    Day.objects.add(lan, shelf.harbour.pk, {TUESDAY - DAY: Tally(reviews=1)})
    pile_up(lan, shelf.harbour.pk, {-5: 19})
    assert Backlog.of(lan, TUESDAY) is None
    pile_up(lan, shelf.harbour.pk, {-5: 1})
    assert Backlog.of(lan, TUESDAY) is not None


def test_one_who_has_nothing_due_has_no_backlog(lan: User, shelf: Shelf) -> None:
    lan.catch_up_pace = 20
    assert Backlog.of(lan, TUESDAY) is None


# The pace


def test_the_pace_caps_a_day_and_the_longest_overdue_come_first(lan: User, overdue: list[Question]) -> None:
    lan.catch_up_pace = 3
    begin_day(lan, at=NOON)
    for question in overdue[:3]:
        assert Sitting.of(lan, NOON).next_question == question.pk
        answer(lan, question, at=NOON)
    assert (Sitting.of(lan, NOON).next_question, Sitting.of(lan, NOON).reviews_left) == (None, 0)


def test_a_pace_may_be_quicker_than_the_usual_limit(lan: User, overdue: list[Question]) -> None:
    begin_day(lan, at=NOON)
    assert Sitting.of(lan, NOON).reviews_left == 5
    lan.catch_up_pace = ALL
    assert Sitting.of(lan, NOON).reviews_left == 12


@pytest.mark.parametrize(("pace", "left", "kept"), [(3, 4, True), (3, 3, False), (ALL, 6, True), (ALL, 5, False)])
def test_it_is_over_on_the_first_day_without_a_backlog(
    lan: User, overdue: list[Question], pace: int, left: int, kept: bool
) -> None:
    User.objects.filter(pk=lan.pk).update(catch_up_pace=pace)
    lan.refresh_from_db()
    pile_up(lan, overdue[0].fact.deck_id, {-60: left - 12})
    begin_day(lan, at=NOON)
    assert lan.catch_up_pace == (pace if kept else None)
    lan.refresh_from_db()
    assert lan.catch_up_pace == (pace if kept else None)


def test_nothing_is_dropped_or_moved(lan: User, overdue: list[Question]) -> None:
    before = list(lan.cards.order_by("pk").values())
    User.objects.filter(pk=lan.pk).update(catch_up_pace=1)
    begin_day(User.objects.get(pk=lan.pk), at=NOON)
    assert list(lan.cards.order_by("pk").values()) == before
    assert not lan.reviews.exists()


# The date is the one that the queue reaches


def play(learner: User, at: datetime) -> int:
    """Answer all that a day asks, rightly, steps included; what is then left over, but for facts that just rest."""
    begin_day(learner, at=at)
    while question := Sitting.of(learner, at).next_question:
        answer(learner, Question.objects.get(pk=question), at=at)
        if Sitting.of(learner, at).next_question is None:
            at += 11 * MINUTE
    day = study_day_of(learner, at)
    return learner.cards.due_on(day).count() + learner.cards.filter(queue=Queue.REVIEW, due_day__lt=day).count()


def plays(learner: User, most: int) -> date | None:
    """The first day that ends with nothing left over."""
    for ahead in range(most):
        if not play(User.objects.get(pk=learner.pk), NOON + ahead * DAY):
            return TUESDAY + ahead * DAY
    return None


piles = st.lists(
    st.tuples(st.integers(1, 3), st.integers(20, 90), st.sampled_from([3.0, 10.0, 60.0])), min_size=2, max_size=6
)


@pytest.mark.any_database
@one_in(2)  # each plays for days
@given(piles, st.integers(2, 5), st.none() | st.integers(2, 9), st.integers(0, 1), st.integers(0, 3))
def test_who_answers_all_rightly_has_caught_up_on_that_day(
    lan: User, piles: list[tuple[int, int, float]], usual: int, pace: int | None, new: int, answered: int
) -> None:
    with transaction.atomic():
        learner = lan
        User.objects.filter(pk=lan.pk).update(reviews_per_day=usual, new_per_day=new, catch_up_pace=pace)
        for siblings, overdue, stability in piles:
            questions = stock(siblings + 1, siblings=siblings)
            deck = questions[0].fact.deck
            join(learner, deck, at=NOON)
            for question in questions[:siblings]:
                put_in_review(learner, question, due=TUESDAY - timedelta(days=overdue))
                learner.cards.filter(question=question).update(stability=stability)
            Day.objects.count_due(learner, deck)
        learner = User.objects.get(pk=lan.pk)
        begin_day(learner, at=NOON)
        for _ in range(answered):
            if coming := Sitting.of(learner, NOON).next_question:
                answer(learner, Question.objects.get(pk=coming), at=NOON)
        found = Backlog.of(learner, TUESDAY)
        assume(found is not None and found.pace.through is not None and found.pace.through < TUESDAY + 20 * DAY)
        assert found is not None
        assert plays(learner, 21) == found.pace.through
        transaction.set_rollback(True)


# The pages


def test_home_and_the_finish_page_say_what_has_piled_up(
    lans_browser: Client, lan: User, overdue: list[Question]
) -> None:
    assert lans_browser.get("/").context["backlog"].piled.n == 12
    for question in overdue[:5]:
        answer(lan, question, at=NOON)
    page = lans_browser.get("/study/")
    assert (page.context["stage"], page.context["backlog"].piled.n) == ("done", 7)
    assert b'action="/study/pace/"' in page.content


def test_a_learner_picks_a_pace_and_gives_it_up_again(lans_browser: Client, lan: User, overdue: list[Question]) -> None:
    for pace in ("20", "7", str(ALL)):
        page = lans_browser.post("/study/pace/", {"pace": pace}, follow=True)
        lan.refresh_from_db()
        assert (page.redirect_chain, lan.catch_up_pace) == ([("/", 302)], int(pace))
    lans_browser.post("/study/pace/", {"usual": "1"})
    lan.refresh_from_db()
    assert lan.catch_up_pace is None


@pytest.mark.parametrize("pace", ["", "0", "-1", "10000", "1.5", "all", "\0", "9" * 5000])
def test_a_pace_that_is_none_is_refused_in_place(
    lans_browser: Client, lan: User, overdue: list[Question], pace: str
) -> None:
    page = lans_browser.post("/study/pace/", {"pace": pace})
    assert (page.status_code, len(page.context["form"].errors["pace"])) == (422, 1)
    lan.refresh_from_db()
    assert lan.catch_up_pace is None


def test_one_who_has_caught_up_finds_a_page_all_the_same(lans_browser: Client, shelf: Shelf) -> None:
    page = lans_browser.get("/study/pace/")
    assert (page.status_code, page.context["backlog"]) == (200, None)


def test_a_visitor_has_no_pace(client: Client, db: None, clock: time_machine.Traveller) -> None:
    assert client.post("/study/pace/", {"pace": "20"}).status_code == 302

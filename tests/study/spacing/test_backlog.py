"""After an absence: what has piled up is said, worked off at the learner's own pace, and then all is as usual."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.cards.fold import Tally
from studyapp.study.decks.membership import join
from studyapp.study.models import Day
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.backlog import ALL, Backlog
from tests.answering import answer, put_in_review
from tests.people import DAY, NOON, TUESDAY
from tests.shelf import Shelf, stock


def pile_up(learner: User, deck: int, due: dict[int, int]) -> None:
    """So many reviews due, by how many days from today."""
    Day.objects.add(learner, deck, {TUESDAY + timedelta(days=n): Tally(due=count) for n, count in due.items()})


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
    lan.reviews_per_day = 40
    pile_up(lan, shelf.harbour.pk, {-30: 20, 0: 20})
    assert Backlog.of(lan, TUESDAY) is None
    pile_up(lan, shelf.lighthouse.pk, {-9: 300})
    found = Backlog.of(lan, TUESDAY)
    assert found is not None
    assert (found.due, found.pace.a_day) == (340, 40)
    assert through(found) == {
        40: TUESDAY + timedelta(days=8),
        20: TUESDAY + timedelta(days=16),
        80: TUESDAY + timedelta(days=4),
        ALL: TUESDAY,
    }


def test_what_falls_due_meanwhile_is_counted_in(lan: User, shelf: Shelf) -> None:
    lan.reviews_per_day = 40
    pile_up(lan, shelf.harbour.pk, {-30: 80, **dict.fromkeys(range(1, 400), 20)})
    assert through(Backlog.of(lan, TUESDAY)) == {
        40: TUESDAY + timedelta(days=2),
        20: None,
        ALL: TUESDAY,
    }


def test_what_was_answered_today_is_over(lan: User, shelf: Shelf) -> None:
    lan.reviews_per_day = 40
    pile_up(lan, shelf.harbour.pk, {-30: 41})
    Day.objects.add(lan, shelf.harbour.pk, {TUESDAY: Tally(reviews=40)})
    assert through(Backlog.of(lan, TUESDAY))[40] == TUESDAY + timedelta(days=2)


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


# The pages


def test_home_and_the_finish_page_say_what_has_piled_up(
    lans_browser: Client, lan: User, overdue: list[Question]
) -> None:
    assert lans_browser.get("/").context["backlog"].due == 12
    for question in overdue[:5]:
        answer(lan, question, at=NOON)
    page = lans_browser.get("/study/")
    assert (page.context["stage"], page.context["backlog"].due) == ("done", 7)
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

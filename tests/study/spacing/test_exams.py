"""A day to know a deck by: what is asked before it, how many new questions it takes, and bringing reviews forward."""

from datetime import date, timedelta

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory
from studyapp.library.models import Deck
from studyapp.scheduling import Rating
from studyapp.study.cards.fold import Tally
from studyapp.study.decks.membership import join
from studyapp.study.models import Day, Enrolment
from studyapp.study.new_day import begin_day
from studyapp.study.progress.decks import deck_progress
from studyapp.study.spacing.exams import ExamPlan
from studyapp.study.spacing.rescheduling import bring_forward
from tests.answering import answer, card_of, due_day_of, learn, put_in_review
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs

ON_SATURDAY = TUESDAY + timedelta(days=4)


def set_exam(learner: User, deck: Deck, day: date | None) -> None:
    Enrolment.objects.filter(learner=learner, deck=deck).update(exam_on=day)


def exam_of(learner: User, deck: Deck) -> date | None:
    return Enrolment.objects.get(learner=learner, deck=deck).exam_on


# What an answer decides


def test_no_answer_puts_a_review_of_the_deck_past_the_exam(lan: User, lans: Shelf) -> None:
    set_exam(lan, lans.harbour, ON_SATURDAY)
    learn(lan, lans.flashcard, at=NOON)
    learn(lan, lans.true_false, at=NOON)
    put_in_review(lan, lans.disputed, due=TUESDAY)
    lan.cards.filter(question=lans.disputed).update(stability=400)
    answer(lan, lans.disputed, at=NOON)
    for question in (lans.flashcard, lans.disputed):
        assert TUESDAY < due_day_of(lan, question) < ON_SATURDAY
    # The other deck has no exam.
    assert card_of(lan, lans.true_false).exam_on is None
    set_exam(lan, lans.harbour, None)
    answer(lan, lans.disputed, at=NOON + DAY)
    assert due_day_of(lan, lans.disputed) > ON_SATURDAY


def test_the_log_keeps_the_day_that_was_decided(lan: User, lans: Shelf) -> None:
    set_exam(lan, lans.harbour, ON_SATURDAY)
    learn(lan, lans.flashcard, at=NOON)
    learn(lan, lans.choice, at=NOON)
    set_exam(lan, lans.harbour, None)
    assert wrongs(lan) == []


def test_the_learners_own_word_keeps_to_the_exam_too(lan: User, lans: Shelf) -> None:
    set_exam(lan, lans.harbour, ON_SATURDAY)
    learn(lan, lans.disputed, at=NOON)
    answer(lan, lans.disputed, at=NOON + DAY, right=False)
    row = card_of(lan, lans.disputed).override(Rating.EASY, card_of(lan, lans.disputed).version - 1, at=NOON + DAY)
    assert row.due_day is not None
    assert row.due_day < ON_SATURDAY
    assert wrongs(lan) == []


def test_on_the_eve_and_after_the_exam_everything_is_as_usual(lan: User, lans: Shelf) -> None:
    due = []
    for exam_on in (None, TUESDAY + DAY, TUESDAY, TUESDAY - DAY):
        set_exam(lan, lans.harbour, exam_on)
        learn(lan, lans.flashcard, at=NOON)
        due.append(due_day_of(lan, lans.flashcard))
        for _ in range(2):
            card = card_of(lan, lans.flashcard)
            card.undo(lan.reviews.undoable()[0].version, at=NOON)
    assert len(set(due)) == 1


def test_a_card_knows_its_exam_whichever_way_it_was_read(lan: User, lans: Shelf) -> None:
    set_exam(lan, lans.harbour, ON_SATURDAY)
    assert card_of(lan, lans.choice).exam_on == ON_SATURDAY
    assert lan.cards.get(question=lans.choice).exam_on == ON_SATURDAY


# Bringing forward


def test_what_falls_due_after_the_exam_is_brought_forward_and_spread(lan: User) -> None:
    questions = stock(30)
    deck = questions[0].fact.deck
    join(lan, deck, at=NOON)
    for question in questions:
        learn(lan, question, at=NOON)
    for question in questions:
        answer(lan, question, at=NOON + 20 * DAY)
    today = NOON.date() + 21 * DAY
    exam_on = today + timedelta(days=10)
    set_exam(lan, deck, exam_on)
    begin_day(lan, at=NOON + 21 * DAY)
    before = {card.question_id: card for card in lan.cards.all()}
    late = [pk for pk, card in before.items() if card.due_day is not None and card.due_day >= exam_on]
    assert late
    assert bring_forward(lan, deck, exam_on, at=NOON + 21 * DAY) == len(late)
    days = []
    for card in lan.cards.all():
        assert card.memory == before[card.question_id].memory
        assert card.due_day is not None
        if card.question_id in late:
            assert exam_on - timedelta(days=7) <= card.due_day < exam_on
            days.append(card.due_day)
        else:
            assert card.due_day == before[card.question_id].due_day
    assert len(set(days)) == 7
    assert wrongs(lan) == []
    assert bring_forward(lan, deck, exam_on, at=NOON + 21 * DAY) == 0


def test_an_answer_before_it_can_still_be_undone(lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    step = lan.reviews.order_by("version")[0]
    set_exam(lan, lans.harbour, TUESDAY + 2 * DAY)
    assert bring_forward(lan, lans.harbour, TUESDAY + 2 * DAY, at=NOON + MINUTE) == 1
    assert due_day_of(lan, lans.flashcard) == TUESDAY + DAY
    card_of(lan, lans.flashcard).undo(1, at=NOON + MINUTE)
    assert card_of(lan, lans.flashcard).due_at == step.due_at
    assert wrongs(lan) == []


def test_of_another_deck_nothing_moves(lan: User, lans: Shelf) -> None:
    learn(lan, lans.true_false, at=NOON)
    assert bring_forward(lan, lans.harbour, TUESDAY + 2 * DAY, at=NOON) == 0


# The plan


def plan(learner: User, deck: Deck, exam_on: date | None, *, new_left: int = 10) -> ExamPlan:
    Day.objects.filter(learner=learner).update(new=learner.new_per_day - new_left)
    progress = next(one for one in deck_progress(learner, TUESDAY) if one.deck == deck)
    return ExamPlan.of(learner, progress, exam_on, today=TUESDAY)


@pytest.mark.parametrize(
    ("days", "new_left", "needed", "in_time", "days_to_meet"),
    [(5, 10, 10, True, 4), (5, 0, 10, False, 5), (4, 10, 12, False, 4), (48, 10, 1, True, 4), (6, 0, 8, True, 5)],
)
def test_the_plan_says_how_many_new_questions_a_day_it_takes(
    lan: User, days: int, new_left: int, needed: int, in_time: bool, days_to_meet: int
) -> None:
    questions = stock(48)
    join(lan, questions[0].fact.deck, at=NOON)
    Day.objects.create(learner=lan, deck=questions[0].fact.deck, study_day=TUESDAY)
    found = plan(lan, questions[0].fact.deck, TUESDAY + timedelta(days=days), new_left=new_left)
    assert (found.waiting, found.needed, found.is_in_time) == (48, needed, in_time)
    assert found.met_by == TUESDAY + timedelta(days=days_to_meet)


def test_at_none_a_day_nothing_is_met(lan: User, lans: Shelf) -> None:
    lan.new_per_day = 0
    found = plan(lan, lans.harbour, ON_SATURDAY, new_left=0)
    assert (found.met_by, found.is_in_time, found.needed) == (None, False, 2)


def test_the_plan_counts_what_falls_due_when(lan: User, lans: Shelf) -> None:
    due = {TUESDAY - DAY: 4, TUESDAY: 1, TUESDAY + DAY: 2, ON_SATURDAY: 3, ON_SATURDAY + 9 * DAY: 5}
    Day.objects.add(lan, lans.harbour.pk, {day: Tally(due=count) for day, count in due.items()})
    Day.objects.add(lan, lans.lighthouse.pk, {ON_SATURDAY: Tally(due=100)})
    found = plan(lan, lans.harbour, ON_SATURDAY)
    assert found.falling_due == [(day, count) for day, count in due.items() if day > TUESDAY]
    assert (found.too_late, found.can_bring_forward) == (8, True)
    assert (plan(lan, lans.harbour, TUESDAY).too_late, plan(lan, lans.harbour, None).too_late) == (0, 0)
    assert not plan(lan, lans.harbour, TUESDAY + DAY).can_bring_forward


# The page


def test_a_learner_sets_changes_and_removes_the_day(lans_browser: Client, lan: User, lans: Shelf) -> None:
    path = f"/decks/{lans.harbour.slug}/exam/"
    for day in (TUESDAY, ON_SATURDAY, date(2100, 1, 1)):
        page = lans_browser.post(path, {"exam_on": day.isoformat()}, follow=True)
        assert page.redirect_chain == [(f"/decks/{lans.harbour.slug}/", 302)]
        assert (exam_of(lan, lans.harbour), page.context["exam"].exam_on) == (day, day)
    page = lans_browser.post(path, {"clear": "1"}, follow=True)
    assert (exam_of(lan, lans.harbour), page.context["exam"].exam_on) == (None, None)


@pytest.mark.parametrize(
    ("new_per_day", "day", "said"),
    [
        (10, ON_SATURDAY, "With 10 new questions a day, all from this deck, you will see the last one"),
        (1, ON_SATURDAY, "With 1 new question a day you will not see all of it by then: you need 2 a day."),
        (10, TUESDAY + 2 * DAY, "You cannot see all of it by then: each day asks only one question about each fact."),
    ],
)
def test_setting_the_day_says_at_once_whether_the_deck_can_be_met_by_then(
    lans_browser: Client, lan: User, lans: Shelf, new_per_day: int, day: date, said: str
) -> None:
    User.objects.filter(pk=lan.pk).update(new_per_day=new_per_day)
    page = lans_browser.post(f"/decks/{lans.harbour.slug}/exam/", {"exam_on": day.isoformat()}, follow=True)
    (message,) = page.context["messages"]
    assert said in str(message)
    assert page.text.count(said) == 2  # above the page, and in its part on the exam


@pytest.mark.parametrize("text", ["", "2026-01-05", "0001-01-01", "tomorrow", "2026-13-01", "10000-01-01", "\0"])
def test_a_day_that_is_over_or_none_is_refused_in_place(
    lans_browser: Client, lan: User, lans: Shelf, text: str
) -> None:
    page = lans_browser.post(f"/decks/{lans.harbour.slug}/exam/", {"exam_on": text})
    assert (page.status_code, len(page.context["form"].errors["exam_on"])) == (422, 1)
    assert exam_of(lan, lans.harbour) is None


def test_the_page_brings_forward_what_is_due_after_the_exam(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    set_exam(lan, lans.harbour, TUESDAY + 2 * DAY)
    page = lans_browser.get(f"/decks/{lans.harbour.slug}/")
    path = f"/decks/{lans.harbour.slug}/exam/bring-forward/"
    assert f'action="{path}"'.encode() in page.content
    page = lans_browser.post(path, follow=True)
    assert (page.context["exam"].too_late, path.encode() in page.content) == (0, False)
    assert due_day_of(lan, lans.flashcard) == TUESDAY + DAY
    assert lans_browser.post(path).status_code == 302
    assert lan.reviews.filter(kind="reschedule").count() == 1


@pytest.mark.parametrize("path", ["exam/", "exam/bring-forward/"])
def test_only_who_has_joined_a_deck_has_an_exam_in_it(
    lans_browser: Client, lan: User, boris: User, lans: Shelf, path: str
) -> None:
    other = DeckFactory()
    sent = {"exam_on": ON_SATURDAY.isoformat()}
    assert lans_browser.post(f"/decks/{other.slug}/{path}", sent).status_code == 404
    assert lans_browser.get(f"/decks/{lans.harbour.slug}/{path}")["Location"] == f"/decks/{lans.harbour.slug}/"
    lans_browser.logout()
    assert lans_browser.post(f"/decks/{lans.harbour.slug}/{path}", sent).status_code == 302
    assert exam_of(lan, lans.harbour) is None

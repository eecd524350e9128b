"""Every page tells the same of a learner's day: what bears one name is one number, and what is said comes true."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.figures import Plan, tomorrow
from studyapp.study.models import Day
from studyapp.study.new_day import begin_day
from studyapp.study.progress.habit import Habit
from studyapp.study.reminders import email_on
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.sitting.wording import left_in_words
from tests.answering import answer
from tests.examples import one_in
from tests.people import DAY, MINUTE
from tests.shelf import Shelf
from tests.study.histories import STARTS, Act, History, beside, places, studying

pytestmark = pytest.mark.long

FIGURE = re.compile(r'<data value="([0-9]+)" data-figure="([a-z-]+)"\s*(?:data-deck="([^"]+)")?>([^<]+)</data>')
acts = st.lists(
    st.one_of(
        studying,
        studying,
        studying,
        beside,
        st.tuples(st.just("quiz"), st.lists(places, min_size=1, max_size=2, unique=True), st.just("right")),
        st.tuples(st.just("leave"), places, st.booleans()),
        st.tuples(st.just("join"), places),
    ),
    min_size=1,
    max_size=25,
)
limits = st.fixed_dictionaries(
    {
        "new_per_day": st.integers(0, 4),
        "reviews_per_day": st.integers(0, 5),
        "catch_up_pace": st.none() | st.integers(1, 3),
        "daily_goal": st.none() | st.integers(1, 20),
    }
)


def figures_on(page: str) -> Iterator[tuple[str, str, int]]:
    """Each with its name, the deck it speaks of, and what it is; its words say the same number."""
    for value, name, deck, words in FIGURE.findall(page):
        assert value in words
        yield name, deck, int(value)
    assert page.count("data-figure=") == len(FIGURE.findall(page))


def pages(shelf: Shelf) -> list[str]:
    decks = [f"/decks/{deck.slug}/" for deck in (shelf.harbour, shelf.lighthouse)]
    return [
        "/",
        "/decks/",
        *decks,
        "/study/",
        "/study/pace/",
        "/progress/",
        "/progress/retention/",
        "/progress/knowledge/",
    ]


def said_on_all_pages(browser: Client, learner: User, shelf: Shelf, at: datetime) -> dict[tuple[str, str], set[int]]:
    said = defaultdict(set)
    with time_machine.travel(at, tick=False):
        browser.force_login(learner)
        for address in pages(shelf):
            response = browser.get(address)
            assert response.status_code == 200
            for name, deck, value in figures_on(response.content.decode()):
                said[name, deck].add(value)
    return said


def live(learner: User, lans: Shelf, acts: list[Act], start: datetime, limits: dict[str, int | None]) -> History:
    User.objects.filter(pk=learner.pk).update(**limits)
    history = History(learner.pk, lans.questions, start)
    history.travel(learner.time_zone, 4)
    for act in acts:
        history.live(act)
    return history


def is_true(said: dict[tuple[str, str], set[int]], learner: User, at: datetime) -> None:
    """What the pages say is what the queue and the tables hold."""
    sitting = Sitting.of(learner, at)
    days = Day.objects.filter(learner=learner)
    studied = days.filter(answers__gt=0).values_list("study_day", flat=True)
    true = {
        "due": sitting.reviews_left,
        "learning": sitting.learning_left,
        "new": sitting.new_left,
        "minutes": sitting.minutes_left,
        "answered": sitting.answers_done,
        "right": sitting.right_done,
        "goal": learner.daily_goal,
        "piled": Day.objects.due_by(learner, sitting.day),
        "streak": Habit.of(studied, sitting.day).run,
    }
    for name, value in true.items():
        assert said.get((name, ""), {value}) == {value}, name


@one_in(2)  # each opens every page
@given(acts, st.sampled_from(STARTS), limits)
def test_what_bears_one_name_is_one_number_on_every_page(
    client: Client, lan: User, lans: Shelf, acts: list[Act], start: datetime, limits: dict[str, int | None]
) -> None:
    with transaction.atomic():
        history = live(lan, lans, acts, start, limits)
        said = said_on_all_pages(client, history.learner, lans, history.at)
        assert {name: values for name, values in said.items() if len(values) > 1} == {}
        learner = history.learner
        is_true(said, learner, history.at)
        sitting = Sitting.of(learner, history.at)
        plan = Plan.of(sitting)
        left = {"new": plan.new.n, "learning": plan.learning.n, "due": plan.due.n}
        assert left_in_words(sitting) == [f"{n} {name}" for name, n in left.items() if n]
        if plan:
            email = email_on(sitting)
            assert plan.words in str(email.subject)
            assert f"Your plan for today: {plan.words}, {plan.minutes.words}." in str(email.body)
        transaction.set_rollback(True)


@one_in(2)
@given(acts, st.sampled_from(STARTS), limits)
def test_tomorrow_begins_with_what_is_said_of_it_today(
    lan: User, lans: Shelf, acts: list[Act], start: datetime, limits: dict[str, int | None]
) -> None:
    with transaction.atomic():
        history = live(lan, lans, acts, start, limits)
        learner = history.learner
        foreseen = tomorrow(Sitting.of(learner, history.at))
        at = history.at + DAY
        begin_day(learner, at=at)
        found = Plan.of(Sitting.of(learner, at), prefix="tomorrow-")
        assert found == foreseen
        transaction.set_rollback(True)


@one_in(2)
@given(acts, st.sampled_from(STARTS), limits)
def test_a_day_asks_as_many_reviews_and_new_questions_as_it_says(
    lan: User, lans: Shelf, acts: list[Act], start: datetime, limits: dict[str, int | None]
) -> None:
    with transaction.atomic():
        history = live(lan, lans, acts, start, limits)
        learner, at = history.learner, history.at
        before = Sitting.of(learner, at)
        while before.learning_left and (question := before.learning or before.ahead):
            at += MINUTE  # a step left over from an earlier day would be its fact's question of the day
            answer(learner, Question.objects.get(pk=question), at=at)
            before = Sitting.of(learner, at)
        while question := Sitting.of(learner, at).next_question:
            answer(learner, Question.objects.get(pk=question), at=at)
            if Sitting.of(learner, at).next_question is None:
                at += timedelta(minutes=11)
        after = Sitting.of(learner, at)
        if after.day == before.day and not before.learning_left:  # or midnight came between
            done = (after.reviews_done - before.reviews_done, after.new_done - before.new_done)
            assert done == (before.reviews_left, before.new_left)
        transaction.set_rollback(True)

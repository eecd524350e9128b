"""Pages while the clock of the site and the zone of its learner jump: nothing fails, is lost or counts twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.cards.asks import Ask
from studyapp.study.models import Review
from tests.answering import HTMX, said
from tests.benchmarks.wire import form_on, forms_on
from tests.endurance.roles import ANSWER, QUIZ_ANSWER
from tests.shelf import Shelf
from tests.study.differences import wrongs
from tests.study.histories import JUMPS, STARTS, ZONES

GAPS = [timedelta(minutes=1), timedelta(minutes=11), timedelta(hours=5), timedelta(days=1), timedelta(days=9)]
LOOKED_AT = [
    "/",
    "/study/",
    "/study/cards/",
    "/decks/",
    "/progress/",
    "/quizzes/",
    "/accounts/settings/",
    "/search/?q=tide",
]

type Act = tuple[object, ...]

answering = st.tuples(st.just("answer"), st.booleans())
moving = st.one_of(
    st.tuples(st.just("pass_by"), st.sampled_from(GAPS)),
    st.tuples(st.just("pass_by"), st.sampled_from(JUMPS)),
    st.tuples(st.just("travel"), st.sampled_from(ZONES), st.integers(0, 12)),
)
others = st.one_of(
    st.just(("send_again",)),
    st.just(("undo",)),
    st.tuples(st.just("take_a_quiz"), st.booleans()),
    st.tuples(st.just("look"), st.sampled_from(LOOKED_AT)),
)
days = st.lists(st.one_of(answering, answering, moving, moving, others), min_size=6, max_size=20)

A_MONTH_AHEAD_AND_BACK: list[Act] = [
    *(("answer", True), ("pass_by", timedelta(days=30)), ("send_again",), ("answer", True), ("take_a_quiz", True)),
    *(("look", "/progress/"), ("pass_by", timedelta(days=-30)), ("send_again",), ("answer", False), ("undo",)),
    *(("take_a_quiz", False), ("pass_by", timedelta(days=-30)), ("answer", True), ("look", "/"), ("send_again",)),
    *(("pass_by", timedelta(days=30)), ("answer", True), ("look", "/progress/")),
]
ROUND_THE_WORLD: list[Act] = [
    *(("answer", True), ("travel", "Pacific/Kiritimati", 0), ("answer", True), ("pass_by", timedelta(hours=5))),
    *(("travel", "America/New_York", 4), ("answer", False), ("send_again",), ("pass_by", timedelta(hours=5))),
    *(("take_a_quiz", True), ("travel", "Australia/Lord_Howe", 12), ("answer", True), ("look", "/progress/")),
]


@dataclass
class Browser:
    """One that is signed in, the time, and what was acknowledged."""

    learner: User
    at: datetime
    client: Client = field(default_factory=Client)
    kept: set[tuple[int, int]] = field(default_factory=set)
    sent: tuple[str, dict[str, str], tuple[int, int]] | None = None

    def __post_init__(self) -> None:
        self.client.force_login(self.learner)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """The reply, redirects included. Whoever is signed out for having been away too long signs in again."""
        with time_machine.travel(self.at, tick=False):
            send = self.client.get if form is None else self.client.post
            reply = send(path, form, headers={key: HTMX[key] for key in HTMX}, follow=True)
            assert reply.status_code < 500, path
            if "/accounts/login/" in reply.headers.get("HX-Redirect", ""):
                self.client.force_login(self.learner)
                return self.ask(path, form)
        self.at += timedelta(seconds=1)
        return reply.status_code, reply.text

    def look(self, path: str) -> None:
        assert self.ask(path)[0] == 200

    def pass_by(self, time: timedelta) -> None:
        self.at += time

    def travel(self, zone: str, day_start: int) -> None:
        User.objects.filter(pk=self.learner.pk).update(time_zone=zone, day_start=day_start)

    def answer(self, right: bool) -> None:
        _, page = self.ask("/study/")
        for form in forms_on(page, ANSWER)[:1]:
            ask = Ask.opened(form.hidden["ask"])
            question = Question.objects.get(pk=ask.question)
            self.sent = form.address, form.hidden | said(question, right=right), (ask.question, ask.version)
            status, _ = self.ask(*self.sent[:2])
            assert status == 200
            self.kept.add(self.sent[2])

    def send_again(self) -> None:
        """It is told the same verdict, or that something came between: it is not written twice."""
        if self.sent:
            assert self.ask(*self.sent[:2])[0] in (200, 409)

    def undo(self) -> None:
        if self.sent:
            question, version = self.sent[2]
            assert self.ask("/study/undo/", {"question": str(question), "version": str(version)})[0] in (200, 409)

    def take_a_quiz(self, right: bool) -> None:
        _, page = self.ask("/quizzes/", {"length": "5", "minutes": "5"} if right else {"length": "5"})
        if forms_on(page, QUIZ_ANSWER):
            form = form_on(page, QUIZ_ANSWER)
            assert self.ask(form.address, form.hidden | {"give_up": "1"})[0] == 200


def live_through(learner: User, acts: list[Act], start: datetime, zone: str) -> None:
    with transaction.atomic():
        browser = Browser(learner, start)
        browser.travel(zone, 4)
        for name, *given in acts:
            getattr(browser, str(name))(*given)
        found = learner.reviews.filter(kind=Review.Event.STUDY).values_list("question", "version")
        assert set(found) == browser.kept
        days = list(learner.days.values_list("study_day", "deck"))
        assert len(days) == len(set(days))
        assert wrongs(User.objects.get(pk=learner.pk)) == []
        transaction.set_rollback(True)


@example(A_MONTH_AHEAD_AND_BACK, STARTS[0], "America/New_York")
@example(ROUND_THE_WORLD, STARTS[1], "Europe/Berlin")
@settings(max_examples=3)
@given(days, st.sampled_from(STARTS), st.sampled_from(ZONES))
def test_pages_bear_any_clock(lan: User, lans: Shelf, acts: list[Act], start: datetime, zone: str) -> None:
    live_through(lan, acts, start, zone)


@pytest.mark.slow
@settings(max_examples=1000)
@given(days, st.sampled_from(STARTS), st.sampled_from(ZONES))
def test_pages_bear_any_clock_a_thousand_times(
    lan: User, lans: Shelf, acts: list[Act], start: datetime, zone: str
) -> None:
    live_through(lan, acts, start, zone)

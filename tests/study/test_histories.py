"""Whatever a learner, an editor and the clock do, in whatever order: no answer is lost, doubled or misdated."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory
from studyapp.kinds import Surroundings
from studyapp.library.models import NotPublishable, Question, Revision, State
from studyapp.scheduling import Rating
from studyapp.study.asks import Ask
from studyapp.study.fold import living
from studyapp.study.following import begin_day, follow_library
from studyapp.study.grading import GAVE_UP
from studyapp.study.models import Card, Review, Stale
from studyapp.study.sitting import Sitting
from tests.study.conftest import Shelf, card_of, response_to, rewrite, wrongs

ZONES = [
    "Asia/Ho_Chi_Minh",  # never changes its clocks
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Kiritimati",  # fourteen hours ahead
]
STARTS = [
    datetime(2026, 3, 7, 20, tzinfo=UTC),  # the evening before New York springs forward
    datetime(2026, 10, 24, 20, tzinfo=UTC),  # and the one before Berlin falls back
    datetime(2026, 4, 4, 12, tzinfo=UTC),
]
GAPS = [
    *(timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=11), timedelta(hours=5)),
    *(timedelta(days=1), timedelta(days=2), timedelta(days=9), timedelta(days=100)),
]
TWO_ANSWERS = [
    {"answer": "The Sun", "distractors": ["The Moon", "Venus"]},
    {"answer": "The Moon", "distractors": ["The Sun", "Jupiter", "Venus"]},
]

type Act = tuple[Any, ...]

devices = st.sampled_from(["phone", "laptop"])
answers = st.sampled_from(["right", "right", "right", "wrong", "give up"])
places = st.integers(0, 6)
studying: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("answer"), devices, answers, st.sampled_from([500, 8000])),
    st.tuples(st.just("answer"), devices, answers, st.sampled_from([500, 8000])),
    st.tuples(st.just("wait"), st.sampled_from(GAPS)),
)
fumbling: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("show"), devices),
    st.tuples(st.just("send"), devices, answers),
    st.tuples(st.just("retry"), devices),
    st.just(("undo",)),
    st.tuples(st.just("override"), devices, st.sampled_from([Rating.AGAIN, Rating.GOOD, Rating.EASY])),
    st.tuples(st.just("suspend"), places),
    st.tuples(st.just("resume"), places),
    st.tuples(st.just("travel"), st.sampled_from(ZONES), st.integers(0, 12)),
)
editing: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("retire"), places),
    st.tuples(st.just("publish"), places),
    st.tuples(st.just("pause"), places),
    st.tuples(st.just("rewrite"), st.sampled_from(TWO_ANSWERS)),
    st.tuples(st.just("reorder"), places, places),
    st.tuples(st.just("add"), places, st.sampled_from(["choice", "typed"])),
    st.just(("follow",)),
)
histories = st.lists(st.one_of(studying, studying, fumbling, editing), min_size=4, max_size=25)


@dataclass
class Device:
    """What it shows, and what it sent last."""

    card: Card | None = None
    ask: Ask | None = None
    sent: tuple[int, Ask, Revision, dict[str, Any]] | None = None


@dataclass
class History:
    """One learner's life, with what the app acknowledged in it: `kept` has the key of every answer not undone."""

    learner_pk: int
    questions: list[Question]
    at: datetime
    phone: Device = field(default_factory=Device)
    laptop: Device = field(default_factory=Device)
    kept: set[tuple[int, int]] = field(default_factory=set)
    latest: date = date.min

    @property
    def learner(self) -> User:
        """As a request finds them."""
        return User.objects.get(pk=self.learner_pk)

    def live(self, act: Act) -> None:
        verb: Callable[..., None] = getattr(self, act[0])
        begin_day(self.learner, at=self.at)
        verb(*act[1:])
        self.at += timedelta(milliseconds=10)
        day = self.learner.study_day
        assert day is not None
        assert day >= self.latest
        self.latest = day

    # The learner

    def show(self, device: str) -> None:
        learner = self.learner
        question = Sitting.of(learner, self.at).next_question
        shown = self._device(device)
        shown.card = learner.cards.with_content().get(question=question) if question else None
        shown.ask = shown.card.ask(at=self.at) if shown.card else None

    def send(self, device: str, how: str) -> None:
        """Answer what the device shows, which may be long out of date."""
        shown = self._device(device)
        if shown.card is None or shown.ask is None:
            return
        revision = shown.card.question.revision
        assert revision is not None
        response = GAVE_UP if how == "give up" else response_to(shown.card.question, right=how == "right")
        shown.sent = (shown.card.question_id, shown.ask, revision, response)
        self.retry(device)

    def retry(self, device: str) -> None:
        """Send again what was sent: it is kept once, or was overtaken."""
        sent = self._device(device).sent
        if sent is None:
            return
        question, ask, revision, response = sent
        before = Review.objects.count()
        card = self.learner.cards.with_content().get(question=question)
        try:
            outcome = card.answer(response, ask, revision, at=self.at)
        except Stale:
            assert Review.objects.count() == before
            return
        key = (question, ask.version)
        assert outcome.replayed == (key in self.kept)
        assert Review.objects.count() == before + (not outcome.replayed)
        self.kept.add(key)

    def answer(self, device: str, how: str, took: int) -> None:
        self.show(device)
        self.at += timedelta(milliseconds=took)
        self.send(device, how)

    def undo(self) -> None:
        sitting = Sitting.of(self.learner, self.at)
        if sitting.undo_question is None or sitting.undo_version is None:
            return
        card = self.learner.cards.with_content().get(question=sitting.undo_question)
        assert card.undo(sitting.undo_version, at=self.at) is not None
        self.kept.discard((sitting.undo_question, sitting.undo_version))

    def override(self, device: str, rating: Rating) -> None:
        if sent := self._device(device).sent:
            with suppress(Stale):
                self.learner.cards.with_content().get(question=sent[0]).override(rating, sent[1].version, at=self.at)

    def suspend(self, place: int) -> None:
        card = card_of(self.learner, self.questions[place])
        if not card.suspended:
            card.suspend(at=self.at)

    def resume(self, place: int) -> None:
        card = card_of(self.learner, self.questions[place])
        if card.suspended:
            card.unsuspend(at=self.at)

    def wait(self, gap: timedelta) -> None:
        self.at += gap
        begin_day(self.learner, at=self.at)

    def travel(self, zone: str, day_start: int) -> None:
        User.objects.filter(pk=self.learner_pk).update(time_zone=zone, day_start=day_start)

    def follow(self) -> None:
        follow_library(self.learner, at=self.at)

    # The editor

    def retire(self, place: int) -> None:
        self._question(place).move(State.RETIRED, at=self.at)

    def publish(self, place: int) -> None:
        question = self._question(place)
        with suppress(NotPublishable):
            question.fact.publish(at=self.at)
            question.publish(at=self.at, freeze=Surroundings())

    def pause(self, place: int) -> None:
        self._question(place).fact.pause(at=self.at)

    def rewrite(self, spec: dict[str, Any]) -> None:
        rewrite(self.questions[0], at=self.at, **spec)

    def reorder(self, place: int, position: int) -> None:
        Question.objects.filter(pk=self.questions[place].pk).update(position=position)

    def add(self, place: int, kind: str) -> None:
        QuestionFactory(fact=self._question(place).fact, kind=kind, surroundings=Surroundings(), at=self.at)

    def _device(self, name: str) -> Device:
        device: Device = getattr(self, name)
        return device

    def _question(self, place: int) -> Question:
        return Question.objects.with_content().get(pk=self.questions[place].pk)

    # What must have come of it

    def check(self) -> None:
        learner = self.learner
        counted = set()
        for card in learner.cards.all():
            log = list(card.log.order_by("version"))
            assert [row.version for row in log] == list(range(card.version))
            alive = [row for row in living(log) if row.is_answer]
            keys = {(card.question_id, row.version if row.replaces is None else row.replaces) for row in alive}
            assert len(keys) == len(alive)
            counted |= keys
            for row in log:
                check_wait(row)
        assert counted == self.kept
        days = list(learner.days.all())
        assert sum(day.answers for day in days) == len(self.kept)
        assert all(min(day.answers, day.right, day.new, day.reviews, day.elapsed_ms, day.due) >= 0 for day in days)
        assert wrongs(learner) == []


def check_wait(row: Review) -> None:
    """Nothing is asked again before it was answered, and no interval is shorter than a day."""
    if row.due is None:
        return
    assert row.due.day > row.study_day if row.due.at is None else row.due.at > row.answered_at


@given(histories, st.sampled_from(STARTS), st.sampled_from(ZONES))
def test_every_history_comes_out_even(lan: User, lans: Shelf, acts: list[Act], start: datetime, zone: str) -> None:
    with transaction.atomic():
        history = History(lan.pk, lans.questions, start)
        history.travel(zone, 4)
        for act in acts:
            history.live(act)
        history.check()
        transaction.set_rollback(True)

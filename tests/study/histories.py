"""Random histories: what a learner, an editor and the clock do, one act after another."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory, QuizFactory
from studyapp.kinds import Surroundings
from studyapp.library.models import NotPublishable, Question, Revision, State
from studyapp.scheduling import SLACK, Rating, StudyClock
from studyapp.study.cards.asks import Ask
from studyapp.study.cards.fold import active
from studyapp.study.cards.grading import GAVE_UP
from studyapp.study.decks.changes import follow_library
from studyapp.study.decks.membership import join, leave
from studyapp.study.learners import study_day_of
from studyapp.study.models import (
    AnsweredOtherwise,
    Card,
    NotInReview,
    Over,
    Quiz,
    QuizAnswer,
    Regrade,
    Review,
    Stale,
)
from studyapp.study.models.days import COUNTS
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.parameters import take_into_use
from studyapp.study.spacing.rescheduling import bring_forward, respace_all
from tests.answering import card_of, response_to
from tests.shelf import rewrite
from tests.study.differences import wrongs
from tests.study.parameters import parameters

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

WRONG = "Spring tides"
ACCEPTED: dict[str, Any] = {"aliases": [WRONG], "wrong_answers": []}
REFUSED: dict[str, Any] = {"aliases": [], "wrong_answers": [WRONG]}

SAID = [None, *Review.Certainty]
"""How sure the learner says they are, turn by turn."""

JUMPS = [timedelta(days=days) for days in (-30, -3, -2, 2, 3, 30)]
"""What a clock that is set wrong, or right again, is moved by."""

type Act = tuple[Any, ...]

BESIDE: dict[str, Callable[[Card, datetime, int], Review | None]] = {
    "suspend": lambda card, at, _: card.suspend(at=at),
    "resume": lambda card, at, _: card.unsuspend(at=at),
    "bury": lambda card, at, _: card.bury(at=at),
    "unbury": lambda card, at, _: card.unbury(at=at),
    "forget": lambda card, at, _: card.forget(at=at),
    "set due": lambda card, at, n: card.set_due(study_day_of(card.learner, at) + timedelta(days=n), at=at),
    "mark": lambda card, at, _: card.mark(at=at),
    "unmark": lambda card, at, _: card.unmark(at=at),
    "note": lambda card, at, n: card.write_note("x" * n, at=at),
}
"""What a learner does with a card besides answering it, with a number to choose by."""

devices = st.sampled_from(["phone", "laptop"])
answers = st.sampled_from(["right", "right", "right", "wrong", "give up"])
places = st.integers(0, 6)
beside = st.tuples(
    *(st.just("beside"), places, st.sampled_from([*BESIDE]), st.sampled_from([0, 0, 1, 9, 900])),
    st.booleans(),
)
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
    beside,
    beside,
    beside,
    st.tuples(st.just("travel"), st.sampled_from(ZONES), st.integers(0, 12)),
    st.tuples(st.just("jump"), st.sampled_from(JUMPS)),
)
editing: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("retire"), places),
    st.tuples(st.just("publish"), places),
    st.tuples(st.just("pause"), places),
    st.tuples(st.just("rewrite"), st.sampled_from(TWO_ANSWERS)),
    st.tuples(st.just("reorder"), places, places),
    st.tuples(st.just("add"), places, st.sampled_from(["choice", "typed"])),
    st.tuples(st.just("regrade"), st.booleans()),
    st.just(("follow",)),
)
planning: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("quiz"), st.lists(places, min_size=1, max_size=3, unique=True), answers),
    st.tuples(st.just("hand_in"), places, answers),
    st.tuples(st.just("practise"), places, st.booleans()),
    st.tuples(st.just("set_exam"), st.none() | st.sampled_from([0, 1, 2, 5, 40])),
    st.just(("bring_forward",)),
    st.tuples(st.just("leave"), places, st.booleans()),
    st.tuples(st.just("join"), places),
    st.tuples(st.just("respace"), st.sampled_from(["0.70", "0.90", "0.97"]), st.booleans()),
)
histories = st.lists(st.one_of(studying, studying, fumbling, planning, editing), min_size=4, max_size=25)


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
    quizzes: list[Quiz] = field(default_factory=list)
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
        learner = self.learner
        day, by_the_clock = learner.study_day, StudyClock(learner.zone, learner.day_start).day(self.at)
        assert day is not None
        assert self.latest <= day <= by_the_clock + SLACK
        self.latest = day

    # The learner

    def show(self, device: str) -> None:
        learner = self.learner
        question = Sitting.of(learner, self.at).next_question
        shown = self._device(device)
        shown.card = learner.cards.with_content().get(question=question) if question else None
        assert shown.card is None or (shown.card.buried_on != learner.study_day and not shown.card.left)
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
            outcome = card.answer(response, ask, revision, at=self.at, certainty=SAID[ask.version % len(SAID)])
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

    def practise(self, place: int, right: bool) -> None:
        """Answer outside the schedule: only the number of rows is another then."""
        card = card_of(self.learner, self.questions[place])
        revision, before = card.question.revision, card.standing
        assert revision is not None
        self.kept.add((card.question_id, card.version))
        card.cram(response_to(card.question, right=right), card.ask(at=self.at), revision, at=self.at)
        assert card_of(self.learner, self.questions[place]).standing == before

    def quiz(self, places: list[int], how: str) -> None:
        """Begin a quiz of these questions, as they are worded now, and answer the first."""
        self.quizzes.append(QuizFactory(owner=self.learner, questions=[self._question(each) for each in places]))
        self.hand_in(0, how)

    def hand_in(self, place: int, how: str) -> None:
        """Answer the newest quiz, a position of it perhaps for the second time."""
        if not self.quizzes:
            return
        quiz = self.quizzes[-1]
        item = quiz.items.with_content().get(position=1 + place % quiz.length)
        body, card = item.asked.body, card_of(self.learner, item.asked.question)
        form = body.answer_form(body.sample_answer(right=how == "right"))
        assert form.is_valid(), form.errors
        before = Review.objects.count()
        try:
            given = QuizAnswer.give(
                item, self.learner, GAVE_UP if how == "give up" else form.cleaned_data, shown_at=self.at, at=self.at
            )
        except (AnsweredOtherwise, Over):
            assert Review.objects.count() == before
            return
        assert Review.objects.count() == before + (not given.replayed)
        version = given.answer.logged_as
        assert version is not None
        assert given.replayed or version == card.version
        self.kept.add((item.asked.question.pk, version))

    def set_exam(self, days: int | None) -> None:
        """In all decks, so many days from now."""
        day = None if days is None else study_day_of(self.learner, self.at) + timedelta(days=days)
        self.learner.enrolments.update(exam_on=day)

    def bring_forward(self) -> None:
        for enrolment in self.learner.enrolments.select_related("deck"):
            if enrolment.exam_on is not None:
                bring_forward(self.learner, enrolment.deck, enrolment.exam_on, at=self.at)

    def leave(self, place: int, regretted: bool) -> None:
        """Leave the deck of a question, and perhaps join it again at once: all is then as it was."""
        learner, deck = self.learner, self._question(place).fact.deck
        follow_library(learner, at=self.at)
        before = self.stored()
        was_in = leave(learner, deck, at=self.at)
        assert not leave(learner, deck, at=self.at), "twice is once"
        assert not learner.days.filter(deck=deck).exclude(due=0).exists()
        if regretted and was_in:
            assert join(learner, deck, at=self.at)
            assert self.stored() == before

    def join(self, place: int) -> None:
        learner, deck = self.learner, self._question(place).fact.deck
        join(learner, deck, at=self.at)
        assert not join(learner, deck, at=self.at), "twice is once"
        assert not learner.cards.filter(deck=deck, left=True).exists()

    def respace(self, retention: str, other_parameters: bool) -> None:
        """Change what decides the intervals, and have the due days moved; no card then moves again."""
        learner = self.learner
        learner.desired_retention = Decimal(retention)
        learner.save(update_fields=["desired_retention"])
        made = learner.parameter_sets.first() or parameters(learner)
        take_into_use(learner, made if other_parameters else None)
        respace_all(learner, at=self.at)
        assert respace_all(learner, at=self.at) == 0

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

    def beside(self, place: int, what: str, number: int, regretted: bool) -> None:
        """Do something else with a card, and perhaps take it back: all is then as it was."""
        if what == "forget":
            follow_library(self.learner, at=self.at)  # as does whoever takes it back
        card, before = card_of(self.learner, self.questions[place]), self.stored()
        try:
            row = BESIDE[what](card, self.at, number)
        except NotInReview:
            assert card.queue != Card.Queue.REVIEW
            return
        assert BESIDE[what](card, self.at, number) is None, "twice is once"
        if row is None:
            assert self.stored() == before
        elif regretted:
            assert card.undo(row.version, at=self.at) is not None
            assert self.stored() == before

    def stored(self) -> list[Any]:
        """Every card but for its version, and every day on which there is something."""
        cards = [{**card, "version": None} for card in self.learner.cards.order_by("question").values()]
        days: list[dict[str, Any]] = [{**day} for day in self.learner.days.order_by("study_day", "deck").values()]
        return [cards, [day for day in days if any(day[name] for name in COUNTS)]]

    def wait(self, gap: timedelta) -> None:
        self.at += gap
        begin_day(self.learner, at=self.at)

    def travel(self, zone: str, day_start: int) -> None:
        User.objects.filter(pk=self.learner_pk).update(time_zone=zone, day_start=day_start)
        learner = self.learner
        by_the_clock = StudyClock(learner.zone, learner.day_start).day(self.at)
        if learner.study_day is not None and learner.study_day > by_the_clock + SLACK:
            self.latest = date.min  # a clock that was ahead had reached it: seen from here it is not believed
        begin_day(learner, at=self.at)

    def jump(self, gap: timedelta) -> None:
        """The clock is set wrong, or right again: only then may a study day come again."""
        self.at, self.latest = self.at + gap, date.min
        begin_day(self.learner, at=self.at)

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

    def regrade(self, accepted: bool) -> None:
        """Accept the wrong answer that is given to the typed question, or no longer; past answers are judged so."""
        typed = next(question for question in self.questions if question.kind == "typed")
        rewrite(typed, at=self.at, **(ACCEPTED if accepted else REFUSED))
        revision = Question.objects.with_content().get(pk=typed.pk).asked
        regrade, _ = Regrade.objects.get_or_create(
            revision=revision, lowers=not accepted, defaults={"asked_at": self.at}
        )
        foreseen = regrade.regrading.foreseen().answers
        assert regrade.run(at=self.at) == foreseen
        assert regrade.run(at=self.at) == 0, "twice is once"

    # What must have come of it

    def check(self) -> None:
        learner = self.learner
        counted = set()
        for card in learner.cards.all():
            log = list(card.log.order_by("version"))
            assert [row.version for row in log] == list(range(card.version))
            alive = [row for row in active(log) if row.is_counted]
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
    """Nothing is asked again before it was answered, and no interval is shorter than a day. What is moved at the
    learner's wish can come on the day of the wish.
    """
    if row.due is None:
        return
    if row.kind in (Review.Event.SET_DUE, Review.Event.RESCHEDULE):
        assert row.due.day >= row.study_day
        return
    if row.kind == Review.Event.REGRADE:
        return  # it is due as it would have been then
    if row.kind == Review.Event.OVERRIDE and row.study_day > row.answered_at.date() + SLACK:
        assert row.due.day >= row.answered_at.date() - SLACK  # of an answer that a clock had dated too late
        return
    assert row.due.day > row.study_day if row.due.at is None else row.due.at > row.answered_at

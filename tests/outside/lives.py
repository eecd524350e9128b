"""Learners with random histories, who answer, wait, travel and change their minds until now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.scheduling import Rating, StudyClock
from studyapp.study.decks.membership import join
from studyapp.study.new_day import begin_day
from studyapp.study.spacing.parameters import take_into_use
from tests.own.decks import own_deck, own_note
from tests.shelf import build_shelf
from tests.study.histories import BESIDE, JUMPS, TWO_ANSWERS, ZONES, Act, History
from tests.study.parameters import parameters

WAITS = [
    *(timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=11), timedelta(hours=5), timedelta(hours=13)),
    *(timedelta(days=1), timedelta(days=1), timedelta(days=2), timedelta(days=3), timedelta(days=9)),
    *(timedelta(days=30), timedelta(days=100)),
]
ANSWERS = ["right", "right", "right", "wrong", "give up"]
OTHER_KINDS = ("several", "cloze", "date", "order", "match")


def lived(rng: Random, number: int, *, now: datetime, acts: int) -> User:
    """One learner, whose last act was shortly before `now`."""
    life = list(acts_of(rng, acts))
    lasted = sum((act[1] for act in life if act[0] in ("wait", "jump")), timedelta())
    began = now - lasted - timedelta(minutes=rng.randint(2, 600))
    learner = LearnerFactory(
        email=f"learner-{number}@example.com",
        time_zone=rng.choice(ZONES),
        day_start=rng.randint(0, 12),
        desired_retention=Decimal(rng.choice(["0.70", "0.80", "0.90", "0.90", "0.95"])),
        new_per_day=30,
    )
    questions = shelf_for(learner, began)
    if rng.random() < 0.3:
        take_into_use(learner, parameters(learner))
    history = History(learner.pk, questions, began)
    for act in life:
        history.live(act)
    if ends_soon(history.learner, now):
        history.travel(history.learner.time_zone, (history.learner.day_start + 3) % 12)
    learner = history.learner
    begin_day(learner, at=now)
    return learner


def ends_soon(learner: User, now: datetime) -> bool:
    """Whether the learner's day would be over before the judge has seen their package."""
    return StudyClock(learner.zone, learner.day_start).hours_since(learner.day_start, now) >= 22


def shelf_for(learner: User, at: datetime) -> list[Any]:
    """Questions of every kind in two decks of the library and one of the learner's own, all joined."""
    shelf = build_shelf()
    more = [QuestionFactory(fact=FactFactory(deck=shelf.harbour, position=9), kind=kind) for kind in OTHER_KINDS]
    for deck in (shelf.harbour, shelf.lighthouse):
        join(learner, deck, at=at)
    deck = own_deck(learner, at=at)
    own_note(deck)
    own_note(deck, "Which of **these**?\n\n- a *loop*\n- 2\\*3 `x < y`", f"> One\n\n{'Two. ' * 900}", formatted=True)
    own_note(
        deck, "It _holds_ [blank]\nand [blank].", "", "cloze", blanks="fast\nlong", formatted=True, explanation="**So**"
    )
    own_note(deck, "x" * 1900, "1. one\n2. two\n   more\n\nend", formatted=True, explanation="y " * 2000)
    own_note(deck, "The knot that makes a loop :: at the end", "Bow{{line}}", "typed", aliases="Bow line")
    assert {question.kind for question in (*shelf.questions, *more)} == {*KINDS}
    return [*shelf.questions, *more]


def acts_of(rng: Random, count: int) -> Iterator[Act]:
    """What a learner, an editor and the clock do: mostly answers and days that go by."""
    place = lambda: rng.randint(0, 11)  # noqa: E731
    device = lambda: rng.choice(["phone", "laptop"])  # noqa: E731
    wrong_clock = rng.random() < 0.1
    for _ in range(count):
        draw = rng.random()
        if draw < 0.55:
            yield ("answer", device(), rng.choice(ANSWERS), rng.choice([500, 8000, 8000, 70_000]))
        elif draw < 0.75:
            yield ("wait", rng.choice(WAITS))
        elif draw < 0.85:
            yield ("beside", place(), rng.choice([*BESIDE]), rng.choice([0, 0, 1, 9, 900]), rng.random() < 0.3)
        else:
            yield from rarer(rng, place, device, wrong_clock=wrong_clock)


def rarer(rng: Random, place: Any, device: Any, *, wrong_clock: bool) -> Iterator[Act]:
    among: list[Act] = [
        ("undo",),
        ("undo",),
        ("override", device(), rng.choice([Rating.AGAIN, Rating.GOOD, Rating.EASY])),
        ("override", device(), rng.choice([Rating.AGAIN, Rating.GOOD, Rating.EASY])),
        ("travel", rng.choice(ZONES), rng.randint(0, 12)),
        ("quiz", rng.sample(range(12), 3), rng.choice(ANSWERS[:4])),
        ("hand_in", place(), rng.choice(ANSWERS[:4])),
        ("practise", place(), rng.random() < 0.5),
        ("set_exam", rng.choice([None, 0, 2, 40])),
        ("bring_forward",),
        ("respace", rng.choice(["0.70", "0.90", "0.95"]), rng.random() < 0.3),
        ("rewrite", rng.choice(TWO_ANSWERS)),
        ("regrade", rng.random() < 0.5),
        ("retire", place()),
        ("publish", place()),
        ("follow",),
    ]
    if wrong_clock:
        among += [("jump", rng.choice(JUMPS))] * 2
    yield rng.choice(among)

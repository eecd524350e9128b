"""Whatever a learner, an editor and the clock do, in whatever order: no answer is lost, doubled or misdated."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studyapp.accounts.models import User
from tests.shelf import Shelf
from tests.study.histories import STARTS, ZONES, Act, History, histories

pytestmark = pytest.mark.long

FLIGHT: list[Act] = [
    *(("answer", "phone", "right", 8000), ("show", "laptop"), ("show", "phone"), ("send", "laptop", "right")),
    *(("send", "phone", "wrong"), ("retry", "laptop"), ("travel", "America/New_York", 4)),
    *(("answer", "phone", "right", 8000), ("retry", "phone"), ("wait", timedelta(hours=5)), ("undo",)),
    *(("retry", "phone"), ("answer", "laptop", "right", 500), ("wait", timedelta(days=1)), ("undo",)),
    *(("travel", "Asia/Ho_Chi_Minh", 4), ("answer", "phone", "right", 8000), ("retry", "laptop"), ("undo",)),
    *(("answer", "laptop", "wrong", 8000), ("wait", timedelta(days=1)), ("answer", "phone", "right", 8000)),
]
"""From Hanoi to New York and back over a change of the clocks, with two devices of which one is always behind."""

WRONG_CLOCK: list[Act] = [
    *(("answer", "phone", "right", 8000), ("answer", "phone", "right", 8000), ("show", "laptop")),
    *(("jump", timedelta(days=30)), ("answer", "phone", "right", 8000), ("answer", "phone", "wrong", 8000)),
    *(("quiz", [0, 2], "right"), ("beside", 3, "bury", 0, False), ("show", "phone")),
    *(("jump", timedelta(days=-30)), ("answer", "phone", "right", 8000), ("undo",), ("send", "laptop", "right")),
    *(("hand_in", 1, "right"), ("answer", "laptop", "right", 8000), ("respace", "0.90", False)),
    *(("jump", timedelta(days=-30)), ("answer", "phone", "right", 8000), ("jump", timedelta(days=30))),
    *(("answer", "phone", "right", 8000), ("wait", timedelta(days=1)), ("undo",), ("answer", "phone", "right", 500)),
]
"""A month ahead and back, and a month behind and back."""

WEST_AFTER_A_WRONG_CLOCK: list[Act] = [
    *(("wait", timedelta(seconds=1)), ("jump", timedelta(days=-2)), ("travel", "Asia/Ho_Chi_Minh", 4)),
    *(("answer", "phone", "right", 8000), ("answer", "phone", "right", 8000)),
]
"""Two days back are believed on Lord Howe, and no longer once the calendar falls back by another."""


def live_through(learner: User, shelf: Shelf, acts: list[Act], start: datetime, zone: str) -> None:
    with transaction.atomic():
        history = History(learner.pk, shelf.questions, start)
        history.travel(zone, 4)
        for act in acts:
            history.live(act)
        history.check()
        transaction.set_rollback(True)


@example(FLIGHT, STARTS[0], "Asia/Ho_Chi_Minh")
@example(WRONG_CLOCK, STARTS[0], "Asia/Ho_Chi_Minh")
@example(WEST_AFTER_A_WRONG_CLOCK, STARTS[0], "Australia/Lord_Howe")
@given(histories, st.sampled_from(STARTS), st.sampled_from(ZONES))
def test_every_history_comes_out_even(lan: User, lans: Shelf, acts: list[Act], start: datetime, zone: str) -> None:
    live_through(lan, lans, acts, start, zone)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(histories, st.sampled_from(STARTS), st.sampled_from(ZONES))
def test_ten_thousand_histories_come_out_even(
    lan: User, lans: Shelf, acts: list[Act], start: datetime, zone: str
) -> None:
    live_through(lan, lans, acts, start, zone)

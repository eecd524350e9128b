"""How long it is until a question comes again, as a learner reads it."""

from datetime import timedelta

import pytest

from studyapp.study.models import Review
from studyapp.study.wording import by_day, on_day, wait_in_words
from tests.people import NOON, TUESDAY


def row(days: int, wait: timedelta | None = None) -> Review:
    due_at = NOON + wait if wait else None
    return Review(answered_at=NOON, study_day=TUESDAY, due_day=TUESDAY + timedelta(days=days), due_at=due_at)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=20), "in 1 minute"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=5.6), "in 6 minutes"),
        (timedelta(minutes=10), "in 10 minutes"),
    ],
)
def test_a_step_is_told_in_minutes(wait: timedelta, words: str) -> None:
    assert wait_in_words(row(0, wait)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "tomorrow"),
        (2, "in 2 days"),
        (59, "in 59 days"),
        (60, "in 2 months"),
        (365, "in 12 months"),
        (730, "in 2 years"),
        (36500, "in 100 years"),
    ],
)
def test_an_interval_is_told_in_what_one_can_picture(days: int, words: str) -> None:
    assert wait_in_words(row(days)) == words


def test_what_is_not_scheduled_is_told_nothing_of() -> None:
    assert wait_in_words(Review(study_day=TUESDAY, answered_at=NOON)) == ""


@pytest.mark.parametrize(
    ("days", "on", "by"),
    [
        (0, "today", "today"),
        (1, "tomorrow", "tomorrow"),
        (2, "on 8 January", "by 8 January"),
        (359, "on 31 December", "by 31 December"),
        (360, "on 1 January 2027", "by 1 January 2027"),
    ],
)
def test_a_day_to_come_is_told_with_its_year_where_that_is_another(days: int, on: str, by: str) -> None:
    day = TUESDAY + timedelta(days=days)
    assert (on_day(day, TUESDAY), by_day(day, TUESDAY)) == (on, by)

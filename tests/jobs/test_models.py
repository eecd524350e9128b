"""The table of jobs: one holder at a time, nobody's death stops a job, and a wrong clock puts none off for long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from studyapp.jobs.models import LEASE, LEFT_BEHIND, Job
from tests.jobs.daily import registered
from tests.people import DAY, MINUTE, NOON
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
ONE, OTHER = uuid4(), uuid4()


def say(at: datetime) -> str:
    """Say the time

    And nothing else.
    """
    return f"{at:%H:%M}"


@pytest.fixture(autouse=True)
def name(db: None) -> Iterator[str]:
    with registered(say) as name:
        yield name


def read() -> Job:
    return Job.objects.registered().get()


def test_a_new_job_is_due_at_once_and_again_when_its_time_comes() -> None:
    row = read()
    assert (row.purpose, row.every) == ("Say the time", DAY)
    assert row.is_due(NOON)
    assert row.take(ONE, at=NOON)
    assert read().finish(ONE, began=NOON, took=SECOND, said="12:00")
    row = read()
    assert (row.last_run, row.took, row.said) == (NOON, SECOND, "12:00")
    assert [row.is_due(at) for at in (NOON + MINUTE, NOON + DAY - SECOND, NOON + DAY)] == [False, False, True]


def test_of_two_who_read_that_it_is_due_one_takes_it() -> None:
    one, other = read(), read()
    assert (one.take(ONE, at=NOON), other.take(OTHER, at=NOON)) == (True, False)
    assert read().held_by == ONE
    assert not read().is_due(NOON + LEASE - SECOND)


def test_what_a_dead_process_held_is_taken_by_another_and_counts_as_a_failure() -> None:
    assert read().take(ONE, at=NOON)
    row = read()
    assert row.is_due(NOON + LEASE)
    assert row.take(OTHER, at=NOON + LEASE)
    assert (read().failures, read().error) == (1, LEFT_BEHIND)
    assert not read().finish(ONE, began=NOON, took=SECOND, said="late")
    assert read().finish(OTHER, began=NOON + LEASE, took=SECOND, said="in time")
    assert (read().said, read().failures, read().error) == ("in time", 0, "")


def test_whoever_goes_on_holds_it_longer_but_not_once_it_has_passed_to_another() -> None:
    read().take(ONE, at=NOON)
    assert read().renew(ONE, at=NOON + LEASE / 2)
    assert not read().is_due(NOON + LEASE)
    read().take(OTHER, at=NOON + 2 * LEASE)
    assert not read().renew(ONE, at=NOON + 2 * LEASE)


def test_what_is_asked_for_while_it_runs_runs_once_more() -> None:
    read().take(ONE, at=NOON)
    Job.objects.ask_for(say, at=NOON + SECOND)
    assert not read().is_due(NOON + SECOND)
    read().finish(ONE, began=NOON, took=2 * SECOND, said="")
    assert read().is_due(NOON + 2 * SECOND)


def test_what_fails_is_tried_again_later_each_time_and_never_later_than_its_turn() -> None:
    at, pauses = NOON, []
    for _ in range(13):
        read().take(ONE, at=at)
        read().fail(ONE, began=at, took=SECOND, error="OSError: away")
        pauses.append(read().next_run - at - SECOND)
        at = read().next_run
    assert pauses[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert pauses[-2:] == [DAY - SECOND] * 2
    assert (read().failures, read().error) == (13, "OSError: away")


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=4000)])
def test_a_clock_that_was_ahead_puts_nothing_off(ahead: timedelta) -> None:
    read().take(ONE, at=NOON + ahead)
    assert read().is_due(NOON)
    read().finish(ONE, began=NOON + ahead, took=SECOND, said="")
    assert read().is_due(NOON)


def test_the_database_keeps_one_row_a_job_and_no_half_truths(name: str) -> None:
    rows = Job.objects.filter(name=name)
    with refused_by("job_once_by_name"):
        Job.objects.create(name=name, next_run=NOON)
    with refused_by("job_held_until_a_time"):
        rows.update(held_by=ONE)
    with refused_by("job_took_time_when_it_ran"):
        rows.update(last_run=NOON)
    with refused_by("job_took_time_when_it_ran"):
        rows.update(last_run=NOON, took=-SECOND)
    with refused_by("job_failed_with_an_error"):
        rows.update(failures=1)
    with refused_by("job_failed_with_an_error"):
        rows.update(error="OSError: away")

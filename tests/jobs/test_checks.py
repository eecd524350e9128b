"""`manage.py check` warns when nobody runs the jobs."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.checks.registry import registry

from studyapp.jobs.checks import somebody_runs_the_jobs
from studyapp.jobs.models import Job
from studyapp.jobs.running import Runner
from tests.jobs.daily import registered
from tests.people import NOON

pytestmark = pytest.mark.django_db


def rest(at: datetime) -> str:
    """Do nothing"""
    return ""


def warned(at: datetime) -> list[str]:
    found = somebody_runs_the_jobs(at=at)
    assert all(message.id == "studyapp.W002" and "manage.py serve" in str(message.hint) for message in found)
    return [message.msg.partition(": no ")[0] for message in found]


def test_a_site_that_was_just_set_up_is_not_blamed_and_one_that_nobody_ever_served_is() -> None:
    with registered(rest):
        Job.objects.all().delete()
        assert warned(datetime.now(NOON.tzinfo)) == []
        assert warned(datetime.now(NOON.tzinfo) + timedelta(days=1)) == ["No jobs were run yet"]


def test_jobs_that_nobody_runs_any_more_are_warned_of() -> None:
    every = timedelta(minutes=5)
    with registered(rest, every):
        list(Runner(lambda: NOON).run_due())
        assert warned(NOON + timedelta(minutes=59)) == []
        assert warned(NOON + every + timedelta(hours=1)) == ["No jobs were run since 2026-01-06 05:00 UTC"]


def test_a_long_job_is_no_neglect() -> None:
    with registered(rest):
        row, holder, later = Job.objects.registered().get(), uuid4(), NOON + timedelta(hours=3)
        row.take(holder, at=NOON)
        Job.objects.ask_for(rest, at=NOON)
        row.renew(holder, at=later)
        assert warned(later) == []


def test_without_its_table_it_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Job._meta, "db_table", "not_there_yet")
    assert warned(NOON) == []


def test_it_is_among_the_checks_of_a_deployment() -> None:
    assert somebody_runs_the_jobs in registry.get_checks(include_deployment_checks=True)

"""What is due is run and what came of it noted; what fails holds up no other."""

from datetime import datetime, timedelta
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from studyapp.jobs import registry
from studyapp.jobs.models import Job
from studyapp.jobs.running import Runner
from tests.jobs.daily import registered
from tests.people import DAY, NOON

pytestmark = pytest.mark.django_db


def greet(at: datetime) -> str:
    """Greet"""
    return f"Good day at {at:%H:%M}"


def fail(at: datetime) -> str:
    """Fail"""
    raise OSError("The mail server is away.")


def spoil(at: datetime) -> str:
    """Ask the database for what it has not"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
    return ""


def ran(at: datetime = NOON) -> list[str]:
    return [str(each) for each in Runner(lambda: at).run_due()]


def test_what_is_due_runs_once_and_says_what_it_did() -> None:
    with registered(greet) as name:
        assert ran() == [f"{name}: Good day at 05:00"]
        assert ran() == []
        assert Job.objects.get(name=name).said == "Good day at 05:00"


def test_what_fails_is_noted_and_holds_up_no_other() -> None:
    with registered(fail) as failing:
        registry.job(every=DAY)(greet)
        assert ran() == [f"{failing}: OSError: The mail server is away.", "test_running.greet: Good day at 05:00"]
        row = Job.objects.get(name=failing)
        assert (row.failures, row.error) == (1, "OSError: The mail server is away.")
        later = NOON + timedelta(days=2)
        assert [each.partition(":")[0] for each in ran(later)] == ["test_running.greet", failing]


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_a_job_is_that_jobs_failure_alone() -> None:
    with registered(spoil) as name:
        assert "Error: " in ran()[0]
        assert Job.objects.get(name=name).failures == 1


def test_whoever_is_told_to_stop_begins_nothing_more() -> None:
    runner = Runner(lambda: NOON)

    def a_stop(at: datetime) -> str:
        runner.stopping.set()
        return ""

    with registered(a_stop):
        registry.job(every=DAY)(greet)
        assert [each.name for each in runner.run_due()] == ["test_running.a_stop"]


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_for_as_long_as_a_job_goes_on() -> None:
    began, renewed = datetime.now(NOON.tzinfo), Event()

    def go_on(at: datetime) -> str:
        while not renewed.wait(0.01):
            if Job.objects.filter(name=name, held_until__gt=began + timedelta(seconds=0.45)).exists():
                renewed.set()
        return ""

    with registered(go_on) as name:
        runner = Runner(lambda: datetime.now(NOON.tzinfo), lease=timedelta(seconds=0.4))
        assert [each.error for each in runner.run_due()] == [""]


def test_a_name_names_one_job() -> None:
    with registered(greet), pytest.raises(AssertionError):
        registry.job(every=DAY)(greet)


def test_once_the_command_runs_what_is_due_and_complains_of_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    with registered(greet) as greeting:
        call_command("run_jobs", once=True)
        assert capsys.readouterr().out.startswith(f"{greeting}: Good day at ")
        registry.job(every=DAY)(fail)
        with pytest.raises(CommandError, match="will be tried again: 1"):
            call_command("run_jobs", once=True)
        assert "The mail server is away." in capsys.readouterr().err


def test_every_job_that_there_is_says_what_it_is_for_and_can_be_run(mailoutbox: list[object]) -> None:
    assert {"study.send_reminders", "study.expire_guests", "study.fit_parameters", "site.clear_sessions"} <= set(
        registry.JOBS
    )
    assert all(job.purpose and not job.purpose.endswith(".") for job in registry.JOBS.values())
    results = list(Runner(lambda: NOON).run_due())
    assert [each.name for each in results if each.error] == []
    assert {each.name for each in results} == set(registry.JOBS)

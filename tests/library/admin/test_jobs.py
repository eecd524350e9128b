"""Jobs in admin: superusers see what came of each and have it run; nobody else sees them."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.jobs.models import Job
from studyapp.jobs.running import Runner
from tests.jobs.daily import registered
from tests.library.admin.pages import address, list_address, said
from tests.people import NOON

LATER = NOON + timedelta(minutes=7)


def count(at: datetime) -> str:
    """Count the boats"""
    if at > NOON:
        raise OSError("There is fog.")
    return "Counted: 3"


@pytest.fixture
def superuser(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("vera@example.org"))
    return client


def test_a_superuser_sees_what_came_of_each_job_and_has_it_run(superuser: Client) -> None:
    with registered(count) as name, time_machine.travel(LATER, tick=False):
        list(Runner(lambda: NOON).run_due())
        page = superuser.get(list_address(Job)).content.decode()
        for text in ("Count the boats", "Counted: 3", "Waiting", "0.0 s"):
            assert text in page
        job = Job.objects.get(name=name)
        asked = superuser.post(list_address(Job), {"action": "run_now", "_selected_action": [job.pk], "index": "0"})
        assert "Asked for: 1." in said(asked)
        assert Job.objects.get().next_run == LATER
        list(Runner(lambda: LATER).run_due())
        page = superuser.get(address(job)).content.decode()
        for text in ("OSError: There is fog.", "Failed 1 time in a row", "Counted: 3"):
            assert text in page
        assert 'name="_save"' not in page


def test_a_superuser_is_told_when_nobody_runs_them(superuser: Client) -> None:
    with registered(count), time_machine.travel(NOON + timedelta(hours=2), tick=False):
        assert "No jobs were run yet" in superuser.get(list_address(Job)).content.decode()


def test_an_editor_sees_no_jobs(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("boris@example.org", is_staff=True))
    with registered(count):
        job = Job.objects.get()
        assert client.get(list_address(Job)).status_code == 403
        assert client.get(address(job)).status_code == 403
        asked = client.post(list_address(Job), {"action": "run_now", "_selected_action": [job.pk], "index": "0"})
        assert asked.status_code == 403
        assert "/admin/jobs/" not in client.get("/admin/").content.decode()

"""Figures for an operator's tools: behind a token, right for several processes, and without anything of a learner."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.jobs.models import Job
from studyapp.jobs.registry import JOBS
from tests.answering import form_for, said
from tests.shelf import Shelf

TOKEN = {"Authorization": "Bearer for-tools-alone"}
TWO_PROCESSES = """
import os, django
django.setup()
from django.conf import settings
from studyapp.operating.metrics import _requests, observe
settings.METRICS_DIR.mkdir()
for _ in range(2):
    if not os.fork():
        observe("answer", "POST", 200, 0.003)
        os._exit(0)
    os.wait()
print(_requests().decode())
"""


@pytest.fixture(autouse=True)
def _token(settings) -> None:
    settings.METRICS_TOKEN = "for-tools-alone"


def figure(client: Client, name: str) -> float:
    text = client.get("/metrics", headers=TOKEN).text
    return sum(float(value) for value in re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE))


def test_without_a_token_in_the_settings_there_is_no_such_page(client: Client, settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer hunter2"}, {"Authorization": "for-tools-alone"}])
def test_without_the_right_token_nothing_is_told(client: Client, headers: dict[str, str]) -> None:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 401
    assert "studyapp_" not in response.text


def test_an_answer_is_counted_and_timed_by_the_name_of_its_view(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answers, requests = (
        'studyapp_answers_total{view="answer"}',
        'studyapp_request_seconds_count{status="2xx",view="answer"}',
    )
    before = figure(lans_browser, answers), figure(lans_browser, requests)
    form = form_for(lan, lans.choice)
    lans_browser.post(form.url, {"ask": form.ask, **said(lans.choice)})
    assert (figure(lans_browser, answers), figure(lans_browser, requests)) == (before[0] + 1, before[1] + 1)


def test_an_error_and_a_page_that_is_not_there_are_counted(client: Client, db: None) -> None:
    client.get("/no/such/page/")
    assert figure(client, 'studyapp_request_seconds_count{status="4xx",view="none"}') > 0
    client.get("/readyz")
    assert figure(client, 'studyapp_request_seconds_count{status="5xx",view="readyz"}') >= 0
    assert "/no/such" not in client.get("/metrics", headers=TOKEN).text


def test_the_queue_of_jobs_is_told(client: Client, db: None) -> None:
    now = timezone.now()
    Job.objects.enter(JOBS, at=now + timedelta(minutes=1))
    late = Job.objects.registered()[0]
    Job.objects.filter(pk=late.pk).update(next_run=now - timedelta(seconds=90), failures=2, error="Broken")
    assert figure(client, "studyapp_jobs_waiting") == 1
    assert 90 <= figure(client, "studyapp_jobs_longest_wait_seconds") < 120
    assert figure(client, f'studyapp_job_failures{{job="{late.name}"}}') == 2


def test_a_database_that_is_away_is_told(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(Job._meta, "db_table", "not_there")
    assert figure(client, "studyapp_database_up") == 0


def test_all_processes_that_serve_count_together(tmp_path: Path) -> None:
    told = {"METRICS_TOKEN": "for-tools-alone", "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "figures")}
    done = subprocess.run(
        [sys.executable, "-c", TWO_PROCESSES],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **told},
        capture_output=True,
        text=True,
    )
    assert 'studyapp_request_seconds_count{status="2xx",view="answer"} 2.0' in done.stdout, done.stderr
    assert 'studyapp_answers_total{view="answer"} 2.0' in done.stdout

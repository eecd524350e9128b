"""Addresses for machines: whether the process lives, and whether all is there that it needs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.jobs.models import Job
from studyapp.jobs.registry import JOBS

WELL = {"database": "ok", "migrations": "ok", "worker": "ok", "cache": "ok"}


@pytest.fixture
def attended(db: None) -> None:
    """Jobs that are run: none of them waits."""
    Job.objects.enter(JOBS, at=timezone.now() + timedelta(minutes=1))


def test_a_process_says_that_it_lives_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_a_site_with_all_that_it_needs_is_ready(client: Client, attended: None) -> None:
    with CaptureQueriesContext(connection) as statements:
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": WELL})
    assert len(statements) <= 4


def not_ready(client: Client) -> set[str]:
    response = client.get("/readyz")
    assert response.status_code == 503
    return {name for name, said in response.json()["checks"].items() if said != "ok"}


def test_a_migration_that_is_missing_is_seen(client: Client, attended: None) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="jobs").delete()
    assert not_ready(client) == {"migrations"}


def test_jobs_that_nobody_runs_are_seen(client: Client, attended: None) -> None:
    Job.objects.update(next_run=timezone.now() - timedelta(minutes=3))
    assert not_ready(client) == {"worker"}
    Job.objects.all().delete()
    assert not_ready(client) == {"worker"}


def test_a_cache_that_does_not_answer_is_seen(client: Client, attended: None, settings) -> None:
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "not_there"}
    settings.CACHES = {"default": table}
    assert not_ready(client) == {"cache"}


def test_a_database_that_is_away_is_seen_without_a_fault(client: Client) -> None:
    assert not_ready(client) >= {"database", "migrations", "worker"}  # pytest-django lets nobody near it here


def test_they_are_answered_whoever_asks_by_whatever_name_and_without_a_session(
    lans_browser: Client, attended: None, settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/healthz", "/readyz"):
        with CaptureQueriesContext(connection) as statements:
            response = lans_browser.get(address, headers={"Host": "10.0.0.1"})
        assert response.status_code in (200, 503)
        assert not response.cookies
        assert not any("django_session" in query["sql"] for query in statements)
        assert lans_browser.post(address).status_code == 405

"""`manage.py doctor` sees each fault that an installation may have, and says how it is mended."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from studyapp.demo.factories import LearnerFactory
from studyapp.jobs.models import Job
from studyapp.jobs.registry import JOBS
from studyapp.operating.doctor import configuration, databases, examine, surroundings
from studyapp.operating.doctor.finding import Finding
from tests.shelf import build_shelf

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def said(findings: Iterator[Finding]) -> str:
    return "\n".join(map(str, findings))


@pytest.fixture
def configured(settings, tmp_path: Path) -> None:
    """Settings of a real site."""
    settings.SITE_URL, settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = "https://study.example.org", True, 1
    settings.ALLOWED_HOSTS = ["study.example.org"]
    settings.SECRET_KEY = "0123456789abcdefghijklmnop" * 2
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "mail.example.org"}}}
    settings.BACKUPS_DIR = str(tmp_path)
    (tmp_path / "today.backup").touch()
    secure = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    for name in (*secure, "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"):
        setattr(settings, name, True)
    settings.SECURE_HSTS_SECONDS = 3600


@pytest.fixture
def well(db: None, configured: None) -> None:
    """A site that has all it needs."""
    Job.objects.enter(JOBS, at=timezone.now() + timedelta(minutes=1))
    build_shelf()
    LearnerFactory(ada=True, is_superuser=True, is_staff=True)


def call(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("doctor", *options, stdout=out)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue()
    return 0, out.getvalue()


def test_a_site_that_has_all_is_well(well: None) -> None:
    assert call() == (0, "This installation is well.\n")


def test_a_fault_is_told_with_its_remedy_and_by_the_exit_status(well: None, settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    code, out = call()
    assert code == 1
    assert "FAULT: ALLOWED_HOSTS does not hold study.example.org" in out
    assert "  Add study.example.org to ALLOWED_HOSTS" in out


@pytest.mark.parametrize(
    ("check", "name", "value", "words"),
    [
        (configuration.address, "SITE_URL", "study.example.org", "is no address"),
        (configuration.address, "SITE_URL", "http://study.example.org", "in the clear"),
        (configuration.address, "DEBUG", True, "DEBUG is on"),
        (configuration.secrets, "SECRET_KEY", "guess", "has 5 characters"),
        (configuration.proxies, "ALLAUTH_TRUSTED_PROXY_COUNT", 0, "TRUSTED_PROXIES is not set"),
        (configuration.system_checks, "SECURE_HSTS_SECONDS", 0, "SECURE_HSTS_SECONDS"),
        (surroundings.backups, "BACKUPS_DIR", "", "BACKUPS_DIR is not set"),
        (surroundings.cached, "WORKERS", 2, "each count for themselves"),
    ],
)
def test_a_setting_that_cannot_be_right_is_seen(
    db: None, configured: None, settings, check: Callable[[], Iterator[Finding]], name: str, value: object, words: str
) -> None:
    assert said(check()) == ""
    setattr(settings, name, value)
    assert words in said(check())


def test_secrets_that_everybody_can_read_are_seen(configured: None, tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.touch(0o640)
    assert said(configuration.secrets(tmp_path)) == ""
    path.chmod(0o644)
    assert "Everybody on this machine can read" in said(configuration.secrets(tmp_path))


def test_a_database_that_is_away_is_one_fault(settings) -> None:
    out = said(examine())  # pytest-django lets nobody near it here
    assert out.count("The database does not answer") == 1


def test_the_address_of_the_database_is_in_the_remedy() -> None:
    found = databases.not_reached(OperationalError("connection refused\n"))
    assert "connection refused" in found.says
    assert "DATABASE_URL" in found.remedy


def test_an_old_database_is_seen(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(databases.version()) == ""
    monkeypatch.setattr(type(connection.features), "minimum_database_version", (99,))
    assert "Install 99 or newer" in said(databases.version())


def test_a_file_that_cannot_be_written_and_a_full_disk_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone is a file.")
    assert said(databases.sqlite_file()) == ""
    monkeypatch.setattr(databases, "ROOM", 2**60)
    assert "MB left" in said(databases.sqlite_file())
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    assert "cannot write" in said(databases.sqlite_file())


def test_a_journal_by_which_readers_wait_is_seen(transactional_db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone has one.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = DELETE")
        try:
            assert "The journal of SQLite is “delete”" in said(databases.sqlite_file())
        finally:
            cursor.execute("PRAGMA journal_mode = WAL")


def test_a_database_that_takes_no_writes_is_seen(db: None) -> None:
    assert said(databases.takes_writes()) == ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL default_transaction_read_only = on")
        assert "takes no writes" in said(databases.takes_writes())


def test_clocks_that_are_apart_are_seen(db: None) -> None:
    assert said(databases.clocks()) == ""
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10)):
        assert "600 seconds apart" in said(databases.clocks())


def test_migrations_that_are_missing_or_of_a_later_version_are_seen(db: None) -> None:
    applied = MigrationRecorder(connection).migration_qs
    applied.create(app="jobs", name="0999_of_tomorrow")
    assert "newer version of this project, which applied jobs.0999_of_tomorrow" in said(databases.migrations())
    applied.filter(app="jobs").delete()
    assert "Call: manage.py migrate" in said(databases.migrations())


def test_a_cache_that_keeps_nothing_is_seen(db: None, configured: None, settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert "The cache keeps nothing" in said(surroundings.cached())


def test_jobs_that_nobody_runs_or_that_fail_are_seen(db: None) -> None:
    Job.objects.enter(JOBS, at=timezone.now() + timedelta(minutes=1))
    assert said(surroundings.jobs()) == ""
    Job.objects.filter(name="study.send_reminders").update(failures=3, error="OSError: no route")
    assert "study.send_reminders has failed 3 times in a row: OSError: no route" in said(surroundings.jobs())
    assert "Nobody runs the jobs" in said(surroundings.jobs(timezone.now() + timedelta(minutes=10)))


def test_an_email_is_sent_where_that_is_asked_for(db: None, configured: None, mailoutbox: list, settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.MAILERS["default"]["OPTIONS"] = {"host": "127.0.0.1", "port": nobody.getsockname()[1]}
        code, out = call("--send-mail", "you@example.org")
    assert (code, "could not be sent" in out) == (1, True)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    assert said(surroundings.sending("you@example.org")) == ""
    assert [mail.to for mail in mailoutbox] == [["you@example.org"]]


def test_emails_that_are_only_printed_are_seen(settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    assert "EMAIL_URL is not set" in said(surroundings.emails())


def test_static_files_that_were_not_collected_are_seen(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "studyapp.site.static_files.StaticFilesStorage"}
    }
    assert "static files were not collected" in said(surroundings.static_files())


def test_translations_that_are_not_the_latest_are_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert said(surroundings.catalogues()) == ""
    monkeypatch.setattr("studyapp.site.catalogues.FOLDER", tmp_path)
    assert "update_catalogues" in said(surroundings.catalogues())


def test_time_zones_that_are_missing_are_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings) -> None:
    assert said(surroundings.zones()) == ""
    settings.TIME_ZONE = "Nowhere/At_All"
    assert "no time zone data for Nowhere/At_All" in said(surroundings.zones())


def test_backups_that_are_old_or_missing_are_seen(configured: None, settings, tmp_path: Path) -> None:
    assert said(surroundings.backups()) == ""
    assert "No backup was made since" in said(surroundings.backups(timezone.now() + timedelta(days=2)))
    settings.BACKUPS_DIR = str(tmp_path / "elsewhere")
    assert "No backup was made yet" in said(surroundings.backups())


def test_a_site_without_content_or_editors_is_told(db: None) -> None:
    assert "Call: manage.py load_seeds" in said(surroundings.content())
    assert "Call: manage.py createsuperuser" in said(surroundings.editors())

"""A database that has had every single step of before goes on as it is; an older one is refused in words."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from studyapp.accounts.models import User
from studyapp.demo.first_run import PROJECT
from studyapp.library.answers import differences
from studyapp.library.models import AcceptedAnswer, Article, Load, NameWord, Question, State
from studyapp.study.checks import squashes
from tests.answering import answer, learn
from tests.people import DAY, MINUTE, NOON
from tests.shelf import Shelf
from tests.study.differences import wrongs

STEPS = {
    "accounts": [
        *("0001_initial", "0002_ask_certainty", "0003_catch_up_pace", "0004_parameters", "0005_language"),
        *("0006_quizzes_count", "0007_guests", "0008_reminders"),
    ],
    "library": ["0001_initial", "0002_search"],
    "study": [
        *("0001_initial", "0002_hints", "0003_certainty", "0004_acts", "0005_exams_and_practice"),
        *("0006_parameters_of_a_review", "0007_quizzes", "0008_rollups", "0009_bookmarks", "0010_leaving"),
        *("0011_shared_quizzes", "0012_one_open_report"),
    ],
}
"""What a database recorded before there was one migration an app; their files are gone."""
OLDER = [(app, taken) for app, steps in STEPS.items() for taken in range(1, len(steps))]
COMMANDS = {
    "migrate": partial(call_command, "migrate", skip_checks=False),
    "quickstart": partial(call_command, "quickstart", "--no-serve"),
}


def record(app: str, steps: list[str]) -> None:
    """Let the database say that these are all the steps that `app` has had."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app=app).delete()
    for step in steps:
        recorder.record_applied(app, step)


def take_back(**to: str) -> None:
    """Undo the steps of these apps that came later, which are all recorded for that, and what rests on them."""
    for app in to:
        record(app, STEPS[app] + sorted(name for of, name in MigrationLoader(None).disk_migrations if of == app))
    for app, step in to.items():
        call_command("migrate", app, step, verbosity=0)


@pytest.fixture
def before(settings: Settings, tmp_path: Path, db: None) -> Iterator[None]:
    """A database as it was with the single steps; what quickstart keeps is kept aside."""
    settings.STATE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    mask = os.umask(0o022)
    recorded = list(MigrationRecorder(connection).applied_migrations())
    for app, steps in STEPS.items():
        record(app, steps)
    yield
    for app in STEPS:
        record(app, [step for of, step in recorded if of == app])
    os.umask(mask)


@pytest.fixture
def keys_go_on(transactional_db: None) -> Iterator[None]:
    """PostgreSQL counts the keys of a table made anew from 1, and the shelves of later tests bring theirs along."""
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in (AcceptedAnswer._meta.db_table, Load._meta.db_table, NameWord._meta.db_table):
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1000000)", [table])


@pytest.mark.parametrize("command", ["migrate", pytest.param("quickstart", marks=pytest.mark.slow)])
def test_a_database_that_has_had_every_step_goes_on(
    keys_go_on: None, before: None, lan: User, lans: Shelf, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    answer(lan, lans.choice, at=NOON, took=60 * MINUTE)
    # So did it count an answer that took an hour.
    for counted in (lan.cards.filter(question=lans.choice), lan.days.filter(deck=lans.harbour, answers=1)):
        assert counted.update(elapsed_ms=60 * 60_000) == 1
    assert len(wrongs(lan)) == 2
    log, questions = list(lan.reviews.values()), list(Question.objects.values())
    take_back(
        library="0001_squashed_0002_search",
        study="0003_quizzes_have_time_limits",
        accounts="0003_numbers_as_the_pages",
    )
    for app, steps in STEPS.items():
        record(app, steps)
    COMMANDS[command]()
    assert ("Applying study.0002_" if command == "migrate" else "as you left it") in capsys.readouterr().out
    assert wrongs(lan) == list(differences()) == []
    assert (list(lan.reviews.values()), list(Question.objects.values())) == (log, questions)
    assert {article.state for article in Article.objects.all()} == {State.PUBLISHED}
    answer(lan, lans.lamp, at=at + 9 * DAY)
    assert lan.reviews.count() == len(log) + 1
    COMMANDS[command]()
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.any_database
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("app", "taken"), OLDER)
def test_an_older_database_is_refused_in_words_and_left_as_it_is(
    before: None, app: str, taken: int, command: str
) -> None:
    record(app, STEPS[app][:taken])
    recorded = MigrationRecorder(connection).applied_migrations().keys()
    with pytest.raises(CommandError) as refusal:
        COMMANDS[command]()
    told = str(refusal.value)
    assert f"it has had {taken} of {len(STEPS[app])} for {app}. Nothing was changed." in told
    assert f"studyapp/{app}/migrations/{STEPS[app][-1]}.py" in told
    assert MigrationRecorder(connection).applied_migrations().keys() == recorded


def test_an_older_database_is_refused_once_for_all_its_tables(before: None) -> None:
    for app, steps in STEPS.items():
        record(app, steps[:1])
    with pytest.raises(CommandError) as refusal:
        COMMANDS["migrate"]()
    assert str(refusal.value).count("too old") == 1
    for app, steps in STEPS.items():
        assert f"1 of {len(steps)} for {app}" in str(refusal.value)


@pytest.mark.any_database
def test_the_refusal_is_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
        old.execute("INSERT INTO django_migrations (app, name) VALUES ('study', '0001_initial')")
    old.close()
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", "DATABASE_URL": f"sqlite:///{file}"}
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "This database is too old for this version" in done.stderr
    assert "HINT: Run the last version that still has the single steps" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_files_of_the_single_steps_are_gone() -> None:
    """From the commit that removed the last one the remedy finds the version to run first."""
    assert {squash.app_label: [name for _, name in squash.replaces] for squash in squashes()} == STEPS
    for app, steps in STEPS.items():
        assert not any((PROJECT / "studyapp" / app / "migrations" / f"{step}.py").exists() for step in steps)

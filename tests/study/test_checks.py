"""Several processes on one SQLite file are warned about where that SQLite has the fault."""

import pytest
from django.core.checks.registry import registry
from pytest_django import Settings

from studyapp.study.checks import sqlite_bears_the_workers, wal_reset_can_corrupt

FAULTY, SOUND = (3, 45, 1), (3, 51, 3)


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_with_the_fault_are_known(version: tuple[int, ...], faulty: bool) -> None:
    assert wal_reset_can_corrupt(version) is faulty


@pytest.mark.parametrize(
    ("engine", "workers", "version", "warned"),
    [
        ("sqlite3", 2, FAULTY, True),
        ("sqlite3", 1, FAULTY, False),
        ("sqlite3", 2, SOUND, False),
        ("postgresql", 2, FAULTY, False),
    ],
)
def test_only_several_workers_on_a_faulty_sqlite_are_warned(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    workers: int,
    version: tuple[int, ...],
    warned: bool,
) -> None:
    settings.WORKERS = workers
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
    found = sqlite_bears_the_workers(version=version)
    assert [message.id for message in found] == ["studyapp.W001"] * warned
    assert all(message.hint and "WORKERS=1" in message.hint for message in found)


def test_the_check_is_among_those_that_django_runs() -> None:
    assert sqlite_bears_the_workers in registry.get_checks()

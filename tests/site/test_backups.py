"""A backup is whole or not there; it is put back whole, or nothing changes."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory
from studyapp.study.decks.membership import join
from studyapp.study.models import Card
from studyapp.study.rebuilding import differences
from tests.shelf import stock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lan() -> User:
    learner = LearnerFactory(lan=True)
    join(learner, stock(3)[0].fact.deck, at=timezone.now())
    return learner


@pytest.fixture
def backup(lan: User, tmp_path: Path) -> Path:
    path = tmp_path / "copy.backup"
    call_command("backup", path, stdout=StringIO())
    return path


def put_back(path: Path, *, replace: bool = True) -> None:
    call_command("restore", path, replace=replace, stdout=StringIO())


def test_what_was_there_is_there_again_and_what_came_later_is_not(lan: User, backup: Path) -> None:
    LearnerFactory(ada=True)
    lan.cards.update(reps=7)
    put_back(backup)
    assert list(User.objects.values_list("email", flat=True)) == ["lan@example.org"]
    assert set(Card.objects.values_list("reps", flat=True)) == {0}
    assert list(differences(lan)) == []
    assert LearnerFactory(ada=True).pk > lan.pk


def test_nobody_else_on_the_machine_can_read_it_and_nothing_is_beside_it(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_a_file_that_is_there_is_left_alone(backup: Path) -> None:
    kept = backup.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", backup)
    assert backup.read_bytes() == kept


def test_accounts_are_not_replaced_unless_one_says_so(backup: Path) -> None:
    LearnerFactory(ada=True)
    with pytest.raises(CommandError, match="has accounts already"):
        put_back(backup, replace=False)
    assert User.objects.count() == 2


def test_what_is_damaged_changes_nothing(lan: User, backup: Path) -> None:
    LearnerFactory(ada=True)
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2])
    with pytest.raises(CommandError, match=r"as it was|damaged"):
        put_back(backup)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no backup"),
        (b"Ebb and flow", "is no backup"),
        ({"sqlite": b"PGDMP", "postgresql": b"SQLite format 3\0"}, "another kind of database"),
    ],
)
def test_what_is_no_backup_is_told_apart(tmp_path: Path, content: bytes | dict[str, bytes], sentence: str) -> None:
    path = tmp_path / "any"
    path.write_bytes(content[connection.vendor] if isinstance(content, dict) else content)
    with pytest.raises(CommandError, match=sentence):
        put_back(path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        put_back(tmp_path / "none")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", tmp_path / "no folder" / "copy")

"""A secret key of one's own: made once, kept privately, never overwritten."""

import stat
from pathlib import Path

import pytest
from environs import Env

from studyapp.demo.first_run import keep_secret_key


@pytest.fixture(autouse=True)
def _no_key_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")


def number_in(folder: Path) -> str:
    """The key as the settings will read it."""
    env = Env()
    env.read_env(folder / ".env", recurse=False)
    return str(env("SECRET_KEY"))


def test_a_first_run_writes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    keep_secret_key(tmp_path)
    assert len(number_in(tmp_path)) >= 50
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_a_second_run_keeps_the_key(tmp_path: Path) -> None:
    keep_secret_key(tmp_path)
    written = (tmp_path / ".env").read_bytes()
    keep_secret_key(tmp_path)
    assert (tmp_path / ".env").read_bytes() == written


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        keep_secret_key(tmp_path / name)
    assert number_in(tmp_path / "one") != number_in(tmp_path / "two")


def test_a_key_in_the_environment_is_used_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the environment")
    keep_secret_key(tmp_path)
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize("before", ["GREETING=hello", "# mine\nSECRET_KEY=\n"])
def test_what_stands_in_the_file_is_kept_and_nobody_else_reads_it_from_now_on(tmp_path: Path, before: str) -> None:
    (tmp_path / ".env").write_text(before)
    (tmp_path / ".env").chmod(0o644)
    keep_secret_key(tmp_path)
    lines = (tmp_path / ".env").read_text().splitlines()
    assert lines[:-1] == before.splitlines()
    assert lines[-1] == f"SECRET_KEY={number_in(tmp_path)}"
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_an_empty_key_in_the_environment_does_not_hide_the_one_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("SECRET_KEY=of the file\n")
    monkeypatch.setenv("SECRET_KEY", "")
    keep_secret_key(tmp_path)
    assert number_in(tmp_path) == "of the file"


def test_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match=r"^Nothing can be kept in .*Copy the project to a folder of your own"):
        keep_secret_key(tmp_path / "file")

"""A copy of the project with nothing prepared, and what the first command tells there."""

import shutil
import socket
from pathlib import Path

import pytest

from studyapp.demo.first_run import PROJECT
from tests.demo.quickstarting import LOGIN, run


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of what the repository holds, as far as running it goes."""
    place = tmp_path_factory.mktemp("copy")
    shutil.copy(PROJECT / "manage.py", place)
    for name in ("studyapp", "templates", "seeds"):
        shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    return place


@pytest.fixture(scope="module")
def logins(place: Path) -> dict[str, str]:
    """The copy after its first run, and the passwords it told."""
    code, output, errors = run(place, "--no-serve")
    assert code == 0, errors
    return dict(LOGIN.findall(output))


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

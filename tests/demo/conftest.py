"""A copy of the project with nothing prepared, and what the first command tells there."""

import os
import shutil
import socket
from pathlib import Path

import pytest
from filelock import FileLock

from studyapp.demo.first_run import PROJECT
from tests.demo.quickstarting import LOGIN, run


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of what the repository holds, as far as running it goes, after its first run: made once for all
    workers. Beside it, in `told.txt`, stands what that run said.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with FileLock(shared / "prepared.lock"):
        told = shared / "prepared" / "told.txt"
        if not told.exists():
            place = told.parent / "copy"
            place.mkdir(parents=True)
            shutil.copy(PROJECT / "manage.py", place)
            for name in ("studyapp", "templates", "seeds", "docs"):
                shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
            code, output, errors = run(place, "--no-serve")
            assert code == 0, errors
            told.write_text(output)
    return told.parent


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy after its first run, for one module to use up."""
    place = tmp_path_factory.mktemp("copy") / "copy"
    shutil.copytree(prepared / "copy", place)
    return place


@pytest.fixture(scope="module")
def logins(prepared: Path) -> dict[str, str]:
    """The passwords that the first run told."""
    return dict(LOGIN.findall((prepared / "told.txt").read_text()))


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

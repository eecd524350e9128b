"""A copy of the project with nothing prepared, and the first command anyone runs in it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp.demo.first_run import PROJECT

PATIENCE = 300
"""Seconds; a busy machine takes its time, and a hanging one must not take for ever."""
LOGIN = re.compile(r"^  (\S+@example\.org) +(\S+)$", re.MULTILINE)


def start(place: Path, *options: str) -> "subprocess.Popen[str]":
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "manage.py", "quickstart", *options],
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(place: Path, *options: str) -> tuple[int, str, str]:
    """Exit code, output and errors."""
    with start(place, *options) as process:
        output, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, output, errors


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

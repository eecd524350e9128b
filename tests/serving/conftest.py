"""A small site that is really served, by processes of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Site:
    """Where it is served, and its supervisor."""

    port: int
    process: "subprocess.Popen[str]"
    fifo: Path


Serve = Callable[..., Site]


@contextmanager
def served(folder: Path, workers: int = 1, **environment: str) -> Iterator[Site]:
    """Starts `tests.serving.site`; it is gone afterwards."""
    os.mkfifo(folder / "fifo")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.serving.site", str(workers), str(folder / "fifo")],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        assert process.stderr
        told = process.stdout.readline()
        assert told, process.stderr.read()
        yield Site(int(told), process, folder / "fifo")
        process.terminate()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts one for this test, with the workers and the environment that it wants."""
    with ExitStack() as started:
        yield lambda *options, **environment: started.enter_context(served(tmp_path, *options, **environment))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests of a module, which leave it as it is."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site

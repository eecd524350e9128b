"""A small site that is really served, by processes of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


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

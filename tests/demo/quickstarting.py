"""The first command anyone runs, in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

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

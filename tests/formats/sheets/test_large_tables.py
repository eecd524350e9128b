"""A table as large as they come is read as flat in memory as a small one."""

import subprocess
import sys
from pathlib import Path

import pytest

from studyapp.demo.first_run import PROJECT
from tests.formats.sheets.tables import book

MANY, MOST_MEGABYTES = 100_000, 300


@pytest.mark.slow
def test_memory_is_flat(tmp_path: Path) -> None:
    rows = [["Question", "Answer", "Explanation", "ID"]]
    rows += [[f"Front {key} {'word ' * 10}", f"Back {key}", "Because " * 10, f"id-{key}"] for key in range(MANY)]
    path = book(rows, tmp_path / "table.xlsx")
    command = [sys.executable, "-m", "tests.formats.sheets.reading", str(path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    number, megabytes = map(int, done.stdout.split())
    assert number == MANY
    assert megabytes < MOST_MEGABYTES

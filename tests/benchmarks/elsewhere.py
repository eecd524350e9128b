"""What benchmarks print that run in processes of their own, here or with another commit that is checked out."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.table import Row


def rows_of(checkout: Path, benchmark: str, arguments: list[str]) -> list[Row]:
    """Taken in a process that finds these benchmarks and the other commit's app, in an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "tests").symlink_to(Path(__file__).parents[1])
        environment = {**os.environ, "PYTHONPATH": str(checkout.resolve())}
        for name in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"):  # this one's
            environment.pop(name, None)
        python = ["uv", "run", "--project", str(checkout.resolve()), "python"]
        command = [*python, "-m", f"tests.benchmarks.{benchmark}", *arguments, "--json"]
        done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Row(**row) for row in json.loads(done.stdout)]


def printed_by(benchmark: str, *arguments: str) -> list[Row]:
    """The rows of a benchmark that serves."""
    command = [sys.executable, "-m", f"tests.benchmarks.{benchmark}", *arguments, "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [Row(**row) for row in json.loads(done.stdout)]

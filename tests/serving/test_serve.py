"""`manage.py serve` ends with one sentence where it cannot begin."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from studyapp.demo.first_run import PROJECT
from studyapp.serving.listening import listen


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.5"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="is no port"):
        call_command("serve", f"--port={port}")


def test_a_busy_port_ends_the_command(settings: Settings) -> None:
    with listen("127.0.0.1", 0, "serve") as taken, pytest.raises(SystemExit, match="is in use"):
        call_command("serve", f"--port={taken.getsockname()[1]}")


def test_without_workers_nobody_would_serve(settings: Settings) -> None:
    settings.WORKERS = 0
    with pytest.raises(SystemExit, match="Set it to 1 or more"):
        call_command("serve")


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [({"SECRET_KEY": ""}, "SECRET_KEY is not set."), ({"WORKERS": "many"}, '"WORKERS" invalid: Not a valid integer.')],
)
def test_settings_that_cannot_work_are_one_sentence(setting: dict[str, str], sentence: str) -> None:
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "0123456789" * 5, **setting}
    command = [sys.executable, "manage.py", "serve"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1

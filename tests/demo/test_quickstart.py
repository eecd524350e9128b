"""The first command anyone runs, in a copy of the project with nothing prepared: it sets up, serves, and keeps."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.demo.quickstarting import LOGIN, PATIENCE, run, start
from tests.serving.visitors import unfinished

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server(place: Path, logins: dict[str, str], port: int) -> Iterator["subprocess.Popen[str]"]:
    """The copy run a second time, serving."""
    with start(place, "--port", str(port)) as process:
        wait_until_told(process)
        wait_until_served(process, port)
        yield process
        process.send_signal(signal.SIGINT)


def wait_until_told(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    told = ""
    while "Ctrl+C" not in told:
        line = process.stdout.readline()
        assert line, f"{told}\n{process.stderr.read() if process.stderr else ''}"
        told += line
    return told


def wait_until_served(process: "subprocess.Popen[str]", port: int) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        try:
            return socket.create_connection(("localhost", port)).close()
        except ConnectionRefusedError:
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"It stopped with {process.wait(timeout=0.1)}.")
    pytest.fail("It does not listen.")


def fetch(
    port: int, path: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] = MappingProxyType({})
) -> tuple[http.client.HTTPResponse, str]:
    """The response to a GET, or to a POST of `data`, and its text."""
    with closing(http.client.HTTPConnection("localhost", port, timeout=PATIENCE)) as connection:
        if data is None:
            connection.request("GET", path, headers=dict(headers))
        else:
            form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{port}"}
            connection.request("POST", path, urlencode(data), {**headers, **form})
        response = connection.getresponse()
        return response, response.read().decode(errors="replace")


def test_the_first_run_makes_an_editor_and_a_learner(logins: dict[str, str]) -> None:
    assert logins.keys() == {"learner@example.org", "editor@example.org"}


def test_the_site_answers_and_its_static_files_come_compressed_and_for_ever(
    server: "subprocess.Popen[str]", port: int
) -> None:
    page, body = fetch(port, "/")
    assert page.status == 200
    assert page.headers["Server"] == "Studyapp"
    styles = re.search(r"/static/studyapp/app\.[0-9a-f]+\.css", body)
    assert styles
    sheet, _ = fetch(port, styles[0], headers={"Accept-Encoding": "br"})
    assert sheet.status == 200
    assert sheet.headers["Content-Encoding"] == "br"
    assert "immutable" in sheet.headers["Cache-Control"]


def test_passwords_of_the_first_run_still_sign_in_on_the_second(
    server: "subprocess.Popen[str]", port: int, logins: dict[str, str]
) -> None:
    for email, password in logins.items():
        page, body = fetch(port, "/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
        assert token
        data = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        answer, _ = fetch(port, "/accounts/login/", data, {"Cookie": cookies(page)})
        assert answer.status == 302, email
        _, home = fetch(port, "/", headers={"Cookie": cookies(answer)})
        assert "Sign out" in home, email


def cookies(response: http.client.HTTPResponse) -> str:
    found: SimpleCookie = SimpleCookie()
    for header in response.headers.get_all("Set-Cookie", []):
        found.load(header)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in found.items())


def test_others_are_answered_while_requests_are_left_unfinished(server: "subprocess.Popen[str]", port: int) -> None:
    with unfinished(port):
        page, body = fetch(port, "/")
        assert page.status == 200
        styles = re.search(r"/static/studyapp/app\.[0-9a-f]+\.css", body)
        assert styles
        assert fetch(port, styles[0])[0].status == 200


def test_after_its_worker_was_killed_the_site_answers(server: "subprocess.Popen[str]", port: int) -> None:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True, check=True)
    for worker in listed.stdout.split():
        os.kill(int(worker), signal.SIGKILL)
    page, _ = fetch(port, "/")
    assert page.status == 200


@pytest.mark.parametrize("size", [300_000, 20_000_000], ids=["Django refuses it", "the server refuses it"])
def test_a_form_that_is_too_large_is_refused_on_a_page_in_the_visitors_language(
    server: "subprocess.Popen[str]", port: int, size: int
) -> None:
    page, _ = fetch(port, "/accounts/login/")
    headers = {"Accept-Language": "ru", "Cookie": cookies(page)}
    refusal, told = fetch(port, "/accounts/login/", {"login": "a" * size}, headers)
    assert refusal.status == 413
    assert refusal.headers["Content-Language"] == "ru"
    assert '<main id="main"' in told
    assert fetch(port, "/")[0].status == 200


def test_a_busy_port_is_one_sentence(server: "subprocess.Popen[str]", place: Path, port: int) -> None:
    code, output, errors = run(place, "--port", str(port))
    assert code == 1
    assert output == ""
    assert errors.startswith(f"Port {port} is in use.")
    assert errors.count("\n") == 1


def test_a_second_run_tells_no_password_and_ctrl_c_stops_it(place: Path, logins: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with start(place, "--port", str(port)) as process:
        told = wait_until_told(process)
        assert "Everything is as you left it." in told
        assert not LOGIN.search(told)
        wait_until_served(process, port)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert errors == ""


def test_what_it_keeps_is_nobody_elses_to_read(place: Path, logins: dict[str, str]) -> None:
    for name in (".env", "var/studyapp.sqlite3"):
        assert (place / name).stat().st_mode & 0o077 == 0, name


def test_a_folder_that_cannot_be_written_to_is_one_sentence(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place, tmp_path / "copy", ignore=shutil.ignore_patterns("var", "__pycache__"))
    (tmp_path / "copy" / "var").touch()  # where a folder is wanted: that stops even root
    code, _, errors = run(tmp_path / "copy", "--no-serve")
    assert code == 1
    assert errors.startswith("Nothing can be kept in ")
    assert errors.count("\n") == 1


@pytest.mark.django_db
def test_without_a_demo_there_is_an_editor_and_the_library(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.STATE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    mask = os.umask(0o022)
    try:
        call_command("quickstart", "--no-demo", "--no-serve")
    finally:
        os.umask(mask)
    assert [user.email for user in User.objects.all()] == ["editor@example.org"]
    assert Deck.objects.exists()
    assert len(LOGIN.findall(capsys.readouterr().out)) == 1

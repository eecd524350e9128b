"""The files in `deploy/` as they stand, but for names and ports: a learner signs in and answers through each proxy."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from urllib.error import HTTPError

import pytest

from studyapp.demo.first_run import PROJECT
from tests.demo.quickstarting import PATIENCE
from tests.demo.visiting import Browser

pytestmark = pytest.mark.long

DEPLOY = PROJECT / "deploy"


def program(name: str) -> str:
    """Where it is; without it the test is skipped. Debian keeps some out of the PATH of most."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        pytest.skip(f"{name} is not installed (Debian: apt install {name}).")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **options) -> Iterator[None]:
    """The process of `command`, once it listens."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options) as process:
        try:
            wait_until_served(process, port)
            yield
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def wait_until_served(process: "subprocess.Popen[str]", port: int) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            pytest.fail(process.stderr.read())
    pytest.fail("It does not listen.")


@contextmanager
def behind(proxy: list[str], place: Path, inside: int, outside: int) -> Iterator[Browser]:
    """A browser on a site that is served at the port `inside`, and shown by `proxy` at the port `outside`."""
    site = f"https://localhost:{outside}"
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    server = [sys.executable, "manage.py", "serve", "--port", str(inside)]
    told = {**environment, "SITE_URL": site, "TRUSTED_PROXIES": "1"}
    with running(server, inside, cwd=place, env=told), running(proxy, outside, cwd=place, env=environment):
        yield Browser(site)


def nginx(folder: Path, inside: int, outside: int) -> list[str]:
    """Its command, for the file in `deploy/` with a certificate that was made for this test."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/etc/ssl/studyapp/certificate.pem", str(certificate))
    site = site.replace("/etc/ssl/studyapp/key.pem", str(key))
    site = site.replace("/var/log/nginx", str(folder))
    site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    site = site.replace("listen 443", f"listen 127.0.0.1:{outside}")
    site = site.replace("study.example.org", "localhost").replace("127.0.0.1:8000", f"127.0.0.1:{inside}")
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "".join(f"{name}_temp_path {folder / name};\n" for name in names)
    user = "" if os.getuid() else "user root root;\n"  # who else would be nobody, and cannot read this folder
    main = f"{user}daemon off;\npid {folder / 'pid'};\nevents {{}}\nhttp {{\naccess_log off;\n{kept}{site}}}\n"
    (folder / "nginx.conf").write_text(main)
    return [program("nginx"), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, inside: int, outside: int) -> list[str]:
    """Its command, for the file in `deploy/` with a certificate of its own authority."""
    site = (DEPLOY / "Caddyfile").read_text()
    site = site.replace("study.example.org", f"https://localhost:{outside}")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{inside}")
    lines = ("admin off", "skip_install_trust", "auto_https disable_redirects", "default_bind 127.0.0.1")
    apart = "\n".join(("{", *lines, f"storage file_system {folder}", "}", ""))
    (folder / "Caddyfile").write_text(apart + site)
    return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_a_learner_signs_in_and_answers_through_the_proxy(
    proxy, place: Path, logins: dict[str, str], tmp_path: Path
) -> None:
    inside, outside = free_port(), free_port()
    with behind(proxy(tmp_path, inside, outside), place, inside, outside) as browser:
        email = "learner@example.org"
        page = browser.open("/accounts/login/")
        home = browser.send(page, "/accounts/login/", {"login": email, "password": logins[email]})
        assert "Sign out" in home
        verdict = browser.send(browser.open("/study/"), r"/study/\d+/answer/", {"give_up": "1"})
        assert 'id="verdict"' in verdict
        with pytest.raises(HTTPError, match="413") as refusal:
            browser.open("/accounts/login/", {"login": "a" * 700_000})
        refusal.value.close()


def test_the_limit_on_wrong_passwords_holds_whatever_a_visitor_claims_to_the_proxy(
    place: Path, logins: dict[str, str], tmp_path: Path
) -> None:
    inside, outside = free_port(), free_port()
    with behind(nginx(tmp_path, inside, outside), place, inside, outside) as browser:
        page = browser.open("/accounts/login/")
        email = "editor@example.org"
        for number, password in enumerate([*["wrong horse"] * 11, logins[email]]):
            host = ("localhost", "127.0.0.1", f"localhost:{8000 + number}")[number % 3]
            with pytest.raises(HTTPError) as refusal:
                browser.send(
                    page,
                    "/accounts/login/",
                    {"login": email, "password": password},
                    Host=host,
                    X_Forwarded_For=f"192.0.2.{number}",
                )
            assert refusal.value.code == 422
            refusal.value.close()


@pytest.mark.parametrize("name", ["studyapp.service", "studyapp-backup.service", "studyapp-backup.timer"])
def test_the_units_are_such_as_systemd_would_start(tmp_path: Path, name: str) -> None:
    analyse = program("systemd-analyze")
    for unit in DEPLOY.glob("studyapp*.*"):
        text = unit.read_text().replace("/srv/studyapp/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text.replace("/srv/studyapp", str(PROJECT)))
    done = subprocess.run([analyse, "verify", str(tmp_path / name)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")

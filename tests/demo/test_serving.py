"""Before serving: a port that is really free, and static files gathered once."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from studyapp.demo import serving


@contextmanager
def listening(family: socket.AddressFamily, host: str, *, shared: bool = False) -> Iterator[int]:
    with socket.socket(family) as server:
        if shared:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind((host, 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::1")]
)
@pytest.mark.parametrize("shared", [False, True])
def test_a_port_that_anyone_listens_on_is_refused_with_the_way_out(
    family: socket.AddressFamily, host: str, shared: bool
) -> None:
    with listening(family, host, shared=shared) as port, pytest.raises(SystemExit) as refusal:
        serving.require_free_port(port)
    assert refusal.value.code == (
        f"Port {port} is in use. Stop what uses it, or choose another: "
        f"uv run manage.py quickstart --port {port + 1 if port < 65535 else 8000}"
    )


def test_a_free_port_will_do_even_just_after_a_server_left_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()  # who closes first keeps the port in mind for a while
    serving.require_free_port(port)


def test_static_files_are_gathered_again_only_when_one_changed(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.css").write_text("a { color: red }")
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "root", [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    assert serving.collect_static()
    assert not serving.collect_static()
    (source / "one.css").write_text("a { color: green }")
    assert serving.collect_static()
    assert (tmp_path / "root" / "one.css").read_text() == "a { color: green }"

"""A port that cannot be had is one sentence with a way out."""

import socket

import pytest

from studyapp.serving.listening import Unavailable, listen


def test_a_busy_port_is_a_sentence_with_another_port() -> None:
    with listen("127.0.0.1", 0, "serve") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable) as refusal:
            listen("127.0.0.1", port, "serve")
    other = port + 1 if port < 65535 else 8000
    assert str(refusal.value) == (f"Port {port} is in use. Stop what uses it, or choose another: serve --port {other}")


def test_an_address_of_another_machine_is_a_sentence() -> None:
    with pytest.raises(Unavailable, match=r"cannot listen at 192\.0\.2\.1"):
        listen("192.0.2.1", 8000, "serve")


def test_ipv6_is_listened_at_too() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("This machine has no IPv6.")
    with listen("::1", 0, "serve") as listening:
        assert listening.family == socket.AF_INET6

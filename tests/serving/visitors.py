"""Visitors who leave their requests unfinished, and what they are told."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

SLOW_BODIES, SLOW_HEADERS, IDLE = 50, 50, 500
HEADERS = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin="
PATIENCE = 60
"""Seconds; a busy machine takes its time, and a hanging one must not take for ever."""


@contextmanager
def unfinished(port: int) -> Iterator[list[socket.socket]]:
    """Connections that have said half of what they should, or nothing; those that can go on by a byte come first."""
    beginnings = [HEADERS + BODY] * SLOW_BODIES + [HEADERS + b"X-Slow: "] * SLOW_HEADERS + [b""] * IDLE
    with ExitStack() as opened:
        visitors = [opened.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE)) for _ in beginnings]
        for visitor, beginning in zip(visitors, beginnings, strict=True):
            visitor.sendall(beginning)
        yield visitors


def answer_to(visitor: socket.socket) -> tuple[http.client.HTTPResponse, bytes]:
    """The next answer on this connection, read to its end."""
    response = http.client.HTTPResponse(visitor)
    response.begin()
    return response, response.read()


def get(port: int, path: str, headers: str = "") -> bytes:
    """What a whole request for `path` is answered with."""
    with asking(port, path, headers) as visitor:
        response, body = answer_to(visitor)
    assert response.status == 200
    return body


def asking(port: int, path: str, headers: str = "") -> socket.socket:
    """A connection on which a whole request was sent."""
    visitor = socket.create_connection(("127.0.0.1", port), PATIENCE)
    visitor.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    return visitor

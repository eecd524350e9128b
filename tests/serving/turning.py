"""A server of the test's own process, turned by hand."""

import socket
from time import monotonic

from studyapp.serving.worker import Server
from tests.serving.visitors import PATIENCE


def visitor_of(server: Server) -> socket.socket:
    """Who has just come to a server of this process, and has said nothing yet."""
    visitor = socket.create_connection(("127.0.0.1", int(server.effective_port)), PATIENCE)
    server.turn()
    return visitor


def turn_until_told(server: Server, visitor: socket.socket, length: int = 1) -> bytes:
    """Turn the server until so much has arrived at the visitor; return that."""
    deadline, told = monotonic() + PATIENCE, b""
    visitor.setblocking(False)  # noqa: FBT003  its own parameter
    while len(told) < length:
        assert monotonic() < deadline
        server.turn()
        try:
            told += visitor.recv(1 << 20)
        except BlockingIOError:
            continue
    return told

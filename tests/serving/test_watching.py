"""A turn of the event loop asks only those who may have changed, and misses nobody who has."""

from contextlib import ExitStack
from time import monotonic

from studyapp.serving.channels import Channel
from studyapp.serving.worker import Server
from tests.serving.site import BIG
from tests.serving.turning import turn_until_told, visitor_of
from tests.serving.visitors import PATIENCE

REQUEST = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Counted(Channel):
    """Counts how often it is asked what it waits for."""

    asked = 0

    def readable(self) -> bool:
        self.asked += 1
        return super().readable()


def test_whoever_is_idle_is_not_asked_while_another_is_answered(server: Server) -> None:
    server.channel_class = Counted
    with ExitStack() as opened:
        for _ in range(20):
            opened.enter_context(visitor_of(server))
        idle = list(server.active_channels.values())
        visitor = opened.enter_context(visitor_of(server))
        before = [channel.asked for channel in idle]
        for _ in range(3):
            visitor.sendall(REQUEST % b"/")
            assert turn_until_told(server, visitor).startswith(b"HTTP/1.1 200")
        assert [channel.asked for channel in idle] == before


def test_requests_that_came_together_are_answered_in_turn(server: Server) -> None:
    with visitor_of(server) as visitor:
        visitor.sendall(REQUEST % b"/length" * 3)
        told = b""
        while told.count(b"HTTP/1.1 200") < 3:
            told += turn_until_told(server, visitor)


def test_a_long_answer_goes_on_whenever_its_reader_does(server: Server) -> None:
    with visitor_of(server) as visitor:
        visitor.sendall(REQUEST % b"/big")
        head, _, body = turn_until_told(server, visitor, BIG).partition(b"\r\n\r\n")
        body += turn_until_told(server, visitor, BIG - len(body)) if len(body) < BIG else b""
        assert f"Content-Length: {BIG}".encode() in head
        assert len(body) == BIG


def test_whoever_hangs_up_is_forgotten(server: Server) -> None:
    with visitor_of(server):
        assert len(server.active_channels) == 1
    server.turn()
    assert not server.active_channels


def test_whoever_hangs_up_before_the_answer_is_forgotten(server: Server) -> None:
    with visitor_of(server) as visitor:
        visitor.sendall(REQUEST % b"/big")
        turn_until_told(server, visitor)
    deadline = monotonic() + PATIENCE
    while server.active_channels:
        assert monotonic() < deadline
        server.turn()


def test_who_comes_when_there_is_no_room_is_answered_once_another_leaves(server: Server) -> None:
    server.adj.connection_limit = len(server._map) + 2
    with visitor_of(server) as leaving, visitor_of(server), visitor_of(server) as waiting:
        waiting.sendall(REQUEST % b"/")
        server.turn()
        assert len(server.active_channels) == 2
        leaving.close()
        assert turn_until_told(server, waiting).startswith(b"HTTP/1.1 200")

"""A worker answers whoever has asked, whatever others leave unfinished, and stops when it has answered."""

import json
import os
import signal
import socket
from contextlib import suppress
from time import monotonic, time

import pytest

from studyapp.serving.channels import SECONDS_TO_ARRIVE
from studyapp.serving.worker import Server
from tests.serving.served import Serve, Site
from tests.serving.site import BIG
from tests.serving.turning import visitor_of
from tests.serving.visitors import HEADERS, PATIENCE, answer_to, asking, get, unfinished

pytestmark = pytest.mark.long

AT_MOST = 10
"""Seconds from SIGTERM to the end."""


@pytest.fixture
def ending(serve: Serve) -> Site:
    """A site that the test brings to its end."""
    return serve()


def test_others_are_answered_while_requests_are_left_unfinished(site: Site) -> None:
    with unfinished(site.port) as visitors:
        for visitor in visitors[:100]:
            visitor.sendall(b"a")
        assert int(get(site.port, "/")) != site.process.pid


def test_an_unfinished_request_can_still_be_finished(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as visitor:
        visitor.sendall(b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-")
        get(site.port, "/")
        visitor.sendall(b"Length: 5\r\n\r\nHa")
        get(site.port, "/")
        visitor.sendall(b"noi")
        assert answer_to(visitor)[1] == b"5"


def seconds_to_end(site: Site) -> float:
    begun = monotonic()
    assert site.process.wait(PATIENCE) == 0
    return monotonic() - begun


def test_an_answer_under_way_is_given_before_the_end_whatever_is_unfinished(ending: Site) -> None:
    with unfinished(ending.port), asking(ending.port, "/wait") as visitor, asking(ending.port, "/length") as queued:
        get_ready = ending.fifo.open("w")  # the worker has begun to answer
        ending.process.send_signal(signal.SIGTERM)
        with get_ready:
            get_ready.write("Here it is.")
        assert answer_to(visitor)[1] == b"Here it is."
        assert answer_to(queued)[1] == b"0"
        assert seconds_to_end(ending) < AT_MOST


def test_an_answer_that_was_not_fetched_yet_can_be_fetched_after_the_signal(ending: Site) -> None:
    with asking(ending.port, "/big") as visitor:
        visitor.recv(1, socket.MSG_PEEK)
        ending.process.send_signal(signal.SIGTERM)
        assert len(answer_to(visitor)[1]) == BIG
        assert seconds_to_end(ending) < AT_MOST


def test_an_answer_that_never_comes_does_not_keep_it_from_stopping(ending: Site) -> None:
    with asking(ending.port, "/wait"), ending.fifo.open("w"):
        ending.process.send_signal(signal.SIGTERM)
        assert seconds_to_end(ending) < AT_MOST


def test_after_the_signal_nobody_new_is_taken_while_an_answer_is_awaited(ending: Site) -> None:
    deadline = monotonic() + AT_MOST
    with asking(ending.port, "/wait") as visitor, ending.fifo.open("w") as answer:
        ending.process.send_signal(signal.SIGTERM)
        while taken(ending.port):
            assert monotonic() < deadline
        assert ending.process.poll() is None
        answer.write("Here it is.")
        answer.close()
        assert answer_to(visitor)[1] == b"Here it is."


def taken(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionError:
        return False
    return True


def test_a_worker_whose_supervisor_is_gone_ends_too(ending: Site) -> None:
    worker, deadline = int(get(ending.port, "/")), monotonic() + AT_MOST
    ending.process.kill()
    try:
        while taken(ending.port):
            assert monotonic() < deadline
    finally:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


FORWARDED = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: elsewhere.example\r\n"


def seen(site: Site) -> dict[str, str]:
    found: dict[str, str] = json.loads(get(site.port, "/seen", FORWARDED))
    return found


def test_without_a_proxy_a_visitors_word_on_who_they_are_is_dropped(site: Site) -> None:
    headers = seen(site)
    assert {name for name in headers if "FORWARDED" in name} == set()
    assert (headers["REMOTE_ADDR"], headers["HTTP_HOST"], headers["scheme"]) == ("127.0.0.1", "localhost", "http")


def test_what_a_trusted_proxy_says_reaches_django_as_it_was_said(serve: Serve) -> None:
    headers = seen(serve(TRUSTED_PROXIES="1"))
    assert headers["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
    assert headers["HTTP_X_FORWARDED_PROTO"] == "https"
    assert (headers["REMOTE_ADDR"], headers["HTTP_HOST"], headers["scheme"]) == ("127.0.0.1", "localhost", "http")


def hung_up_on(visitor: socket.socket) -> bool:
    visitor.settimeout(0)
    try:
        return visitor.recv(1) == b""
    except BlockingIOError:
        return False


@pytest.mark.parametrize(("seconds", "gone"), [(19, False), (21, True)])
def test_whoever_says_nothing_for_long_is_hung_up_on(server: Server, seconds: float, *, gone: bool) -> None:
    with visitor_of(server) as visitor:
        server.maintenance(time() + seconds)
        server.turn()
        assert hung_up_on(visitor) is gone


@pytest.mark.parametrize(("seconds", "gone"), [(-1, False), (1, True)])
def test_whoever_takes_long_over_one_request_is_hung_up_on(server: Server, seconds: float, *, gone: bool) -> None:
    with visitor_of(server) as visitor:
        visitor.sendall(HEADERS)
        server.turn()
        now = time() + SECONDS_TO_ARRIVE + seconds
        for channel in server.active_channels.values():
            channel.last_activity = now  # another byte came just now
        server.maintenance(now)
        server.turn()
        assert hung_up_on(visitor) is gone

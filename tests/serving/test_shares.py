"""Several workers share the connections fairly, and nobody waits long for one that does not take them."""

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic

import pytest

from studyapp.serving.shares import MOMENT, shares
from studyapp.serving.worker import Server, server_at
from tests.serving.served import Serve
from tests.serving.site import application
from tests.serving.turning import visitor_of
from tests.serving.visitors import PATIENCE, answer_to, asking


@pytest.mark.long
def test_two_workers_have_about_as_many_connections_each(serve: Serve) -> None:
    site = serve(2)
    with ExitStack() as opened:
        visitors = [opened.enter_context(asking(site.port, "/")) for _ in range(32)]
        workers = [answer_to(visitor)[1] for visitor in visitors]
    assert sorted(workers.count(worker) for worker in set(workers))[0] >= 12


@pytest.fixture
def ahead(server: Server) -> Iterator[Server]:
    """One of two workers, who has two connections; the other has none."""
    server.share, _ = shares(2)
    opened = [visitor_of(server), visitor_of(server)]
    yield server
    for visitor in opened:
        visitor.close()


def test_who_has_more_leaves_a_newcomer_to_another(ahead: Server) -> None:
    other = server_at(ahead.socket.dup(), application, next(shares(1)))
    with visitor_of(ahead):
        other.turn()
    assert (len(ahead.active_channels), len(other.active_channels)) == (2, 1)
    other.drain(0)
    other.trigger.close()


def test_who_has_more_takes_a_newcomer_whom_nobody_takes(ahead: Server) -> None:
    begun = monotonic()
    with visitor_of(ahead):
        while len(ahead.active_channels) == 2:
            assert monotonic() < begun + PATIENCE
            ahead.turn()
    assert monotonic() - begun >= MOMENT

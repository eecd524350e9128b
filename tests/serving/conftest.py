"""A small site for one test, or for a whole module."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from studyapp.serving.listening import listen
from studyapp.serving.shares import shares
from studyapp.serving.worker import Server, server_at
from tests.serving.served import Serve, Site, served
from tests.serving.site import application


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts one for this test, with the workers and the environment that it wants."""
    with ExitStack() as started:
        yield lambda *options, **environment: started.enter_context(served(tmp_path, *options, **environment))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests of a module, which leave it as it is."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def server() -> Iterator[Server]:
    """One in this process, which does nothing until it is told to `turn`."""
    server = server_at(listen("127.0.0.1", 0, "serve"), application, next(shares(1)))
    yield server
    server.drain(0)
    server.trigger.close()

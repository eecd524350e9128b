"""One worker: an event loop gathers whole requests, one thread answers them, and a stop waits for what is under way.

A visitor who sends half a request costs the loop a look now and then, and nobody else anything.
"""

import logging
import os
import resource
import signal
import socket
from time import monotonic
from typing import Any
from wsgiref.types import WSGIApplication

from django.conf import settings
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.wasyncore import dispatcher

from studyapp.serving.channels import Channel, settle
from studyapp.serving.shares import MOMENT, STILL_THERE, Share
from studyapp.serving.watching import Watched

CONNECTIONS = 2000
"""Most of one worker, the idle ones included."""
FILES_OF_A_CONNECTION, FILES_OF_ITS_OWN = 3, 100
SECONDS_TO_DRAIN = 7
LARGEST = settings.REQUEST_MOST_BYTES
"""Bytes of one request. What is above Django's own limit, pictures aside, is refused by it; what is above this is not
even read.

No less than the proxies in `deploy/` let through: Caddy hangs up on a visitor who is still sending when the site has
refused, and the visitor may never read why."""


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """waitress's, which can be told to stop and then finishes what it began."""

    channel_class = Channel
    stopping = False
    answering: Channel | None = None
    """Whom the one thread answers, or answered last."""
    gives_way_until = 0.0
    """When it looks for newcomers again, after it has left one to a worker with fewer connections."""

    def __init__(self, *args: Any, share: Share, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.share = share

    def turn(self) -> None:
        """Wait for anything to happen, a second at most, and see to it."""
        self.share.note(len(self.active_channels))
        self._map.stir(self)  # when asked, it also looks after the connections, and counts them
        left = self.gives_way_until - monotonic()
        self._map.turn(left if left > 0 else self.adj.asyncore_loop_timeout)

    def readable(self) -> bool:
        return bool(super().readable()) and monotonic() >= self.gives_way_until

    def handle_accept(self) -> None:
        """Take who has come, unless another worker has fewer connections and has not had a moment to do so."""
        now = monotonic()
        if self.share.is_larger and now > self.gives_way_until + STILL_THERE:
            self.gives_way_until = now + MOMENT
            return
        self.gives_way_until = 0.0
        super().handle_accept()
        self.share.note(len(self.active_channels))

    def pull_trigger(self) -> None:
        """Wake the loop up: the answer that is being given wants to be sent, or is complete."""
        if self.answering:
            self._map.stir(self.answering)
        super().pull_trigger()

    def stop(self, *_: object) -> None:
        """Wake up and stop; may be called by a signal."""
        self.stopping = True
        self.pull_trigger()

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        settle(self.active_channels, now)
        self._map.stir(*self.active_channels.values())

    def drain(self, seconds: float) -> None:
        """Take nobody new, and turn until whoever sent a whole request has the answer, for `seconds` at most."""
        dispatcher.close(self)  # the listening socket alone
        end = monotonic() + seconds
        while self._hang_up_on_idle() and monotonic() < end:
            self.turn()
        self.task_dispatcher.shutdown(timeout=0.5)

    def _hang_up_on_idle(self) -> bool:
        """Whether anybody is left."""
        for channel in list(self.active_channels.values()):
            if not channel.busy:
                channel.handle_close()
        return any(channel.busy for channel in self.active_channels.values())


def adjustments(files: int) -> Adjustments:
    """How waitress is set up, for a process that may open so many `files`."""
    return Adjustments(
        threads=1,  # more of them take the interpreter from one another, and wait for SQLite's one writer
        connection_limit=min(CONNECTIONS, (files - FILES_OF_ITS_OWN) // FILES_OF_A_CONNECTION),
        channel_timeout=20,
        cleanup_interval=5,
        max_request_header_size=32 * 1024,
        max_request_body_size=LARGEST,
        log_socket_errors=False,
        ident="Studyapp",
        # Without a proxy nobody's word is taken. The settings say which of these headers count, and Django reads them.
        clear_untrusted_proxy_headers=not (settings.ALLAUTH_TRUSTED_PROXY_COUNT or settings.HTTPS),
    )


def allow_files() -> int:
    """How many files this process may open, connections included, once that was raised as far as it is wanted."""
    wanted = CONNECTIONS * FILES_OF_A_CONNECTION + FILES_OF_ITS_OWN
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else soft


def server_at(listening: socket.socket, application: WSGIApplication, share: Share) -> Server:
    return Server(
        application,
        share=share,
        map=Watched(),
        _sock=listening,
        bind_socket=False,
        sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
        adj=adjustments(allow_files()),
    )


def work(application: WSGIApplication, supervisor: int, listening: socket.socket, share: Share) -> None:
    """Answer what comes in at `listening` until a signal says stop, or until the process `supervisor` is gone."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a visitor waits a moment is no news
    server = server_at(listening, application, share)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.stop)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    while not server.stopping and os.getppid() == supervisor:
        server.turn()
    server.drain(SECONDS_TO_DRAIN)

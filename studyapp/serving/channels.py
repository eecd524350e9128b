"""One visitor's connection: a request arrives within two minutes, and a refusal is read before the connection ends."""

import socket
from contextlib import suppress
from time import time

from waitress.channel import HTTPChannel

from studyapp.serving.refusals import refusing

SECONDS_TO_ARRIVE = 120
"""For the whole of one request: over a poor line, a picture or two."""


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """waitress's, which hangs up while a visitor still sends; that tears away the answer before it is read."""

    error_task_class = staticmethod(refusing)
    refused = False
    """Whether the last answer was given before all of the request was read."""
    begun = 0.0
    """When the request that is arriving did begin to, or when the visitor was last answered."""
    lingering = False

    @property
    def busy(self) -> bool:
        """Whether a whole request waits for its answer, or some of an answer for being sent."""
        return bool(
            self.requests or self.total_outbufs_len
        )  # in this order: an answer is there before its request goes

    def overdue(self, now: float) -> bool:
        """Whether what began has gone on for too long."""
        return (self.lingering or self.request is not None) and self.begun < now - SECONDS_TO_ARRIVE

    def service(self) -> None:
        self.server.answering = self
        super().service()

    def received(self, data: bytes) -> bool:
        if self.lingering:
            return False
        if self.request is None:
            self.begun = time()
        return bool(super().received(data))

    def readable(self) -> bool:
        return self.lingering or super().readable()

    def handle_close(self) -> None:
        """Hang up; after a refusal, say that nothing more comes, and wait for the visitor to hang up."""
        if not self.refused or self.lingering or not self.connected:
            super().handle_close()
            return
        self.lingering, self.will_close, self.begun = True, False, time()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
            return
        super().handle_close()


def settle(channels: dict[int, Channel], now: float) -> None:
    """Hang up on whoever has been sending for too long."""
    for channel in channels.values():
        if channel.overdue(now):
            channel.will_close = True

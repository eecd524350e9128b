"""Which connections wait for what: only those that may have changed are asked, so that idle ones cost nothing.

waitress asks every connection before each wait, which for a class of 200 took a quarter of the server’s time
(`findings/waitress_asks_idle_connections.sh`).
"""

import select
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import override

from waitress.wasyncore import dispatcher, readwrite


class Watched(dict[int, dispatcher]):
    """All that the event loop sees to, by file descriptor: waitress's `map`."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = DefaultSelector()
        self._stirred: set[dispatcher] = set()

    @override
    def __setitem__(self, descriptor: int, watched: dispatcher) -> None:
        super().__setitem__(descriptor, watched)
        self.stir(watched)

    @override
    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._await(descriptor, 0)

    def stir(self, *watched: dispatcher) -> None:
        """Ask these before the next wait what they wait for; may be called by another thread."""
        self._stirred.update(watched)

    def turn(self, seconds: float) -> None:
        """Wait for anything to happen, for so long at most, and see to it."""
        for stirred in list(self._stirred):
            self._stirred.discard(stirred)  # first, so that what another thread stirs from here on is asked once more
            descriptor = stirred._fileno
            if self.get(descriptor) is stirred:
                self._await(descriptor, _wanted(stirred))
        for key, events in self._selector.select(seconds):
            if watched := self.get(key.fd):
                self.stir(watched)
                readwrite(
                    watched, select.POLLIN * bool(events & EVENT_READ) | select.POLLOUT * bool(events & EVENT_WRITE)
                )

    def _await(self, descriptor: int, events: int) -> None:
        key = self._selector.get_map().get(descriptor)
        if key is None and events:
            self._selector.register(descriptor, events)
        elif key and not events:
            self._selector.unregister(descriptor)
        elif key and key.events != events:
            self._selector.modify(descriptor, events)


def _wanted(watched: dispatcher) -> int:
    writes = watched.writable() and not watched.accepting
    return EVENT_READ * bool(watched.readable()) | EVENT_WRITE * bool(writes)

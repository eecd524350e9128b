"""Writing beside others: short transactions, with as much time between them as each took, so that answers come in."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connection, transaction

AT_ONCE = 100
"""Notes that are read together."""
NOTES_AT_ONCE = 25
"""Notes that are written in one transaction: some 20 ms, since on SQLite everyone else's answers wait for it."""


@contextmanager
def short_transaction() -> Iterator[None]:
    """SQLite lets one write at a time, and whoever waits looks again only now and then: so leave them the gap."""
    start = monotonic()
    with transaction.atomic():
        yield
    if connection.vendor == "sqlite":
        sleep(monotonic() - start)

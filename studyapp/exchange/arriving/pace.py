"""Writing beside others: short transactions, with as much time between them as each took, so that answers come in."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connection, transaction

AT_ONCE = 100
"""Notes that are read together."""


@contextmanager
def short_transaction() -> Iterator[None]:
    """SQLite lets one write at a time, and whoever waits looks again only now and then: so leave them the gap."""
    start = monotonic()
    with transaction.atomic():
        yield
    if connection.vendor == "sqlite":
        sleep(monotonic() - start)

"""A process that is killed at one of its statements, played in this one: what was not committed is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

from django.db import connection


class Killed(BaseException):
    """No code of ours catches it, as none outlives a kill."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    left = count(1)

    def kill(execute: Callable[..., Any], *statement_and_context: Any) -> Any:
        if next(left) == statement:
            raise Killed
        return execute(*statement_and_context)

    with connection.execute_wrapper(kill):
        yield


def survives(statement: int, work: Callable[[], object]) -> bool:
    """Whether `work` was done before that statement."""
    with suppress(Killed), killed_at(statement):
        work()
        return True
    return False

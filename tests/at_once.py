"""Requests at once: many begun together, or one held at each of its writes while another runs its course."""

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, connections

type Call = Callable[[], Any]

PATIENCE = 0.05
"""Seconds. Held for longer than that, the one waits for a lock of the other, which must then go first."""
WRITES = re.compile(r"INSERT|UPDATE|DELETE|.* FOR (NO KEY )?UPDATE", re.DOTALL)
UNSEEN = re.compile(r'.*"django_session"', re.DOTALL)


def all_at_once(*calls: Call) -> list[int]:
    """The status codes of these requests, each in a thread and a connection of its own, begun together."""
    together, codes = threading.Barrier(len(calls)), []

    def run(call: Call) -> None:
        together.wait(30)
        codes.append(call())

    for thread in [_begun(run, call) for call in calls]:
        thread.join()
    return codes


def interleavings(pair: Callable[[], tuple[Call, Call]]) -> Iterator[list[Any]]:
    """The answers to two requests, again and again: the first is held before its first write, its second, its fourth,
    its tenth and so on, and last after all of them; meanwhile the second runs. `pair` prepares both for each time.
    """
    held, place = True, 0
    while held:
        first, second = pair()
        hold = Hold(place)
        answers: list[Any] = []

        def held_at_a_write(first: Any = first, hold: Hold = hold, answers: list[Any] = answers) -> None:
            try:
                with connection.execute_wrapper(hold):
                    answers.append(first())
            finally:
                hold.reached.set()

        def meanwhile(second: Any = second, hold: Hold = hold, answers: list[Any] = answers) -> None:
            hold.reached.wait(30)
            try:
                answers.append(second())
            finally:
                hold.go_on.set()

        for thread in [_begun(held_at_a_write), _begun(meanwhile)]:
            thread.join()
        yield answers
        held, place = hold.held, 3 * place or 1


class Hold:
    """Stops a connection before the write of this number, counted from 0, until it may go on."""

    def __init__(self, place: int) -> None:
        self.place, self.held = place, False
        self.reached, self.go_on = threading.Event(), threading.Event()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not UNSEEN.match(sql):
            if self.place == 0:
                self.held = True
                self.reached.set()
                self.go_on.wait(PATIENCE)
            self.place -= 1
        return execute(sql, params, many, context)


def _begun(run: Callable[..., None], *args: Any) -> threading.Thread:
    def with_a_connection_of_its_own() -> None:
        try:
            run(*args)
        finally:
            connections.close_all()

    thread = threading.Thread(target=with_a_connection_of_its_own)
    thread.start()
    return thread

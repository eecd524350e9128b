"""Keeps the workers going, and who works beside them: one that died is replaced, a stop is passed on, and what cannot
start is given up."""

import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic

from studyapp.serving.shares import Share, shares

YOUNG, PATIENCE = 1.0, 5
"""Workers that lived for less than so many seconds, so many in a row, are no accident."""
SECONDS_TO_STOP = 9
STOPS = {signal.SIGTERM, signal.SIGINT}
AWAITED = STOPS | {signal.SIGCHLD, signal.SIGALRM}

log = logging.getLogger(__name__)

type Work = Callable[[], None]


class Supervisor:
    """Forks `count` processes that `work` at one listening socket, and one for each work `beside` it; and waits."""

    def __init__(
        self,
        listening: socket.socket,
        work: Callable[[socket.socket, Share], None],
        count: int,
        beside: Sequence[Work] = (),
    ) -> None:
        self.listening = listening
        at_the_socket: list[Work] = [partial(work, listening, share) for share in shares(count)]
        self.works = at_the_socket + [partial(self.apart, each) for each in beside]
        self.born: dict[int, tuple[Work, float]] = {}
        """What each worker does and when it began, by process."""
        self.died_young = 0
        self.stopping = False

    def run(self) -> bool:
        """Until told to stop; False if the workers cannot live."""
        signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)  # each is waited for below, and none is missed
        for work in self.works:
            self.start_worker(work)
        while self.born:
            number = signal.sigwait(AWAITED)
            if number in STOPS:
                self.stop()
            elif number == signal.SIGALRM:
                self.tell_workers(signal.SIGKILL)
            else:
                self.replace_the_dead()
        return self.died_young < PATIENCE

    def apart(self, work: Work) -> None:
        """Work that has no use for the socket: as long as anybody holds it, visitors would be let in."""
        self.listening.close()
        work()

    def start_worker(self, work: Work) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        if process := os.fork():
            self.born[process] = work, monotonic()
            return
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # whatever it is, this process must not go on as a second supervisor
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def stop(self) -> None:
        if not self.stopping:
            self.stopping = True
            self.listening.close()
            signal.alarm(SECONDS_TO_STOP)
            self.tell_workers(signal.SIGTERM)

    def tell_workers(self, number: signal.Signals) -> None:
        for process in self.born:
            os.kill(process, number)

    def replace_the_dead(self) -> None:
        for process, (work, born) in list(self.born.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del self.born[process]
                if not self.stopping:
                    self.replace(work, os.waitstatus_to_exitcode(status), lived=monotonic() - born)

    def replace(self, work: Work, code: int, *, lived: float) -> None:
        self.died_young = self.died_young + 1 if lived < YOUNG else 0
        if self.died_young < PATIENCE:
            log.warning("A worker ended (%d); another takes its place.", code)
            self.start_worker(work)
        else:
            self.stop()

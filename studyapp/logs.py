"""Log lines: which request or run of a job each belongs to, as JSON where that is set, and without personal data."""

import json
import os
import re
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from logging import Filter, Formatter, LogRecord
from typing import override

RUN_ID: ContextVar[str] = ContextVar("run_id", default="")
"""Of the request, or the run of a job, that is under way; empty between them."""
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
UNKNOWN_ADDRESS = "an address of no page"
SECONDS = "%Y-%m-%dT%H:%M:%S"
AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str).encode


def new_id() -> str:
    return os.urandom(8).hex()


def id_from(header: str) -> str:
    """The id that a proxy gave, if it is well-formed; else a new one."""
    return header if WELL_FORMED.fullmatch(header) else new_id()


@contextmanager
def logged_as(run_id: str) -> Iterator[None]:
    token = RUN_ID.set(run_id)
    try:
        yield
    finally:
        RUN_ID.reset(token)


class RouteFilter(Filter):
    """Puts the pattern of an address in the place of the address, which may hold a name, a code or a key."""

    @override
    def filter(self, record: LogRecord) -> LogRecord:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path is None or not isinstance(record.args, tuple):
            return record
        match = getattr(request, "resolver_match", None)
        route = f"/{match.route}" if match else UNKNOWN_ADDRESS
        shown = copy(record)  # other handlers see it as it was
        shown.args = tuple(route if arg == path else arg for arg in record.args)
        return shown


class JSONFormatter(Formatter):
    """One object a line. Of an error its type and place are told and not its message, which may quote what a learner
    wrote."""

    converter = staticmethod(time.gmtime)

    @override
    def format(self, record: LogRecord) -> str:
        request = getattr(record, "request", None)
        line = {
            "time": f"{self.formatTime(record, SECONDS)}.{record.msecs:03.0f}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "id": getattr(request, "run_id", "") or RUN_ID.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])]
        return AS_JSON(line)

"""A site of a few addresses, served as the real one is: `python -m tests.serving.site WORKERS [FIFO]`.

`/wait` is answered once a test writes to FIFO, which also tells the test that the request is under way.
"""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import django

from studyapp.serving.listening import listen
from studyapp.serving.shares import Share
from studyapp.serving.supervisor import Supervisor
from studyapp.serving.worker import work

BIG = 8_000_000


def answer(environ: dict[str, Any]) -> bytes:
    match environ["PATH_INFO"]:
        case "/wait":
            return Path(sys.argv[2]).read_bytes()
        case "/big":
            return b"a" * BIG
        case "/length":
            return str(len(environ["wsgi.input"].read())).encode()
        case "/seen":
            seen = {name: value for name, value in environ.items() if isinstance(value, str)}
            return json.dumps(seen | {"scheme": environ["wsgi.url_scheme"]}).encode()
    return str(os.getpid()).encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = answer(environ)
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def hopeless(listening: socket.socket, share: Share) -> None:
    sys.exit("This worker cannot begin.")


def main() -> None:
    django.setup()
    listening = listen("127.0.0.1", 0, "serve")
    print(listening.getsockname()[1], flush=True)  # noqa: T201
    count = int(sys.argv[1])
    works = partial(work, application, os.getpid()) if count else hopeless
    sys.exit(not Supervisor(listening, works, count or 2).run())


if __name__ == "__main__":
    main()

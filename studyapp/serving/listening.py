"""The one socket that all workers share, or a sentence that says why it cannot be had."""

import argparse
import errno
import socket

BACKLOG = 1024
"""Visitors who may wait until a worker takes them."""


class Unavailable(Exception):
    """Nobody can be served there; the text says what to do."""


def port_number(text: str) -> int:
    """For the options of a command."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) < 2**16:
        raise argparse.ArgumentTypeError(f"“{text}” is no port. Choose a number from 1024 to 65535.")
    return int(text)


def listen(host: str, port: int, command: str) -> socket.socket:
    """Listen at `host` and `port`; `command` is what was called, and is named in the remedy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise Unavailable(remedy(error, host, port, command)) from error


def remedy(error: OSError, host: str, port: int, command: str) -> str:
    """What to do about an address that cannot be had."""
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return f"Port {port} is in use. Stop what uses it, or choose another: {command} --port {other}"
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Choose one above 1023: {command} --port 8000"
    return f"This machine cannot listen at {host} ({error.strerror}). Its own addresses will do, 127.0.0.1 for one."

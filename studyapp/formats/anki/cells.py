"""Cells of a table as what its column is for; SQLite keeps anything in any of them."""

import json
from collections.abc import Sequence

MOST = 2**34
"""Of a number that is no key: in seconds since 1970, the year 2514."""
MOST_MILLISECONDS = 2**44
"""Since 1970: the year 2527."""


class Unreadable(ValueError):
    """A cell that is nothing of the kind."""


def text(cell: object) -> str:
    """UTF-8 to the letter; and no NUL, which no database keeps."""
    if not isinstance(cell, bytes) or b"\0" in cell:
        raise Unreadable
    try:
        return cell.decode()
    except UnicodeDecodeError as error:
        raise Unreadable from error


def blob(cell: object) -> bytes:
    if not isinstance(cell, bytes):
        raise Unreadable
    return cell


def key(cell: object) -> int:
    if not isinstance(cell, int):
        raise Unreadable
    return cell


def moment(cell: object) -> int:
    """Milliseconds since 1970."""
    if not 0 < key(cell) < MOST_MILLISECONDS:
        raise Unreadable
    return key(cell)


def seconds(cell: object) -> int:
    """Since 1970; 0 where they are not told, since nothing hangs on them."""
    return cell if isinstance(cell, int) and 0 < cell < MOST else 0


def number(cell: object) -> float:
    """May have a fraction."""
    if not isinstance(cell, int | float) or not _fits(cell):
        raise Unreadable
    return cell


def whole(cells: Sequence[object]) -> tuple[int, ...]:
    """Several at once, as most of what is read is these. Fractions are left by some programs, and mean nothing."""
    return tuple([cell if type(cell) is int and -MOST < cell < MOST else int(number(cell)) for cell in cells])


def figures(cell: object, names: frozenset[str]) -> dict[str, float]:
    """Numbers by name out of JSON; what is none of these names, or no number, belongs to others."""
    try:
        told = json.loads(text(cell) or "{}")
    except (ValueError, RecursionError):
        return {}
    found = told.items() if isinstance(told, dict) else ()
    return {name: value for name, value in found if name in names and _fits(value)}


def _fits(value: object) -> bool:
    """Neither is what is no number, nor infinity, nor the number that is none."""
    return isinstance(value, int | float) and -MOST < value < MOST

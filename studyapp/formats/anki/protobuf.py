"""The few messages of Protocol Buffers that Anki's files hold, read from the wire."""

from collections.abc import Iterator

VARINT, FIXED_64, BYTES, FIXED_32 = 0, 1, 2, 5
LENGTHS = {FIXED_64: 8, FIXED_32: 4}
LONGEST_VARINT = 10


class Malformed(ValueError):
    """These bytes are no message."""


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The number and value of each field, in order; what a field means is not known here. Raises Malformed."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        length, place = _varint(message, place) if wire == BYTES else (LENGTHS.get(wire, -1), place)
        if length < 0 or place + length > len(message):
            raise Malformed
        yield number, message[place : place + length]
        place += length


def number_of(message: bytes, wanted: int) -> int:
    """The value of a field with a number in it, the last if there are several, 0 if there is none."""
    return next((value for value in _backwards(message, wanted) if isinstance(value, int)), 0)


def bytes_of(message: bytes, wanted: int) -> bytes:
    """The same of a field with bytes."""
    return next((value for value in _backwards(message, wanted) if isinstance(value, bytes)), b"")


def _backwards(message: bytes, wanted: int) -> list[int | bytes]:
    return [value for number, value in fields(message) if number == wanted][::-1]


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """Seven bits from each byte, the lowest first, until one has no eighth; with the place after it."""
    value = 0
    for step, byte in enumerate(message[place : place + LONGEST_VARINT]):
        value |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            return value, place + step + 1
    raise Malformed

"""Zstandard: Python's own module where there is one, else the same by another name; and streams not to be trusted."""

import sys
from collections.abc import Iterable, Iterator

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["decompressed", "zstd"]

MOST_WINDOW = 24
"""Bits: 16 MB is what a stream may ask its reader to remember."""
AT_ONCE = 256 * 1024
"""Bytes of what comes out."""


def decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What is in one frame, piece by piece, since a frame need not say how large it is.

    Raises `zstd.ZstdError` where it is damaged, and EOFError where it breaks off or something follows it.
    """
    stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: MOST_WINDOW})
    for chunk in chunks:
        yield stream.decompress(chunk, AT_ONCE)
        while not (stream.eof or stream.needs_input):
            yield stream.decompress(b"", AT_ONCE)
    if not stream.eof or stream.unused_data:
        raise EOFError

"""Zstandard: Python's own module where there is one, else the same by another name."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["zstd"]

"""How whoever reads a page writes numbers and dates: as the language of the page does, until they say otherwise."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

ENGLISH = "en"
"""The style of the library itself: seeds, editors, and whatever is stored."""

_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_chosen: ContextVar[str] = ContextVar("style", default="")


def current() -> str:
    """The locale, as Babel names it, in which numbers and dates are read and shown now."""
    return known(_chosen.get() or (get_language() or ENGLISH).partition("-")[0])


@contextmanager
def override(style: str) -> Iterator[None]:
    """Read and show in this style meanwhile; in that of the page's language where it is empty."""
    token = _chosen.set(style)
    try:
        yield
    finally:
        _chosen.reset(token)


def sentences(words: str) -> str:
    """Whole sentences with one stop at each end, also where a date or a number there ends with its own ("2013 г.")."""
    return _TWO_STOPS.sub(".", words)


@lru_cache(maxsize=64)
def known(locale: str) -> str:
    """The locale if Babel has it, else English."""
    try:
        return str(Locale.parse(locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return ENGLISH

"""Every address outside admin, filled with rows that are there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

GUESSES = ("1", "no-such-thing", "a/b")
"""For parts of an address that no row fills in."""


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """All but the editors' admin, which is not the learner's."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.namespace != "admin":
            yield from patterns(pattern)


NAMED = {pattern.name: pattern for pattern in patterns(get_resolver()) if pattern.name}


def address(pattern: URLPattern, known: dict[str, Any]) -> str:
    """The address with rows that are there, where there are any."""
    assert pattern.name
    names = pattern.pattern.regex.groupindex
    for guess in GUESSES:
        try:
            return reverse(pattern.name, kwargs={name: known.get(name, guess) for name in names})
        except NoReverseMatch:
            continue
    pytest.fail(f"No address was found for {pattern.name}")

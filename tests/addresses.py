"""Every address of the site, the editors' admin included, filled with rows that are there."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.urls import URLPattern, URLResolver, get_resolver

GUESS = "1"
"""For parts of an address that no row fills in."""
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\(\[\^/\]\+\)")
"""What varies in a path, and in a regular expression with and without a name."""


@dataclass(frozen=True)
class Address:
    """One line of the URL configuration."""

    name: str
    """Its own, in admin with "admin:" before it; its route, where it has none."""
    route: str
    view: Callable[..., object] = field(compare=False)

    @property
    def parts(self) -> list[str]:
        """The names of what varies; what has none is called by its place, "0" or "1"."""
        return [path or named or str(place) for place, (path, named) in enumerate(PART.findall(self.route))]

    def path(self, known: Mapping[str, object]) -> str:
        """The address with these values, and a guess for what is not among them."""
        parts = iter(self.parts)
        filled = PART.sub(lambda _: str(known.get(next(parts), GUESS)), self.route)
        return "/" + re.sub(r"\^|\$|\.\*\)$", "", filled)


def _addresses(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[Address]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield Address(f"{space}{one.name}" if one.name else route, route, one.callback)
        else:
            yield from _addresses(one, route, f"{one.namespace}:" if one.namespace else space)


def _by_name(found: Iterator[Address]) -> dict[str, Address]:
    """Where a name has several routes, those with other parts are told apart by them; the first of the same wins."""
    every: dict[str, Address] = {}
    for one in found:
        if every.setdefault(one.name, one).parts != one.parts:
            longer = replace(one, name=f"{one.name}+{'/'.join(one.parts)}")
            every.setdefault(longer.name, longer)
    return every


EVERY = _by_name(_addresses(get_resolver()))
OUTSIDE_ADMIN = {name: one for name, one in EVERY.items() if not one.route.startswith("admin/")}


UNWELL = {"readyz"}
"""Answers 503, since nobody runs jobs beside the tests."""

"""What is sent twice, by a double click or a browser that tries again, is done once: the second lands on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from django.core.cache import cache
from django.http import HttpRequest

KEPT = 3600
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of something that was sent: where it led, and the rows that it left behind."""

    location: str
    seen: Sequence[str]

    @classmethod
    def by(cls, key: str, seen: Sequence[str]) -> Self | None:
        """What was done for this very request, if everything still is as that left it."""
        found = cache.get(key)
        return cls(*found) if found and list(found[1]) == list(seen) else None

    def remember(self, key: str) -> None:
        """Part of the transaction that did it, where the cache is a table: whoever waited for that finds it done."""
        cache.set(key, (self.location, list(self.seen)), KEPT)


def key_of(request: HttpRequest) -> str:
    """The same for what one editor sends to one page as it was sent before, from the same copy of the page."""
    files = [(name, [(file.name, file.size) for file in some]) for name, some in request.FILES.lists()]
    sent = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files]
    return f"sent:{sha256(repr(sent).encode()).hexdigest()}"

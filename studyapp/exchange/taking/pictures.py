"""The pictures of the notes that are taken along, read a few at a time."""

from collections.abc import Iterable
from itertools import islice

from studyapp.accounts.models import User
from studyapp.library.models import Picture

AT_ONCE = 10
"""Each has up to 300 KB."""
ENDING = ".webp"


def file_of(digest: str) -> str:
    """What the file of a picture is called."""
    return digest + ENDING


class Gallery:
    """What notes show, by the names of the files; to be asked for in the order in which it was noted."""

    def __init__(self, learner: User) -> None:
        self._learner = learner
        self._wanted: dict[str, None] = {}
        self._read: dict[str, bytes] = {}

    def note(self, digests: Iterable[str]) -> None:
        self._wanted.update(dict.fromkeys(digests))

    def __call__(self, name: str) -> bytes:
        digest = name.removesuffix(ENDING)
        if digest not in self._read:
            self._wanted.pop(digest, None)
            some = [digest, *islice(self._wanted, AT_ONCE - 1)]
            mine = Picture.objects.with_own(self._learner).filter(digest__in=some)
            self._read = {found: bytes(large) for found, large in mine.values_list("digest", "large")}
            for found in some:
                self._wanted.pop(found, None)
        return self._read[digest]

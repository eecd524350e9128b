"""What questions of this site are called in files of other programs, so that they are known when they come back."""

from collections.abc import Iterable, Mapping

from django.conf import settings

from studyapp.formats.anki.writing import Origin
from studyapp.library.models import Question

NAME = "Studyapp"
"""Of the deck in which the others are, in Anki."""
OWN, SHARED = "own", "shared"
MOST_DIGITS = 18
"""Of a key: more are none of ours."""


def origin() -> Origin:
    return Origin(NAME, settings.SITE_URL)


def name_of(question: Question) -> str:
    """Hangs on the site and on nothing that changes: a shared question's short name, or an own one's key."""
    return own_name(question.pk) if question.is_own else f"{_sign(SHARED)}{question.slug}"


def own_name(key: int) -> str:
    return f"{_sign(OWN)}{key}"


def own_keys(names: Iterable[str]) -> Mapping[int, str]:
    """The keys of own questions among these names, whosever they are, with the names."""
    keys = _behind(OWN, names)
    return {int(key): name for key, name in keys.items() if key.isdecimal() and len(key) <= MOST_DIGITS}


def slugs(names: Iterable[str]) -> Mapping[str, str]:
    """The short names of shared questions among these names, with the names."""
    return _behind(SHARED, names)


def _behind(sort: str, names: Iterable[str]) -> dict[str, str]:
    sign = _sign(sort)
    return {name.removeprefix(sign): name for name in names if name.startswith(sign)}


def _sign(sort: str) -> str:
    return origin().guid(sort)[:8] + "."

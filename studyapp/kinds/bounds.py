"""Bounds as people write them around a number: "more than 80", "≥12", "80+", "dưới 5", "höchstens 40"."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy

from studyapp.kinds.text import normalise, tidy

BOUNDS = {"more": "more than", "at_least": "at least", "less": "less than", "at_most": "at most"}
"""Every bound as an editor picks it."""

ABOUT = "about"
"""What is said of a number that is no bound and no exact figure either."""

_SHOWN = {
    "more": gettext_lazy("more than %(number)s"),
    "at_least": gettext_lazy("at least %(number)s"),
    "less": gettext_lazy("less than %(number)s"),
    "at_most": gettext_lazy("at most %(number)s"),
    ABOUT: gettext_lazy("about %(number)s"),
}

SIGNS = {"more": ">", "at_least": ">=", "less": "<", "at_most": "<=", ABOUT: "~"}
"""Every bound as a response keeps it, in front of the plain number."""

# Of whole things, more than 12 are at least 13.
_NEXT = {"more": ("at_least", 1), "at_least": ("more", -1), "less": ("at_most", -1), "at_most": ("less", 1)}

_BEFORE = {
    "more": (
        "more than, over, above, greater than, higher than, larger than, bigger than, exceeding, in excess of,"
        "just over, well over, slightly more than, a little over, upwards of,"
        "hơn, trên, nhiều hơn, lớn hơn, mehr als, über, ueber, größer als,"
        "более, более чем, больше, больше чем, свыше, plus de, plus que"
    ),
    "at_least": (
        "at least, at the least, no less than, not less than, no fewer than, not fewer than, minimum, a minimum of,"
        "min, ít nhất, tối thiểu, không dưới, không ít hơn, mindestens, wenigstens, nicht weniger als,"
        "не менее, не менее чем, не меньше, как минимум, минимум, au moins, au minimum"
    ),
    "less": (
        "less than, under, below, fewer than, lower than, smaller than, just under,"
        "dưới, ít hơn, nhỏ hơn, chưa đến, chưa tới, weniger als, unter, kleiner als,"
        "менее, менее чем, меньше, меньше чем, moins de, moins que"
    ),
    "at_most": (
        "at most, at the most, up to, no more than, not more than, not over, maximum, a maximum of, max,"
        "tối đa, nhiều nhất, không quá, không hơn, đến, tới, höchstens, maximal, bis zu, nicht mehr als,"
        "не более, не более чем, не больше, до, максимум, au plus, au maximum, jusqu'à"
    ),
}
_AFTER = {
    "at_least": (
        "or more, and more, or over, and over, or above, and above, or higher, at least, plus,"
        "trở lên, oder mehr, mindestens, и более, или больше, ou plus, et plus"
    ),
    "at_most": (
        "or less, or fewer, or under, and under, or below, and below, or lower, at most,"
        "trở xuống, oder weniger, höchstens, или меньше, ou moins"
    ),
}
_SIGNS_BEFORE = {
    **{sign: bound for bound, sign in SIGNS.items()},
    "≥": "at_least",
    "⩾": "at_least",
    "=>": "at_least",
    "≤": "at_most",
    "⩽": "at_most",
    "=<": "at_most",
}
_SIGN = re.compile(r"(>=|=>|<=|=<|[><≥≤⩾⩽])\s?")
_PLUS = re.compile(r"(?<=\d)\s?\+(?!\d)|(?<=[\w%])\+$")


def shown(bound: str, number: str) -> str:
    """A number with its bound, a key of BOUNDS or ABOUT, in the language of the page; alone where that is empty."""
    return _SHOWN[bound] % {"number": number} if bound else number


def _table(words: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {
        tuple(normalise(phrase).split()): bound for bound, phrases in words.items() for phrase in phrases.split(",")
    }


_PHRASES_BEFORE, _PHRASES_AFTER = _table(_BEFORE), _table(_AFTER)
_LONGEST = max(map(len, [*_PHRASES_BEFORE, *_PHRASES_AFTER]))


def split(written: str) -> tuple[str, str]:
    """The bound that stands around a number (a key of BOUNDS, or empty) and what is left of the text without it."""
    line = tidy(written)
    for taken in (_sign_before, _words_before, _plus_after, _words_after):
        bound, rest = taken(line)
        if bound and rest:
            return bound, rest
    return "", line


def unsigned(response: str) -> tuple[str, str]:
    """The bound and the plain number of a response: ``>=80`` is ``("at_least", "80")``, ``80`` is ``("", "80")``."""
    sign = response[: len(response) - len(response.lstrip("<>=~"))]
    return _SIGNS_BEFORE.get(sign, ""), response[len(sign) :]


def same_direction(left: str, right: str) -> bool:
    """Whether both bounds are lower ones or both upper ones."""
    return left == right or {left, right} in ({"more", "at_least"}, {"less", "at_most"})


def of_whole_things(bound: str, number: Decimal) -> tuple[str, Decimal]:
    """The same bound in its other words, where only whole things are counted."""
    other, step = _NEXT.get(bound, (bound, 0))
    return other, number + step


def _sign_before(line: str) -> tuple[str, str]:
    sign = _SIGN.match(line)
    return (_SIGNS_BEFORE[sign[1]], line[sign.end() :]) if sign else ("", line)


def _plus_after(line: str) -> tuple[str, str]:
    plus = _PLUS.search(line)
    return ("at_least", f"{line[: plus.start()]} {line[plus.end() :]}".strip()) if plus else ("", line)


def _words_before(line: str) -> tuple[str, str]:
    words = line.split(" ")
    for length in range(_LONGEST + 1, 0, -1):
        if bound := _PHRASES_BEFORE.get(_folded(words[:length])):
            return bound, " ".join(words[length:])
    return "", line


def _words_after(line: str) -> tuple[str, str]:
    words = line.split(" ")
    for length in range(_LONGEST, 0, -1):
        if bound := _PHRASES_AFTER.get(_folded(words[-length:])):
            return bound, " ".join(words[:-length])
    return "", line


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(normalise(" ".join(words)).split())

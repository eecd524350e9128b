"""Names of people: titles that mean nothing, words in any order, and initials as long as one person alone fits."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyapp.kinds.text import normalise

_words = re.compile(r"[^\W_]+(?:'[^\W_]+)*").findall


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads as somebody's name."""

    accepted: str = ""
    """The accepted name that it stands for; empty where it is none."""
    several: bool = False
    """Whether it might as well be somebody else."""


def without_titles(value: str, titles: Iterable[str], *, accents: bool = False) -> str:
    """The normalised text without the titles it begins with, as long as something is left."""
    words = normalise(value, accents=accents).split()
    folded = _longest_first(tuple(titles))
    while title := next((title for title in folded if _begins(words, title)), None):
        words = words[len(title) :]
    return normalise(" ".join(words), accents=accents)


@lru_cache(maxsize=256)
def _longest_first(titles: tuple[str, ...]) -> list[list[str]]:
    return sorted((normalise(title).split() for title in titles), key=len, reverse=True)


def _begins(words: Sequence[str], title: Sequence[str]) -> bool:
    return len(words) > len(title) > 0 and [normalise(word) for word in words[: len(title)]] == list(title)


def read(given: str, accepted: Iterable[str], rivals: Iterable[str] = (), *, accents: bool = False) -> Reading:
    """Read a name whose words stand in any order, and all but one of which may be initials.

    Never with a slip besides. A text that fits a rival too is told apart by nobody, and one that spells a rival
    out is the rival.
    """
    typed = _name(given, accents=accents)
    names = {answer: _name(answer, accents=accents) for answer in accepted}
    meant = next((answer for answer, name in names.items() if _fits(typed, name)), None)
    if meant is None:
        return Reading()
    others = [_name(rival, accents=accents) for rival in rivals]
    if typed in others:
        return Reading()
    # A rival that is itself a short form of an accepted name is no other person.
    people = [other for other in others if not any(_fits(other, name) for name in names.values())]
    return Reading(several=True) if any(_fits(typed, other) for other in people) else Reading(meant)


def abbreviated(given: str, accepted: Iterable[str], *, accents: bool = False) -> bool:
    """Whether the text holds an initial that no accepted name holds, and so is never a slip of the keyboard."""
    known = {word for answer in accepted for word in _name(answer, accents=accents)}
    return any(len(word) == 1 and word.isalpha() and word not in known for word in _name(given, accents=accents))


def in_reach(rival: str, accepted: Iterable[str], *, accents: bool = False) -> bool:
    """Whether one short form could stand for the rival, not itself accepted, and for an accepted name."""
    other = _name(rival, accents=accents)
    names = [_name(answer, accents=accents) for answer in accepted]
    return other not in names and any(_share_a_short_form(other, name) for name in names)


def _share_a_short_form(left: Sequence[str], right: Sequence[str]) -> bool:
    in_full = {word for word in {*left} & {*right} if len(word) > 1}
    return bool(in_full) and Counter(word[0] for word in left) == Counter(word[0] for word in right)


def _name(value: str, *, accents: bool) -> tuple[str, ...]:
    return tuple(_words(normalise(value, accents=accents)))


def _fits(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word typed is a word of the name or the initial of one, and one at least is in full."""
    in_full = Counter(typed) & Counter(name)
    short, missing = Counter(typed) - in_full, Counter(name) - in_full
    initials = Counter(word[0] for word in missing.elements() if word.isalpha())
    return len(typed) == len(name) and any(len(word) > 1 for word in in_full) and short == initials

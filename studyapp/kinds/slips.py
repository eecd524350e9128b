"""Telling a slip of the keyboard from another answer, word by word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from studyapp.kinds import abbreviations, around, lexicon, words
from studyapp.kinds.text import normalise, without_accents

_NUMBER = re.compile(r"(?<!\w)[-+]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FARTHEST = 4
_MOST = 2
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_SPACES = re.compile(r"[ -]+")


@dataclass(frozen=True, slots=True)
class Match:
    """The accepted answer that was meant, as its author wrote it, and whether it was hit exactly."""

    accepted: str
    exact: bool
    doubtful: str = ""
    """A word typed that is as near as a slip, and yet a word of its own: then nobody knows what was meant."""


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules slips are told from other answers."""

    language: str = "en"
    accents: bool = False
    """Whether an accent is never a slip."""
    is_name: bool = False
    """Whether slips are forgiven in one word at most, as in a person's name."""
    others: frozenset[str] = frozenset()
    """Folded words by which something else is named, such as parts of other names in the library."""
    looks_up: bool = False
    """Whether words typed are looked up among the common words of the language."""


def typos_allowed(accepted: str) -> int:
    """How many slips an accepted answer or a word, already normalised, forgives: none in the shortest, two at most."""
    return 0 if len(accepted) <= 4 else 1 if len(accepted) <= 8 else _MOST


def find(given: str, accepted: Sequence[str], rivals: Iterable[str] = (), by: Rules | None = None) -> Match | None:
    """The accepted answer that ``given`` stands for, or None when it is wrong.

    A near miss counts, unless it touches a number or makes another word, equals a rival (an answer known to mean
    something else) or lies nearer to one.
    """
    by = by or Rules()
    if exact := hit(given, accepted, by):
        return exact
    accents, language = by.accents, by.language
    wanted = _wanted(accepted, by)
    typed = abbreviations.spellings(given, language, accents=accents)[0]
    slips = [
        (slip, form)
        for form, answer in wanted.items()
        if (slip := _slips(typed, form, by)) is not None and _initials_agree(given, answer, typed, form)
    ]
    if not slips:
        return None
    fewest, nearest = min(slips, key=lambda found: found[0])
    others = {abbreviations.spellings(rival, language, accents=accents)[0] for rival in rivals}
    if any(_distance(typed, other) < fewest for other in others):
        return None
    doubtful = _word_of_its_own(given, wanted[nearest], by) if by.looks_up and not by.is_name else ""
    return Match(wanted[nearest], exact=False, doubtful=doubtful)


def hit(given: str, accepted: Sequence[str], by: Rules) -> Match | None:
    """The accepted answer that ``given`` is, in one of the ways to write it."""
    wanted = _wanted(accepted, by)
    written = abbreviations.spellings(given, by.language, accents=by.accents)
    exact = next((wanted[form] for form in written if form in wanted), None)
    return Match(exact, exact=True) if exact else None


def _wanted(accepted: Sequence[str], by: Rules) -> dict[str, str]:
    """The accepted answers by each way to write them; where two share one, the first stands for it."""
    return {form: answer for answer in reversed(accepted) for form in _spelt([answer], by)}


def _slips(typed: str, accepted: str, by: Rules) -> int | None:
    """How many slips lie between two normalised texts, or None when they are no slips but another answer."""
    slips = _distance(typed, accepted)
    if slips > typos_allowed(accepted) or _symbols(typed) != _symbols(accepted) or _touches_signs(typed, accepted):
        return None
    bare, wanted = without_accents(typed), without_accents(accepted)
    if _SPACES.sub("", bare) == _SPACES.sub("", wanted):
        return None if by.accents and _SPACES.sub("", typed) != _SPACES.sub("", accepted) else slips
    if words.is_another(_WORD.findall(bare), _WORD.findall(wanted), by.language):
        return None
    # With accents kept, an edit that vanishes once they are dropped was an accent, not a slip.
    if by.accents and _distance(bare, wanted) != slips:
        return None
    return slips if _are_slips_in_words(bare, wanted, by) else None


def _are_slips_in_words(typed: str, accepted: str, by: Rules) -> bool:
    """Whether no word holds more slips than it forgives, and none is turned into another word."""
    written, wanted = _SPACES.split(typed), _SPACES.split(accepted)
    if len(written) != len(wanted):
        if not by.others.isdisjoint(written):
            return False
        missing = abs(len(written) - len(wanted))
        return missing + _distance("".join(written), "".join(wanted)) <= typos_allowed(accepted)
    changed = [pair for pair in zip(written, wanted, strict=True) if pair[0] != pair[1]]
    if len(changed) > (1 if by.is_name else _MOST):
        return False
    return all(_is_slip(one, word, by, alone=len(wanted) == 1) for one, word in changed)


def _is_slip(typed: str, word: str, by: Rules, *, alone: bool) -> bool:
    if typed in by.others or words.begins_another(typed, word, by.language):
        return False
    # A short word forgives a slip only among others, which say what is meant.
    return _distance(typed, word) <= (typos_allowed(word) or (0 if alone else 1))


def _word_of_its_own(given: str, answer: str, by: Rules) -> str:
    """A word, as it was typed, in place of an accepted one: a common word and no other form of that; empty if none."""
    typed, accepted = (
        _SPACES.split(abbreviations.spellings(one, by.language, accents=True)[0]) for one in (given, answer)
    )
    if len(typed) != len(accepted):
        return ""
    changed = ((word, meant) for word, meant in zip(typed, accepted, strict=True) if not _same_but_accents(word, meant))
    found = next((word for word, meant in changed if is_word_of_its_own(word, meant, by.language)), "")
    return next((word for word in _WORD.findall(given) if normalise(word, accents=True) == found), found)


def _same_but_accents(one: str, other: str) -> bool:
    return without_accents(one) == without_accents(other)


def is_word_of_its_own(word: str, accepted: str, language: str) -> bool:
    """Whether a word in lower case is a common one, and no inflected form of the accepted word."""
    spoken = words.language_of(word, language)
    if len(word) < _SHORTEST.get(spoken, 4) or lexicon.stem(word, spoken) == lexicon.stem(accepted, spoken):
        return False
    return lexicon.is_word(word, spoken)


_SHORTEST = {"vi": 2}
"""Letters of the shortest words that are looked up: syllables in Vietnamese; elsewhere short ones are often names."""


def _distance(left: str, right: str) -> int:
    # The unrestricted Damerau-Levenshtein distance: unlike "optimal string alignment" it is a metric, so that
    # a rival more than twice the allowance away from every answer can safely be forgotten (`in_reach`).
    if abs(len(left) - len(right)) > _FARTHEST:  # so far apart at least, and a text of any length costs nothing
        return _FARTHEST + 1
    return DamerauLevenshtein.distance(left, right, score_cutoff=_FARTHEST)


@lru_cache(maxsize=2048)
def _symbols(normalised: str) -> list[str]:
    """Whatever is read sign by sign and so must match exactly: numbers, Roman numerals, single letters."""
    later = _WORD.findall(normalised)[1:]
    return _NUMBER.findall(normalised) + [
        word for word in later if len(word) == 1 or (word.isalpha() and _ROMAN.fullmatch(word))
    ]


def _touches_signs(typed: str, accepted: str) -> bool:
    """Whether a sign of money or of parts of a whole is another, or one that belongs to a name (C++) is not the same.

    A sign of money that is left out is a slip.
    """
    kept = [[sign for sign in text if sign in "+#"] for text in (typed, accepted)]
    return kept[0] != kept[1] or not _units(typed) <= _units(accepted)


def _initials_agree(given: str, answer: str, typed: str, accepted: str) -> bool:
    """Whether the initials of each are in the other: a slip in them makes somebody else."""
    short = abbreviations.short_forms(typed)
    if short and short != abbreviations.short_forms(accepted):
        return False
    here, there = frozenset(_WORD.findall(typed)), frozenset(_WORD.findall(accepted))
    return abbreviations.initials(answer) <= here and abbreviations.initials(given) <= there


def _units(normalised: str) -> frozenset[str]:
    return frozenset(sign for sign in normalised if sign in "%‰°" or unicodedata.category(sign) == "Sc")


def in_reach(rival: str, accepted: Collection[str], by: Rules | None = None) -> bool:
    """Whether a rival, not itself accepted, could ever decide a near miss of an accepted answer."""
    by = by or Rules()
    other = abbreviations.spellings(rival, by.language, accents=by.accents)[0]
    wanted = list(_spelt(accepted, by))
    return other not in wanted and any(_distance(other, answer) <= 2 * typos_allowed(answer) for answer in wanted)


def _spelt(answers: Iterable[str], by: Rules) -> Iterator[str]:
    return (form for one in answers for form in abbreviations.spellings(one, by.language, accents=by.accents))


def parts_in_reach(names: Iterable[str], accepted: Iterable[str], by: Rules) -> list[str]:
    """The folded words of other names that a slip in a word of an accepted one would make."""
    known = {word for answer in accepted for word in _SPACES.split(normalise(answer))}
    others = {word for name in names for word in _SPACES.split(normalise(name))} - known
    telling = (other for other in others if not around.says_nothing(other, by.language))
    return sorted(
        other
        for other in telling
        if any(_is_slip(other, word, by, alone=False) and not _are_forms(other, word) for word in known)
    )


def _are_forms(one: str, other: str) -> bool:
    """Whether one word is the other's with an ending: Hanoi’s, Russian."""
    short, long = sorted((one, other), key=len)
    return len(short) > 4 and long in {f"{short}s", f"{short}n"}


_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщъыьэюя")


def shortened(word: str) -> Iterator[str]:
    """A word, and what is left of it without one of its letters: words that are one slip apart share one of these."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def are_neighbours(word: str, other: str) -> bool:
    """Whether `other` is one of the `neighbours` of a word."""
    if not other or _distance(word, other) != 1:
        return False
    alphabet = _ALPHABETS[words.is_cyrillic(word)]
    return all(letter in alphabet for letter in Counter(other) - Counter(word))


def neighbours(word: str) -> set[str]:
    """Every spelling that is one slip away from a folded word, in its alphabet."""
    alphabet = _ALPHABETS[words.is_cyrillic(word)]
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in alphabet}
    found |= {left + letter + right for left, right in cuts for letter in alphabet}
    return found - {word, ""}

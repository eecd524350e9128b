"""Normalising what people type, and telling a slip of the keyboard from another answer."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from studyapp.kinds.words import confusable

_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛′ʼ`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—−", "-"))
# Letters with a stroke, which Unicode does not take apart into a letter and a mark.
_STROKED = str.maketrans("đøłħı", "dolhi")
# Latin, Greek and Cyrillic marks only: in Thai, Hindi or Japanese a combining mark makes another word.
_MARKS = re.compile(r"[\u0300-\u036f]")
_LEADING = re.compile(r"(?:[\"' ]|(?:the|an?) )*")
_FINAL = " .,;:!?\"'"
_NUMBER = re.compile(r"(?<!\w)[-+]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FARTHEST = 4
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class Match:
    """The accepted answer that was meant, as its author wrote it, and whether it was hit exactly."""

    accepted: str
    exact: bool


def tidy(value: str) -> str:
    """The same text composed (NFC) and with every run of whitespace folded to one space."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def without_accents(value: str) -> str:
    """Lower-case text without accents and strokes: ``Đà Nẵng`` becomes ``da nang``."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", value.casefold()))
    return unicodedata.normalize("NFC", bare).translate(_STROKED)


@lru_cache(maxsize=8192)
def normalise(value: str, *, accents: bool = False) -> str:
    """What two spellings of one answer have in common; ``accents`` keeps the diacritics.

    Folds width, case, spaces, quotes, dashes and digits, and drops invisible marks, leading English articles
    and final punctuation. Never empty for a text with a visible character, and idempotent.
    """
    folded = _plain_characters(_compatible(value))
    folded = " ".join((folded if accents else without_accents(folded)).split())
    ended = folded.rstrip(_FINAL)
    return ended[_end_of_lead(ended) :] if ended else folded


def fold(value: str) -> str:
    """For a search: accents, strokes, case, width and the sort of quotes make no difference; every word stays."""
    return without_accents(_plain_characters(_compatible(value)))


def folded_words(value: str) -> list[str]:
    """The words of a text, folded: ``Tô Lâm's`` is ``to`` and ``lams``."""
    return [word.replace("'", "") for word in _WORD.findall(fold(value))]


def _compatible(value: str) -> str:
    """Unicode's NFKC_Casefold, which stays put when applied again (plain casefold and NFKC do not)."""
    visible = "".join(char for char in value if unicodedata.category(char) != "Cf")
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", visible).casefold())
    return unicodedata.normalize("NFKC", once.casefold())


def _plain_characters(value: str) -> str:
    return ascii_digits(value).translate(_STRAIGHT)


def ascii_digits(value: str) -> str:
    """Digits of any script as 0 to 9."""
    if value.isascii():
        return value
    return "".join(str(unicodedata.decimal(char, char)) for char in value)


def _end_of_lead(value: str) -> int:
    lead = _LEADING.match(value)
    return lead.end() if lead else 0


def stands_in(answer: str, prompt: str) -> bool:
    """Whether the answer's words stand one after another in the prompt."""
    wanted, asked = (" ".join(_WORD.findall(normalise(value))) for value in (answer, prompt))
    return bool(wanted) and f" {wanted} " in f" {asked} "


def first_letters(answer: str) -> str:
    """The first letter of every word ("T… L…"), and nothing of one that is no longer; empty where none is left."""
    begun = [f"{word[0] if len(word) > 1 else ''}…" for word in _WORD.findall(answer)]
    return " ".join(begun) if any(len(letter) > 1 for letter in begun) else ""


def typos_allowed(accepted: str) -> int:
    """How many slips an accepted answer, already normalised, forgives: none in the shortest, two at most."""
    return 0 if len(accepted) <= 4 else 1 if len(accepted) <= 8 else 2


def find(given: str, accepted: Sequence[str], rivals: Iterable[str] = (), *, accents: bool = False) -> Match | None:
    """The accepted answer that ``given`` stands for, or None when it is wrong.

    A near miss counts, unless it touches a number or a confusable word, equals a rival (an answer known to
    mean something else) or lies nearer to one. With ``accents`` a diacritic is never a slip.
    """
    typed = normalise(given, accents=accents)
    wanted = {normalise(answer, accents=accents): answer for answer in reversed(accepted)}
    if typed in wanted:
        return Match(wanted[typed], exact=True)
    others = {normalise(rival, accents=accents) for rival in rivals}
    slips = [(slip, answer) for answer in wanted if (slip := _slips(typed, answer)) is not None]
    if not slips:
        return None
    fewest, nearest = min(slips, key=lambda found: found[0])
    if any(_distance(typed, other) < fewest for other in others):
        return None
    return Match(wanted[nearest], exact=False)


def _slips(typed: str, accepted: str) -> int | None:
    """How many slips lie between two normalised texts, or None when they are no slips but another answer."""
    slips = _distance(typed, accepted)
    if slips > typos_allowed(accepted) or _symbols(typed) != _symbols(accepted):
        return None
    if not (_confusable_words(typed) <= _confusable_words(accepted) and _units(typed) <= _units(accepted)):
        return None
    # With accents kept, an edit that vanishes once they are dropped was an accent, not a slip.
    return slips if _distance(without_accents(typed), without_accents(accepted)) == slips else None


def _distance(left: str, right: str) -> int:
    # The unrestricted Damerau-Levenshtein distance: unlike "optimal string alignment" it is a metric, so that
    # a rival more than twice the allowance away from every answer can safely be forgotten (`in_reach`).
    if abs(len(left) - len(right)) > _FARTHEST:  # so far apart at least, and a text of any length costs nothing
        return _FARTHEST + 1
    return DamerauLevenshtein.distance(left, right, score_cutoff=_FARTHEST)


def _symbols(normalised: str) -> list[str]:
    """Whatever is read sign by sign and so must match exactly: numbers, Roman numerals, single letters."""
    later = _WORD.findall(normalised)[1:]
    return _NUMBER.findall(normalised) + [
        word for word in later if len(word) == 1 or (word.isalpha() and _ROMAN.fullmatch(word))
    ]


def _units(normalised: str) -> frozenset[str]:
    """Signs of money and of parts of a whole: one left out is a slip, another is another answer."""
    return frozenset(sign for sign in normalised if sign in "%‰°" or unicodedata.category(sign) == "Sc")


def _confusable_words(normalised: str) -> frozenset[str]:
    return confusable().intersection(_WORD.findall(without_accents(normalised)))


def in_reach(rival: str, accepted: Iterable[str], *, accents: bool = False) -> bool:
    """Whether a rival, not itself accepted, could ever decide a near miss of an accepted answer."""
    other = normalise(rival, accents=accents)
    wanted = [normalise(answer, accents=accents) for answer in accepted]
    return other not in wanted and any(_distance(other, answer) <= 2 * typos_allowed(answer) for answer in wanted)

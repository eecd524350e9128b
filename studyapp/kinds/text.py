"""Normalising what people type, so that spellings of one answer become the same."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛′ʼ`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—−", "-"))
# Letters with a stroke, which Unicode does not take apart into a letter and a mark.
_STROKED = str.maketrans("đøłħı", "dolhi")
# Latin, Greek and Cyrillic marks only: in Thai, Hindi or Japanese a combining mark makes another word.
_MARKS = re.compile(r"[\u0300-\u036f]")
# Letters that are two run together, and what stands for two in another alphabet.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "þ": "th", "ð": "d"})
# Hebrew points and Arabic vowel signs, which a reader supplies, and the stroke that lengthens a word.
_POINTS = re.compile(
    r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u0640]"
)
_LEADING = re.compile(r"(?:[\"' ]|(?:the|an?) )*")
_FINAL = " .,;:!?\"'"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def tidy(value: str) -> str:
    """The same text composed (NFC) and with every run of whitespace folded to one space."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def without_accents(value: str) -> str:
    """Lower-case text without accents and strokes: ``Đà Nẵng`` becomes ``da nang``."""
    if value.isascii():
        return value.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", value.casefold()))
    return unicodedata.normalize("NFC", bare).translate(_STROKED)


@lru_cache(maxsize=8192)
def normalise(value: str, *, accents: bool = False) -> str:
    """What two spellings of one answer have in common; ``accents`` keeps the diacritics.

    Folds width, case, spaces, quotes, dashes and digits, and drops invisible marks, leading English articles
    and final punctuation. Never empty for a text with a visible character, and idempotent.
    """
    folded = _plain_characters(_compatible(value))
    folded = " ".join((folded if accents else without_accents(_without_points(folded))).split())
    ended = folded.rstrip(_FINAL)
    return ended[_end_of_lead(ended) :] if ended else folded


def fold(value: str) -> str:
    """For a search: accents, strokes, case, width and the sort of quotes make no difference; every word stays."""
    return without_accents(_plain_characters(_compatible(value)))


def folded_words(value: str) -> list[str]:
    """The words of a text, folded: ``Tô Lâm's`` is ``to`` and ``lams``."""
    return [word.replace("'", "") for word in _WORD.findall(fold(value))]


def folded(*values: str) -> str:
    """The folded words of texts, in one that is searched for them: with a space before and after each."""
    words = [word for value in values for word in folded_words(value)]
    return f" {' '.join(words)} " if words else ""


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The folded words of names, and no more than the name of what has one: ``Hanoi's`` is ``hanoi``."""
    written = (word for name in names for word in _WORD.findall(fold(name)))
    return frozenset(word.removesuffix("'s").replace("'", "") for word in written)


def _compatible(value: str) -> str:
    """Unicode's NFKC_Casefold, which stays put when applied again (plain casefold and NFKC do not)."""
    if value.isascii():
        return value.lower()
    visible = "".join(char for char in value if unicodedata.category(char) != "Cf")
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", visible).casefold())
    return unicodedata.normalize("NFKC", once.casefold())


def _plain_characters(value: str) -> str:
    return ascii_digits(value).translate(_STRAIGHT)


def _without_points(value: str) -> str:
    """Ligatures taken apart, and no points or vowel signs, unless nothing else is there."""
    apart = value.translate(_LIGATURES)
    return apart if apart.isascii() else _POINTS.sub("", unicodedata.normalize("NFD", apart)) or value


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


def slipped(answer: str) -> Iterator[str]:
    """The answer as a hasty hand may write it: with two letters of a word in each other's place, long words first."""
    for word in sorted(_WORD.finditer(answer), key=lambda found: found.start() - found.end()):
        for at in range(word.start() + 1, word.end() - 1):
            yield f"{answer[:at]}{answer[at + 1]}{answer[at]}{answer[at + 2 :]}"


def first_letters(answer: str) -> str:
    """The first letter of every word ("T… L…"), and nothing of one that is no longer; empty where none is left."""
    begun = [f"{word[0] if len(word) > 1 else ''}…" for word in _WORD.findall(answer)]
    return " ".join(begun) if any(len(letter) > 1 for letter in begun) else ""

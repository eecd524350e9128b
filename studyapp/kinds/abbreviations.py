"""Short and long ways to write one and the same: initials with and without dots, signs for words, St for Saint."""

import re
from functools import lru_cache

from studyapp.kinds.text import normalise

_INITIALS = re.compile(r"(?<!\w)[^\W\d_](?:\. ?| |\.-|-)(?:[^\W\d_](?:\. ?| |\.-|-))*[^\W\d_](?!\w)\.?")
_SHORT_WORDS = frozenset(
    re.findall(
        r"\w+",
        "us it is as am an at be by do go he if in me my no of on or so to up we who and all are has its not was",
    )
)
"""Letters that are initials only with dots or in capitals."""

_AND = {"en": "and", "ru": "и", "vi": "va", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "uk": "і"}
_SHORTENED = {
    "en": {"saint": "st", "mount": "mt", "fort": "ft"},
    "ru": {"святой": "св", "святая": "св", "святого": "св", "святои": "св"},
    "vi": {"thanh pho": "tp"},
}
_SHORT_FORMS = frozenset({"st", "mt", "ft", "св"})
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"(?<!\w)(st|mt|ft|св|tp)\.(?= |\w|$) ?")
_AMPERSAND = re.compile(r" ?& ?")


@lru_cache(maxsize=8192)
def spellings(written: str, language: str, *, accents: bool = False) -> tuple[str, ...]:
    """A text normalised, first with all that may be written shorter written short, then as it stands.

    Capitals that would be a word in small letters are initials too.
    """
    folded = normalise(written, accents=accents)
    short = _INITIALS.sub(_joined, _with_short_words(folded, language))
    if short in _SHORT_WORDS and written.strip().isupper():
        return short, ".".join(short)
    return (short, folded) if folded != short and not _INITIALS.search(folded) else (short,)


def initials(written: str) -> frozenset[str]:
    """The initials in a text, each run of them without its dots."""
    runs = _INITIALS.findall(normalise(written))
    return frozenset("".join(char for char in run if char.isalpha()) for run in runs)


def short_forms(spelt: str) -> frozenset[str]:
    """The words of a spelling that are written short, and so tell names apart in two letters."""
    return _SHORT_FORMS.intersection(_WORD.findall(spelt))


def _joined(initials: re.Match[str]) -> str:
    """Initials without their dots, unless a word would come of it."""
    letters = "".join(char for char in initials[0] if char.isalpha())
    return ".".join(letters) if letters in _SHORT_WORDS else letters


@lru_cache(maxsize=64)
def _replacements(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meant = {f" {_AND[one]} ": " & " for one in {"en", "ru", language} if one in _AND}
    pairs = {long: short for one in {"en", "ru", language} for long, short in _SHORTENED.get(one, {}).items()}
    words = "|".join(map(re.escape, pairs))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|" + "|".join(map(re.escape, meant))), meant | pairs


def _with_short_words(folded: str, language: str) -> str:
    pattern, short = _replacements(language)
    signed = _AMPERSAND.sub(" & ", folded).strip() if "&" in folded else folded
    return _DOTTED.sub(r"\1 ", pattern.sub(lambda found: short[found[0]], signed)).strip()

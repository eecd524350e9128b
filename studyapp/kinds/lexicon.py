"""The common words of a language, and what is left of a word without its endings."""

import gzip
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgpack
import snowballstemmer
from babel import Locale, UnknownLocaleError

# British spellings as American ones, so that neither is another word.
_WAYS_TO_SPELL = {
    "en": [
        (re.compile(r"(?<=[tb])re(?=s?$)"), "er"),
        (re.compile(r"(?<=\w)our"), "or"),
        (re.compile(r"(?<=[a-z]{3}[iy])s(?=(?:e|ed|er|es|ing|ation|ations)$)"), "z"),
        (re.compile(r"(?<=en)c(?=e)|(?<=en)c(?=es$)"), "s"),
        (re.compile(r"ll"), "l"),
        (re.compile(r"[ao]e"), "e"),
        (re.compile(r"ogue(?=s?$)"), "og"),
        (re.compile(r"(?<=m)me(?=s?$)"), ""),
    ]
}
_NONE: frozenset[str] = frozenset()


@cache
def _folder() -> Path:
    """Where wordfreq keeps its lists. To import it would cost four times the memory of a list."""
    spec = find_spec("wordfreq")
    assert spec is not None and spec.submodule_search_locations  # noqa: S101, PT018  a dependency
    return Path(spec.submodule_search_locations[0], "data")


def _file(language: str) -> Path:
    return _folder() / f"small_{language}.msgpack.gz"


@lru_cache(maxsize=3)
def _words(language: str) -> frozenset[str]:
    """Every word that is met once in a million; read when first asked for, and kept for three languages."""
    if not has_words(language):
        return _NONE
    with gzip.open(_file(language)) as packed:
        _header, *by_frequency = msgpack.load(packed)
    return frozenset(word for words in by_frequency for word in words if word.isalpha())


@cache
def has_words(language: str) -> bool:
    """Whether there is a list of the common words of a language."""
    return language.isalpha() and _file(language).exists()


def is_word(word: str, language: str) -> bool:
    """Whether a word in lower case, with its accents, is a common one; Cyrillic is looked up in Russian, say."""
    return word in _words(language)


@cache
def _stemmer(language: str) -> "snowballstemmer.stemmer | None":
    try:
        name = (Locale(language).get_language_name("en") or "").lower()
    except (UnknownLocaleError, ValueError):
        return None
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


@lru_cache(maxsize=4096)
def stem(word: str, language: str) -> str:
    """What the inflected forms of a word have in common; the word itself where the language is not known."""
    stemmer = _stemmer(language)
    for written, same in _WAYS_TO_SPELL.get(language, ()):
        word = written.sub(same, word)
    return str(stemmer.stemWord(word)) if stemmer else word

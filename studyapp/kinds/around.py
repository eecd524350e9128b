"""Words around an answer that its prompt has given already, and that do not make it wrong."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile

from studyapp.kinds import lexicon, words
from studyapp.kinds.text import fold, folded_words

_MOST_WORDS = 6
"""Words looked at on each side; who writes more has written something else."""

# Words that say nothing beside an answer, by language; they are forgiven around every one.
_SAYING_NOTHING = {
    "en": (
        "a an the in at on of from to by for with into it its they he she his her their this that these is was "
        "are were be been has had did called named known as mr mrs ms year"
    ),
    "ru": (
        "в во на из с со у к ко от по о об при для это он она оно они его её их был была было были есть является "
        "называется г год года году господин госпожа"
    ),
    "vi": (
        "ở tại là của từ đến vào cho bởi về được do đã đang các những cái chiếc nó họ ông bà ngài này đó gọi tên tp"
    ),
}

# Words that say something, in whatever language: with one of them an answer is another, or none.
_TELLING = (
    "not no never none nor neither without less more than least most over under above below about almost nearly around "
    "approximately only all some any every half double twice former ex vice deputy anti non against before after "
    "until since between except or either both and but if maybe perhaps possibly probably "
    "не нет ни без менее более меньше больше чем свыше около почти примерно до после только все половина бывший бывшая "
    "вице против кроме максимум минимум или либо и а но если может возможно наверное "
    "không chưa chẳng phi vô bất ít nhiều hơn kém tối thiểu đa khoảng gần trước sau cựu phó chỉ tất cả nửa trừ chống "
    "hoặc hay và nhưng nếu lẽ"
)
_ASKING = (
    "what which who whom whose how when where why do does did какой какая какое какие каком кто что чей где когда как "
    "сколько nào gì ai đâu bao nhiêu mấy khi"
)
_EITHER = frozenset({"or", "или", "либо", "hoặc", "hay", "oder", "ou"})
_SHORTENED = frozenset({"г.", "tp."})
_WORD = re.compile(r"[^\W_]+")


_AS_ONE = re.compile(r"vi[eệ]t nam", re.IGNORECASE)


def _read(written: str) -> str:
    """Composed and in lower case, with its accents: ít, a little, is not "it"."""
    return unicodedata.normalize("NFC", written).casefold()


def words_in(written: str) -> list[str]:
    return _WORD.findall(_read(_AS_ONE.sub("Vietnam", written)))


@cache
def _telling() -> frozenset[str]:
    return frozenset(_read(_TELLING).split())


@cache
def _says_nothing(language: str) -> frozenset[str]:
    """The words of all languages, and those of the deck's without accents too, where no telling word is among them."""
    own = {fold(word) for word in _SAYING_NOTHING.get(language, "").split()}
    told = {fold(word) for word in _telling()}
    return frozenset(word for listed in _SAYING_NOTHING.values() for word in listed.split()) | (own - told)


def says_nothing(word: str, language: str) -> bool:
    """Whether a folded word is a preposition, an article or the like."""
    return word in _says_nothing(language)


def tells(word: str) -> bool:
    """Whether a word in lower case changes what an answer says: a negation, a comparison, a number or a direction."""
    if word in _telling() or any(char.isdigit() for char in word):
        return True
    return any(word in words.listed(language) for language in ("en", "ru", "vi"))


def given_by(prompt: str, language: str, besides: Iterable[str]) -> list[str]:
    """The words that a prompt gives, but for those that tell something and those of other answers.

    A prompt that names two things to choose from gives neither of them away.
    """
    said = words_in(prompt)
    if not _EITHER.isdisjoint(said):
        return []
    kept = {word for other in besides for word in folded_words(other)}
    fit = {word for word in said if len(word) > 1 and fold(word) not in kept and not tells(word)}
    return sorted(fit - _says_nothing(language) - frozenset(_ASKING.split()))


def without(given: str, forgiven: Iterable[str], language: str) -> Iterator[str]:
    """The text without one or more of the forgiven words before and after it. An initial is none of them."""
    written = _AS_ONE.sub("Vietnam", given).split()
    known = frozenset(lexicon.stem(fold(word), language) for word in forgiven)

    def loose_among(some: Iterable[str]) -> int:
        return sum(1 for _ in takewhile(lambda word: _is_loose(word, known, language), some))

    before, after = loose_among(written[:_MOST_WORDS]), loose_among(reversed(written[-_MOST_WORDS:]))
    for left in range(before + 1):
        for right in range(min(after, len(written) - left - 1) + 1):
            if left + right:
                yield " ".join(written[left : len(written) - right])


def _is_loose(written: str, forgiven: frozenset[str], language: str) -> bool:
    read = _read(written)
    word = "".join(words_in(written))
    if len(word) == 1 and read.endswith(".") and read not in _SHORTENED:
        return False
    if not word or tells(word):
        return False
    return says_nothing(word, language) or lexicon.stem(fold(word), language) in forgiven

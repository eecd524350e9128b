"""Words around an answer that its prompt has given already, and that do not make it wrong."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from studyapp.kinds import lexicon, words
from studyapp.kinds.text import fold, folded_words

_MOST_WORDS = 8
"""Words looked at on each side; who writes more has written something else."""

# Words that say nothing beside an answer, by language; they are forgiven around every one.
_SAYING_NOTHING = {
    "en": (
        "a an the in at on of from to by for with into near it its they he she his her their this that these is was "
        "are were be been has had did called named known as mr mrs ms year"
    ),
    "ru": (
        "в во на из с со у к ко от по о об при для это он она оно они его её их был была было были есть является "
        "называется г год года году господин госпожа"
    ),
    "vi": ("ở tại là của từ đến vào cho bởi về được do đã đang các những cái chiếc nó họ ông bà ngài này đó gọi tên"),
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
_EITHER = frozenset({"or", "или", "либо", "hoặc", "hay", "oder", "ou"})


@lru_cache(maxsize=64)
def _folded(listed: str) -> frozenset[str]:
    return frozenset(map(fold, listed.split()))


def _listed(language: str) -> frozenset[str]:
    return _folded(_SAYING_NOTHING["en"]) | _folded(_SAYING_NOTHING.get(language, "")) | _folded(_SAYING_NOTHING["ru"])


def tells(word: str) -> bool:
    """Whether a folded word changes what an answer says: a negation, a comparison, a number, a time or a direction."""
    if word in _folded(_TELLING) or any(char.isdigit() for char in word):
        return True
    return any(word in words.listed(language) for language in ("en", "ru", "vi"))


def given_by(prompt: str, language: str, besides: Iterable[str]) -> list[str]:
    """The folded words that a prompt gives, but for those that tell something and those of other answers.

    A prompt that names two things to choose from gives neither of them away.
    """
    said = folded_words(prompt)
    if any(word in _EITHER for word in prompt.casefold().split()):
        return []
    kept = {word for other in besides for word in folded_words(other)} | _listed(language)
    return sorted({word for word in said if len(word) > 1 and word not in kept and not tells(word)})


def without(given: str, forgiven: Collection[str], language: str) -> Iterator[str]:
    """The text without one or more of the forgiven words before and after it. An initial is none of them."""
    written = given.split()
    bare = [" ".join(folded_words(word)) for word in written]
    known = _listed(language) | {lexicon.stem(word, language) for word in forgiven} | frozenset(forgiven)
    loose = [
        not (len(word) == 1 and as_written.endswith(".")) and (word in known or lexicon.stem(word, language) in known)
        for word, as_written in zip(bare, written, strict=True)
    ]
    before, after = _run(loose), _run(loose[::-1])
    for left in range(min(before, _MOST_WORDS) + 1):
        for right in range(min(after, _MOST_WORDS, len(written) - left - 1) + 1):
            if left + right:
                yield " ".join(written[left : len(written) - right])


def _run(loose: list[bool]) -> int:
    """How many stand at the beginning without one that does not."""
    return loose.index(False) if False in loose else len(loose)

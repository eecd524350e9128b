"""What the library asks already: the same answer by the same words, and facts that only repeat what others say."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from studyapp.kinds import text
from studyapp.kinds.base import Kind
from studyapp.kinds.cloze import MARK
from studyapp.library.models import Fact, Question, State
from studyapp.library.suggesting import sentences, sorts

WINDOW = 12
"""Words on each side of a gap that lead to its answer."""
STEM = 5
"""Letters by which two words are known for one."""
SHORTEST = 4
"""Shorter words tell little."""
COMMON = 10
"""A word is common that stands in more than ten statements, and in more than one of ten: it tells none from others."""
SHARED = 2
"""Words that two questions for one answer must share to ask the same; of an office, its name is enough."""
ECHOED = 2
"""Facts that a statement must repeat to be their summary."""

_split = str.split
_EMPTY = frozenset(
    _split(
        "also although another before being between both could does during from give given have having into later made "
        "make many more most much name named only other over part same since some such than that their them then there "
        "these they this those through under until upon very were what when where which while whom whose will with "
        "would year years"
    )
)
_OFFICES = frozenset(office[:STEM] for office in sorts.OFFICES)


def words(shown: str) -> frozenset[str]:
    """The stems of the words that tell something: no date, no short word."""
    for span in reversed(sentences.dates(shown)):
        shown = sentences.without(shown, span, " ")
    found = re.findall(r"[^\W\d_]+", text.without_accents(re.sub(r"['’]s\b", "", shown)))
    months = {month.lower() for month in sentences.MONTHS}
    return frozenset(word[:STEM] for word in found if len(word) >= SHORTEST and word not in _EMPTY | months)


@dataclass(frozen=True, slots=True)
class Asking:
    """One answer that a question wants, and the words that lead to it."""

    fact: Fact
    kind: str
    is_live: bool
    answers: frozenset[str]
    """Normalised."""
    words: frozenset[str]


class Echoes:
    """Questions to be compared with what could be asked; statements tell which words are common."""

    def __init__(self, statements: Sequence[str], questions: Iterable[Question]) -> None:
        used = Counter(chain.from_iterable(words(statement) for statement in statements))
        limit = max(COMMON, len(statements) // COMMON)
        self._common = frozenset(word for word, times in used.items() if times > limit) - _OFFICES
        self._askings = [asking for question in questions for asking in _of_question(question)]

    def note(self, fact: Fact, kind: str, prompt: str, body: Kind) -> None:
        """Count a question that is only proposed among those there are, so that no other repeats it."""
        self._askings += _askings(fact, kind, prompt, body, live=False)

    def asked_elsewhere(self, fact: Fact, answers: Iterable[str], before: str, after: str) -> bool:
        """Whether a live question on another fact of the deck wants the same answer by the same words."""
        others = (it for it in self._of(answers) if it.is_live and it.fact.deck_id == fact.deck_id)
        cue = _near(before, after)
        return any(it.fact.pk != fact.pk and self._is_same_cue(cue, it.words) for it in others)

    def has_cloze(self, fact: Fact, answers: Iterable[str], before: str, after: str) -> bool:
        """Whether a cloze of the deck, in whatever state, has a gap for the same answer among the same words."""
        others = (it for it in self._of(answers) if it.kind == "cloze" and it.fact.deck_id == fact.deck_id)
        cue = _near(before, after)
        return any(it.fact.pk == fact.pk or self._is_same_cue(cue, it.words) for it in others)

    def is_said_before(self, fact: Fact, answers: Iterable[str]) -> bool:
        """Whether the fact sums up others, and one of those asks for this answer."""
        if len({it.fact.pk for it in self._echoed(fact)}) < ECHOED:
            return False
        told = words(fact.statement) - self._common
        return any(it.is_live and it.fact.pk != fact.pk and it.words & told for it in self._of(answers))

    def _echoed(self, fact: Fact) -> list[Asking]:
        """What other facts ask, if its answer stands in the statement, led to by the same words."""
        told = words(fact.statement)
        return [
            it
            for it in self._askings
            if it.is_live
            and it.fact.pk != fact.pk
            and len((it.words & told) - self._common) >= SHARED
            and any(self._tells(answer) and text.stands_in(answer, fact.statement) for answer in it.answers)
        ]

    def _tells(self, answer: str) -> bool:
        """Whether it is something else than the names the whole library is about."""
        return not words(answer) or bool(words(answer) - self._common)

    def _of(self, answers: Iterable[str]) -> Iterator[Asking]:
        wanted = _normalised(answers)
        return (it for it in self._askings if it.answers & wanted)

    def _is_same_cue(self, one: frozenset[str], two: frozenset[str]) -> bool:
        shared = (one & two) - self._common
        alike = 3 * len(one & two) >= 2 * min(len(one), len(two)) > 2
        return len(shared) >= SHARED or bool(shared & _OFFICES) or alike


def _of_question(question: Question) -> Iterator[Asking]:
    revision = question.revision
    if revision is None:
        return iter(())
    live = question.state == State.PUBLISHED
    return _askings(question.fact, question.kind, revision.prompt, revision.body, live=live)


def _askings(fact: Fact, kind: str, prompt: str, body: Kind, *, live: bool) -> Iterator[Asking]:
    """One of most questions, and one of each gap of a cloze."""
    if kind != "cloze":
        yield Asking(fact, kind, live, _normalised(body.answers), words(prompt))
        return
    pieces = prompt.split(MARK)
    for place, spellings in enumerate(body.spec["blanks"], 1):
        before, after = " ".join(pieces[:place]), " ".join(pieces[place:])
        yield Asking(fact, kind, live, _normalised(spellings), _near(before, after))


def _normalised(answers: Iterable[str]) -> frozenset[str]:
    return frozenset(text.normalise(answer) for answer in answers)


def _near(before: str, after: str) -> frozenset[str]:
    """The words of the same clause that stand by a gap."""
    left, right = before.rpartition(";")[2].split(), after.partition(";")[0].split()
    return words(" ".join(left[-WINDOW:])) | words(" ".join(right[:WINDOW]))


# Orders and matches


def is_like(items: Iterable[str], asked: Iterable[str]) -> bool:
    """Whether half of some items say the same, each in its words, as some that are asked about already."""
    known = [words(it) for it in asked]
    said = [any(_overlap(words(item), other) for other in known) for item in items]
    return 2 * sum(said) >= len(said)


def _overlap(one: frozenset[str], two: frozenset[str]) -> bool:
    return 2 * len(one & two) >= min(len(one), len(two)) > 0

"""The names that the library's questions have for answers: people, places, organisations, in all their spellings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from studyapp.kinds import text
from studyapp.kinds.base import Kind
from studyapp.library.models import Fact
from studyapp.library.suggesting import sorts
from studyapp.library.suggesting.sentences import Span

NAMED = ("person", "place", "organisation")
"""The types of answer that are names."""

EVERYWHERE = 10
"""A name is everywhere that stands in more than ten statements, and in more than one of ten."""

_SMALL = {"of", "the", "and", "for", "in", "on", "de", "da", "del", "la", "le", "van", "von", "der", "al", "bin"}
_TITLES = re.compile(
    r"(?:president|minister|secretary|chancellor|king|queen|prince|princess|emperor|professor|general|admiral|captain"
    r"|leader|ambassador|senator|judge|pope|bishop|director|dr\.?|mr\.?|mrs\.?|ms\.?|sir|lady|lord)",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(\S+) $")
_CAPITAL_AFTER = re.compile(r" [^\W\d_]*[A-Z]|-| (?:dollar|pound|franc|crown|peso)s?\b")


@dataclass(frozen=True, slots=True)
class Name:
    """One thing or person with all its names."""

    shown: str
    """As the library shows it, leading article included."""
    answer_type: str
    spellings: tuple[str, ...]
    """Every accepted one, `shown` first."""
    facts: frozenset[str] = frozenset()
    """The slugs of the facts that ask for it."""
    decks: frozenset[str] = frozenset()
    sorts: frozenset[str] = frozenset()
    """What it is, by the questions that ask for it."""
    prompts: tuple[str, ...] = ()
    """Those questions."""


@dataclass(frozen=True, slots=True)
class NameSpan(Span):
    name: Name


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question that has a name for its answer."""

    fact: Fact
    answers: tuple[str, ...]
    prompt: str


@dataclass
class Vocabulary:
    """All names, and how often the statements of the library use each."""

    names: list[Name] = field(default_factory=list)
    statements: Sequence[str] = ()

    @classmethod
    def of(cls, asked: Iterable[tuple[Fact, Kind, str]], statements: Sequence[str] = ()) -> Self:
        """From facts, and what is asked about them in what words; statements tell which names are everywhere."""
        groups: dict[tuple[str, str], list[_Asked]] = defaultdict(list)
        gaps: list[list[str]] = []
        for fact, body, prompt in asked:
            gaps += body.spec.get("blanks") or []
            answer_type = body.spec.get("answer_type") or ""
            if answer_type in NAMED and body.answers and is_name(shown := _without_s(body.answers[0])):
                groups[answer_type, text.normalise(shown)].append(_Asked(fact, (shown, *body.answers[1:]), prompt))
        return cls([_name(answer_type, group, gaps) for (answer_type, _), group in sorted(groups.items())], statements)

    def of_type(self, answer_type: str) -> list[Name]:
        return [name for name in self.names if name.answer_type == answer_type]

    def is_everywhere(self, name: Name) -> bool:
        """Whether so many statements turn on it that a gap in its place would ask for the subject itself."""
        return self.uses(name) > max(EVERYWHERE, len(self.statements) // EVERYWHERE)

    def uses(self, name: Name) -> int:
        """In how many statements it stands."""
        return self._used[name]

    def find(self, sentence: str) -> list[NameSpan]:
        """The names in a sentence, in its order; none inside a longer one that is not listed."""
        found: list[NameSpan] = []
        for pattern, name in self._forms:
            for match in pattern.finditer(sentence):
                span = _without_article(NameSpan(match.start(), match.end(), match[0], name), sentence)
                apart = not any(span.start < other.end and other.start < span.end for other in found)
                if apart and _stands_alone(sentence, span):
                    found.append(span)
        return sorted(found, key=lambda span: span.start)

    @cached_property
    def _used(self) -> Counter[Name]:
        return Counter(name for it in self.statements for name in {span.name for span in self.find(it)})

    @cached_property
    def _forms(self) -> list[tuple[re.Pattern[str], Name]]:
        """What to look for, the longest first."""
        forms = {form: name for name in self.names for form in _written_forms(name)}
        ordered = sorted(forms.items(), key=lambda found: (-len(found[0]), found[0]))
        return [(re.compile(rf"(?<![\w-]){re.escape(form)}(?!\w)"), name) for form, name in ordered]


def _name(answer_type: str, group: Sequence[_Asked], gaps: Iterable[list[str]]) -> Name:
    shown = min((asked.answers[0] for asked in group), key=_plainest)
    return Name(
        shown=shown,
        answer_type=answer_type,
        spellings=tuple(dict.fromkeys([*_spellings(group, answer_type), *_in_gaps(shown, gaps)])),
        facts=frozenset(asked.fact.slug for asked in group),
        decks=frozenset(asked.fact.deck.slug for asked in group),
        sorts=sorts.of(answer_type, shown, [asked.prompt for asked in group]),
        prompts=tuple(asked.prompt for asked in group),
    )


def is_name(answer: str) -> bool:
    """Whether it is written as one proper name: "The Hague", but neither "The local press" nor "Ada and Boris"."""
    words = answer.removeprefix("The ").split()
    return (
        bool(words)
        and " and " not in answer
        and words[0][0].isupper()
        and all(word[0].isupper() or word in _SMALL for word in words)
    )


def is_titled(before: str) -> bool:
    """Whether the text before a name ends in a title, such as "President"."""
    word = _WORD_BEFORE.search(before)
    return bool(word and _TITLES.fullmatch(word[1]))


def _without_s(answer: str) -> str:
    return answer.removesuffix("'s").removesuffix("’s")


def _plainest(shown: str) -> tuple[int, str]:
    return len(shown), shown


def _spellings(group: Sequence[_Asked], answer_type: str) -> tuple[str, ...]:
    written = [spelling for asked in group for spelling in asked.answers]
    initials = _initials(written[0]) if answer_type == "organisation" else ""
    return tuple(dict.fromkeys([*written, *filter(None, [initials])]))


def _in_gaps(shown: str, gaps: Iterable[list[str]]) -> Iterator[str]:
    """What clozes accept for a name: its letters, or what has a word of it. A capital is not its country."""
    known = set(text.normalise(shown).split())
    for first, *others in gaps:
        if text.normalise(first) == text.normalise(shown):
            yield from (it for it in others if it.isupper() or known & set(text.normalise(it).split()))


def _initials(shown: str) -> str:
    """ "ECB" of "The European Central Bank", which learners write as soon; two letters are too few to be known by."""
    letters = "".join(word[0] for word in shown.removeprefix("The ").split() if word not in _SMALL)
    return letters if len(letters) > 2 or sorts.is_code(letters, shown) else ""


def _written_forms(name: Name) -> Iterator[str]:
    """The full name, its accented spellings, its parts where it is a person's, and its abbreviations."""
    words = set(text.normalise(name.shown).split())
    for spelling in (name.shown.removeprefix("The "), name.shown, *_without_the(name.spellings)):
        known = set(text.normalise(spelling).split()) <= words
        if len(spelling) > 1 and spelling[0].isupper() and (known or (spelling.isupper() and spelling.isalpha())):
            yield spelling


def _without_the(spellings: Iterable[str]) -> Iterator[str]:
    return (spelling.removeprefix("The ") for spelling in spellings)


def _without_article(span: NameSpan, sentence: str) -> NameSpan:
    """A sentence's own article stays outside; one that belongs to the name is written large within the sentence."""
    lead = re.match(r"the ", span.text, re.IGNORECASE)
    if lead and (span.start == 0 or span.text[0] == "t"):
        start = span.start + lead.end()
        return NameSpan(start, span.end, sentence[start : span.end], span.name)
    return span


def _stands_alone(sentence: str, span: NameSpan) -> bool:
    """Whether the stretch is a whole name, rather than part of another: "China" in "South China Sea" is none."""
    if _CAPITAL_AFTER.match(sentence, span.end):
        return False
    before = _WORD_BEFORE.search(sentence[: span.start])
    if before is None or not before[1][0].isupper() or before[1].endswith(("'s", "’s", ",", ":", ";", ".")):
        return True
    first = before.start() == 0
    if span.name.answer_type == "person":
        return first or is_titled(sentence[: span.start])
    return first and len(before[1]) <= 6 and text.normalise(before[1]) in _LEADS


_LEADS = {"in", "on", "at", "by", "to", "for", "from", "of", "with", "after", "before", "since", "until", "under", ""}
_LEADS |= {"around", "during", "both", "when", "while", "as", "near", "over", "the"}

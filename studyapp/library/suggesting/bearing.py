"""Facts that the library has already and a paragraph bears on: it supports, contradicts or supersedes them, perhaps.

Told by names, numbers and dates that both have, in English, and never acted on: an editor looks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from heapq import nlargest
from itertools import chain

from studyapp.kinds import partial_dates, text
from studyapp.library.models import AcceptedAnswer, Article, Fact, State
from studyapp.library.models.accepted import on_ring
from studyapp.library.suggesting import sentences, sorts
from studyapp.library.suggesting.echoes import SHORTEST, STEM, words

MOST = 5
"""Facts that are shown for one paragraph."""
NEAR = 80
"""Facts of which the words are looked at: so many of those beside it, and so many that ask for what it names."""
COMPARED = 12
"""Those of them that are compared with it, since they share the most words."""
SHARED = 3
"""Words, names among them, by which two sentences are of one thing; two do where they share a number or a date too."""
LONGEST = 4
"""Words of an answer that is looked for."""

_NAME = re.compile(r"\b[^\W\d_a-zà-ÿ][^\W\d_]{2,}")
_LEADS = frozenset(
    [
        "about",
        "after",
        "all",
        "and",
        "are",
        "around",
        "before",
        "both",
        "but",
        "during",
        "each",
        "for",
        "from",
        "her",
        "his",
        "how",
        "into",
        "its",
        "more",
        "most",
        "near",
        "not",
        "off",
        "one",
        "our",
        "out",
        "over",
        "she",
        "since",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "under",
        "until",
        "was",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "with",
        "you",
    ]
)
_CAME_AFTER = re.compile(
    r"\b(?:succeed(?:s|ed)|successors?|predecessors?|replace[sd]|follow(?:s|ed)|t(?:akes|ook) over|no longer"
    r"|former(?:ly)?|since|until|left|resign(?:s|ed)|stepp?(?:s|ed) down)\b",
    re.IGNORECASE,
)
"""What a text has that tells of before and after at once."""
_OFFICES = frozenset(office[:STEM] for office in sorts.OFFICES)


class Bears(StrEnum):
    SUPPORTS = "may support"
    CONTRADICTS = "may contradict"
    SUPERSEDES = "may supersede"


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says that can be compared."""

    words: frozenset[str]
    names: frozenset[str]
    """Folded."""
    numbers: tuple[tuple[Decimal, str], ...]
    """Each with the stem of what is counted."""
    dates: frozenset[str]
    """As partial dates are written."""
    tells_what_came_after: bool

    @classmethod
    def of(cls, written: str) -> "Said":
        names = {text.fold(found) for found in _NAME.findall(written)}
        calendar = {text.fold(month) for month in sentences.MONTHS} | _LEADS
        found = frozenset(span.iso for span in sentences.dates(written) if span.iso)
        numbers, after = tuple(_numbers(written)), bool(_CAME_AFTER.search(written))
        return cls(words(written), frozenset(names - calendar), numbers, found, after)


def _numbers(written: str) -> Iterator[tuple[Decimal, str]]:
    for span in sentences.counts(written):
        after = written[span.end :].removeprefix(f" {span.magnitude}") if span.magnitude else written[span.end :]
        following = [text.fold(word)[:STEM] for word in re.findall(r"%|[^\W\d_]+", after)[:3]]
        for counted in following:
            yield span.value, "perce" if counted == "%" else counted


@dataclass(frozen=True, slots=True)
class Bearing:
    fact: Fact
    bears: Bears
    why: str
    weight: int

    @property
    def stance(self) -> str:
        """That of a citation which says so."""
        return "supports" if self.bears == Bears.SUPPORTS else "differs"


def bearing_on(paragraph: str, article: Article) -> list[Bearing]:
    """The facts that a paragraph of an article bears on, those it is likeliest to concern first."""
    said, day = Said.of(paragraph), article.published_on
    compared = (compare(said, fact, day) for fact in _near(paragraph, article))
    return sorted(filter(None, compared), key=lambda it: (-it.weight, it.fact.pk))[:MOST]


def compare(said: Said, fact: Fact, day: date | None) -> Bearing | None:
    """What a text of a day says of a fact, if anything."""
    known = Said.of(fact.statement)
    common, names = said.words & known.words, said.names & known.names
    same, other = _numbers_told(said, known)
    dates = {it for it in known.dates if len(it) > len("2024") and it in said.dates}
    agreed = [*(f"{it.normalize():f}" for it in same), *map(partial_dates.display, sorted(dates))]
    told_alike = bool(agreed or other)
    if not names and (known.names or not told_alike):
        return None
    if len(common | names) < SHARED - told_alike:
        return None
    told = [f"both name {_listed(names)}"] if names else []
    if agreed:
        told.append(f"both say {', '.join(agreed)}")
    weight = len(common) + len(names) + 3 * len(agreed)
    differ = [f"it says {', '.join(f'{one.normalize():f}' for one in other)}"] if other and not same else []
    others = said.names - known.names if common & _OFFICES else frozenset()
    if others and (known.names - said.names or (said.tells_what_came_after and not agreed)):
        differ += [f"here stands another name beside the office: {_listed(others)}"]
    if differ:
        bears = Bears.SUPERSEDES if _came_later(fact, day) else Bears.CONTRADICTS
        return Bearing(fact, bears, _sentence([*told, *differ]), weight)
    if agreed or len(common | names) > SHARED:
        return Bearing(fact, Bears.SUPPORTS, _sentence(told), weight)
    return None


def _numbers_told(said: Said, known: Said) -> tuple[set[Decimal], set[Decimal]]:
    """The fact's numbers that the text has too, and those in whose place it has another, counted in the same."""
    same: set[Decimal] = set()
    other: set[Decimal] = set()
    for value, counted in known.numbers:
        here = {number for number, of in said.numbers if of == counted}
        if value in here:
            same.add(value)
        elif here:
            other.add(value)
    return same, other - same


def _came_later(fact: Fact, day: date | None) -> bool:
    stands_at = fact.stands_at
    return bool(fact.can_change and day and stands_at and partial_dates.latest(stands_at) < day)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.capitalize() for name in sorted(names)[:4])


def _sentence(told: Iterable[str]) -> str:
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _near(paragraph: str, article: Article) -> Iterable[Fact]:
    """Facts of the decks that the article has gone into so far, and those that ask for what the paragraph names."""
    kept = Fact.objects.exclude(state=State.RETIRED).exclude(citations__article=article)
    spoken = {on_ring(words) for words in _stretches(paragraph)}
    asking = AcceptedAnswer.objects.live().filter(ring__in=spoken).values_list("question__fact", flat=True)
    named = set(asking.order_by().distinct()[:NEAR])
    decks = set(article.citations.order_by().values_list("fact__deck", flat=True).distinct())
    beside = kept.filter(deck__in=decks).order_by("-pk").values_list("pk", "folded")[:NEAR] if decks else ()
    said = set(text.folded_words(paragraph))
    found = dict(chain(kept.filter(pk__in=named).values_list("pk", "folded"), beside))
    alike = {pk: sum(len(word) >= SHORTEST for word in said.intersection(words.split())) for pk, words in found.items()}
    chosen = nlargest(COMPARED, (pk for pk in alike if alike[pk] > 1), key=lambda pk: (alike[pk], -pk))
    return Fact.objects.filter(pk__in=chosen).select_related("deck")


def _stretches(paragraph: str) -> Iterator[str]:
    said = paragraph.split()
    for first in range(len(said)):
        for last in range(first + 1, min(first + LONGEST, len(said)) + 1):
            stretch = text.normalise(" ".join(said[first:last]).strip(",.;:“”\"'()"))
            yield stretch
            yield stretch.removesuffix("'s")

"""Pairs: people and their offices, organisations and what they are, events and their years."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from studyapp.kinds import options, partial_dates, text
from studyapp.library.models import Deck, Fact, Question
from studyapp.library.suggesting import echoes, events, grounds, sentences, sorts, timelines, verbs
from studyapp.library.suggesting.proposals import Proposal
from studyapp.library.suggesting.shelf import Shelf, body_of, prompt_of
from studyapp.library.suggesting.vocabulary import is_name

FEWEST, MOST = 3, 6
STEM = 4
"""Letters by which two words are known for one."""

_DESCRIBED = [
    re.compile(r"Who (?:was|is) (?:the )?(?P<what>.+?) (?:in|on|as of) .*\?"),
    re.compile(r"Name the (?P<what>.+?) (?:who|that|which|whose)\b.*"),
    re.compile(r"Name (?P<what>[A-Z][\w-]*['’]s .+?), (?:who|which)\b.*"),
]
_WHICH = re.compile(r"Which (?P<rest>[^?,]+).*\?")


@dataclass(frozen=True, slots=True)
class Pair:
    left: str
    right: str
    fact: Fact
    when: str = ""
    """The date for which it is said, as partial dates are written."""
    names: frozenset[str] = frozenset()
    """The stems of the names on the right: "Norwegian" and "Norway" are one."""


def compose(deck: Deck, shelf: Shelf) -> list[Proposal] | str:
    """At most one proposal of each sort on a deck, or one sentence on why there is none."""
    found = [*_people(deck, shelf), *_organisations(deck, shelf), *_events(deck, shelf)]
    asked = [[" ".join(pair) for pair in body.spec["pairs"]] for body in shelf.bodies_in(deck.pk, "match")]
    fresh = [it for it in found if not _repeats(it, asked)]
    if not found:
        return f"It does not state {FEWEST} pairs of one sort, such as people and their offices, each fit for one only."
    also = shelf.look_also(deck.pk, "match")
    told = [replace(it, why=f"{it.why}{also}") for it in fresh]
    return told or "It has a question already that asks to match nearly the same pairs."


def _repeats(proposal: Proposal, asked: list[list[str]]) -> bool:
    pairs = [" ".join(pair) for pair in proposal.spec["pairs"]]
    return any(echoes.is_like(pairs, others) for others in asked)


def _people(deck: Deck, shelf: Shelf) -> Iterator[Proposal]:
    by_time: dict[str, list[Pair]] = defaultdict(list)
    for pair in _described(deck, shelf, "person", sorts.has_office):
        by_time[pair.when].append(pair)
    for when, pairs in sorted(by_time.items()):
        if when:
            shown = partial_dates.display(when)
            yield from _proposal(
                _of_shared_countries(pairs),
                f"Match each person with the office they held in {shown}.",
                "People and offices of one deck",
            )


def _of_shared_countries(pairs: list[Pair]) -> list[Pair]:
    """Without an office that is the only one of its country, which a foreign name is enough to tell."""
    times = Counter(word for pair in pairs for word in pair.names)
    return [pair for pair in pairs if not any(times[word] == 1 for word in pair.names)]


def _organisations(deck: Deck, shelf: Shelf) -> Iterator[Proposal]:
    pairs = list(_described(deck, shelf, "organisation", lambda what: len(what.split()) > 1))
    yield from _proposal(
        pairs,
        "Match each organisation with its description.",
        "Organisations of one deck and what its questions say of them",
    )


def _events(deck: Deck, shelf: Shelf) -> Iterator[Proposal]:
    found = events.of_deck(deck.pk, shelf)
    dated = timelines.choose(found) or [event for event in found if event.asked]
    pairs = [Pair(event.text, event.year, event.fact) for event in dated]
    yield from _proposal(pairs, "Match each event with its year.", "Events of one deck and their years")


def _proposal(pairs: list[Pair], prompt: str, what: str) -> Iterator[Proposal]:
    """One with the pairs that fit only each other, if enough are left; it hangs on the first that still holds."""
    kept = _one_to_one(pairs)[:MOST]
    holding = [pair.fact for pair in kept if not pair.fact.is_past]
    if len(kept) < FEWEST or not holding:
        return
    fact = holding[0]
    others = options.listed([slug for slug in dict.fromkeys(pair.fact.slug for pair in kept) if slug != fact.slug])
    why = f"{what}; it hangs on one of their facts. The others: {others}."
    yield Proposal(fact, "match", prompt, {"pairs": [[pair.left, pair.right] for pair in kept]}, why)


def _one_to_one(pairs: list[Pair]) -> list[Pair]:
    """Without those whose two sides share a word, that say the same as another, or only part of what another says."""
    lone = [pair for pair in pairs if not _tells(pair.left, pair.right)]
    return [
        pair
        for pair in lone
        if not any(
            other != pair and (_words(pair.right) <= _words(other.right) or _words(pair.left) <= _words(other.left))
            for other in lone
        )
    ]


def _tells(left: str, right: str) -> bool:
    """Whether one side has a word of the other in it: "Norwegian" is as good as "Norway"."""
    one, two = (text.without_accents(side) for side in (left, right))
    return any(word[:STEM] in other for side, other in ((one, two), (two, one)) for word in _words(side))


def _words(shown: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.without_accents(shown)) if len(word) >= STEM or word.isdigit()}


# What a question says of its answer


def _described(deck: Deck, shelf: Shelf, answer_type: str, fits: Callable[[str], bool]) -> Iterator[Pair]:
    """One pair a name: its fullest description among those of the deck's questions that fit."""
    best: dict[tuple[str, str], Pair] = {}
    for fact in shelf.in_deck(deck.pk):
        unfit = grounds.objection(fact) or grounds.is_one_voice(fact)
        for question in () if unfit else shelf.live_on(fact):
            pair = _pair(question, answer_type)
            if pair and fits(pair.right) and len(pair.right.split()) > 1:
                known = best.get((pair.left, pair.when))
                if known is None or len(pair.right) > len(known.right):
                    best[pair.left, pair.when] = pair
    return iter(best.values())


def _pair(question: Question, answer_type: str) -> Pair | None:
    body, prompt = body_of(question), prompt_of(question)
    what = description(prompt)
    if (
        body.spec.get("answer_type") != answer_type
        or question.according_to_id
        or not (what and is_name(body.answers[0]))
    ):
        return None
    when = [span.iso for span in sentences.dates(prompt) if span.iso]
    names = frozenset(word[:STEM] for word in re.findall(r"\b[A-Z][a-z]+", what))
    return Pair(body.answers[0], what[0].upper() + what[1:], question.fact, when[0] if len(when) == 1 else "", names)


def description(prompt: str) -> str:
    """What a question says its answer is: "president of Norway" of "Who was president of Norway in 1950?"."""
    for pattern in _DESCRIBED:
        if found := pattern.fullmatch(prompt):
            return "" if sentences.dates(found["what"]) else found["what"]
    if found := _WHICH.fullmatch(prompt):
        words = found["rest"].split()
        end = next((place for place, word in enumerate(words) if verbs.looks_past(word)), 0)
        return (
            " ".join(words[:end])
            if not {"did", "does", "had", "has", "is", "are", "was", "were"} & set(words[:end])
            else ""
        )
    return ""

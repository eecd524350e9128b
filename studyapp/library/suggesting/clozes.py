"""Clozes: a fact's own statement with one date, count or name left out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Literal

from studyapp.kinds import dates as written_dates
from studyapp.kinds import partial_dates, quantities, text
from studyapp.kinds.cloze import MARK, MAX_SPELLINGS
from studyapp.kinds.words import NUMBERS
from studyapp.library.models import Fact
from studyapp.library.suggesting import grounds, self_contained, sentences
from studyapp.library.suggesting.proposals import Proposal
from studyapp.library.suggesting.sentences import CountSpan, DateSpan, Span
from studyapp.library.suggesting.shelf import Shelf, body_of
from studyapp.library.suggesting.vocabulary import Name, NameSpan, is_titled

MOST = 3
"""Clozes on one fact, those that it has already included."""
FEWEST_WORDS = 6
"""Around a gap: with fewer there may be other right answers."""
FEWEST_BY_THE_WAY = 8
"""Around a name that nobody has asked for yet."""
SMALL = 10
"""Counts below this stand in many a sentence by the way; they are left out only where a question asks for them."""

_SPELLING = re.compile(r"\b(?:mis)?spel(?:ls?|t|led|ling)\b", re.IGNORECASE)
_DATED_BY = re.compile(r",? (?:the|a) (?:year|month|day) (?:of|in which|when)\b")
_CAPITAL = re.compile(r", (?:its|the|their) capital(?: of [A-Z]\w+)?(?=[.,;])")


@dataclass(frozen=True, slots=True)
class Blank:
    """A stretch of the statement that could be left out."""

    span: Span
    spellings: tuple[str, ...]
    what: Literal["date", "count", "name"]
    asked: bool
    """Whether a question on the fact asks for it already, so that it is known to be worth asking."""
    name: Name | None = None
    iso: str = ""
    """Of a date, as partial dates are written."""


def compose(fact: Fact, shelf: Shelf) -> list[Proposal] | str:
    """Proposals on one fact, the best first, or one sentence on why there are none."""
    has = sum(question.kind == "cloze" for question in shelf.on(fact))
    if has >= MOST:
        return "It has clozes enough already."
    if grounds.is_one_voice(fact):
        return "Its statement leaves it to a single report."
    if not any(blanks(fact, shelf)):
        if ";" in fact.statement:
            return "Its statement sums up several things, and no question asks for a date, number or name in it."
        return "Its statement holds no date of its own, number or listed name that could be left out."
    fair = fair_blanks(fact, shelf)
    if not fair:
        return (
            "What could be left out of its statement would be given away, is asked for already or could not be known."
        )
    best = sorted(fair, key=lambda blank: (not blank.asked, blank.span.start))
    by_the_way = [blank for blank in best if not blank.asked and blank.name]
    fresh = [it for it in best if it not in by_the_way[1:] and not _has_cloze(it, fact, shelf)]
    return [_proposal(blank, fact) for blank in fresh[: MOST - has]] or "Its deck has such a cloze already."


def fair_blanks(fact: Fact, shelf: Shelf) -> list[Blank]:
    """Those that nothing shown with the gap gives away, that can be understood alone and are asked by no other fact."""
    if grounds.is_one_voice(fact):
        return []
    return [it for it in blanks(fact, shelf) if _is_fair(it, fact, shelf) and _is_own(it, fact, shelf)]


def blanks(fact: Fact, shelf: Shelf) -> Iterator[Blank]:
    """Everything in the statement that is a fact's own: no setting, no aside, no name the whole library is about.

    A sentence with semicolons sums up what other facts say one by one; of it, only what is asked for already counts.
    """
    found = chain(_dates(fact, shelf), _counts(fact, shelf), _names(fact, shelf))
    return (blank for blank in found if blank.asked or ";" not in fact.statement)


# Dates


def _dates(fact: Fact, shelf: Shelf) -> Iterator[Blank]:
    found = sentences.dates(fact.statement)
    asked = [answer for question in shelf.live_on(fact) for answer in body_of(question).answers[:1]]
    for span in found:
        others = [other for other in found if other != span]
        day = _without_year(span)
        is_asked = any(written_dates.same_date(answer, it) for answer in asked for it in (span.text, day.text))
        own = span.iso and span.iso in (fact.valid_from, fact.valid_to)
        alone = not others and not _is_setting(span, fact)
        if span.iso and (is_asked or own or alone) and not any(_tells(other, span) for other in others):
            yield Blank(day, _date_spellings(span), "date", is_asked, iso=span.iso)


def _is_setting(span: DateSpan, fact: Fact) -> bool:
    """Whether it is only the time of the report."""
    return bool(fact.as_of) and (fact.as_of.startswith(span.iso) or span.iso.startswith(fact.as_of))


def _tells(other: DateSpan, span: DateSpan) -> bool:
    """Whether a second date all but says the first: a year beside its own day does not."""
    return other.iso[:7] == span.iso[:7] if len(other.iso) > 4 and len(span.iso) > 4 else other.iso == span.iso


def _without_year(span: DateSpan) -> Span:
    """A day is asked for without its year, which stays in the sentence."""
    if len(span.iso) < 10 or not span.text.endswith(span.year):
        return span
    shown = span.text.removesuffix(span.year).rstrip(" ,")
    return Span(span.start, span.start + len(shown), shown)


def _date_spellings(span: DateSpan) -> tuple[str, ...]:
    shown = _without_year(span).text
    full = partial_dates.display(span.iso)
    if len(span.iso) < 10:
        return tuple(dict.fromkeys([shown, full]))
    day, month, year = full.split()
    return tuple(dict.fromkeys([shown, f"{day} {month}", f"{month} {day}", full, f"{month} {day}, {year}"]))


# Counts


def _counts(fact: Fact, shelf: Shelf) -> Iterator[Blank]:
    own = {value for question in shelf.live_on(fact) for value in _numbers(body_of(question).answers)}
    for span in sentences.counts(fact.statement):
        listed = span.value < SMALL and ":" in fact.statement[span.end :]
        if not listed and (span.value in own or span.value >= SMALL):
            yield Blank(span, _count_spellings(span), "count", span.value in own)


def _numbers(answers: tuple[str, ...]) -> Iterator[Decimal]:
    for answer in answers:
        try:
            yield quantities.read(answer).value
        except ValueError:
            continue


def _count_spellings(span: CountSpan) -> tuple[str, ...]:
    if span.magnitude:
        return (span.text, f"{span.text} {span.magnitude}")
    words = [word for word, value in NUMBERS.items() if value == span.value]
    digits = quantities.plain(span.value)
    return tuple(dict.fromkeys([span.text, digits, *(word.replace(" ", "-") for word in words)]))


# Names


def _names(fact: Fact, shelf: Shelf) -> Iterator[Blank]:
    if _SPELLING.search(fact.statement):
        return
    for span in shelf.vocabulary.find(fact.statement):
        asked = fact.slug in span.name.facts
        if asked or not (shelf.vocabulary.is_everywhere(span.name) or _is_aside(span, fact, shelf)):
            yield Blank(span, (_shown(span), *span.name.spellings), "name", asked, span.name)


def _is_aside(span: NameSpan, fact: Fact, shelf: Shelf) -> bool:
    """Whether the sentence only mentions it, as an owner say, or leaves open who else might stand there."""
    after = fact.statement[span.end :]
    partial = re.match(r"['’]s | of [A-Z]", after)
    brought = any(text.normalise(spelling) in shelf.sources for spelling in span.name.spellings)
    return bool(partial or brought or _is_left_open(span, fact, shelf))


def _is_left_open(span: NameSpan, fact: Fact, shelf: Shelf) -> bool:
    """Whether others could stand there: a person without a title, or with one and nobody else beside them."""
    if span.name.answer_type != "person":
        return False
    others = [
        other.name
        for other in shelf.vocabulary.find(fact.statement)
        if other.name.answer_type == "person" and other.name != span.name
    ]
    return not (is_titled(fact.statement[: span.start]) and others)


def _shown(span: NameSpan) -> str:
    """The name in full, without the article that the sentence keeps."""
    shown = span.name.shown
    return shown if span.text.lower().startswith("the ") else shown.removeprefix("The ")


# What is fair


def _is_fair(blank: Blank, fact: Fact, shelf: Shelf) -> bool:
    """Whether nothing shown with the gap says what belongs there."""
    around = sentences.without(fact.statement, blank.span, " … ")
    by_the_way = blank.what == "name" and not blank.asked
    if len(re.findall(r"\w+", around)) < (FEWEST_BY_THE_WAY if by_the_way else FEWEST_WORDS):
        return False
    if blank.what == "date" and any(
        written_dates.same_date(it.text, blank.span.text) for it in sentences.dates(around)
    ):
        return False
    if _is_named_beside(blank, fact, shelf) or not _stands_alone(blank, fact):
        return False
    telling = [it for it in blank.spellings if blank.what != "name" or it[:1].isupper()]
    return not any(_shows(answer, shown) for answer in telling for shown in (around, fact.deck.title))


def _is_named_beside(blank: Blank, fact: Fact, shelf: Shelf) -> bool:
    """Whether a year is told by what it was the year of, or another name has the answer in its full form."""
    if blank.what == "date":
        return bool(_DATED_BY.match(fact.statement, blank.span.end))
    others = {span.name for span in shelf.vocabulary.find(fact.statement)} - {blank.name}
    return blank.what == "name" and any(
        text.stands_in(blank.spellings[0], spelling) for name in others for spelling in name.spellings
    )


def _stands_alone(blank: Blank, fact: Fact) -> bool:
    mark = self_contained.GAP if blank.what == "name" else blank.span.text
    return self_contained.stands_alone(fact.statement, sentences.without(fact.statement, blank.span, mark))


def _is_own(blank: Blank, fact: Fact, shelf: Shelf) -> bool:
    """Whether no other fact is the place to ask for it."""
    if shelf.echoes.is_said_before(fact, blank.spellings):
        return False
    return blank.asked or not shelf.echoes.asked_elsewhere(fact, blank.spellings, *_sides(blank, fact))


def _has_cloze(blank: Blank, fact: Fact, shelf: Shelf) -> bool:
    return shelf.echoes.has_cloze(fact, blank.spellings, *_sides(blank, fact))


def _sides(blank: Blank, fact: Fact) -> tuple[str, str]:
    return fact.statement[: blank.span.start], fact.statement[blank.span.end :]


def gapped(blank: Blank, fact: Fact, mark: str) -> str:
    """The statement with a mark for the blank, and without an aside that says of which country it is the capital."""
    before, after = _sides(blank, fact)
    aside = _CAPITAL.match(after) if blank.what == "name" else None
    return f"{before}{mark}{after[aside.end() :] if aside else after}"


def _shows(answer: str, shown: str) -> bool:
    """Whether the answer stands there, its owner's form ("Norway's") and its adjective ("Norwegian") included."""
    plain = re.sub(r"['’]s\b", "", shown)
    if text.stands_in(answer, plain):
        return True
    stem = text.normalise(answer)[:-1]
    return stem.isalpha() and len(stem) > 3 and any(it.startswith(stem) for it in text.normalise(plain).split())


def _proposal(blank: Blank, fact: Fact) -> Proposal:
    prompt = gapped(blank, fact, MARK)
    spellings = _unlike(it for it in blank.spellings if not text.stands_in(it, prompt))
    return Proposal(
        fact,
        "cloze",
        prompt,
        {"blanks": [spellings[:MAX_SPELLINGS]]},
        _why(blank, spellings[0]),
        according_to=grounds.named_source(fact, prompt),
        historical=fact.is_past,
    )


def _unlike(spellings: Iterable[str]) -> list[str]:
    """The first of all that are judged alike."""
    kept: dict[str, str] = {}
    for spelling in spellings:
        kept.setdefault(text.normalise(spelling, accents=True), spelling)
    return list(kept.values())


def _why(blank: Blank, shown: str) -> str:
    asked = "another question on this fact asks for it too" if blank.asked else "nothing else on this fact asks for it"
    what = {
        "date": f"“{shown}” is the date of what it tells",
        "count": f"“{shown}” is its number",
        "name": f"{shown} is a name that the library asks for",
    }
    return f"Left out of the fact’s own statement: {what[blank.what]}, and {asked}."

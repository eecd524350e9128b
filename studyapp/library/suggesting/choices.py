"""Choices: a question that asks for recall, or a fact's statement with a gap, with wrong options near in kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from studyapp.kinds import options, partial_dates, quantities, text
from studyapp.kinds.base import Kind
from studyapp.library.models import Fact, Question
from studyapp.library.suggesting import clozes, nearness, sentences
from studyapp.library.suggesting.clozes import Blank
from studyapp.library.suggesting.grounds import named_source
from studyapp.library.suggesting.proposals import Proposal
from studyapp.library.suggesting.shelf import Shelf, body_of, prompt_of
from studyapp.library.suggesting.vocabulary import NAMED

GAP = "____"
_BIDS = re.compile(r"Give the day(?: and month)? ((?:in|of) [12][0-9]{3} )?on which ([^?.]+)\.")
_MEASURED = re.compile(r"\b(?:the (?:day|week|month|year) (?:before|after)|(?:just|shortly|right) (?:before|after))\b")
"""A date that is told from another: whoever knows that one sees through the wrong options on its far side."""
_ASKS = re.compile(
    r"(?:[A-Z][^?]*, )?(?:(?:in|on|at|to|from|by|with|for|of|since|until|about|after|before|under) )?"
    r"(?:who|whom|whose|what|which|where|when|how (?:many|much|long|large|old|far|high))\b[^?]*\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stem:
    """What a choice could ask, and what is right."""

    prompt: str
    answer: str
    answer_type: str
    """A type as kinds have it, or "day"."""
    right: tuple[str, ...]
    """Everything that is right, under all its names."""
    why: str
    source: Question | None = None
    iso: str = ""
    """Of a date, as partial dates are written."""


def compose(fact: Fact, shelf: Shelf) -> list[Proposal] | str:
    """At most one proposal on a fact, or one sentence on why there is none.

    Beside a choice that it has already, only a year, a day or a number is asked for, and only if that one does not.
    """
    asked = [body_of(question) for question in shelf.on(fact) if question.kind == "choice"]
    stems = list(_asked(fact, shelf)) if asked else [*_asked(fact, shelf), *_gaps(fact, shelf)]
    fresh = [stem for stem in stems if not any(_is_asked(stem, body) for body in asked)]
    if asked and (len(asked) > 1 or not fresh):
        return "It has a choice already."
    if not fresh:
        return "No question on it asks for a name, a year or a number, and its statement holds none to leave out."
    for stem in fresh:
        wrong = [it for it in _wrong(stem, fact, shelf) if not _is_right(it, stem, fact)]
        if len(wrong) == nearness.WANTED:
            return [_proposal(stem, wrong, fact)]
    return "The library holds too few answers near in kind to be wrong options."


def _is_asked(stem: Stem, body: Kind) -> bool:
    """Whether a choice asks for the same, or for something else than could be asked beside it."""
    expected = body.expected_in_english
    shown = [*stem.right, expected]
    numbers = [set(re.findall(r"[0-9]+(?:[.,][0-9]+)*", it)) for it in shown]
    return (
        stem.answer_type in NAMED
        or any(text.stands_in(it, expected) or text.stands_in(expected, it) for it in stem.right)
        or any(numbers[-1] & it for it in numbers[:-1])
    )


def _proposal(stem: Stem, wrong: list[str], fact: Fact) -> Proposal:
    followed = stem.source.according_to if stem.source else named_source(fact, stem.prompt)
    return Proposal(
        fact,
        "choice",
        stem.prompt,
        {"answer": stem.answer, "distractors": wrong, "answer_type": stem.answer_type.replace("day", "other")},
        stem.why,
        according_to=followed,
        historical=stem.source.historical if stem.source else fact.is_past,
    )


# What to ask


def _asked(fact: Fact, shelf: Shelf) -> Iterator[Stem]:
    """Questions that ask for recall, and whose words will do for a choice too."""
    for question in shelf.live_on(fact):
        body, written = body_of(question), prompt_of(question)
        answer_type = _type_of(body)
        prompt = _BIDS.sub(r"What was the day \1on which \2?", written)
        measured = answer_type == "day" and _MEASURED.search(prompt)
        if not question.is_recognition and answer_type and _ASKS.fullmatch(prompt) and not measured:
            why = f"Asks “{written}” as it stands in another question, with wrong options beside the answer."
            # A bare count needs no unit beside it; of millions and percentages it is part of the number.
            answer = body.expected_in_english if body.spec.get("magnitude") else body.answers[0]
            iso = body.spec["answer"] if body.name == "date" else ""
            if answer_type == "day" and iso[:4] in prompt:
                answer = answer.removesuffix(f" {iso[:4]}")
            yield Stem(prompt, answer, answer_type, (answer, *body.answers), why, question, iso)


def _type_of(body: Kind) -> str:
    """What the answer of a recall question is; empty where no wrong option can be found for it."""
    if body.name == "date":
        return {4: "year", 10: "day"}.get(len(body.spec["answer"]), "")
    if body.name == "number":
        plain = not any(body.spec.get(name) for name in ("answer_to", "bound"))
        return "quantity" if plain else ""
    answer_type = body.spec.get("answer_type") or ""
    return answer_type if answer_type in {*NAMED, "year"} else ""


def _gaps(fact: Fact, shelf: Shelf) -> Iterator[Stem]:
    """The statement with a gap, as for a cloze; a name in passing has seldom others that could stand there too."""
    fair = clozes.fair_blanks(fact, shelf)
    measured = _MEASURED.search(fact.statement)
    found = [it for it in fair if (it.asked or not it.name) and not (measured and it.what == "date")]
    for blank in sorted(found, key=lambda it: (not it.asked, it.span.start)):
        prompt = f"Fill the gap: {clozes.gapped(blank, fact, GAP)}"
        why = "Made of the fact’s own statement; the wrong options are of the same sort as what is left out."
        yield Stem(prompt, blank.spellings[0], _sort_of(blank), blank.spellings, why, iso=blank.iso)


def _sort_of(blank: Blank) -> str:
    if blank.name:
        return blank.name.answer_type
    return ("year" if len(blank.iso) == 4 else "day") if blank.iso else "quantity"


# Wrong options


def _wrong(stem: Stem, fact: Fact, shelf: Shelf) -> Sequence[str]:
    if stem.answer_type in NAMED:
        return _other_names(stem, fact, shelf)
    if stem.answer_type == "quantity":
        return _other_numbers(stem, fact)
    if stem.answer_type == "year":
        return _other_years(stem, fact, shelf)
    return _other_days(stem, fact.slug)


def _other_names(stem: Stem, fact: Fact, shelf: Shelf) -> Sequence[str]:
    wanted = text.normalise(stem.answer)
    listed = shelf.vocabulary.of_type(stem.answer_type)
    answer = next((name for name in listed if text.normalise(name.shown) == wanted), None)
    return nearness.names(answer, fact, shelf.vocabulary, [stem.prompt, fact.deck.title]) if answer else []


def _other_numbers(stem: Stem, fact: Fact) -> Sequence[str]:
    try:
        number = _bare_number(stem.answer)
    except ValueError:
        return []
    before, digits, after = _around_digits(stem.answer)
    others = nearness.around(number, fact.slug)
    return [f"{before}{nearness.number_as(digits, other)}{after}" for other in others]


def _around_digits(shown: str) -> tuple[str, str, str]:
    """A number as it is shown, cut into what stands before it, its figures, and what follows."""
    found = re.fullmatch(r"([^\d]*?)(\d[\d.,\u00a0 ]*\d|\d)(.*)", shown)
    return (found[1], found[2], found[3]) if found else ("", shown, "")


def _bare_number(shown: str) -> Decimal:
    return quantities.read(_around_digits(shown)[1]).value


def _other_years(stem: Stem, fact: Fact, shelf: Shelf) -> Sequence[str]:
    known = {
        int(answer)
        for other in shelf.in_deck(fact.deck_id)
        for question in shelf.live_on(other)
        for answer in body_of(question).answers
        if re.fullmatch(r"[12][0-9]{3}", answer)
    }
    told = sentences.dates(f"{stem.prompt} {fact.statement}")
    latest = max([int(it.year) for it in told if it.year] + [int(stem.answer), int(fact.as_of[:4] or 0)])
    shown = {int(year) for year in re.findall(r"\b[12][0-9]{3}\b", stem.prompt)}
    return [str(year) for year in nearness.years(int(stem.answer), known, fact.slug, latest, shown)]


def _other_days(stem: Stem, salt: str) -> Sequence[str]:
    """Written as the right one is, with its year or without."""
    year = "" if stem.answer.endswith(stem.iso[:4]) else f" {stem.iso[:4]}"
    return [partial_dates.display(day).removesuffix(year) for day in nearness.days(stem.iso, salt)]


def _is_right(wrong: str, stem: Stem, fact: Fact) -> bool:
    """Whether a wrong option would be right after all, by any source or under any name, or stands in the question."""
    right = [*stem.right, *(value.value for citation in fact.cited for value in citation.given)]
    return any(options.same(wrong, it) for it in right) or text.stands_in(wrong, stem.prompt)

"""Events with a date of their own, in a few words that do not tell it: from dated questions, and from statements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.kinds import partial_dates
from studyapp.library.models import Fact, Question
from studyapp.library.suggesting import grounds, self_contained, sentences, verbs
from studyapp.library.suggesting.sentences import DateSpan
from studyapp.library.suggesting.shelf import Shelf, body_of, prompt_of

LONGEST, SHORTEST = 110, 3
"""Characters and words of an event's text."""

_DID = re.compile(r"(?:In|On) (?:which|what) (?:year|month|day|date) did (.+?)(?:,.*)?\?")
_WAS = re.compile(r"(?:In|On) (?:which|what) (?:year|month|day|date) (was|were) (.+?)(?:,.*)?\?")
_SUBJECT = re.compile(
    r"((?:The |[Tt]he )?[A-Z][\w'’.-]*(?: (?:(?:and|of|the|de|for) )*[A-Z][\w'’.-]*)*) ([a-z]+)\b ?(.*)"
)
_ASIDE_AFTER = re.compile(r", (?:which|who|where|with|the|an?|as|to|when|in|of|by|through)\b.*$")
_DAY_NAME = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|being|said|says|say|told|called|calls|described|quoted|reported|spoke"
    r"|wrote|thanked|seen|saw|regarded|considered|could|would|should|may|might|will|plan\w*|meant)\b"
)
_NO_OPENING = re.compile(
    r"(?:Around|At|For|In|On|To|With|Before|After|By|As|Since|Until|While|He|She|It|They|This|That|These|Those|There)\b"
)


@dataclass(frozen=True, slots=True)
class Event:
    text: str
    """Begins with a capital, ends without a stop, holds no date."""
    iso: str
    """As partial dates are written."""
    fact: Fact
    asked: bool
    """Whether a question asks for this very date, or the fact is dated by it; else the report has the same date."""

    @property
    def year(self) -> str:
        return self.iso[:4]

    def is_before(self, other: "Event") -> bool:
        """Whether it certainly was, at the precision known."""
        return partial_dates.latest(self.iso) < partial_dates.earliest(other.iso)


def of_deck(deck_id: int, shelf: Shelf) -> list[Event]:
    """One event a fact at most, the earliest first."""
    facts = [fact for fact in shelf.in_deck(deck_id) if not grounds.objection(fact)]
    found = (next(_of_fact(fact, shelf), None) for fact in facts)
    return sorted((event for event in found if event), key=lambda event: (event.iso, event.fact.position, event.text))


def _of_fact(fact: Fact, shelf: Shelf) -> Iterator[Event]:
    for question in shelf.live_on(fact):
        yield from _of_question(question)
    for span in sentences.dates(fact.statement):
        if span.iso:
            yield from _of_statement(fact, span)


def _event(words: str, iso: str, fact: Fact, *, asked: bool) -> Iterator[Event]:
    text = words.strip(" ,;:.")
    text = text[:1].upper() + text[1:]
    fits = len(text) <= LONGEST and len(text.split()) >= SHORTEST
    if fits and not _is_unclear(text) and not re.search(r"\b[12][0-9]{3}\b", text) and not _NO_OPENING.match(text):
        yield Event(text, iso, fact, asked)


def _is_unclear(text: str) -> bool:
    """Whether it tells its date, or speaks of something that only another event would explain."""
    return bool(sentences.dates(text)) or self_contained.is_dangling(text)


# From what is asked: "In which year did the harbour open?" is the opening of the harbour


def _of_question(question: Question) -> Iterator[Event]:
    answer = body_of(question).answers[:1]
    if not answer or not re.fullmatch(r"[12][0-9]{3}", answer[0]) or question.according_to_id:
        return
    prompt = prompt_of(question)
    if asked := _DID.fullmatch(prompt):
        yield from _event(_told(asked[1]), answer[0], question.fact, asked=True)
    elif asked := _WAS.fullmatch(prompt):
        yield from _event(_told_in_passive(asked[1], asked[2]), answer[0], question.fact, asked=True)


def _told(asked: str) -> str:
    """ "Norway left the union" of "Norway leave the union"; empty where the verb is not to be found."""
    clause = re.split(r" and (?:so|then|thus|thereby) ", asked)[0]
    found = _SUBJECT.fullmatch(clause)
    if found and found[2] not in {"and", "of"}:
        return f"{found[1]} {verbs.past(found[2])} {found[3]}"
    *subject, last = asked.split()
    return f"{' '.join(subject)} {verbs.past(last)}" if verbs.ends_a_question(last) else ""


def _told_in_passive(auxiliary: str, asked: str) -> str:
    """ "The light was built by the port" of "the light built by the port"."""
    words = asked.split()
    for place, word in enumerate(words):
        if place > 0 and verbs.looks_past(word):
            return " ".join([*words[:place], auxiliary, *words[place:]])
    return ""


# From the statement


def _of_statement(fact: Fact, span: DateSpan) -> Iterator[Event]:
    own = span.iso in (fact.valid_from, fact.valid_to)
    before, after = fact.statement[: span.start], fact.statement[span.end :].rstrip(".")
    yield from _event(_named_by_date(before, after), span.iso, fact, asked=True)
    if len(sentences.dates(fact.statement)) > 1:
        return
    clause = _around_date(before, after)
    reported = fact.as_of.startswith(span.iso) or span.iso.startswith(fact.as_of)
    if clause and not _STATES.search(clause):
        yield from _event(clause, span.iso, fact, asked=own or not reported)


def _named_by_date(before: str, after: str) -> str:
    """What the sentence says the year was that of: "until 1905, when the union ended" names the end of the union."""
    if clause := re.match(r", when (.+)$", after):
        return clause[1]
    if noun := re.match(r", the (?:year|month|day) of ([A-Z][^,]*)", after):
        return noun[1]
    if deal := re.fullmatch(r"By an? (\w+) of ", before):
        return f"The {deal[1]} by which{after}"
    if start := re.fullmatch(r"(.+) (?:goes|go|dates?) (?:back to|from) ", before):
        return f"{start[1]}: the beginning"
    return ""


def _around_date(before: str, after: str) -> str:
    """The clause that the date is an adverbial of, at its beginning or at its end; empty where it stands elsewhere."""
    if re.fullmatch(rf"(?:In|On) {_DAY_NAME}(?:early |late )?", before):
        rest = re.sub(r"^, (?:the|an?) [^,]*,", "", after)
        return _ASIDE_AFTER.sub("", rest.lstrip(", "))
    trailing = re.fullmatch(rf"(.+?),? (?:in|on) {_DAY_NAME}(?:early |late )?", before)
    if trailing and re.fullmatch(r"|, .+", after):
        return trailing[1]
    return ""

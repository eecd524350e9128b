"""Whether a sentence can be understood with nothing before it, once something in it is left out."""

import re

from studyapp.library.suggesting import sentences, sorts, verbs

GAP = "____"
"""What stands in the sentence for a name that is left out; dates and counts stand there as they are."""

_MONTH = "|".join(sentences.MONTHS)
_NAME = rf"(?!(?:{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)(?:[A-Z]|{GAP})"
_DEED = (
    r"(?:visits?|trips?|tours?|stays?|talks|meetings?|summits?|agreements?|deals?|treat(?:y|ies)|pacts?|plans?|projects?"
    r"|statements?|declarations?|announcements?|documents?|papers?)"
)
_SAID_WHICH = rf"(?! (?:that|which|who|where)\b)(?! (?:of|between|by|with|on|for) (?!(?:{_MONTH})\b|[0-9]))"
"""What does not follow where nobody has been told which: "of the port" tells, "of June" does not."""
_PARTIES = r"(?:countries|sides|states|nations|parties|presidents|leaders|governments)\b"
_DEFINITE = re.compile(
    rf"\b[Tt]he (?:(?:(?:{_MONTH}) )?[12][0-9]{{3}} |first |second |last |next |new )*(?P<noun>{_DEED})\b"
    rf"{_SAID_WHICH}"
)
_COUNTED = re.compile(
    rf"\b[Tt]he (?:first |last |other )?(?:of the )?(?:{sentences.NUMBER_WORDS}|[0-9]+) (?!{_PARTIES})"
    r"(?P<noun>[a-z-]+)\b"
    rf"(?! and\b){_SAID_WHICH}"
)
_BOTH = re.compile(rf"\b(?:the two|both|the three|these|those) {_PARTIES}", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:his|her|he|she)\b", re.IGNORECASE)
_SINCE_WHEN = re.compile(
    r"\b(?:had (?:last|never|already|so far)|so far|to date|until then|by then|at th(?:at|e) time)\b", re.IGNORECASE
)
_STATE_OFFICE = (
    r"(?:(?:prime|foreign|deputy|defence|finance) )*"
    r"(?:president|premier|minister|chancellor|king|queen|emperor|empress|prince|princess|sultan)"
)
_HELD = [
    re.compile(rf"(?P<before>\S+ )?\b(?P<office>{_STATE_OFFICE}) {GAP}", re.IGNORECASE),
    re.compile(
        rf"{GAP} (?:had |has )?(?:become|became|was|is|were) (?:the )?(?P<office>{_STATE_OFFICE})\b"
        r"(?P<after> of (?:the )?[A-Z])?",
        re.IGNORECASE,
    ),
]
_split = str.split
_OPENERS = _split(
    "After Ahead An A Around As At Before Between Both By During For From In It None Of On One Since The These This "
    "Those Under Until When While With"
)


def stands_alone(statement: str, gapped: str) -> bool:
    """Whether a statement, and the same with GAP in it, speaks of nothing that it has not named."""
    return not (
        is_dangling(gapped)
        or _is_ownerless(gapped)
        or _is_undated(gapped, statement)
        or _is_anybodys_office(gapped, statement)
    )


def is_dangling(gapped: str) -> bool:
    """Whether "the visit", "the six ships" or "the two countries" comes from nowhere."""
    for pattern in (_DEFINITE, _COUNTED):
        for found in pattern.finditer(gapped):
            stem = found["noun"].rstrip("s")
            if not re.search(rf"\b{stem}", gapped[: found.start()], re.IGNORECASE):
                return True
    pair = _BOTH.search(gapped)
    return bool(pair and len(re.findall(rf"\b{_NAME}", _from_names(gapped[: pair.start()]))) < 2)


def _is_ownerless(gapped: str) -> bool:
    """Whether "his" comes before anybody, and nobody follows in the same clause."""
    found = _THEIRS.search(gapped)
    if not found:
        return False
    clause = re.split(r"[,;:]", gapped[found.end() :])[0]
    return not any(re.search(rf"\b{_NAME}", it) for it in (_from_names(gapped[: found.start()]), clause))


def _from_names(before: str) -> str:
    """Without the word that has a capital only because it opens the sentence."""
    first, space, rest = before.partition(" ")
    return rest if first in _OPENERS else f"{first}{space}{rest}"


def _is_undated(gapped: str, statement: str) -> bool:
    """Whether it tells what once happened, or who holds an office, and does not say when, or till when "so far" is."""
    found = _SINCE_WHEN.search(gapped)
    if found and not sentences.dates(gapped[: found.start()]):
        return True
    if sentences.dates(statement):
        return False
    words = re.findall(r"[\w-]+", re.sub(r"\b(?:is|are|be|been|being|has|have) \w+", "", gapped))
    return any(verbs.looks_past(word) for word in words) or bool(re.search(rf"\b{_STATE_OFFICE}\b", gapped))


def _is_anybodys_office(gapped: str, statement: str) -> bool:
    """Whether the gap is for the holder of an office of which nobody says where, or it speaks of one of no country."""
    for pattern in _HELD:
        for found in pattern.finditer(gapped):
            parts = found.groupdict()
            owner = parts.get("before") or ""
            owned = bool(re.match(rf"{_NAME}", owner)) and owner.strip() not in _OPENERS
            if not owned and not parts.get("after"):
                return True
    bare = re.search(rf"\bthe {_STATE_OFFICE}\b", gapped)
    return bool(bare) and not sorts.names_a_country(statement)

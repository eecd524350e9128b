"""What a question of a file means here: options with weights, spellings, numbers and pairs as a card of a kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha1

from django.utils.translation import gettext as _

from studyapp.formats.classroom.going import ALONE, parted
from studyapp.formats.classroom.numbers import plain
from studyapp.formats.notes import Asked, Lost, Note

WHOLE = Decimal(100)
"""Percent: the weight of an answer that is right."""
NEARLY_WHOLE = Decimal("99.9")
ANYTHING = "*"
"""An answer that stands for every other."""
BLANK = "[blank]"
"""Where something is to be filled in, in a prompt of this site."""
SHORTEST_CORRECTION = 400
"""Characters: what is longer explains, and does not correct."""


class NoneRight(Exception):
    """No answer of a question is right."""


class NoneWrong(Exception):
    """There is nothing to choose from."""


def nothing_to_choose() -> str:
    return _("No answer is wrong. Add one that is, so that there is something to choose.")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer as the file gives it."""

    text: str
    weight: Decimal
    """Percent; below nought where it takes away."""
    feedback: str = ""

    @property
    def is_right(self) -> bool:
        return self.weight >= NEARLY_WHOLE


@dataclass(slots=True)
class Meant:
    """The card that a question becomes, without its prompt."""

    kind: str
    sent: dict[str, object]
    lost: list[Lost] = field(default_factory=list)
    explanation: str = ""


def one_of(options: Sequence[Option]) -> Meant:
    """Choose one. Raises NoneRight or NoneWrong."""
    right, *others = _right(options)
    if all(one.is_right for one in options):
        raise NoneWrong
    meant = Meant("choice", {"answer": right.text, "distractors": [one.text for one in options if not one.is_right]})
    meant.lost += [Lost("further-answers")] if others else []
    meant.lost += [Lost("partial-credit")] if any(0 < one.weight < NEARLY_WHOLE for one in options) else []
    return _commented(meant, options)


def all_of(options: Sequence[Option]) -> Meant:
    """Tick all that are right. Raises NoneRight or NoneWrong."""
    answers = [one.text for one in options if one.weight > 0]
    if not answers:
        raise NoneRight
    wrong = [one.text for one in options if one.weight <= 0]
    if not wrong:
        raise NoneWrong
    return _commented(Meant("several", {"answers": answers, "distractors": wrong}), options)


def typed(options: Iterable[Option], *, accents_matter: bool = False) -> Meant:
    """Type it. Raises NoneRight."""
    options = [one for one in options if one.text != ANYTHING or one.is_right]
    first, *others = _right(options)
    wrong = [one.text for one in options if one.weight <= 0]
    meant = Meant("typed", {"answer": first.text, "aliases": [one.text for one in others]})
    meant.sent |= {"wrong_answers": wrong} if wrong else {}
    meant.sent |= {"accents_matter": True} if accents_matter else {}
    meant.lost += [Lost("partial-credit")] if any(0 < one.weight < NEARLY_WHOLE for one in options) else []
    meant.lost += [Lost("wildcard")] if any(ANYTHING in one.text for one in options) else []
    return _commented(meant, options)


def filled_in(meant: Meant) -> Meant:
    """The same where what is typed stands within its sentence."""
    spellings = [meant.sent["answer"], *_texts(meant.sent["aliases"])]
    lost = [*meant.lost, *([Lost("typed-rules")] if "wrong_answers" in meant.sent else [])]
    return Meant("cloze", {"blanks": [spellings]}, lost, meant.explanation)


def judged(*, true: bool, told: str) -> Meant:
    """True or false; `told` has the correction in its first line, and more below."""
    first, _newline, rest = told.partition("\n")
    if true and not rest:
        first, rest = "", first
    if len(first) > SHORTEST_CORRECTION:
        first, rest = "", f"{first} {rest}".strip()
    meant = Meant("true_false", {"answer": true, "correction": first.strip()}, explanation=rest.strip())
    if not true and not first:
        meant.sent["correction"] = _("It is not so.")
        meant.lost.append(Lost("correction-missing"))
    return meant


def recalled(told: str) -> Meant | None:
    """A flashcard, with its back in the first line of what is told; None where nothing is."""
    back, _newline, rest = told.strip().partition("\n")
    return Meant("flashcard", {"answer": back.strip()}, explanation=rest.strip()) if back else None


def counted(low: Decimal, high: Decimal, tolerance: Decimal, *, unit: str = "", spellings: Sequence[str] = ()) -> Meant:
    """A number; one within a range where `high` is more than `low`."""
    sent: dict[str, object] = {"answer": plain(low), "answer_to": plain(high) if high > low else ""}
    sent["tolerance"] = plain(tolerance) if tolerance else ""
    sent |= {"unit": unit, "unit_aliases": list(spellings)} if unit else {}
    return Meant("number", sent)


def paired(pairs: Iterable[tuple[str, str]]) -> Meant:
    """Pairs; what stands alone on the right goes with nothing on the left."""
    pairs = list(pairs)
    alone = [right for left, right in pairs if not left]
    return Meant("match", {"pairs": [[left, right] for left, right in pairs if left], "distractors": alone})


def note_of(
    meant: Meant,
    prompt: str,
    *,
    deck: Sequence[str],
    place: str,
    guid: str = "",
    tags: Sequence[str] = (),
    lost: Iterable[Lost] = (),
) -> Note:
    """A note with this one card, known again by what it asks where the file has no name for it."""
    sent = {**meant.sent, "prompt": prompt, "explanation": meant.explanation}
    known = guid or sha1(f"{meant.kind}\n{prompt}".encode(), usedforsecurity=False).hexdigest()
    note, card = parted(known)
    asked = Asked(card or ALONE, meant.kind, sent)
    return Note(note, tuple(deck), (asked,), tuple(tags), None, place, (*meant.lost, *lost))


def _right(options: Iterable[Option]) -> list[Option]:
    if right := [one for one in options if one.is_right]:
        return right
    raise NoneRight


def _commented(meant: Meant, options: Iterable[Option]) -> Meant:
    """What is said of the first right answer explains it; other comments are lost."""
    said = [one for one in options if one.feedback]
    if explaining := next((one for one in said if one.weight > 0), None):
        meant.explanation = explaining.feedback
    meant.lost += [Lost("answer-feedback")] if any(one is not explaining for one in said) else []
    return meant


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []

"""The answers of a GIFT question: what kind of question they make of it."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.formats.classroom import meant, numbers
from studyapp.formats.classroom.meant import Meant, NoneRight, NoneWrong, Option
from studyapp.formats.gift import signs
from studyapp.formats.gift.questions import ANSWERS, Faulty
from studyapp.formats.notes import Lost

WEIGHT, NUMBER, PAIR = gettext_lazy("Weight"), gettext_lazy("Number"), gettext_lazy("Pair")
_WEIGHT = re.compile(r"%\s*(-?\d{1,3}(?:\.\d{0,9})?)\s*%", re.ASCII)
_NEARLY_A_WEIGHT = re.compile(r"%(?=\D{0,9}\d)[^%\s]{1,20}%", re.ASCII)
_TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}

type Words = Callable[[str], str]
"""What a text says, its format aside."""


def meaning(block: str, feedback: str, words: Words) -> Meant:
    """`feedback` is said to everybody, read already. Raises Faulty."""
    try:
        made = _meaning(block, feedback, words)
    except NoneRight:
        told = _("No answer is right. Write = before the right one, or %(half)s before each of two that are right.")
        raise Faulty(ANSWERS, told % {"half": "~%50%"}) from None
    except NoneWrong:
        raise Faulty(ANSWERS, meant.nothing_to_choose()) from None
    if made.kind not in {"true_false", "flashcard"}:
        made.explanation = feedback or made.explanation
    return made


def _meaning(block: str, feedback: str, words: Words) -> Meant:
    if not block:
        return _essay(feedback)
    if block.startswith("#"):
        return _number(block[1:].strip(), words)
    if signs.first("~", block) >= 0:
        options = _options(block, words)
        right = any(sign == "=" for sign, _text in _cut(block))
        return meant.one_of(options) if right else meant.all_of(options)
    if (truth := _TRUTHS.get(_head(block).strip())) is not None:
        return _truth(block, feedback, words, true=truth)
    if signs.first("->", block) >= 0 and signs.first("=", block) >= 0:
        return meant.paired(_pair(text, words) for _sign, text in _cut(block))
    return meant.typed(_options(block if block.startswith("=") else f"={block}", words))


def _essay(feedback: str) -> Meant:
    if made := meant.recalled(feedback):
        return made
    raise Faulty(ANSWERS, _("Nothing says what is right. Write it behind ####, and it becomes the back of a card."))


def _head(text: str) -> str:
    """Without the comment behind it."""
    at = signs.first("#", text)
    return text[:at] if at >= 0 else text


def _truth(block: str, feedback: str, words: Words, *, true: bool) -> Meant:
    """The first comment is on the wrong answer, the second on the right one."""
    comments = [words(text) for text in _split("#", block)[1:]]
    told = feedback or next((comment for comment in reversed(comments[:2]) if comment), "")
    made = meant.judged(true=true, told=told)
    made.lost += [Lost("answer-feedback")] if any(comment not in {"", told} for comment in comments) else []
    return made


def _split(sign: str, text: str) -> list[str]:
    ends = [found.start() for found in signs.find(sign, text)]
    starts = [0, *(end + 1 for end in ends)]
    return [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]


def _cut(block: str) -> list[tuple[str, str]]:
    """Each answer with the sign before it. Raises Faulty where one has none."""
    found = list(signs.find("[=~]", block))
    if not found or block[: found[0].start()].strip():
        raise Faulty(ANSWERS, _("The first answer has no sign. Write = before what is right, ~ before what is wrong."))
    ends = [*(one.start() for one in found[1:]), len(block)]
    return [(one[0], block[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def _options(block: str, words: Words) -> list[Option]:
    options = []
    for sign, text in _cut(block):
        weight, text = _weighed(text, meant.WHOLE if sign == "=" else Decimal(0))
        answer, *comments = _split("#", text)
        if not (said := words(answer)):
            told = _("There is an answer without words behind %(sign)s. Write it, or take the sign out.")
            raise Faulty(ANSWERS, told % {"sign": sign})
        options.append(Option(said, weight, words("#".join(comments)) if comments else ""))
    return options


def _weighed(text: str, usual: Decimal) -> tuple[Decimal, str]:
    """The weight before an answer, and the answer. Raises Faulty."""
    if not (found := _WEIGHT.match(text)):
        if _NEARLY_A_WEIGHT.match(text):
            raise _no_weight()
        return usual, text
    weight = Decimal(found[1])
    if abs(weight) > meant.WHOLE:
        raise _no_weight()
    return weight, text[found.end() :].lstrip()


def _no_weight() -> Faulty:
    told = _("A weight is a number from -100 to 100 between two signs, such as %(example)s.")
    return Faulty(WEIGHT, told % {"example": "%33.33333%"})


def _pair(text: str, words: Words) -> tuple[str, str]:
    at = signs.first("->", text)
    left, right = (words(text[:at]), signs.plain(text[at + 2 :])) if at >= 0 else ("", "")
    if not right:
        raise Faulty(PAIR, _("Each pair is written as =left -> right. Write what is missing."))
    return left, right


def _number(text: str, words: Words) -> Meant:
    """Raises Faulty."""
    if not re.match("[=~]", text):
        text = f"={text}"
    found: list[tuple[Decimal, numbers.Range, str]] = []
    lost = []
    for sign, one in _cut(text):
        weight, one = _weighed(one, meant.WHOLE if sign == "=" else Decimal(0))
        answer, *comments = _split("#", one)
        comment = words("#".join(comments)) if comments else ""
        if sign == "~" or weight <= 0:
            lost += [Lost("answer-feedback")] if comment else []
        else:
            found.append((weight, _range(signs.plain(answer)), comment))
    right = [one for one in found if one[0] >= meant.NEARLY_WHOLE]
    if not right:
        raise NoneRight
    [(_weight, value, comment), *others] = right
    made = meant.counted(value.low, value.high, value.tolerance)
    made.explanation = comment
    made.lost = lost
    made.lost += [Lost("further-answers")] if others else []
    made.lost += [Lost("partial-credit")] if len(found) > len(right) else []
    return made


def _range(written: str) -> numbers.Range:
    """`3.6`, `3.6:0.1` or `3.5..3.7`. Raises Faulty."""
    if ".." in written:
        ends = [numbers.read(end.strip()) for end in written.split("..", 1)]
        if None not in ends:
            low, high = sorted(end for end in ends if end is not None)
            return numbers.Range(low, high, Decimal(0))
    else:
        answer, colon, slack = written.partition(":")
        number, tolerance = numbers.read(answer.strip()), numbers.read(slack.strip()) if colon else Decimal(0)
        if number is not None and tolerance is not None:
            return numbers.Range(number, number, abs(tolerance))
    told = _("“%(number)s” is no number. Write digits and a point: 3.6, 3.6:0.1 for a tolerance, 3.5..3.7 for a range.")
    raise Faulty(NUMBER, told % {"number": written[:40]})

"""GIFT written so that every program reads the same questions and the same right answers.

A backslash stands before each sign, numbers are plain digits, weights have five places and add up to no more than 100,
no comment stands within a question, what is said of true and false goes to everybody, and there is no byte order mark.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_DOWN

from studyapp.formats.classroom import numbers
from studyapp.formats.classroom.going import Going, LeftOut, Written, short, under_decks
from studyapp.formats.classroom.meant import BLANK, WHOLE
from studyapp.formats.gift.reading import CATEGORY
from studyapp.formats.gift.signs import as_name, can_name, doubles, escaped
from studyapp.formats.notes import Lost, Note

LONGEST_NAME = 100
_LIKE_A_FORMAT = re.compile(r"%|\[(?:html|markdown|plain|moodle)\]")
_ARROW = "->"
_FEWEST_PAIRS = 2

type Said = tuple[str, list[Lost]]


def write(notes: Iterable[Note]) -> Written:
    """Question after question, each deck’s name before its own."""
    pieces, cards, lost = under_decks(
        notes, _question, deck=_category, card=lambda card, said: "".join(_above(card)) + said
    )
    return Written("\n".join(pieces).encode(), cards, lost)


def _category(deck: tuple[str, ...]) -> str:
    return f"{CATEGORY} {'/'.join(part.replace('/', '//') for part in deck)}\n"


def _above(card: Going) -> Iterator[str]:
    """By which Moodle, and this site, know the question again."""
    name = card.name if can_name(card.name) and len(card.name) <= LONGEST_NAME else short(card.name)
    tags = "".join(f" [tag:{as_name(tag)}]" for tag in card.tags if can_name(tag))
    yield f"// [id:{as_name(name)}]{tags}\n"


def _question(card: Going) -> Said:
    """Raises LeftOut."""
    match card.kind:
        case "choice":
            return _block(card, [f"={_option(card.text('answer'))}", *(f"~{_option(one)}" for one in card.wrong)])
        case "several":
            return _block(card, _weighed(card.texts("answers"), card.wrong))
        case "typed":
            return _block(card, _spellings(card.text("answer"), card.texts("aliases")))
        case "true_false":
            return _block(card, ["TRUE" if card.sent.get("answer") is True else "FALSE"])
        case "flashcard":
            return _block(card, [])
        case "number":
            return _number(card)
        case "match":
            return _pairs(card, [*card.rows("pairs"), *(["", right] for right in card.wrong)])
        case "order":
            places = [[item, str(place)] for place, item in enumerate(card.texts("items"), 1)]
            said, lost = _pairs(card, places)
            return said, [Lost("became-match"), *lost]
        case "cloze":
            return _cloze(card)
    raise LeftOut("kind-left")


def _option(text: str) -> str:
    if _ARROW in text:
        raise LeftOut("signs")
    return f"[plain]{escaped(text)}" if _LIKE_A_FORMAT.match(text) else escaped(text)


def _spellings(answer: str, aliases: Sequence[str]) -> list[str]:
    return [f"={_option(one)}" for one in dict.fromkeys([answer, *aliases])]


def _weighed(right: Sequence[str], wrong: Sequence[str]) -> list[str]:
    """A wrong one takes away what a right one gives, as here."""
    share = numbers.plain((WHOLE / len(right)).quantize(numbers.FIVE_PLACES, rounding=ROUND_DOWN))
    return [f"~%{share}%{_option(one)}" for one in right] + [f"~%-{share}%{_option(one)}" for one in wrong]


def _block(card: Going, answers: Sequence[str], *, prompt: str = "") -> Said:
    """The question with its answers below each other."""
    said = [f"####[plain] {escaped(card.told)}"] if card.told else []
    if card.kind == "flashcard" and not said:
        raise LeftOut("kind-left")
    lines = [*answers, *said] if len(answers) > 1 else ["".join([*answers, *said])]
    inside = "".join(f"\n\t{line}" for line in lines) + "\n" if len(lines) > 1 else lines[0]
    return f"[plain]{escaped(prompt or card.text('prompt'))} {{{inside}}}\n", _misread(card, answers)


def _misread(card: Going, answers: Sequence[str]) -> list[Lost]:
    """What is right in Moodle, and not in every other program."""
    told = [card.text("prompt"), card.told]
    odd = any(map(doubles, told)) or any(r"\}" in one or r"\\" in one or "[plain]" in one for one in answers)
    lost = [Lost("signs-elsewhere")] if odd or any(one.startswith("#-") for one in answers) else []
    wild = card.kind in {"typed", "cloze"} and any("*" in one for one in answers)
    return [*lost, *([Lost("wildcard-there")] if wild else [])]


def _number(card: Going) -> Said:
    right = numbers.right_in(card.sent)
    if not right.is_one:
        right = right.widened
        answer = f"#{numbers.plain(right.low)}..{numbers.plain(right.high)}"
    else:
        # Moodle takes a nought by itself for no answer.
        slack = f":{numbers.plain(right.tolerance)}" if right.tolerance or not right.low else ""
        answer = f"#{numbers.plain(right.low)}{slack}"
    unit = card.text("unit")
    said, lost = _block(card, [answer], prompt=f"{card.text('prompt')} ({unit})" if unit else "")
    return said, [*([Lost("unit")] if unit else []), *lost]


def _pairs(card: Going, pairs: Sequence[Sequence[str]]) -> Said:
    """Without those that some program would read otherwise."""
    kept = [[left, right] for left, right in pairs if _ARROW not in f"{left}{right}" and escaped(right) == right]
    if sum(1 for left, _right in kept if left) < _FEWEST_PAIRS or (card.kind == "order" and len(kept) < len(pairs)):
        raise LeftOut("signs")
    lines = [f"={_option(left)} -> {right}" if left else f"= -> {right}" for left, right in kept]
    said, lost = _block(card, lines)
    return said, [*(Lost("pair") for _ in range(len(pairs) - len(kept))), *lost]


def _cloze(card: Going) -> Said:
    """One gap within its sentence; one at its end is a question whose answer is typed."""
    blanks = card.rows("blanks")
    before, _gap, after = card.text("prompt").partition(BLANK)
    if len(blanks) != 1 or not blanks[0]:
        raise LeftOut("blanks")
    answers = _spellings(blanks[0][0], blanks[0][1:])
    if not after.strip():
        said, lost = _block(card, answers, prompt=f"{before}_____")
        return said, [Lost("became-typed"), *lost]
    if after.lstrip().startswith("//"):
        raise LeftOut("signs")
    told = f"####[plain] {escaped(card.told)}" if card.told else ""
    lead = f"[plain]{escaped(before)}" if before.strip() else " "
    lost = _misread(card, [*answers, escaped(after) if told else ""])
    return f"{lead}{{{' '.join(answers)}{told}}}{escaped(after)}\n", lost

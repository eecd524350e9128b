"""Moodle XML written: the richest of the formats that Moodle reads."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import quoteattr

from studyapp.formats.classroom import numbers
from studyapp.formats.classroom.going import Going, LeftOut, Picture, Shown, Written, under_decks
from studyapp.formats.classroom.meant import BLANK, WHOLE
from studyapp.formats.moodle.blanks import written
from studyapp.formats.notes import Lost, Note
from studyapp.formats.xml import leaf

LONGEST_NAME = 100
"""Characters of Moodle’s `idnumber`."""
LONGEST_TITLE = 80
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_SIGNS = re.compile("[&<>]")
_TYPES = {
    "choice": "multichoice",
    "several": "multichoice",
    "typed": "shortanswer",
    "true_false": "truefalse",
    "number": "numerical",
    "match": "matching",
    "order": "ordering",
    "cloze": "cloze",
    "flashcard": "essay",
}
_ORDERING = {
    "layouttype": "VERTICAL",
    "selecttype": "ALL",
    "selectcount": "0",
    "gradingtype": "ABSOLUTE_POSITION",
    "showgrading": "SHOW",
    "numberingstyle": "none",
}


def write(notes: Iterable[Note], picture: Picture | None = None) -> Written:
    """Question after question, each deck’s name before its own."""
    shown = Shown(picture)
    pieces, cards, lost = under_decks(
        notes,
        lambda card: _question(card, shown),
        deck=lambda deck: _printed(_category(deck)),
        card=lambda _card, said: _printed(said),
        pictures=lambda _card: [],
    )
    return Written(b"".join([_HEAD, *pieces, b"</quiz>\n"]), cards, lost)


def _printed(element: Element) -> bytes:
    return "".join(_pieces(element, "")).encode()


def _pieces(element: Element, margin: str) -> Iterator[str]:
    """Texts with signs stand as they are in CDATA: Moodle loses a space that stands alone behind an entity."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.items())
    text = element.text or ""
    if _SIGNS.search(text):
        text = f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
    yield f"{margin}<{element.tag}{attributes}>{text}"
    for child in element:
        yield "\n"
        yield from _pieces(child, f"{margin}  ")
    yield f"\n{margin}</{element.tag}>" if len(element) else f"</{element.tag}>"
    if not margin:
        yield "\n"


def _text(parent: Element, text: str) -> None:
    leaf(parent, "text", text)


def _holder(parent: Element, name: str, text: str, kept: str = "plain_text", **attributes: str) -> Element:
    holder = SubElement(parent, name, {**attributes, "format": kept})
    _text(holder, text)
    return holder


def _category(deck: Sequence[str]) -> Element:
    question = Element("question", type="category")
    path = "/".join(part.replace("/", "//") for part in deck)
    _text(SubElement(question, "category"), f"$course$/top/{path}" if path else "$course$/top")
    return question


def _question(card: Going, shown: Shown) -> tuple[Element, list[Lost]]:
    """Raises LeftOut."""
    if card.kind not in _TYPES:
        raise LeftOut("kind-left")
    answers = Element("answers")
    lost = _answers(answers, card)
    prompt, kept = (_gapped(card), "html") if card.kind == "cloze" else (card.text("prompt"), "plain_text")
    pictures, left = shown(card)
    question = Element("question", type=_TYPES[card.kind])
    _text(SubElement(question, "name"), card.text("prompt")[:LONGEST_TITLE])
    _pictured(question, "questiontext", prompt, kept, _seen(card, pictures, ["prompt"]))
    _pictured(question, "generalfeedback", card.told, "plain_text", _seen(card, pictures, ["answer", "explanation"]))
    leaf(question, "idnumber", card.name[:LONGEST_NAME])
    question.extend(answers)
    if card.tags:
        tags = SubElement(question, "tags")
        for tag in card.tags:
            _text(SubElement(tags, "tag"), tag)
    return question, [*lost, *left]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A picture within a text."""

    name: str
    data: bytes
    alt: str


def _seen(card: Going, pictures: Mapping[str, bytes], places: Sequence[str]) -> list[_Seen]:
    return [_Seen(card.pictures[place], pictures[place], card.alt(place)) for place in places if place in pictures]


def _pictured(question: Element, name: str, text: str, kept: str, pictures: Sequence[_Seen]) -> None:
    """Plain text, or HTML where a picture stands below it."""
    if pictures:
        paragraphs = [text] if kept == "html" else [escape(line, quote=False) for line in text.split("\n")]
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)
        text += "".join(f'<p><img src="@@PLUGINFILE@@/{one.name}" alt="{escape(one.alt)}"></p>' for one in pictures)
        kept = "html"
    holder = _holder(question, name, text, kept)
    for one in {one.name: one for one in pictures}.values():
        leaf(holder, "file", b64encode(one.data).decode(), {"name": one.name, "path": "/", "encoding": "base64"})


def _answers(question: Element, card: Going) -> list[Lost]:
    """What is right, below what is asked; what is lost by that."""
    match card.kind:
        case "choice":
            _multichoice(question, [card.text("answer")], card.wrong, single=True)
        case "several":
            _multichoice(question, card.texts("answers"), card.wrong, single=False)
        case "typed":
            _typed(question, card)
        case "true_false":
            _truth(question, is_true=card.sent.get("answer") is True)
        case "number":
            return _number(question, card)
        case "match":
            _pairs(question, card)
        case "order":
            return _order(question, card)
        case "flashcard":
            leaf(question, "responseformat", "plain")
    return []


def _truth(question: Element, *, is_true: bool) -> None:
    _answer(question, "true", "100" if is_true else "0")
    _answer(question, "false", "0" if is_true else "100")


def _pairs(question: Element, card: Going) -> None:
    leaf(question, "shuffleanswers", "true")
    for left, right in [*card.rows("pairs"), *(["", right] for right in card.wrong)]:
        _text(SubElement(_holder(question, "subquestion", left), "answer"), right)


def _order(question: Element, card: Going) -> list[Lost]:
    for name, value in _ORDERING.items():
        leaf(question, name, value)
    for place, item in enumerate(card.texts("items"), 1):
        _answer(question, item, str(place))
    return [Lost("ordering")]


def _answer(question: Element, text: str, fraction: str) -> Element:
    return _holder(question, "answer", text, fraction=fraction)


def _multichoice(question: Element, right: Sequence[str], wrong: Sequence[str], *, single: bool) -> None:
    """Of several, a wrong one takes away what a right one gives, as here."""
    share = numbers.plain((WHOLE / len(right)).quantize(numbers.FIVE_PLACES))
    leaf(question, "single", str(single).lower())
    leaf(question, "shuffleanswers", "true")
    leaf(question, "answernumbering", "none")
    for one in right:
        _answer(question, one, share)
    for one in wrong:
        _answer(question, one, "0" if single else f"-{share}")


def _typed(question: Element, card: Going) -> None:
    leaf(question, "usecase", "0")
    for spelling in dict.fromkeys([card.text("answer"), *card.texts("aliases")]):
        _answer(question, spelling.replace("*", r"\*"), "100")
    for wrong in card.texts("wrong_answers"):
        _answer(question, wrong.replace("*", r"\*"), "0")


def _number(question: Element, card: Going) -> list[Lost]:
    right = numbers.right_in(card.sent)
    lost = [] if right.is_one else [Lost("range")]
    right = right.centred
    answer = _answer(question, numbers.plain(right.low), "100")
    leaf(answer, "tolerance", numbers.plain(right.tolerance))
    if unit := card.text("unit"):
        units = SubElement(question, "units")
        for spelling in dict.fromkeys([unit, *card.texts("unit_aliases")]):
            one = SubElement(units, "unit")
            leaf(one, "multiplier", "1")
            leaf(one, "unit_name", spelling)
        leaf(question, "unitgradingtype", "0")
        leaf(question, "showunits", "0")
    return lost


def _gapped(card: Going) -> str:
    """HTML, as Moodle looks for its answers within that; { of the text itself is none of theirs."""
    first, *pieces = (escape(piece, quote=False).replace("{", "&#123;") for piece in card.text("prompt").split(BLANK))
    blanks = card.rows("blanks")
    if len(pieces) != len(blanks):
        raise LeftOut("blanks")
    return first + "".join(written(blank) + piece for blank, piece in zip(blanks, pieces, strict=True))

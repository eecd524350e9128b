"""One question as an item of QTI 2.1: what is asked, what is right, and how it is scored."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import pgettext

from studyapp.formats.classroom import numbers
from studyapp.formats.classroom.going import Going, LeftOut
from studyapp.formats.classroom.meant import BLANK
from studyapp.formats.notes import Lost
from studyapp.formats.xml import leaf

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MATCH, MAP = f"{_TEMPLATES}match_correct", f"{_TEMPLATES}map_response"
"""All or nothing; and each answer by what it is worth."""
RESPONSE = "RESPONSE"
LONGEST_TITLE = 100


def item_of(card: Going, identifier: str) -> Element:
    """Raises LeftOut."""
    title = card.text("prompt")[:LONGEST_TITLE]
    fixed = {"adaptive": "false", "timeDependent": "false"}
    item = Element("assessmentItem", {"xmlns": NAMESPACE, "identifier": identifier, "title": title, **fixed})
    match card.kind:
        case "choice":
            _choice(item, card, [card.text("answer")], card.wrong, several=False)
        case "several":
            _choice(item, card, card.texts("answers"), card.wrong, several=True)
        case "true_false":
            _truth(item, card)
        case "order":
            _order(item, card)
        case "match":
            _match(item, card)
        case "typed" | "cloze":
            _written(item, card)
        case "number":
            _number(item, card)
        case "flashcard":
            _open(item, card)
        case _:
            raise LeftOut("kind-left")
    return item


def pictured(item: Element, card: Going, paths: Mapping[str, str]) -> list[Lost]:
    """Put pictures, by place, into an item: above what is asked, and below what is told. Those that nothing is told
    beside are lost.
    """
    lost = []
    told = item.find("modalFeedback") if card.kind != "flashcard" else item.find("itemBody/rubricBlock")
    for place, path in paths.items():
        paragraph = Element("p")
        SubElement(paragraph, "img", {"src": path, "alt": card.alt(place)})
        if place == "prompt":
            body = item.find("itemBody")
            assert body is not None  # noqa: S101  every item has one
            body.insert(0, paragraph)
        elif told is not None:
            told.append(paragraph)
        else:
            lost.append(Lost("picture-left", path))
    return lost


def _declared(item: Element, right: Iterable[str], cardinality: str, sort: str, name: str = RESPONSE) -> Element:
    """What is answered, with what is right."""
    attributes = {"identifier": name, "cardinality": cardinality, "baseType": sort}
    declaration = SubElement(item, "responseDeclaration", attributes)
    correct = SubElement(declaration, "correctResponse")
    for value in right:
        leaf(correct, "value", value)
    return declaration


def _mapped(declaration: Element, worth: Mapping[str, Decimal], *, is_text: bool = False) -> None:
    mapping = SubElement(declaration, "mapping", {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"})
    more = {"caseSensitive": "false"} if is_text else {}
    for key, value in worth.items():
        SubElement(mapping, "mapEntry", {"mapKey": key, "mappedValue": numbers.plain(value), **more})


def _body(item: Element, card: Going) -> Element:
    """Where the question stands; what is told after it is declared before."""
    score = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    leaf(SubElement(SubElement(item, "outcomeDeclaration", score), "defaultValue"), "value", "0")
    if _told(card):
        said = {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}
        leaf(SubElement(SubElement(item, "outcomeDeclaration", said), "defaultValue"), "value", "told")
    return SubElement(item, "itemBody")


def _told(card: Going) -> str:
    return "" if card.kind == "flashcard" else card.told


def _scored(item: Element, card: Going, template: str) -> None:
    SubElement(item, "responseProcessing", {"template": template})
    _explained(item, card)


def _explained(item: Element, card: Going) -> None:
    """What is told with every answer."""
    if told := _told(card):
        feedback = {"outcomeIdentifier": "FEEDBACK", "identifier": "told", "showHide": "show"}
        said = SubElement(item, "modalFeedback", feedback)
        for line in told.split("\n"):
            leaf(said, "p", line)


def _options(parent: Element, options: Mapping[str, str]) -> None:
    for name, text in options.items():
        leaf(parent, "simpleChoice", text, {"identifier": name})


def _named(texts: Iterable[str], letter: str = "C") -> dict[str, str]:
    """In the order of their text, which tells nothing of what is right: the name of each by its number."""
    return {f"{letter}{number}": text for number, text in enumerate(sorted(texts), 1)}


def _choice(item: Element, card: Going, right: Sequence[str], wrong: Sequence[str], *, several: bool) -> None:
    options = _named([*right, *wrong])
    correct = [name for name, text in options.items() if text in right]
    declaration = _declared(item, correct, "multiple" if several else "single", "identifier")
    share = Decimal(1) / len(right)
    if several:
        _mapped(declaration, {name: share if name in correct else -share for name in options})
    most = {"responseIdentifier": RESPONSE, "shuffle": "true", "maxChoices": "0" if several else "1"}
    interaction = SubElement(_body(item, card), "choiceInteraction", most)
    leaf(interaction, "prompt", card.text("prompt"))
    _options(interaction, options)
    _scored(item, card, MAP if several else MATCH)


def _truth(item: Element, card: Going) -> None:
    _declared(item, ["true" if card.sent.get("answer") is True else "false"], "single", "identifier")
    attributes = {"responseIdentifier": RESPONSE, "shuffle": "false", "maxChoices": "1"}
    interaction = SubElement(_body(item, card), "choiceInteraction", attributes)
    leaf(interaction, "prompt", card.text("prompt"))
    _options(interaction, {"true": pgettext("statement", "True"), "false": pgettext("statement", "False")})
    _scored(item, card, MATCH)


def _order(item: Element, card: Going) -> None:
    options = _named(card.texts("items"))
    names = {text: name for name, text in options.items()}
    _declared(item, [names[text] for text in card.texts("items")], "ordered", "identifier")
    attributes = {"responseIdentifier": RESPONSE, "shuffle": "true"}
    interaction = SubElement(_body(item, card), "orderInteraction", attributes)
    leaf(interaction, "prompt", card.text("prompt"))
    _options(interaction, options)
    _scored(item, card, MATCH)


def _match(item: Element, card: Going) -> None:
    """A right one may stand once; those too many stand with nothing."""
    pairs = card.rows("pairs")
    lefts, rights = (
        _named((left for left, _right in pairs), "L"),
        _named([*(pair[1] for pair in pairs), *card.wrong], "R"),
    )
    left_of, right_of = ({text: name for name, text in side.items()} for side in (lefts, rights))
    correct = [f"{left_of[left]} {right_of[right]}" for left, right in pairs]
    _mapped(_declared(item, correct, "multiple", "directedPair"), dict.fromkeys(correct, Decimal(1) / len(pairs)))
    attributes = {"responseIdentifier": RESPONSE, "shuffle": "true", "maxAssociations": str(len(pairs))}
    interaction = SubElement(_body(item, card), "matchInteraction", attributes)
    leaf(interaction, "prompt", card.text("prompt"))
    for side in (lefts, rights):
        choices = SubElement(interaction, "simpleMatchSet")
        for name, text in side.items():
            leaf(choices, "simpleAssociableChoice", text, {"identifier": name, "matchMax": "1"})
    _scored(item, card, MAP)


def _written(item: Element, card: Going) -> None:
    """One gap below the question, or gaps within a sentence, each worth the same."""
    blanks = card.rows("blanks") if card.kind == "cloze" else [[card.text("answer"), *card.texts("aliases")]]
    pieces = card.text("prompt").split(BLANK) if card.kind == "cloze" else [f"{card.text('prompt')} ", ""]
    if len(pieces) != len(blanks) + 1:
        raise LeftOut("kind-left")
    names = [RESPONSE] if len(blanks) == 1 else [f"{RESPONSE}{number}" for number in range(1, len(blanks) + 1)]
    for name, spellings in zip(names, blanks, strict=True):
        declaration = _declared(item, spellings[:1], "single", "string", name)
        _mapped(declaration, dict.fromkeys(spellings, Decimal(1) / len(blanks)), is_text=True)
    paragraph = leaf(_body(item, card), "p", pieces[0])
    for name, piece in zip(names, pieces[1:], strict=True):
        SubElement(paragraph, "textEntryInteraction", {"responseIdentifier": name}).tail = piece
    if len(blanks) == 1:
        _scored(item, card, MAP)
    else:
        total = SubElement(_setting(SubElement(item, "responseProcessing")), "sum")
        for name in names:
            SubElement(total, "mapResponse", {"identifier": name})
        _explained(item, card)


def _setting(processing: Element) -> Element:
    return SubElement(processing, "setOutcomeValue", {"identifier": "SCORE"})


def _number(item: Element, card: Going) -> None:
    """Right from one end of its range to the other."""
    right = numbers.right_in(card.sent)
    _declared(item, [numbers.plain(right.low)], "single", "float")
    unit = card.text("unit")
    paragraph = leaf(_body(item, card), "p", f"{card.text('prompt')} ")
    SubElement(paragraph, "textEntryInteraction", {"responseIdentifier": RESPONSE}).tail = f" {unit}" if unit else ""
    widened = right.widened
    condition = SubElement(SubElement(SubElement(item, "responseProcessing"), "responseCondition"), "responseIf")
    both = SubElement(condition, "and")
    for comparison, end in (("gte", widened.low), ("lte", widened.high)):
        compared = SubElement(both, comparison)
        SubElement(compared, "variable", {"identifier": RESPONSE})
        leaf(compared, "baseValue", numbers.plain(end), {"baseType": "float"})
    leaf(_setting(condition), "baseValue", "1", {"baseType": "float"})
    _explained(item, card)


def _open(item: Element, card: Going) -> None:
    """Answered in one’s own words; who scores it sees the back of the card."""
    SubElement(item, "responseDeclaration", {"identifier": RESPONSE, "cardinality": "single", "baseType": "string"})
    body = _body(item, card)
    back = SubElement(body, "rubricBlock", {"view": "scorer tutor"})
    for line in card.told.split("\n"):
        leaf(back, "p", line)
    leaf(SubElement(body, "extendedTextInteraction", {"responseIdentifier": RESPONSE}), "prompt", card.text("prompt"))

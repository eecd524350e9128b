"""Moodle XML read: a question bank as Moodle exports it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from studyapp.formats import hypertext
from studyapp.formats.classroom import meant, numbers
from studyapp.formats.classroom.meant import Meant, NoneRight, NoneWrong, Option
from studyapp.formats.gift.reading import category
from studyapp.formats.moodle import files
from studyapp.formats.moodle.blanks import blanks_in, gapped
from studyapp.formats.moodle.elements import elements
from studyapp.formats.notes import Lost, Note, Refused

QUESTION = pgettext_lazy("field of a card", "Question")
ANSWERS, NUMBER = gettext_lazy("Answers"), gettext_lazy("Number")
_STAR = re.compile(r"(?<!\\)\*")
ASKED, TOLD = "questiontext", "generalfeedback"
"""Elements with the text of the question, and with what is told after it."""
AS_THEY_ARE = frozenset({"plain_text", "markdown"})


class _Faulty(Exception):
    """What is wrong with one question: the field, and a sentence that says the remedy."""

    def __init__(self, field: object, told: str) -> None:
        super().__init__(told)
        self.field, self.told = str(field), told


def read(path: Path) -> Iterator[Note | Refused]:
    """Every question, in the order of the file. Raises BadFile."""
    deck: Sequence[str] = ()
    for line, element in elements(path, "quiz", "question"):
        sort = element.get("type", "")
        if sort == "category":
            deck = category(element.findtext("category/text") or "")
        else:
            yield _question(element, sort, deck, _("line %(n)s") % {"n": line})


def _question(element: Element, sort: str, deck: Sequence[str], place: str) -> Note | Refused:
    words = _Words()
    try:
        prompt = words(element.find(ASKED))
        made = _meaning(element, sort, words)
        if made.kind == "cloze":
            prompt = words(element.find(ASKED), meant.BLANK)
        pictures = words.shown(made.kind)
        prompt = prompt or (pgettext("in place of words", "Picture") if "prompt" in pictures else "")
        if not prompt:
            raise _Faulty(QUESTION, _("It asks nothing. Write the question in Moodle, and export it again."))
    except _Faulty as fault:
        return Refused(place, fault.field, fault.told)
    except NoneRight:
        return Refused(place, str(ANSWERS), _("No answer is right. In Moodle, give one the full grade."))
    except NoneWrong:
        return Refused(place, str(ANSWERS), meant.nothing_to_choose())
    except hypertext.TooLong:
        return Refused(place, str(QUESTION), _("This question is too long. Cut it into several."))
    guid = (element.findtext("idnumber") or "").strip()
    tags = [tag.strip() for one in element.findall("tags/tag/text") if (tag := one.text or "").strip()]
    note = meant.note_of(made, prompt, deck=deck, place=place, guid=guid, tags=tags, lost=words.lost)
    return replace(note, cards=tuple(replace(card, pictures=pictures) for card in note.cards))


@dataclass(slots=True)
class _Words:
    """What the texts of one question say, and the pictures that stand in what is asked and in what is told."""

    lost: dict[Lost, None] = field(default_factory=dict)
    pictures: dict[str, dict[str, None]] = field(default_factory=lambda: {ASKED: {}, TOLD: {}})

    def __call__(self, holder: Element | None, mark: str = "") -> str:
        """An element with its `text` within; nothing where there is none."""
        written = (holder.findtext("text") or "") if holder is not None else ""
        if len(written) > hypertext.LONGEST:
            raise hypertext.TooLong
        if mark:
            written = gapped(written, mark)
        if holder is not None and holder.get("format") in AS_THEY_ARE:
            return written.strip()
        words = hypertext.read(written)
        self.lost |= dict.fromkeys(words.lost_if_plain)
        for source in words.pictures:
            self._show(holder, source)
        return "\n".join(words.lines) if holder is not None and holder.tag == TOLD else words.text

    def _show(self, holder: Element | None, source: str) -> None:
        place = holder.tag if holder is not None else ""
        if not (name := files.named(holder, source)):
            self.lost[Lost("picture-missing", source)] = None
        elif place in self.pictures:
            self.pictures[place][name] = None
        else:
            self.lost[Lost("picture-left", source)] = None

    def shown(self, kind: str) -> dict[str, str]:
        """By place on the card; those for which it has none are lost."""
        places = {ASKED: ["prompt"], TOLD: ["answer", "explanation"] if kind == "flashcard" else ["explanation"]}
        found: dict[str, str] = {}
        for holder, names in self.pictures.items():
            first, further = [*names][: len(places[holder])], [*names][len(places[holder]) :]
            found |= dict(zip(places[holder], first, strict=False))
            self.lost |= dict.fromkeys(Lost("picture-further", name) for name in further)
        return found


def _meaning(element: Element, sort: str, words: _Words) -> Meant:
    """Raises _Faulty or NoneRight."""
    general = words(element.find(TOLD))
    match sort:
        case "multichoice":
            several = (element.findtext("single") or "true").strip() in {"false", "0"}
            made = meant.all_of(_options(element, words)) if several else meant.one_of(_options(element, words))
        case "shortanswer":
            case_matters = (element.findtext("usecase") or "").strip() == "1"
            made = _typed(_options(element, words, read=_as_it_is))
            made.lost += [Lost("capitals")] if case_matters else []
        case "truefalse":
            return _truth(element, words, general)
        case "numerical":
            made = _number(element, words)
        case "matching":
            made = _pairs(element, words)
        case "ordering":
            made = Meant("order", {"items": [one.text for one in _options(element, words)]})
        case "cloze":
            made = _cloze(element)
        case "essay":
            return _essay(element, words, general)
        case "description":
            raise _Faulty(QUESTION, _("It is a description, and asks nothing. Take it out."))
        case _:
            told = _("Questions of the type “%(type)s” are not read here. Make it another one in Moodle.")
            raise _Faulty(QUESTION, told % {"type": sort[:40]})
    made.explanation = general or made.explanation
    return made


def _options(element: Element, words: _Words, read: Callable[[Element | None], str] | None = None) -> list[Option]:
    """Answers that say something, with their grades; `read` where they are no HTML. Raises _Faulty."""
    return [
        Option(text, _grade(answer.get("fraction", "0")), words(answer.find("feedback")))
        for answer in element.findall("answer")
        if (text := (read or words)(answer))
    ]


def _as_it_is(holder: Element | None) -> str:
    """What is typed, and the right sides of pairs, Moodle keeps as plain text, whatever format it writes beside it."""
    return ((holder.findtext("text") or "") if holder is not None else "").strip()


def _grade(written: str) -> Decimal:
    if (grade := numbers.read(written.strip())) is None:
        raise _Faulty(ANSWERS, _("The grade of an answer is no number. Write one from -100 to 100, such as 33.33333."))
    return grade


def _typed(options: Sequence[Option]) -> Meant:
    """A star with a backslash before it is a star."""
    made = meant.typed([Option(one.text.replace(r"\*", "*"), one.weight, one.feedback) for one in options])
    if not any(_STAR.search(one.text) for one in options if one.text != meant.ANYTHING):
        made.lost = [one for one in made.lost if one.what != "wildcard"]
    return made


def _truth(element: Element, words: _Words, general: str) -> Meant:
    comments = {option.text.lower(): option for option in _options(element, words)}
    right = next((text for text, option in comments.items() if option.is_right), "")
    if right not in {"true", "false"}:
        raise NoneRight
    said = [option.feedback for text, option in comments.items() if option.feedback]
    lines = general or "\n".join(said[:1])
    feedback = element.find(TOLD)
    if feedback is not None and feedback.get("format") in AS_THEY_ARE:
        lines = (feedback.findtext("text") or "").strip() or lines
    made = meant.judged(true=right == "true", told=lines)
    made.lost += [Lost("answer-feedback")] if any(one != lines for one in said) else []
    return made


def _essay(element: Element, words: _Words, general: str) -> Meant:
    if made := meant.recalled(general or words(element.find("graderinfo"))):
        return made
    told = _("Nothing says what is right. In Moodle, write it as general feedback: it becomes the back of a card.")
    raise _Faulty(ANSWERS, told)


def _number(element: Element, words: _Words) -> Meant:
    right: list[tuple[Decimal, Decimal, str]] = []
    lost: list[Lost] = []
    for answer in element.findall("answer"):
        written, grade = (answer.findtext("text") or "").strip(), _grade(answer.get("fraction", "0"))
        comment = words(answer.find("feedback"))
        if written == meant.ANYTHING or grade <= 0:
            lost += [Lost("answer-feedback")] if comment else []
            continue
        number, slack = numbers.read(written), numbers.read((answer.findtext("tolerance") or "0").strip() or "0")
        if number is None or slack is None:
            told = _("“%(number)s” is no number. Write digits and a point, such as 3.6.")
            raise _Faulty(NUMBER, told % {"number": written[:40]})
        if grade >= meant.NEARLY_WHOLE:
            right.append((number, abs(slack), comment))
        else:
            lost.append(Lost("partial-credit"))
    if not right:
        raise NoneRight
    [(number, slack, comment), *others] = right
    units = [(unit.findtext("unit_name") or "").strip() for unit in element.findall("units/unit")]
    unit, *spellings = [*filter(None, units)] or [""]
    made = meant.counted(number, number, slack, unit=unit, spellings=spellings)
    made.explanation = comment
    made.lost = [*lost, *([Lost("further-answers")] if others else [])]
    return made


def _pairs(element: Element, words: _Words) -> Meant:
    pairs = [(words(one), _as_it_is(one.find("answer"))) for one in element.findall("subquestion")]
    return meant.paired((left, right) for left, right in pairs if right)


def _cloze(element: Element) -> Meant:
    blanks = list(blanks_in(element.findtext("questiontext/text") or ""))
    if not blanks:
        raise _Faulty(ANSWERS, _("There is no answer in its text. Write one there, such as {1:SHORTANSWER:=Hanoi}."))
    if not all(blank.spellings for blank in blanks):
        raise NoneRight
    made = Meant("cloze", {"blanks": [list(blank.spellings) for blank in blanks]})
    made.lost += [Lost("partial-credit")] if any(blank.loses_parts for blank in blanks) else []
    made.lost += [Lost("options-typed")] if not all(blank.is_typed for blank in blanks) else []
    return made

"""Aiken: a question in one line, lettered options below it, and the letter of the right one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from studyapp.formats.classroom import meant
from studyapp.formats.classroom.going import Going, LeftOut, Written, gathered
from studyapp.formats.classroom.meant import Option
from studyapp.formats.notes import Lost, Note, Refused

_OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_CLOSE_OPTION = re.compile(r"([A-Z])[.)]\s*(\S.*)")
"""Without a space behind its sign, as Moodle takes it too; by itself it may be words: “A.D. 43”."""
_ANSWER = re.compile(r"ANSWER:\s*(.*)")
_UNLIKE_A_QUESTION = re.compile(r"[A-Z][.)]|ANSWER:|[\x00-\x7f]?$")
"""What Moodle takes for an option or an answer, or passes over."""
QUESTION, ANSWER = pgettext_lazy("field of a card", "Question"), pgettext_lazy("field of a card", "Answer")
OPTIONS = gettext_lazy("Options")


@dataclass(slots=True)
class _Asked:
    """A question as far as it is read."""

    line: int
    prompt: str
    options: dict[str, str] = field(default_factory=dict)
    fault: tuple[object, str, int] | None = None
    """Field, sentence and line of what is wrong first."""

    def refuse(self, at: object, told: str, line: int) -> None:
        self.fault = self.fault or (at, told, line)


def looks_like_it(head: str) -> bool:
    """Whether a text begins with a question of this form."""
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    answer = next((place for place, line in enumerate(lines) if line.startswith("ANSWER:")), 0)
    return answer >= 2 and _CLOSE_OPTION.fullmatch(lines[answer - 1]) is not None


def read(text: str) -> Iterator[Note | Refused]:
    """Every question, in the order of the file."""
    asked: _Asked | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if asked is None:
            asked = _begun(line, number)
        elif answer := _ANSWER.fullmatch(line):
            yield _ended(asked, answer[1].strip(), number)
            asked = None
        elif option := _CLOSE_OPTION.fullmatch(line):
            _add(asked, option[1], option[2], number)
        elif asked.options:
            told = _("The right answer is not named. Write a line such as “ANSWER: B” below the options.")
            yield _refused(asked, ANSWER, told, number - 1)
            asked = _begun(line, number)
        elif asked.fault is None:
            told = _("A question is in one line here. Join its lines, and start each option with A., B. and so on.")
            asked.refuse(QUESTION, told, asked.line)
    if asked is not None:
        told = _("The right answer is not named. Write a line such as “ANSWER: B” below the options.")
        yield _refused(asked, ANSWER, told, asked.line)


def _begun(line: str, number: int) -> _Asked:
    asked = _Asked(number, line)
    if _OPTION.fullmatch(line) or _ANSWER.fullmatch(line):
        asked.refuse(QUESTION, _("There is no question before this line. Write it in the line above."), number)
        if option := _OPTION.fullmatch(line):
            asked.options[option[1]] = option[2]
    return asked


def _add(asked: _Asked, letter: str, words: str, number: int) -> None:
    if letter in asked.options:
        told = _("There are two options %(sign)s. Give each option its own sign.")
        asked.refuse(OPTIONS, told % {"sign": letter}, number)
    asked.options[letter] = words


def _ended(asked: _Asked, letter: str, number: int) -> Note | Refused:
    if letter not in asked.options:
        told = _("“%(sign)s” is no option. Write A, B or the sign of another option behind ANSWER:.")
        asked.refuse(ANSWER, told % {"sign": letter[:20]}, number)
    if asked.fault:
        at, told, line = asked.fault
        return _refused(asked, at, told, line)
    if len(asked.options) == 1:
        return _refused(asked, OPTIONS, meant.nothing_to_choose(), number)
    options = [Option(words, meant.WHOLE if one == letter else Decimal(0)) for one, words in asked.options.items()]
    return meant.note_of(meant.one_of(options), asked.prompt, deck=(), place=_("line %(n)s") % {"n": asked.line})


def _refused(asked: _Asked, at: object, told: str, line: int) -> Refused:
    if asked.fault:
        at, told, line = asked.fault
    return Refused(_("line %(n)s") % {"n": line}, str(at), told)


def write(notes: Iterable[Note]) -> Written:
    """The choices of one right answer, which are all that Aiken has."""
    pieces: list[str] = []
    lost: list[Lost] = []
    for _card, said, losses in gathered(notes, _question):
        lost += losses
        pieces += [said] if said is not None else []
    return Written("\n".join(pieces).encode(), len(pieces), tuple(lost))


def _question(card: Going) -> tuple[str, list[Lost]]:
    """The options by their letters, so that nothing tells which is right. Raises LeftOut."""
    if card.kind not in {"choice", "true_false"}:
        raise LeftOut("kind-left")
    prompt, right, options = _choice(card)
    prompt = " ".join(prompt.split())
    if _UNLIKE_A_QUESTION.match(prompt):
        raise LeftOut("signs")
    lines = [f"{letter}. {option}" for letter, option in zip(ascii_uppercase, options, strict=False)]
    answer = ascii_uppercase[options.index(right)]
    lost = [Lost("explanation-left")] if card.told else []
    became = [Lost("became-choice")] if card.kind == "true_false" else []
    return "\n".join([prompt, *lines, f"ANSWER: {answer}", ""]), [*became, *lost]


def _choice(card: Going) -> tuple[str, str, list[str]]:
    if card.kind == "choice":
        right = card.text("answer")
        return card.text("prompt"), right, sorted([right, *card.wrong])
    options = [pgettext("statement", "True"), pgettext("statement", "False")]
    return card.text("prompt"), options[0 if card.sent.get("answer") is True else 1], options

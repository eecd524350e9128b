"""Both sides of a card of Anki's as a question of one of the site's kinds: typed, with blanks, or a flashcard."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from django.utils.translation import pgettext

from studyapp.formats import hypertext
from studyapp.formats.anki.cloze import Blank
from studyapp.formats.anki.notetypes import MORE_BEGINS
from studyapp.formats.anki.templates import Side
from studyapp.formats.hypertext import Words, together
from studyapp.formats.lines import BETWEEN_LINES, GAP, as_markdown
from studyapp.formats.notes import Lost
from studyapp.markdown import FORMATTED

FRONT, BACK, EXPLANATION, ANSWER, BLANKS = 2000, 5000, 5000, 200, 5
"""What the forms of own cards take: characters of a flashcard's sides, of an explanation, of what is typed; blanks."""
MARK = "[blank]"
BETWEEN_SPELLINGS = "|"


class Empty(Exception):
    """Nothing that can be shown stands on one of its sides."""


class Long(Exception):
    """A side has more characters than its form takes."""

    def __init__(self, length: int, most: int, *, is_front: bool) -> None:
        super().__init__(length, most)
        self.length, self.most, self.is_front = length, most, is_front


@dataclass(slots=True)
class Question:
    """A card in the terms of the site."""

    kind: str
    sent: dict[str, object]
    pictures: dict[str, str]
    lost: list[Lost] = field(default_factory=list)


def question_of(name: str, front: Side, back: Side) -> Question:
    """The card called `name`. Raises Empty, Long, and hypertext.TooLong."""
    hints = together([hypertext.read(hint) for hint in dict.fromkeys([*front.hints, *back.hints])])
    answers = [hypertext.read(html) for html in [blank.answer for blank in front.blanks] or front.typed[:1]]
    if front.blanks:
        asked = _blanks(front, back, answers, hints)
    elif answers:
        asked = _typed(front, back, answers[0], hints)
    else:
        return _flashcard(front, back, (), hints)
    if asked is None:
        asked = _flashcard(front, back, answers, hints)
        asked.lost.append(Lost("became-flashcard", name))
    return asked


def _blanks(front: Side, back: Side, answers: Sequence[Words], hints: Words) -> Question | None:
    """None where the form would not take it."""
    shown = [MARK + (f" ({hint})" if (hint := _hint(blank)) else "") for blank in front.blanks]
    prompt = hypertext.read(front.html).filled(GAP, shown)
    texts = [answer.text for answer in answers]
    if (
        len(texts) > BLANKS
        or prompt.text.count(MARK) != len(texts)
        or any(BETWEEN_SPELLINGS in text for text in texts)
        or not all(_can_be_typed(answer) for answer in answers)
    ):
        return None
    more = together([_back(back, prompt, shown), hints])
    return _question("cloze", {"blanks": [[text] for text in texts]}, prompt, more, answers)


def _typed(front: Side, back: Side, answer: Words, hints: Words) -> Question | None:
    prompt = hypertext.read(front.html)
    if not _can_be_typed(answer):
        return None
    if not prompt:
        raise Empty
    more = together([_back(back, prompt, ()).after(answer), hints])
    return _question("typed", {"answer": answer.text}, prompt, more, [answer])


def _flashcard(front: Side, back: Side, answers: Sequence[Words], hints: Words) -> Question:
    """With `answers`, what is asked for in the front is not on the back."""
    shown = [f"[{_hint(blank) or '…'}]" for blank in front.blanks]
    prompt = hypertext.read(front.html).filled(GAP, shown)
    said, told = _before_more(back)
    more = _back(said, prompt, shown)
    asked = together(answers)
    if not prompt or not (asked or more):
        raise Empty
    lines, rest = (asked.lines, more.after(asked).lines) if asked else _fitting(more.lines)
    turned = replace(asked, lines=lines)
    more = together([replace(more, lines=rest, pictures=asked.pictures + more.pictures), told, hints])
    return _question("flashcard", {}, prompt, more, [turned], turned, places=("answer", "explanation"))


def _question(
    kind: str,
    sent: dict[str, object],
    prompt: Words,
    more: Words,
    answers: Sequence[Words],
    turned: Words | None = None,
    places: Sequence[str] = ("explanation",),
) -> Question:
    """`more` is what stands in the explanation, and its pictures go to `places`; `turned` is the back of a flashcard,
    and what else is an answer is plain text.
    """
    texts = {"prompt": prompt, "explanation": more} | ({} if turned is None else {"answer": turned})
    is_formatted = any(words.is_formatted for words in texts.values())
    said = {name: words.markdown if is_formatted else words.text for name, words in texts.items()}
    said |= {name: _picture() for name in said if not said[name] and name != "explanation"}
    for name, most in (("prompt", FRONT), ("answer", BACK), ("explanation", EXPLANATION)):
        if len(said.get(name, "")) > most:
            raise Long(len(said[name]), most, is_front=name == "prompt")
    shown = dict(zip(["prompt"], prompt.pictures, strict=False)) | dict(zip(places, more.pictures, strict=False))
    further = (*prompt.pictures[1:], *more.pictures[len(places) :])
    lost = [*prompt.lost, *more.lost]
    lost += [loss for words in answers for loss in (words.lost_if_plain if turned is None else words.lost)]
    lost += [Lost("picture-further", name) for name in further]
    return Question(kind, {**sent, **said} | ({FORMATTED: True} if is_formatted else {}), shown, lost)


def _back(back: Side, front: Words, shown: Sequence[str]) -> Words:
    """What the back says and the front does not; what the back repeats, it shows with the same blanks."""
    first, *rest = (words.filled(GAP, shown) for words in hypertext.parts(back.html))
    if not rest:
        said = first.after(front)
        return said if said or back.blanks or back.typed else first
    above = first.after(front)
    asked = front.text
    lines = tuple(line for line in above.lines if line not in asked)
    return together([replace(above, lines=lines), *rest])


def _before_more(back: Side) -> tuple[Side, Words]:
    """The back without what our own note types show below it, and that."""
    said, _, more = back.html.partition(MORE_BEGINS)
    return replace(back, html=said), hypertext.read(more)


def _can_be_typed(answer: Words) -> bool:
    return (
        len(answer.lines) == 1
        and len(answer.text) <= ANSWER
        and not answer.pictures
        and Lost("formula") not in answer.lost
    )


def _fitting(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As many lines as a back holds, one at least, and the rest."""
    lengths = accumulate(len(as_markdown([line])) + len(BETWEEN_LINES) for line in lines)
    count = max(1, sum(length <= BACK for length in lengths))
    return tuple(lines[:count]), tuple(lines[count:])


def _hint(blank: Blank) -> str:
    return hypertext.read(blank.hint).text if blank.hint else ""


def _picture() -> str:
    """Where a side has nothing but a picture."""
    return pgettext("in place of words", "Picture")

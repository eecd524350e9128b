"""One question of a GIFT file cut into its parts: what is asked, the answers between braces, what follows them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studyapp.formats.gift import signs

QUESTION = pgettext_lazy("field of a card", "Question")
ANSWERS = gettext_lazy("Answers")


class Faulty(Exception):
    """A question that cannot be taken: the field, and a sentence that says the remedy; the line within it, from 0."""

    def __init__(self, field: object, told: str, line: int = 0) -> None:
        super().__init__(told)
        self.field, self.told, self.line = str(field), told, line


@dataclass(frozen=True, slots=True)
class Parts:
    """All as it is written, signs escaped."""

    before: str
    block: str
    """Without its braces and what is said to everybody."""
    after: str
    feedback: str
    """Said to everybody."""
    line: int
    """At which the block begins, counted from 0."""


def cut(text: str) -> Parts:
    """Raises Faulty where the braces do not fit."""
    start = _after_name(text)
    opened, closed = signs.first("{", text, start), signs.first("}", text, start)
    line = text.count("\n", 0, max(opened, 0))
    if opened < 0 and closed < 0:
        raise Faulty(ANSWERS, _("It has no answers. Write them between { and } behind the question, or take it out."))
    if opened < 0 or 0 <= closed < opened:
        raise Faulty(QUESTION, _("There is a } without a { before it. Add the {, or write \\} for the sign itself."))
    if closed < 0:
        told = _("The answers have no end. Write } behind them, and leave no line empty between { and }.")
        raise Faulty(ANSWERS, told, line)
    if 0 <= signs.first("{", text, opened + 1) < closed:
        raise Faulty(ANSWERS, _("There is a second { within the answers. Write \\{ for the sign itself."), line)
    if signs.first("[{}]", text, closed + 1) >= 0:
        told = _("There is another { or } behind the answers. Leave a line empty before the next question.")
        raise Faulty(QUESTION, told, text.count("\n", 0, closed))
    block, after = text[opened + 1 : closed], text[closed + 1 :]
    general = signs.last("####", block)
    feedback = block[general + 4 :] if general >= 0 else ""
    after = "" if after.lstrip().startswith("//") else after.rstrip()
    return Parts(text[start:opened], block[: general if general >= 0 else None].strip(), after, feedback, line)


def _after_name(text: str) -> int:
    """Where the question begins behind its name, `::name::`."""
    lead = len(text) - len(text.lstrip())
    if not text.startswith("::", lead):
        return lead
    end = signs.first("::", text, lead + 2)
    if end < 0:
        raise Faulty(QUESTION, _("The name of the question has no end. Write :: on both sides of it."))
    return end + 2

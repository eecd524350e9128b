"""What the questions on one fact tell of one another."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from studyapp.kinds import options, text
from studyapp.kinds.base import Kind
from studyapp.kinds.cautions import Caution, Sort

if TYPE_CHECKING:
    from studyapp.library.models import Question, Revision

_TELLING = 3
"""Letters and digits of an answer that tells something where it stands in another prompt."""


def about_siblings(question: "Question", siblings: "Iterable[Question]") -> Iterator[Caution]:
    """Of a question with a revision, and the others on its fact that are not retired."""
    asked = question.asked
    for other in siblings:
        if other.revision is None:
            continue
        if text.normalise(other.asked.words) == text.normalise(asked.words) and other.kind == question.kind:
            told = f"Another question on this fact asks the same: “{other.asked.words}”. Retire one of the two."
            yield Caution(Sort.SIBLINGS, told)
            continue
        if answer := given_away(asked, other.asked):
            told = (
                f"It says “{answer}”, which is what another question on this fact asks for: “{other.asked.words}”. "
                "Leave it out, or retire one of the two."
            )
            yield Caution(Sort.SIBLINGS, told)
        yield from _about_options(asked.body, other.asked.body)


def given_away(asked: "Revision", other: "Revision") -> str:
    """The answer of another question that stands in this one; "" where there is none, or each holds that of the other.

    What is recognised comes first and shows the answer anyway; two that ask in both directions are a pair.
    """
    if asked.body.recognition or not other.body.is_written or _shown_in(asked.body, other.prompt):
        return ""
    return _shown_in(other.body, asked.prompt)


def _shown_in(body: Kind, prompt: str) -> str:
    """Of the answers, those that are shown as right: an alias may well be a common word."""
    shown = (it for it in body.answers if text.stands_in(it, body.expected_in_english))
    return next((it for it in shown if len(it) >= _TELLING and text.stands_in(it, prompt)), "")


def _about_options(body: Kind, other: Kind) -> Iterator[Caution]:
    """A wrong option of one that another takes for right, where both ask for the same."""
    if not body.wrong_options or not options.same(body.expected_in_english, other.expected_in_english):
        return
    for wrong in body.wrong_options:
        if any(options.same(wrong, right) for right in other.answers):
            told = f"The wrong option “{wrong}” is right where another question on this fact asks. Replace it."
            yield Caution(Sort.ALSO_RIGHT, told)

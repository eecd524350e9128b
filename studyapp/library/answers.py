"""What the questions of the library accept: what a kind must know of its surroundings when a question is published."""

from dataclasses import dataclass
from typing import Self

from studyapp.kinds.base import Kind, Surroundings
from studyapp.library.models import Question


@dataclass(frozen=True, slots=True)
class AcceptedAnswers:
    """Those of one question."""

    deck: str
    fact: str
    answer_type: str
    answers: tuple[str, ...]


class Answers:
    """The accepted answers of every live question, by its slug."""

    def __init__(self) -> None:
        self._by_slug: dict[str, AcceptedAnswers] = {}

    @classmethod
    def of_library(cls) -> Self:
        answers = cls()
        for question in Question.objects.live().select_related("revision", "fact__deck").order_by("slug"):
            answers.put(question, question.asked.body)
        return answers

    def put(self, question: Question, body: Kind) -> None:
        self._by_slug[question.slug] = AcceptedAnswers(
            deck=question.fact.deck.slug,
            fact=question.fact.slug,
            answer_type=body.spec.get("answer_type") or "",
            answers=body.answers,
        )

    def around(self, question: Question, answer_type: str = "") -> Surroundings:
        """What `question` may know: answers elsewhere in its deck, its sourced values, a pool of its type."""
        others = [one for one in self._by_slug.values() if one.fact != question.fact.slug]
        same_deck = [one for one in others if one.deck == question.fact.deck.slug]
        same_type = [one for one in others if answer_type and one.answer_type == answer_type]
        return Surroundings(
            accepted_elsewhere=_distinct(same_deck),
            sourced=question.fact.sourced_values(question.according_to),
            pool=_distinct(same_type, only_first=True),
        )


def _distinct(accepted: list[AcceptedAnswers], *, only_first: bool = False) -> tuple[str, ...]:
    """Each text once, sorted, so that the order of loading changes nothing. A first answer is its own name."""
    return tuple(sorted({text for one in accepted for text in (one.answers[:1] if only_first else one.answers)}))

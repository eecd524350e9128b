"""What the questions of the library accept: what a kind must know of its surroundings when a question is published."""

from dataclasses import dataclass
from typing import Self

from studyapp.kinds.base import Kind, Surroundings
from studyapp.library.models import Question


@dataclass(frozen=True, slots=True)
class Entry:
    deck: str
    fact: str
    answer_type: str
    answers: tuple[str, ...]


class Answers:
    """The accepted answers of every live question, by its slug."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    @classmethod
    def of_library(cls) -> Self:
        answers = cls()
        for question in Question.objects.live().select_related("revision", "fact__deck").order_by("slug"):
            answers.put(question, question.asked.body)
        return answers

    def put(self, question: Question, body: Kind) -> None:
        self._entries[question.slug] = Entry(
            deck=question.fact.deck.slug,
            fact=question.fact.slug,
            answer_type=body.spec.get("answer_type") or "",
            answers=body.answers,
        )

    def around(self, question: Question, answer_type: str = "") -> Surroundings:
        """What `question` may know: answers elsewhere in its deck, its sourced values, a pool of its type."""
        others = [entry for entry in self._entries.values() if entry.fact != question.fact.slug]
        same_deck = [entry for entry in others if entry.deck == question.fact.deck.slug]
        same_type = [entry for entry in others if answer_type and entry.answer_type == answer_type]
        return Surroundings(
            accepted_elsewhere=_distinct(same_deck),
            sourced=question.fact.sourced_values(question.according_to),
            pool=_distinct(same_type, only_first=True),
        )


def _distinct(entries: list[Entry], *, only_first: bool = False) -> tuple[str, ...]:
    """Each text once, sorted, so that the order of loading changes nothing. An entry's first answer is its own name."""
    return tuple(sorted({text for entry in entries for text in (entry.answers[:1] if only_first else entry.answers)}))

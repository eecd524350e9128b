"""A little library about a harbour, to compose questions from."""

from typing import Any

from studyapp.demo.factories import FactFactory, QuestionFactory
from studyapp.library.models import Deck, Fact, Question
from studyapp.library.suggesting import Proposal, Suggestions, suggest
from studyapp.library.suggesting.shelf import Shelf


def fact(deck: Deck, statement: str, **fields: Any) -> Fact:
    return FactFactory(deck=deck, statement=statement, **fields)


def typed(fact: Fact, prompt: str, answer: str, answer_type: str = "other", *aliases: str, **fields: Any) -> Question:
    spec = {"answer": answer, "aliases": list(aliases), "answer_type": answer_type}
    return QuestionFactory(fact=fact, kind="typed", prompt=prompt, spec=spec, **fields)


def number(fact: Fact, prompt: str, answer: int, **fields: Any) -> Question:
    return QuestionFactory(fact=fact, kind="number", prompt=prompt, spec={"answer": answer}, **fields)


def names(deck: Deck, answer_type: str, sort: str, *answers: str) -> None:
    """Facts that ask for other names of one sort."""
    for answer in answers:
        aside = fact(deck, f"The log of the pilots tells of a {sort} by the name of {answer}.")
        typed(
            aside,
            f"Which {sort} does the log of the pilots tell of beside the letter {answer[0]}?",
            answer,
            answer_type,
        )


def whole_shelf() -> Shelf:
    """Around every fact there is."""
    return Shelf.around(list(Fact.objects.all()))


def proposed(*facts: Fact, kind: str) -> list[Proposal]:
    return suggest(facts, [kind]).proposals


def prompts(*facts: Fact, kind: str = "cloze") -> dict[str, str]:
    """What would be asked, with what is right."""
    return {proposal.prompt: proposal.expected for proposal in proposed(*facts, kind=kind)}


def reason(found: Suggestions) -> str:
    """Why nothing is proposed on the only fact."""
    assert found.proposals == []
    (silence,) = [silence for silence in found.silences if isinstance(silence.about, Fact)]
    return silence.reason

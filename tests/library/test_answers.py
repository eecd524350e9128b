"""What a question may know of the library when it is published."""

import pytest

from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.library.answers import Answers
from studyapp.library.models import Question

pytestmark = pytest.mark.django_db


def _typed(deck: object = None, *, answer: str, aliases: list[str] | None = None, **fields: object) -> Question:
    spec = {"answer": answer, "aliases": aliases or [], "answer_type": fields.pop("answer_type", "place")}
    fact = fields.pop("fact", None) or FactFactory(**({"deck": deck} if deck else {}))
    return QuestionFactory(kind="typed", prompt="Where?", fact=fact, spec=spec, **fields)


def test_answers_elsewhere_in_the_deck_are_known_but_not_those_of_the_same_fact() -> None:
    deck = DeckFactory()
    hanoi = _typed(deck, answer="Hanoi")
    _typed(fact=hanoi.fact, answer="The capital")
    _typed(deck, answer="Hue", aliases=["Phu Xuan"])
    _typed(answer="Moscow")
    assert Answers.of_library().around(hanoi).accepted_elsewhere == ("Hue", "Phu Xuan")


def test_the_pool_has_the_first_answers_of_one_type_in_the_whole_library() -> None:
    hanoi = _typed(answer="Hanoi")
    _typed(answer="Moscow", aliases=["Moskva"])
    _typed(answer="To Lam", answer_type="person")
    answers = Answers.of_library()
    assert answers.around(hanoi, "place").pool == ("Moscow",)
    assert answers.around(hanoi).pool == ()


def test_what_is_not_live_is_not_known() -> None:
    deck = DeckFactory()
    hanoi = _typed(deck, answer="Hanoi")
    _typed(deck, answer="Hue", published=False)
    assert Answers.of_library().around(hanoi, "place").pool == ()


def test_the_order_of_making_changes_nothing() -> None:
    deck = DeckFactory()
    hanoi = _typed(deck, answer="Hanoi")
    for answer in ("Hue", "Da Nang", "Can Tho"):
        _typed(deck, answer=answer)
    assert Answers.of_library().around(hanoi).accepted_elsewhere == ("Can Tho", "Da Nang", "Hue")

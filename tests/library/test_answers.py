"""What a question may know of the library when it is published."""

import pytest

from studyapp.demo.factories import NOW, DeckFactory, FactFactory, QuestionFactory
from studyapp.library.answers import around
from studyapp.library.models import Question

pytestmark = pytest.mark.django_db


def _typed(deck: object = None, *, answer: str, aliases: list[str] | None = None, **fields: object) -> Question:
    spec = {"answer": answer, "aliases": aliases or [], "answer_type": fields.pop("answer_type", "place")}
    fact = fields.pop("fact", None) or FactFactory(**({"deck": deck} if deck else {}))
    return QuestionFactory(kind="typed", prompt="Where?", fact=fact, spec=spec, **fields)


def _drawing(question: Question, draw: int = 2) -> tuple[str, ...]:
    """What a choice on the same fact could draw from."""
    choice = Question(fact=question.fact, kind="choice", slug="drawing")
    return around(choice, {"answer": "Hanoi", "answer_type": "place", "draw": draw}).pool


def test_answers_elsewhere_in_the_deck_are_known_but_not_those_of_the_same_fact() -> None:
    deck = DeckFactory()
    hanoi = _typed(deck, answer="Hanoi")
    _typed(fact=hanoi.fact, answer="The capital")
    _typed(deck, answer="Hue", aliases=["Phu Xuan"])
    _typed(answer="Moscow")
    assert around(hanoi, hanoi.author_spec()).accepted_elsewhere == ("Hue", "Phu Xuan")


def test_the_pool_has_the_first_answers_of_one_type_in_the_whole_library_for_those_who_draw() -> None:
    hanoi = _typed(answer="Hanoi")
    _typed(answer="Moscow", aliases=["Moskva"])
    _typed(answer="To Lam", answer_type="person")
    assert _drawing(hanoi) == ("Moscow",)
    assert _drawing(hanoi, draw=0) == ()
    assert around(hanoi, hanoi.author_spec()).pool == ()


def test_what_is_not_live_is_not_known() -> None:
    deck = DeckFactory()
    hanoi = _typed(deck, answer="Hanoi")
    hue = _typed(deck, answer="Hue", published=False)
    assert around(hanoi, hanoi.author_spec()).accepted_elsewhere == ()
    hue.publish(at=NOW, freeze=around(hue, hue.author_spec()))
    assert around(hanoi, hanoi.author_spec()).accepted_elsewhere == ("Hue",)
    hue.fact.pause(at=NOW)
    assert around(hanoi, hanoi.author_spec()).accepted_elsewhere == _drawing(hanoi) == ()


def test_the_order_of_making_changes_nothing() -> None:
    deck = DeckFactory()
    hanoi = _typed(deck, answer="Hanoi")
    for answer in ("Hue", "Da Nang", "Can Tho"):
        _typed(deck, answer=answer)
    assert around(hanoi, hanoi.author_spec()).accepted_elsewhere == ("Can Tho", "Da Nang", "Hue")

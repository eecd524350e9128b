"""What was written and is wrong: told apart part by part, and right once it is accepted."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import KINDS
from studyapp.kinds.base import Kind, Miss, Spec

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40)
numbers = st.decimals(-(10**12), 10**12, allow_nan=False, places=3)


def made(kind: str, **fields: Any) -> Kind:
    form = KINDS[kind].author_form(fields)
    assert form.is_valid(), form.errors
    return KINDS[kind](form.cleaned_data)


def accepting(kind: Kind, miss: Miss) -> Kind:
    """As the form of the question lets it through."""
    spec = type(kind).accepting(kind.spec, miss.written, miss.gap)
    assert spec is not None
    return made(kind.name, **spec)


def read(kind: Kind, **typed: str) -> dict[str, Any] | None:
    form = kind.answer_form(typed)
    return form.cleaned_data if form.is_valid() else None


@given(words)
def test_what_a_typed_question_accepts_is_right_from_then_on(text: str) -> None:
    kind = made("typed", answer="Neap tides", aliases=["Neaps"], wrong_answers=["Spring tides"])
    if (response := read(kind, text=text)) is None:
        return
    for miss in kind.misses(response):
        assert not kind.takes(miss.written)
        assert accepting(kind, miss).grade(response).right


@given(words)
def test_what_a_gap_accepts_is_right_there_from_then_on(text: str) -> None:
    kind = made("cloze", blanks=["Spring | Springs", "Neap"])
    if (response := read(kind, blank_1="Spring", blank_2=text)) is None or "|" in text:
        return
    for miss in kind.misses(response):
        assert miss.gap == 2
        assert accepting(kind, miss).grade(response).right


@pytest.mark.parametrize("fields", [{}, {"magnitude": "million"}, {"answer_to": "30"}, {"tolerance": "5%"}])
@given(numbers)
def test_a_number_is_accepted_with_as_much_tolerance_as_it_takes(fields: dict[str, str], number: Decimal) -> None:
    kind = made("number", answer="11", **fields)
    written = format(number, "f")
    for miss in kind.misses({"number": written}):
        spec = type(kind).accepting(kind.spec, miss.written)
        form = type(kind).author_form(spec)
        if form.is_valid():  # what is too much for the magnitude, the gate refuses
            assert type(kind)(form.cleaned_data).takes(written)


def test_a_right_answer_misses_nothing_and_each_wrong_gap_is_one() -> None:
    kind = made("cloze", blanks=["Spring", "Neap", "Rip"])
    assert kind.misses({"blank_1": "spring", "blank_2": "king", "blank_3": ""}) == (Miss("king", "king", 2),)
    assert made("typed", answer="Neap tides").misses({"text": "neap tides"}) == ()
    assert made("typed", answer="Neap tides").misses({"gave_up": True}) == ()


def test_spellings_of_one_miss_are_one() -> None:
    kind = made("typed", answer="Tô Lâm", titles=["President"])
    assert {
        miss.folded for text in ("Putin", "President PUTIN", " putin. ") for miss in kind.misses({"text": text})
    } == {"putin"}


def test_a_date_and_what_was_said_of_a_bound_are_for_the_form() -> None:
    assert made("date", answer="1984-05-08").accepting({}, "1985-05-08") is None
    bounded = made("number", answer="80", bound="more")
    assert type(bounded).accepting(bounded.spec, "<80") is None


def test_gaps_in_any_order_are_for_the_form() -> None:
    kind = made("cloze", blanks=["Spring", "Neap"], any_order=True)
    assert type(kind).accepting(kind.spec, "king", 1) is None


@pytest.mark.parametrize(
    ("kind", "spec", "offered"),
    [
        ("choice", {"answer": "Neap", "distractors": ["Spring"]}, "Rip"),
        ("several", {"answers": ["Neap"], "distractors": ["Spring", "King"]}, "Rip"),
        ("choice", {"answer": "Neap", "distractors": ["Spring"]}, None),
    ],
)
def test_an_option_is_offered_unless_it_is_there(kind: str, spec: Spec, offered: str | None) -> None:
    asked = made(kind, **spec)
    found = type(asked).offering(asked.spec, offered or "spring.")
    assert (found["distractors"][-1] if found else None) == offered

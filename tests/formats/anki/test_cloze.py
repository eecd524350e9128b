"""Clozes as the cards of their numbers ask for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.formats.anki.cloze import Blank, asked
from studyapp.formats.lines import GAP

signs = st.sampled_from(["{{c1::", "{{c2::", "{{c1,2::", "}}", "::", "{{", "{{c", ":", "a", "b ", "<b>", "{"])


@pytest.mark.parametrize(
    ("html", "number", "shown", "blanks"),
    [
        ("In {{c1::Hanoi}}.", 1, "In _.", [Blank("Hanoi")]),
        ("In {{c1::Hanoi::city}}.", 1, "In _.", [Blank("Hanoi", "city")]),
        ("In {{c1::Hanoi::city}}.", 2, "", []),
        ("{{c1::a}} {{c2::b}} {{c1::c}}", 1, "_ b _", [Blank("a"), Blank("c")]),
        ("{{c1::a {{c2::b}} c::h}} d", 1, "_ d", [Blank("a b c", "h")]),
        ("{{c1::a {{c2::b}} c::h}} d", 2, "a _ c d", [Blank("b")]),
        ("{{c1::a {{c1::b}} c}}", 1, "_", [Blank("a b c")]),
        ("{{c1,3::a}} b", 3, "_ b", [Blank("a")]),
        ("{{c1::a::b::c}}", 1, "_", [Blank("a", "b::c")]),
        ("{{c1::std::vector}}", 1, "_", [Blank("std", "vector")]),
        ("{{c1::a}b}} c}}", 1, "_ c}}", [Blank("a}b")]),
        ("a }} {{c1::b}} {{c2::never closed", 1, "a }} _ ", [Blank("b")]),
        ("{{c2::never closed {{c1::b}}", 1, "", []),
        ("{{C1::a}} {{c::b}} {{c1:c}} {{c1::d}}", 1, "{{C1::a}} {{c::b}} {{c1:c}} _", [Blank("d")]),
    ],
)
def test_a_card_asks_for_what_has_its_number(html: str, number: int, shown: str, blanks: list[Blank]) -> None:
    assert asked(html, number) == (shown.replace("_", GAP), blanks)


@given(st.lists(signs, max_size=30).map("".join))
def test_each_gap_is_a_blank_whatever_the_text(html: str) -> None:
    for number in range(4):
        shown, blanks = asked(html, number)
        assert shown.count(GAP) == len(blanks)
        assert "{{c1::" not in shown


def test_what_is_nested_as_deep_as_it_is_long_is_read() -> None:
    deep = 10_000
    shown, blanks = asked("{{c1::" * deep + "x" + "}}" * deep, 1)
    assert (shown, blanks) == (GAP, [Blank("x")])

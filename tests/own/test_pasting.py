"""Reading a pasted list: whatever is pasted it never fails, and what is written out as rows comes back the same."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import text
from studyapp.own import pasting
from studyapp.own.pasting import Fault, Layout, Separator

pytestmark = pytest.mark.any_database

LONGEST = (500, 600)
DASH, TAB, COMMA = Layout(Separator.DASH), Layout(Separator.TAB), Layout(Separator.COMMA)

anything = st.text(st.characters(codec=None), max_size=60)
"""Lone surrogates and controls among it."""
layouts = st.builds(
    Layout,
    st.sampled_from(Separator),
    own=st.text(max_size=3),
    between_cards=st.one_of(st.just(""), st.text(max_size=3)),
    swapped=st.booleans(),
)
sides = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(text.normalise).map(text.tidy)


def shown(pasted: str, layout: Layout) -> list[tuple[int, str, str]]:
    return [(row.line, row.front, row.back) for row in pasting.read(pasted, layout, longest=LONGEST)]


def faults(pasted: str, layout: Layout = DASH) -> list[Fault | None]:
    rows = pasting.read(pasted, layout, longest=LONGEST)
    return [row.fault for row in pasting.once(rows, both_ways=False, there={("Aa", "Bb")})]


@given(anything, layouts)
def test_no_text_is_too_much_for_it(pasted: str, layout: Layout) -> None:
    pasting.guess(pasted, layout.between_cards)
    rows = pasting.read(pasted, layout, longest=LONGEST)
    for row in pasting.once(rows, both_ways=True, there=()):
        assert bool(row.cards) != bool(row.fault)


@given(st.lists(st.tuples(sides, sides), min_size=1), st.sampled_from(["\t", " - ", " — ", "; ", " => "]), st.data())
def test_rows_come_back_as_they_were_written(cards: list[tuple[str, str]], written: str, data: st.DataObject) -> None:
    """Where the separator is in no front; an own separator between cards, or blank lines, make no difference."""
    between = data.draw(st.sampled_from(["\n", "\r\n", "\n\n  \n", ";;;"]))
    names = {"\t": TAB, " - ": DASH, " — ": DASH, "; ": Layout(Separator.SEMICOLON)}
    layout = names.get(written, Layout(Separator.OWN, own=written.strip()))
    if between == ";;;":
        layout = Layout(layout.separator, layout.own, between)
    cards = [
        (front, back)
        for front, back in cards
        if pasting._halves(f"{front}{written}", layout)[0].strip() == front and '"' not in front + back
        if not between.strip() or ";" not in front + back + written
    ]
    pasted = between.join(f"{front}{written}{back}" for front, back in cards)
    found = shown(pasted, layout)
    assert [(front, back) for _, front, back in found] == cards
    for (line, front, _), place in zip(found, range(len(cards)), strict=True):
        assert line == 1 + place * between.count("\n")
        assert text.tidy(pasted.splitlines()[line - 1]).startswith(front) or between == ";;;"


@given(st.lists(st.tuples(anything, anything), min_size=1), st.sampled_from([TAB, COMMA]))
def test_what_a_spreadsheet_writes_comes_back(cards: list[tuple[str, str]], layout: Layout) -> None:
    """Quotes, separators and the ends of lines within a side among it, and on which line each begins."""
    file, lines = StringIO(), []
    writer = csv.writer(file, delimiter=pasting.SIGNS[layout.separator], quoting=csv.QUOTE_ALL, lineterminator="\n")
    for front, back in cards:
        front, back = (side.replace("\r", "") for side in (front, back))
        lines.append((file.getvalue().count("\n") + 1, text.tidy(front), text.tidy(back)))
        writer.writerow([front, back])
    assert shown(file.getvalue(), layout) == lines


@pytest.mark.parametrize(
    ("pasted", "separator"),
    [
        ("tide – the sea, rising\nebb – the sea, falling", Separator.DASH),
        ("well-known\tfamous\nso-so\tmiddling", Separator.TAB),
        ("Paris,the capital - of France\nHanoi,the capital", Separator.COMMA),
        ("one; a, b\ntwo; c, d", Separator.SEMICOLON),
    ],
)
def test_the_separator_is_guessed(pasted: str, separator: Separator) -> None:
    assert pasting.guess(pasted) == separator


def test_a_row_is_cut_where_its_separator_stands_first() -> None:
    assert shown("well-known - famous - and so on", DASH) == [(1, "well-known", "famous - and so on")]
    assert shown("Paris,the capital, of France", COMMA) == [(1, "Paris", "the capital, of France")]
    assert shown("a=b|c=d", Layout(Separator.OWN, own="=", between_cards="|")) == [(1, "a", "b"), (1, "c", "d")]
    assert shown("\ufeffa\tb", Layout(Separator.TAB, swapped=True)) == [(1, "b", "a")]


def test_a_quote_that_never_ends_is_a_sign_like_any_other() -> None:
    assert shown('"Hamlet, a play\n\nOthello, another', COMMA) == [(1, '"Hamlet', "a play"), (3, "Othello", "another")]


def test_a_row_that_cannot_be_taken_says_why() -> None:
    assert faults("tide") == [Fault.UNPARTED]
    assert faults(" - rises\n tide - \n tide -") == [Fault.NO_FRONT, Fault.NO_BACK, Fault.UNPARTED]
    assert faults("tide\t\u200b\n\trises", TAB) == [Fault.NO_BACK, Fault.NO_FRONT]
    assert faults(f"{'x' * 501} - y\nx - {'y' * 601}\n{'x' * 500} - {'y' * 600}") == [
        Fault.LONG_FRONT,
        Fault.LONG_BACK,
        None,
    ]
    assert faults("a\0b - c\n\ud800 - c") == [Fault.INVISIBLE, Fault.INVISIBLE]
    assert faults("a - b\nA - b\na  -  b\nAa - Bb") == [None, None, Fault.TWICE, Fault.THERE]


def test_both_ways_make_two_cards_of_a_row_and_none_twice() -> None:
    rows = pasting.read("a - b\nb - a\nc - c\nd - e", DASH, longest=LONGEST)
    judged = pasting.once(rows, both_ways=True, there={("e", "d")})
    assert [row.cards for row in judged] == [(("a", "b"), ("b", "a")), (), (("c", "c"),), (("d", "e"),)]

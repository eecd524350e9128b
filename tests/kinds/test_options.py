"""What kinds with options share: an order that tells nothing, and options that are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import options


@given(st.lists(st.text(max_size=10), max_size=9), st.text(max_size=20), st.data())
def test_the_order_hangs_on_the_options_and_the_seed_alone(texts, seed, data):
    shown = options.shuffled(texts, seed)
    assert sorted(shown) == sorted(texts)
    assert shown == options.shuffled(data.draw(st.permutations(texts)), seed)


def test_another_seed_gives_another_order():
    assert len({tuple(options.shuffled("abcdef", f"card:{version}")) for version in range(40)}) > 30


@pytest.mark.parametrize(
    ("texts", "twin"),
    [
        (["Kilo", "Lada", "kilo."], "kilo."),
        (["11", "12", "eleven"], "eleven"),
        (["$3.6 billion", "$3,600 million"], "$3,600 million"),
        (["Kilo", "Lada"], None),
        ([], None),
    ],
)
def test_twins_are_found_in_words_and_in_numbers(texts, twin):
    assert options.twin(texts) == twin


@pytest.mark.parametrize(("texts", "phrase"), [("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C")])
def test_several_texts_make_one_phrase(texts, phrase):
    assert options.listed(texts) == phrase


@pytest.mark.parametrize(
    ("lengths", "warned"), [((3, 15), False), ((3, 16), True), ((8, 16), False), ((8, 17), True), ((17, 17), False)]
)
def test_an_option_more_than_twice_as_long_as_any_other_draws_a_warning(lengths, warned):
    assert bool(options.warnings("x" * length for length in lengths)) is warned

"""Normalising is what two spellings of one answer share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tô Lâm", "to lam"),
        ("Đà Nẵng", "da nang"),
        ("ĐỒNG", "dong"),
        ("Łódź", "lodz"),
        ("Ærø", "ærø"),
        ("straße", "STRASSE"),
        ("The Kremlin", "kremlin"),
        ("a treaty", "Treaty."),
        ("  two   words\t", "two words"),
        ("“balanced”", '"balanced"'),
        ("Ho Chi Minh’s", "ho chi minh's"),
        ("Asia–Pacific", "Asia-Pacific"),
        ("Kilo!", "kilo"),
        ("ＫＩＬＯ", "kilo"),
        ("ki\u200blo", "kilo"),
        ("Nhân Dân", "Nha\u0302n Da\u0302n"),
        ("the the Kremlin", "kremlin"),
        ("٢٠٢٤", "2024"),
    ],
)
def test_two_spellings_of_one_answer_are_the_same(one, other):
    assert text.normalise(one) == text.normalise(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ปี", "ปา"), ("が", "か"), ("C++", "C"), ("Kilo", "Kila"), ("Theme", "me"), ("10", "100")]
)
def test_different_words_stay_different(one, other):
    assert text.normalise(one) != text.normalise(other)


def test_accents_are_kept_where_they_matter():
    assert text.normalise("Tô Lâm", accents=True) == "tô lâm"
    assert text.normalise("Đà", accents=True) == "đà"


@pytest.mark.parametrize("lone", ["The", "a", "?!", "...", '"', "the the"])
def test_something_is_left_of_an_answer_that_is_all_article_or_punctuation(lone):
    assert text.normalise(lone)


@given(st.text(max_size=200), st.booleans())
def test_normalising_twice_changes_nothing_more(anything, accents):
    once = text.normalise(anything, accents=accents)
    assert text.normalise(once, accents=accents) == once


@pytest.mark.parametrize(
    ("answer", "letters"),
    [
        ("Tô Lâm", "T… L…"),
        ("Ho Chi Minh’s", "H… C… M… …"),
        ("Group of 7", "G… o… …"),
        ("Đà Nẵng", "Đ… N…"),
        ("K", ""),
        ("7 8", ""),
        ("?", ""),
    ],
)
def test_first_letters_leave_every_word_to_be_recalled(answer, letters):
    assert text.first_letters(answer) == letters


@pytest.mark.parametrize(
    ("answer", "prompt", "stands"),
    [
        ("Kilo", "Which submarine of the Kilo class came first?", True),
        ("2013", "In 2013, who was president?", True),
        ("11", "In 2011, how many?", False),
        ("Tô Lâm", "What did To Lam say?", True),
        ("%", "How many % of imports?", False),
        ("Kilo", "", False),
    ],
)
def test_an_answer_is_found_in_a_prompt_by_whole_words(answer, prompt, stands):
    assert text.stands_in(answer, prompt) is stands


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Tô Lâm’s  guests—in Đà Nẵng!", ["to", "lams", "guests", "in", "da", "nang"]),
        ("The 3.6 billion_and 80 %", ["the", "3", "6", "billion", "and", "80"]),
        ("ＡＦＰ … ''", ["afp"]),
        ("", []),
    ],
)
def test_a_text_is_folded_to_its_words_for_a_search(written, words):
    assert text.folded_words(written) == words


@given(st.text(max_size=60))
def test_folding_words_again_changes_nothing(written):
    words = text.folded_words(written)
    assert text.folded_words(" ".join(words)) == words

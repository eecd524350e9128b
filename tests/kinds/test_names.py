"""Names: titles mean nothing, words stand in any order, and initials count as long as they fit one person alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.kinds import names
from studyapp.kinds.names import Reading
from studyapp.kinds.text import normalise

TITLES = ("President", "General Secretary", "General", "Mr", "Chủ tịch")
WORD = st.text("abcdefgh", min_size=2, max_size=6)
NAME = st.lists(WORD, min_size=2, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("President Tô Lâm", "to lam"),
        ("president to lam", "to lam"),
        ("the President To Lam", "to lam"),
        ("Mr. To Lam", "to lam"),
        ("Mr President To Lam", "to lam"),
        ("President, Mr To Lam", "to lam"),
        ("General Secretary To Lam", "to lam"),
        ("General Giap", "giap"),
        ("Chủ tịch Tô Lâm", "to lam"),
        ("CHU TICH TO LAM", "to lam"),
        ("To Lam", "to lam"),
        ("Mrs To Lam", "mrs to lam"),
        ("Presidential Guard", "presidential guard"),
        ("President", "president"),
        ("Mr President", "president"),
        ("To Lam, President", "to lam, president"),
        ("", ""),
    ],
)
def test_titles_before_a_name_mean_nothing(written, left):
    assert names.without_titles(written, TITLES) == left


def test_titles_go_without_their_accents_even_where_those_of_the_name_matter():
    assert names.without_titles("Chu tich Tô Lâm", TITLES, accents=True) == "tô lâm"


@given(st.lists(st.sampled_from(TITLES), max_size=6), st.text(max_size=30))
def test_something_is_always_left_and_titles_go_once_for_all(titles, name):
    assume(normalise(name))
    left = names.without_titles(" ".join([*titles, name]), TITLES)
    assert left
    assert names.without_titles(left, TITLES) == left


def test_without_titles_only_the_spelling_is_folded():
    assert names.without_titles("President Tô Lâm", ()) == "president to lam"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Lam To", "Tô Lâm"),
        ("T. Lam", "Tô Lâm"),
        ("Lam T", "Tô Lâm"),
        ("Putin, Vladimir", "Vladimir Putin"),
        ("V. Putin", "Vladimir Putin"),
        ("V Putin", "Vladimir Putin"),
        ("Vladimir P.", "Vladimir Putin"),
        ("PUTIN V.", "Vladimir Putin"),
        ("N. P. Trong", "Nguyễn Phú Trọng"),
        ("N.P. Trọng", "Nguyễn Phú Trọng"),
        ("Nguyen P. Trong", "Nguyễn Phú Trọng"),
        ("Trong, N. P.", "Nguyễn Phú Trọng"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Jong-un Kim", "Kim Jong-un"),
        ("J.-C. Juncker", "Jean-Claude Juncker"),
        ("X, Malcolm", "Malcolm X"),
        ("B. O'Brien", "Brian O’Brien"),
    ],
)
def test_order_is_free_and_all_words_but_one_may_be_initials(written, name):
    assert names.read(written, [name]) == Reading(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("VV Putin", "Vladimir Putin"),
        ("VV. Putin", "Vladimir Putin"),
        ("V. P.", "Vladimir Putin"),
        ("V. V. Putin", "Vladimir Putin"),
        ("W. Putin", "Vladimir Putin"),
        ("V. Putn", "Vladimir Putin"),
        ("Vl. Putin", "Vladimir Putin"),
        ("Putin", "Vladimir Putin"),
        ("Vladimir", "Vladimir Putin"),
        ("Putin Putin", "Vladimir Putin"),
        ("P. Putin", "Vladimir Putin"),
        ("Putin, Wladimir", "Vladimir Putin"),
        ("N. P.", "Nguyễn Phú Trọng"),
        ("N. Trong", "Nguyễn Phú Trọng"),
        ("N. X. Trong", "Nguyễn Phú Trọng"),
        ("N. N. Trong", "Nguyễn Phú Trọng"),
        ("", "Vladimir Putin"),
        ("...", "Vladimir Putin"),
        ("M. X", "Malcolm X"),
        ("K", "Kilo"),
    ],
)
def test_what_is_no_short_form_of_the_name_is_refused(written, name):
    assert names.read(written, [name]) == Reading()


def test_a_short_form_that_fits_somebody_else_too_is_nobody():
    assert names.read("V. Putin", ["Vladimir Putin"], ["Viktor Putin"]) == Reading(several=True)
    assert names.read("Putin, V", ["Vladimir Putin"], ["Viktor Putin"]).several
    assert names.read("Vlad. Putin", ["Vladimir Putin"], ["Viktor Putin"]) == Reading()
    assert names.read("Putin, Vladimir", ["Vladimir Putin"], ["Viktor Putin"]).accepted
    assert names.read("V. Putin", ["Vladimir Putin"], ["Viktor Yanukovych", "Dmitry Putin"]).accepted


def test_a_rival_spelt_out_is_the_rival():
    assert names.read("Lam To", ["To Lam"], ["Lam To"]) == Reading()
    assert names.read("Lam, To", ["To Lam"], ["Lam To"]) == Reading()


def test_a_short_form_of_the_same_person_elsewhere_is_no_other_person():
    assert names.read("Putin, V.", ["Vladimir Putin"], ["V. Putin"]).accepted == "Vladimir Putin"


def test_accents_are_kept_where_they_matter():
    assert names.read("Đ. Thủy", ["Đặng Thủy"], accents=True).accepted
    assert not names.read("D. Thủy", ["Đặng Thủy"], accents=True).accepted
    assert not names.read("Đ. Thuy", ["Đặng Thủy"], accents=True).accepted


@given(NAME, st.data())
def test_any_order_with_any_initials_is_the_name_as_long_as_one_word_is_in_full(name, data):
    words = data.draw(st.permutations(name.split()))
    short = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    assume(not all(short))
    written = " ".join(f"{word[0]}." if cut else word for word, cut in zip(words, short, strict=True))
    assert names.read(written, [name]).accepted == name


@given(NAME, NAME, st.data())
def test_whatever_fits_two_people_was_in_reach(name, rival, data):
    words = data.draw(st.permutations(name.split()))
    short = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    written = " ".join(word[0] if cut else word for word, cut in zip(words, short, strict=True))
    assume(name != rival)
    if names.read(written, [name]).accepted and names.read(written, [rival]).accepted:
        assert names.in_reach(rival, [name])


def test_an_initial_is_no_slip_unless_the_name_itself_has_it():
    assert names.abbreviated("T. Lam", ["To Lam"])
    assert not names.abbreviated("Malcom X", ["Malcolm X"])
    assert not names.abbreviated("To Lan", ["To Lam"])
    assert not names.abbreviated("Pope John 2", ["Pope John 2"])


def test_a_digit_is_no_initial():
    assert names.read("Elizabeth 1", ["Elizabeth 100"]) == names.Reading()

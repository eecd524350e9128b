"""Numbers spelt out in the three languages of the pages."""

import pytest

from studyapp.kinds import quantities
from studyapp.kinds.number_words import LONGEST, SPELT


@pytest.mark.parametrize("language", sorted(SPELT))
def test_every_number_up_to_a_hundred_can_be_spelt(language):
    assert set(SPELT[language].values()) == set(range(101))
    assert max(len(words.split()) for words in SPELT[language]) <= LONGEST


@pytest.mark.parametrize(
    ("locale", "written", "value"),
    [
        ("ru", "одиннадцать", 11),
        ("ru", "двадцать две", 22),
        ("ru", "девяносто девять", 99),
        ("ru", "около пятидесяти", 50),
        ("ru", "сто", 100),
        ("ru", "дюжина", 12),
        ("ru", "пять миллионов", 5_000_000),
        ("ru", "миллион", 1_000_000),
        ("vi", "mười một", 11),
        ("vi", "hai mươi hai", 22),
        ("vi", "hai mươi mốt", 21),
        ("vi", "chín mươi chín", 99),
        ("vi", "tám mươi", 80),
        ("vi", "năm mươi lăm", 55),
        ("vi", "một trăm", 100),
        ("vi", "hai trăm", 200),
        ("vi", "khoảng năm triệu", 5_000_000),
        ("vi", "eleven", 11),
    ],
)
def test_a_number_is_read_from_its_words(locale, written, value):
    assert quantities.read(written, locale).value == value


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("ru", "сто двадцать"),
        ("ru", "двадцать двадцать"),
        ("ru", "пять с половиной"),
        ("ru", "много"),
        ("vi", "một trăm hai mươi"),
        ("vi", "hai hai"),
        ("vi", "hàng chục"),
        ("vi", "vài trăm"),
        ("en", "одиннадцать"),
        ("ru", "mười một"),
    ],
)
def test_what_is_more_than_one_number_or_none_is_asked_back(locale, written):
    with pytest.raises(quantities.UnreadableError):
        quantities.read(written, locale)

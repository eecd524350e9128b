"""Units in the words of learners, and which of them have nothing in between."""

import pytest

from studyapp.kinds.units import counts_whole_things, is_known, unit_key


@pytest.mark.parametrize(
    ("unit", "spellings"),
    [
        ("roubles", ["рублей", "руб.", "₽", "rúp", "rubles", "RUB"]),
        ("US dollars", ["долларов", "đô la Mỹ", "$", "USD"]),
        ("yen", ["¥", "円", "иен", "yên Nhật"]),
        ("yuan", ["元", "юаней", "nhân dân tệ"]),
        ("km", ["км", "километров", "cây số", "kilometres"]),
        ("years", ["лет", "года", "năm", "год"]),
        ("people", ["человек", "người", "person"]),
        ("%", ["процентов", "phần trăm", "percent", "％"]),
    ],
)
def test_a_unit_is_known_in_the_learners_words(unit, spellings):
    for spelling in spellings:
        assert unit_key(spelling) == unit_key(unit), spelling
        assert is_known(spelling), spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("рублей", "долларов"),
        ("км", "м"),
        ("лет", "месяцев"),
        ("đồng", "đô la"),
        ("yên", "yuan"),
        ("tấn", "kg"),
        ("час", "день"),
    ],
)
def test_two_units_stay_two(one, other):
    assert unit_key(one) != unit_key(other)


@pytest.mark.parametrize("unit", ["agreements", "people", "countries", "visits", "times"])
def test_some_things_are_whole(unit):
    assert counts_whole_things(unit)


@pytest.mark.parametrize("unit", ["", "km", "%", "years", "US dollars", "hours", "miles", "GW", "tonnes"])
def test_others_can_be_divided(unit):
    assert not counts_whole_things(unit)

"""Numbers and dates are read and shown as the page's language has them, until the reader says otherwise."""

import pytest
from django.utils import translation

from studyapp.kinds import KINDS, styles

TRADE = {"answer": 3.6, "magnitude": "billion", "unit": "US dollars"}
OPENING = {"answer": "2013-11-12"}


def body(kind, author):
    form = KINDS[kind].author_form(author)
    assert form.is_valid(), form.errors
    return KINDS[kind](form.cleaned_data)


@pytest.mark.parametrize(("language", "style"), [("en", "en"), ("en-us", "en"), ("vi", "vi"), ("ru", "ru")])
def test_the_language_of_the_page_decides(language, style):
    with translation.override(language):
        assert styles.current() == style


def test_what_the_reader_chose_comes_before_the_page():
    with translation.override("ru"), styles.override("vi"):
        assert styles.current() == "vi"
        with styles.override(""):
            assert styles.current() == "ru"
    assert styles.current() == "en"


def test_a_style_ends_even_when_something_goes_wrong():
    with pytest.raises(ZeroDivisionError), styles.override("ru"):
        1 / 0  # noqa: B018
    assert styles.current() == "en"


@pytest.mark.parametrize(
    ("kind", "author", "style", "shown"),
    [
        ("number", TRADE, "en", "3.6 billion US dollars"),
        ("number", TRADE, "ru", "3,6 млрд US dollars"),
        ("number", TRADE, "vi", "3,6 tỷ US dollars"),
        ("number", TRADE, "de", "3,6 Milliarden US dollars"),
        ("number", TRADE, "fr", "3,6 milliards US dollars"),
        ("number", {"answer": 2, "magnitude": "trillion"}, "vi", "2 nghìn tỷ"),
        ("number", {"answer": 1, "magnitude": "million"}, "de", "1 Million"),
        ("number", {"answer": 5, "magnitude": "thousand"}, "ru", "5 тыс."),
        ("number", {"answer": 12345.5, "unit": "km"}, "ru", "12\u00a0345,5 km"),
        ("number", {"answer": -2.5, "unit": "%"}, "vi", "-2,5%"),
        ("number", {"answer": 80, "unit": "%", "bound": "more"}, "ru", "more than 80%"),
        ("date", OPENING, "en", "12 November 2013"),
        ("date", OPENING, "ru", "12 ноября 2013 г."),
        ("date", OPENING, "vi", "12 tháng 11 năm 2013"),
        ("date", OPENING, "de", "12. November 2013"),
        ("date", OPENING, "fr", "12 novembre 2013"),
        ("date", {"answer": "2013-11"}, "ru", "ноябрь 2013 г."),
        ("date", {"answer": "2013-11"}, "vi", "tháng 11 năm 2013"),
    ],
)
def test_the_answer_is_shown_in_the_readers_style(kind, author, style, shown):
    asked = body(kind, author)
    with styles.override(style):
        assert asked.expected == shown
        assert asked.given_up().expected == shown
        [field] = asked.answer_form().fields
        form = asked.answer_form({field: shown.removeprefix("more than ")})
        assert form.is_valid(), form.errors
        verdict = asked.grade(form.cleaned_data)
    assert verdict.right
    assert verdict.given in (shown, "80%")


@pytest.mark.parametrize("style", ["en", "ru", "vi", "de", "fr"])
def test_what_the_library_keeps_stays_in_english(style):
    asked = body("number", TRADE)
    with styles.override(style), translation.override("ru"):
        assert asked.answers == ("3.6 billion",)
        assert asked.expected_in_english == "3.6 billion US dollars"
        assert body("date", OPENING).expected_in_english == "12 November 2013"


@pytest.mark.parametrize(
    ("style", "hint", "beside"),
    [
        ("en", "Between 1 billion and 10 billion US dollars.", "billion US dollars"),
        ("ru", "Between 1 млрд and 10 млрд US dollars.", "млрд US dollars"),
        ("vi", "Between 1 tỷ and 10 tỷ US dollars.", "tỷ US dollars"),
        ("de", "Between 1 Milliarde and 10 Milliarden US dollars.", "Milliarden US dollars"),
    ],
)
def test_hints_and_what_stands_beside_the_field_are_in_the_readers_style(style, hint, beside):
    asked = body("number", TRADE)
    with styles.override(style):
        assert asked.hint(seed="").text == hint
        assert asked.asked_unit == beside

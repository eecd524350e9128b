"""Dates are read as people write them; where two readings differ they are asked, and nothing is guessed."""

import time
from contextlib import suppress
from datetime import date

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.kinds import dates
from studyapp.kinds.dates import AmbiguousError, UnreadableError

LANGUAGES = ["en", "vi", "de", "ru"]
LOCALES = st.sampled_from([*LANGUAGES, "en-GB", "fr", "es", "pt-BR", "ja", "zh", "ko", "uk", "th", "no such locale"])
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))

READ = [
    ("en", "12 Nov 2013", "2013-11-12"),
    ("en", "12 November 2013", "2013-11-12"),
    ("en", "12 NOVEMBER 2013.", "2013-11-12"),
    ("en", "12nov2013", "2013-11-12"),
    ("en", "November 12, 2013", "2013-11-12"),
    ("en", "Nov. 12th 2013", "2013-11-12"),
    ("en", "the 12th of November, 2013", "2013-11-12"),
    ("en", "on 12 November 2013", "2013-11-12"),
    ("en", "2013, 12 November", "2013-11-12"),
    ("en", "Tuesday, 12 November 2013", "2013-11-12"),
    ("en", "Tues 12 Nov 2013", "2013-11-12"),
    ("en", "12 November 2013 (Tuesday)", "2013-11-12"),
    ("en", "2013-11-12", "2013-11-12"),
    ("en", "2013/11/12", "2013-11-12"),
    ("en", "2013-01-02", "2013-01-02"),
    ("en", "2013.11.12", "2013-11-12"),
    ("en", "12.11.2013", "2013-11-12"),
    ("en", "1. 2. 2013", "2013-02-01"),
    ("en", "20/11/2013", "2013-11-20"),
    ("en", "11/20/2013", "2013-11-20"),
    ("en", "11-20-2013", "2013-11-20"),
    ("en", "05/05/2013", "2013-05-05"),
    ("en", "November 2013", "2013-11"),
    ("en", "Sept 2013", "2013-09"),
    ("en", "Sep. 2013", "2013-09"),
    ("en", "2013 November", "2013-11"),
    ("en", "11/2013", "2013-11"),
    ("en", "2013-11", "2013-11"),
    ("en", "11.2013", "2013-11"),
    ("en", "2013", "2013"),
    ("en", "in 2013", "2013"),
    ("en", "year 2013", "2013"),
    ("en", "the year 2013", "2013"),
    ("en", "29 February 2024", "2024-02-29"),
    ("en", "１２ November ２０１３", "2013-11-12"),
    ("en", "١٢ November ٢٠١٣", "2013-11-12"),
    ("en", "2013–11–12", "2013-11-12"),
    ("en", "12\u00a0November\u202f2013", "2013-11-12"),
    ("vi", "12 November 2013", "2013-11-12"),
    ("vi", "ngày 12 tháng 11 năm 2013", "2013-11-12"),
    ("vi", "ngay 12 thang 11 nam 2013", "2013-11-12"),
    ("vi", "Thứ Ba, ngày 12 tháng 11 năm 2013", "2013-11-12"),
    ("vi", "thứ 3, 12 tháng 11, 2013", "2013-11-12"),
    ("vi", "tháng 11 năm 2013", "2013-11"),
    ("vi", "tháng 11/2013", "2013-11"),
    ("vi", "12 tháng 11, 2013", "2013-11-12"),
    ("vi", "ngày 12/11/2013", "2013-11-12"),
    ("vi", "năm 2013", "2013"),
    ("ru", "12 ноября 2013 г.", "2013-11-12"),
    ("ru", "12 ноября 2013 года", "2013-11-12"),
    ("ru", "вторник, 12 ноября 2013", "2013-11-12"),
    ("ru", "ноябрь 2013", "2013-11"),
    ("ru", "в 2013 году", "2013"),
    ("de", "12. November 2013", "2013-11-12"),
    ("de", "Dienstag, den 12. November 2013", "2013-11-12"),
    ("de", "12. März 2013", "2013-03-12"),
    ("de", "im Jahr 2013", "2013"),
    ("fr", "le 1er août 2013", "2013-08-01"),
    ("fr", "12 d'avril 2013", "2013-04-12"),
    ("fr", "mar. 12 nov. 2013", "2013-11-12"),
    ("fr", "12 mar 2013", "2013-03-12"),
    ("ja", "2013年11月12日", "2013-11-12"),
    ("ja", "2013年11月12日(火)", "2013-11-12"),
]

REFUSED = [
    ("01/02/2013", "1 February 2013 or 2 January 2013"),
    ("01-02-2013", "1 February 2013 or 2 January 2013"),
    ("1 2 2013", "1 February 2013 or 2 January 2013"),
    ("Friday, 01/02/2013", "1 February 2013 or 2 January 2013"),
    ("12/11/13", "four digits"),
    ("12.11.13", "four digits"),
    ("12 Nov 13", "four digits"),
    ("12 November '13", "four digits"),
    ("Nov '13", "four digits"),
    ("'13", "four digits"),
    ("13", "four digits"),
    ("ngày 12 tháng 11 năm 13", "four digits"),
    ("12/11", "as a word"),
    ("20.11.", "year as well"),
    ("30 February 2013", "no such day"),
    ("30 February", "no such day"),
    ("29 February 2013", "no such day"),
    ("31/11/2013", "no such day"),
    ("32.11.2013", "no such day"),
    ("2013-13", "no such day or month"),
    ("13/2013", "no such day or month"),
    ("0 May 2013", "no such day"),
    ("00/05/2013", "no such day"),
    ("0000", "no such day"),
    ("Wednesday, 12 November 2013", "is a Tuesday"),
    ("12 November 2013, Mon", "is a Tuesday"),
    ("12 November", "year as well"),
    ("November", "year as well"),
    ("12 November 0013", "out of range"),
    ("12 November 3013", "out of range"),
    ("x" * 61, "too long"),
    *(
        (nonsense, "like 3 May 1998")
        for nonsense in (
            "nonsense", "Novembre 2013", "Novmber 2013", "2013-2014", "2013-", "-2013", "10-12 November 2013",
            "20131112", "before 2013", "c. 2013", "Tuesday November 2013", "Tuesday", "2013-11-12T10:00", "12-11/2013",
            "201³4", "of", "12 11 November 2013", "12 November December 2013", "November 122013",
            "12 November 02013", "",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "written", "canonical"), READ)
def test_dates_are_read_as_people_write_them(locale, written, canonical):
    assert dates.read(written, locale) == canonical


@pytest.mark.parametrize(("written", "says"), REFUSED)
def test_what_is_no_one_date_is_asked_back_with_the_remedy(written, says):
    with pytest.raises((UnreadableError, AmbiguousError), match=says) as refusal:
        dates.read(written)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("12 November", "2013-11-12"),
        ("20/11", "2013-11-20"),
        ("11/20", "2013-11-20"),
        ("11/11", "2013-11-11"),
        ("12.11.", "2013-11-12"),
        ("Nov. 12th", "2013-11-12"),
        ("Tuesday, November 12", "2013-11-12"),
        ("November", "2013-11"),
        ("12 November 2014", "2014-11-12"),
        ("2014", "2014"),
    ],
)
def test_a_year_can_be_understood_but_what_is_written_counts(written, canonical):
    assert dates.read(written, year=2013) == canonical


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("29 February", "“29 February” in 2013"),
        ("Wednesday, 12 November", "is a Tuesday"),
        ("12 November 0000", "“12 November 0000”."),
    ],
)
def test_an_understood_year_makes_no_other_day_possible(written, says):
    with pytest.raises(UnreadableError, match=says):
        dates.read(written, year=2013)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("12 November 2013", "2013-11-12", True),
        ("Nov 12", "12 November", True),
        ("11/2013", "November 2013", True),
        ("12 November 2013", "12 November", False),
        ("12 November 2013", "November 2013", False),
        ("12 November 2000", "12 November", False),
        ("12 November 2013", "Wednesday, 12 November 2013", False),
        ("01/02/2013", "1 February 2013", False),
        ("Hanoi", "Hanoi", False),
    ],
)
def test_two_texts_state_one_date_or_not(left, right, same):
    assert dates.same_date(left, right) is same
    assert dates.same_date(right, left) is same


def _months_ways(day, locale):
    ways = [format_date(day, skeleton, locale=locale) for skeleton in ("LLLL y", "MMMM y", "MM/y", "y-MM", "MMM y")]
    return [*ways, format_skeleton("yMMMM", day, locale=locale)]


@given(DAYS, st.sampled_from(LANGUAGES), st.data())
def test_a_day_in_any_notation_of_any_language_reads_back_to_itself(day, locale, data):
    names = ["full", "long", "d MMM y", "MMMM d, y", "EEE, d MMMM y", "d. MMMM y", "y MMMM d"]
    digits = ["y-MM-dd", "y/M/d", "d.M.y", "dd.MM.y"]
    written = data.draw(st.sampled_from([format_date(day, way, locale=locale) for way in names + digits]))
    assert dates.read(written, locale) == day.isoformat()
    assert dates.read(f"  {written.upper()}. ", locale) == day.isoformat()


@given(DAYS, st.sampled_from(LANGUAGES), st.data())
def test_a_month_in_any_notation_of_any_language_reads_back_to_itself(day, locale, data):
    written = data.draw(st.sampled_from(_months_ways(day, locale)))
    assert dates.read(written, locale) == day.isoformat()[:7]


@given(DAYS, LOCALES, st.sampled_from(["/", "-", " ", " / "]), st.booleans())
def test_a_day_in_digits_alone_is_read_or_asked_but_never_mistaken(day, locale, sign, british):
    parts = (day.day, day.month, day.year) if british else (day.month, day.day, day.year)
    if day.day > 12 or day.day == day.month:
        assert dates.read(sign.join(map(str, parts)), locale) == day.isoformat()
    else:
        with pytest.raises(AmbiguousError):
            dates.read(sign.join(map(str, parts)), locale)


@given(DAYS, LOCALES, st.sampled_from(["short", "medium", "long", "full"]))
def test_no_notation_of_any_language_is_silently_another_date(day, locale, length):
    writer = locale if locale != "no such locale" else "en"
    written = format_date(day, length, locale=writer.replace("-", "_"))
    with suppress(UnreadableError, AmbiguousError):
        assert dates.read(written, locale) == day.isoformat()


@given(st.text(max_size=10_000), LOCALES)
@example("1" * 60, "en")
@example("1 " * 30, "vi")
@example("thang 1 " * 7, "vi")
@example("ﷺ" * 60, "en")
@example(" .-/" * 15, "ja")
def test_any_text_is_a_date_or_an_error_of_ours(anything, locale):
    with suppress(UnreadableError, AmbiguousError):
        assert len(dates.read(anything, locale)) in {4, 7, 10}


@given(
    st.lists(st.sampled_from([*"0129/-. ,'", "nov", "may", "th", "tue", "2013", "of", "năm "]), max_size=14), LOCALES
)
def test_any_heap_of_what_dates_are_made_of_is_a_date_or_an_error_of_ours(heap, locale):
    with suppress(UnreadableError, AmbiguousError):
        assert len(dates.read("".join(heap), locale)) in {4, 7, 10}


def test_reading_the_worst_of_texts_is_quick():
    dates.read("2013", "vi")
    start = time.process_time()
    for worst in ("1 " * 30, "thang 1 " * 7, " .-/" * 15, "ﷺ" * 60, "d'" * 30, "x" * 10_000, "1 " * 5000):
        with suppress(UnreadableError, AmbiguousError):
            dates.read(worst, "vi")
    assert time.process_time() - start < 0.2


def test_two_bare_numbers_that_can_be_either_are_asked_back_with_the_year_understood():
    with pytest.raises(AmbiguousError, match="12 November 2013 or 11 December 2013"):
        dates.read("12/11", year=2013)

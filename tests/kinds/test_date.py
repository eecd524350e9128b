"""Date questions: as precise as the answer, and asked back rather than guessed at."""

import json
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.kinds import Hint, SourcedValue, Surroundings, styles
from studyapp.kinds.date import Date

DAY, MONTH, YEAR = {"answer": "2013-11-12"}, {"answer": "2013-11"}, {"answer": "2013"}
GIVEN = {"year_given": True}
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def dated(**author):
    form = Date.author_form(author)
    assert form.is_valid(), form.errors
    return Date(form.cleaned_data)


def judged(kind, written, locale="en"):
    with styles.override(locale):
        form = kind.answer_form({"date": written})
        assert form.is_valid(), form.errors
    return kind.grade(json.loads(json.dumps(form.cleaned_data)))


def refusal(kind, written, locale="en"):
    with styles.override(locale):
        form = kind.answer_form({"date": written})
        assert not form.is_valid()
    return " ".join(form.errors["date"])


@pytest.mark.parametrize(
    ("author", "written", "right"),
    [
        (DAY, "12 Nov 2013", True),
        (DAY, "Tuesday, 12 November 2013", True),
        (DAY, "13 November 2013", False),
        (DAY, "12 November 2014", False),
        (MONTH, "November 2013", True),
        (MONTH, "12 November 2013", True),
        (MONTH, "30.11.2013", True),
        (MONTH, "December 2013", False),
        (YEAR, "2013", True),
        (YEAR, "in 2013", True),
        (YEAR, "12 November 2013", True),
        (YEAR, "2014", False),
        (DAY | GIVEN, "12 November", True),
        (DAY | GIVEN, "12 November 2013", True),
        (DAY | GIVEN, "12 November 2014", False),
        (DAY | GIVEN, "11 November", False),
        (MONTH | GIVEN, "november", True),
        (MONTH | GIVEN, "12 November", True),
        (MONTH | GIVEN, "December", False),
    ],
)
def test_a_date_is_judged_at_the_precision_asked_for(author, written, right):
    assert judged(dated(**author), written).right is right


@pytest.mark.parametrize(
    ("locale", "written"), [("vi", "ngày 12 tháng 11 năm 2013"), ("ru", "12 ноября 2013 г."), ("de", "12. Nov. 2013")]
)
def test_a_date_is_read_in_the_learners_language(locale, written):
    assert judged(dated(**DAY), written, locale).right


@pytest.mark.parametrize(
    ("author", "written", "says"),
    [
        (DAY, "", "Write a date first."),
        (DAY, "\u200b", "Write a date first."),
        (DAY, "2013", "Give the day and the month as well."),
        (DAY, "November 2013", "Give the day as well."),
        (DAY, "12 November", "Give the year as well."),
        (MONTH, "2013", "Give the month as well."),
        (MONTH, "November", "Give the year as well."),
        (YEAR, "November", "Give the year as well."),
        (DAY | GIVEN, "November", "Give the day as well."),
        (DAY | GIVEN, "2013", "Give the day and the month as well."),
        (DAY, "01/02/2013", "1 February 2013 or 2 January 2013"),
        (DAY, "30 February 2013", "no such day"),
        (DAY | GIVEN, "30 February", "no such day"),
        (DAY, "some day", "cannot read “some day” as a date"),
        (DAY, "1" * 61, "too long"),
        (DAY, "12 Nov\x00 2013", "invisible"),
    ],
)
def test_what_cannot_be_judged_is_asked_back(author, written, says):
    assert says in refusal(dated(**author), written)


@pytest.mark.parametrize("written", ["01/02/2013", "2013", "12 November", "30 February", "13", "x", "Mon 12 Nov 2013"])
def test_asking_back_does_not_depend_on_the_key(written):
    assert len({refusal(dated(answer=answer), written) for answer in ("2013-02-01", "2013-01-02", "1999-12-31")}) == 1


@given(DAYS, st.sampled_from([4, 7, 10]), st.data())
def test_a_date_with_another_digit_is_never_accepted(day, length, data):
    kind = dated(answer=day.isoformat()[:length])
    written = data.draw(st.sampled_from([kind.spec["answer"], kind.expected]))
    assert judged(kind, written).right
    place = data.draw(st.sampled_from([at for at, char in enumerate(written) if char.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != written[place])
    form = kind.answer_form({"date": f"{written[:place]}{digit}{written[place + 1 :]}"})
    assert not form.is_valid() or not kind.grade(form.cleaned_data).right


@given(st.text(max_size=10_000), st.sampled_from(["en", "vi", "de", "ru"]))
def test_any_text_is_judged_or_refused(anything, locale):
    with styles.override(locale):
        form = dated(**DAY).answer_form({"date": anything})
        if form.is_valid():
            assert 0 <= dated(**DAY).grade(form.cleaned_data).score <= 1


def test_the_verdict_shows_how_the_date_was_understood():
    verdict = judged(dated(**MONTH), "30.10.2013")
    assert (verdict.given, verdict.expected) == ("October 2013", "November 2013")


@pytest.mark.parametrize(
    ("author", "written", "notes"),
    [
        (DAY, "13 November 2013", ("The month and the year are right.",)),
        (DAY, "12 December 2013", ("The year is right.",)),
        (DAY, "12 November 2014", ()),
        (MONTH, "December 2013", ("The year is right.",)),
        (MONTH, "November 2014", ()),
        (YEAR, "2014", ()),
        (DAY | GIVEN, "13 November", ("The month is right.",)),
        (DAY | GIVEN, "12 December", ()),
        (MONTH | GIVEN, "December", ()),
    ],
)
def test_a_wrong_date_is_told_how_far_it_is_right_beyond_what_the_prompt_says(author, written, notes):
    verdict = judged(dated(**author), written)
    assert (verdict.score, verdict.notes) == (0, notes)


@pytest.mark.parametrize(
    ("author", "hint", "asked"),
    [
        (YEAR, Hint("In the 2010s."), "year"),
        (MONTH, Hint("In 2013."), "month and year"),
        (DAY, Hint("In November 2013."), "day, month and year"),
        (DAY | GIVEN, Hint("In November."), "day and month"),
        (MONTH | GIVEN, None, "month"),
    ],
)
def test_a_hint_gives_the_next_wider_span_and_never_what_the_prompt_says(author, hint, asked):
    kind = dated(**author)
    assert kind.hint(seed="") == hint
    assert kind.asked == asked


SOURCES = (
    SourcedValue("2013-11-12", "The Moscow Times, 12 November 2013", "on Tuesday"),
    SourcedValue("13 November 2013", "Nhan Dan", "on the 13th"),
)


def sourced(**author):
    return Date(Date.freeze(dated(**author).spec, Surroundings(sourced=SOURCES)))


def test_every_sourced_date_is_right_and_the_verdict_says_by_whom():
    first, second, third = (judged(sourced(**DAY), f"{day} November 2013") for day in (12, 13, 14))
    assert (first.right, second.right, third.right) == (True, True, False)
    assert first.expected == third.expected == "12 November 2013 or 13 November 2013"
    assert first.notes == ("Right by one of 2 independent sources: The Moscow Times, 12 November 2013 (on Tuesday).",)
    assert second.notes == ("Right by one of 2 independent sources: Nhan Dan (on the 13th).",)


def test_sources_that_agree_at_the_precision_asked_for_need_no_mention():
    verdict = judged(sourced(**MONTH), "November 2013")
    assert (verdict.right, verdict.expected, verdict.notes) == (True, "November 2013", ())


def test_an_answer_that_no_source_gives_cannot_be_published():
    with pytest.raises(ValidationError, match=r"12 November 2013 or 13 November 2013.*“14 November 2013”"):
        sourced(answer="2013-11-14")


@pytest.mark.parametrize("value", ["2013-11", "2013", "on Tuesday", "01/11/2013", ""])
def test_a_sourced_value_that_says_less_than_is_asked_cannot_be_published(value):
    vague = (SourcedValue(value, "RKS News", ""),)
    with pytest.raises(ValidationError, match="given by RKS News is no date as precise"):
        Date.freeze(dated(**DAY).spec, Surroundings(sourced=vague))


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (2013, "2013"),
        ("2013-11", "2013-11"),
        (date(2013, 11, 12), "2013-11-12"),
        (" 2013-11-12 ", "2013-11-12"),
        ("12 November 2013", "2013-11-12"),
        ("Nov. 2013", "2013-11"),
    ],
)
def test_an_answer_is_taken_as_seeds_and_browsers_give_it(answer, kept):
    assert dated(answer=answer).spec == {"answer": kept, "year_given": False}


@pytest.mark.parametrize(
    ("author", "field"),
    [
        ({}, "answer"),
        ({"answer": "last week"}, "answer"),
        ({"answer": "2013-02-30"}, "answer"),
        ({"answer": 13}, "answer"),
        ({"answer": True}, "answer"),
        ({"answer": [2013]}, "answer"),
        ({"answer": datetime(2013, 11, 12, 10, 0)}, "answer"),
        (YEAR | GIVEN, "year_given"),
        (DAY | {"year_given": "perhaps"}, "year_given"),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, field):
    assert list(Date.author_form(author).errors) == [field]


def test_a_year_that_is_said_to_be_given_must_stand_in_the_prompt():
    spec = dated(**DAY, **GIVEN).spec
    assert Date.prompt_fault(spec, "On which day of 2013 were the talks?") == ""
    assert "2013" in Date.prompt_fault(spec, "On which day of 12013 were the talks?")
    assert Date.prompt_fault(dated(**DAY).spec, "On which day were the talks?") == ""


def test_a_wrong_sample_is_wrong_by_every_source_even_at_the_end_of_a_leap_february():
    assert not judged(dated(answer="2000-02-29"), dated(answer="2000-02-29").sample_answer(right=False)["date"]).right
    kind = Date(Date.freeze(dated(answer="2000").spec, Surroundings(sourced=(SourcedValue("2000", "AFP", ""),))))
    assert not judged(kind, kind.sample_answer(right=False)["date"]).right


def test_another_day_is_another_answer_and_another_precision_too():
    assert dated(**DAY).key == dated(**DAY, **GIVEN).key
    assert len({dated(**author).key for author in (DAY, MONTH, YEAR, {"answer": "2013-11-13"})}) == 4


def test_an_editor_is_warned_of_a_date_that_stands_in_the_prompt():
    assert dated(**YEAR).warnings("In 2013, which year was it?")
    assert dated(**DAY).warnings("What happened on 12 November 2013?")
    assert dated(**DAY).warnings("On which day of 2013 was it?") == []

"""Number questions: exact within what the editor allows; unit and magnitude are understood or asked for."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import SourcedValue, Surroundings, bounds, styles
from studyapp.kinds.number import Number

TRADE = {"answer": 3.6, "magnitude": "billion", "unit": "US dollars"}


def number(**author):
    form = Number.author_form(author)
    assert form.is_valid(), form.errors
    return Number(form.cleaned_data)


def judged(kind, written, locale="en"):
    with styles.override(locale):
        form = kind.answer_form({"number": written})
        assert form.is_valid(), form.errors
    return kind.grade(json.loads(json.dumps(form.cleaned_data)))


def refusal(kind, written, locale="en"):
    with styles.override(locale):
        form = kind.answer_form({"number": written})
        assert not form.is_valid()
    return " ".join(form.errors["number"])


@pytest.mark.parametrize(
    ("locale", "written", "right"),
    [
        ("en", "3.6", True),
        ("en", "3.60", True),
        ("en", "$3.6bn", True),
        ("en", "$3.6", True),
        ("en", "3.6 billion", True),
        ("en", "3.6 billion dollars", True),
        ("en", "3,600 million", True),
        ("en", "3600 million US$", True),
        ("en", "3 600 000 thousand", True),
        ("vi", "3,6", True),
        ("vi", "3,6 tỷ", True),
        ("vi", "3600 triệu", True),
        ("vi", "3,6 billion USD", True),
        ("de", "3,6 Milliarden", True),
        ("de", "3600 Mio. Dollar", True),
        ("en", "36", False),
        ("en", "3.61", False),
        ("en", "3.6 million", False),
        ("en", "3.6 trillion", False),
        ("en", "-3.6", False),
        ("en", "four", False),
        ("vi", "3,5", False),
        ("vi", "3,6 triệu", False),
        ("de", "36 Milliarden", False),
    ],
)
def test_unit_and_magnitude_are_understood(locale, written, right):
    assert judged(number(**TRADE), written, locale).right is right


@pytest.mark.parametrize(
    ("locale", "written", "says"),
    [
        ("en", "3.6 euros", "US dollars"),
        ("en", "€3.6bn", "US dollars"),
        ("en", "3.6%", "US dollars"),
        ("en", "3.6 billion tonnes", "US dollars"),
        ("en", "3600000000", "in all, write 3.6;"),
        ("en", "$3,600,000,000", "in all, write 3.6;"),
        ("en", "lots", "such as 12"),
        ("en", "3.6 or 3.7", "such as 12"),
        ("en", "", "first"),
        ("en", "\u200b", "first"),
        ("en", "1" * 61, "oo long"),
        ("en", "3\x006", "invisible"),
        ("vi", "3,600 million", "3,6 million or 3600 million"),
        ("vi", "3.600", "3600 or 3,6"),
        ("de", "3,6 billion", "3600000000000 or 3600000000"),
    ],
)
def test_what_cannot_be_understood_is_asked_back_and_not_judged(locale, written, says):
    assert says in refusal(number(**TRADE), written, locale)


def test_asking_back_does_not_depend_on_the_key():
    refusals = {refusal(number(answer=answer), "3,600", "vi") for answer in ("3600", "3.6", "7")}
    assert len(refusals) == 1


@pytest.mark.parametrize("written", ["11", "eleven", "11 agreements", "11 agreement", "11 deals", "11.0"])
def test_the_unit_may_be_written_or_left_out(written):
    assert judged(number(answer=11, unit="agreements", unit_aliases=["deals"]), written).right


def test_a_unit_is_asked_for_where_it_is_wrong_and_refused_where_there_is_none():
    assert "agreements" in refusal(number(answer=11, unit="agreements"), "11 %")
    assert "without a unit" in refusal(number(answer=11), "11 agreements")
    assert judged(number(answer=80, unit="%"), "80 per cent").right
    assert judged(number(answer=80, unit="%"), "80").right
    assert not judged(number(answer=80, unit="%"), "0.8").right


@pytest.mark.parametrize(
    ("author", "accepted", "refused"),
    [
        ({"answer": 11}, ["11"], ["10.999999", "11.000001", "12"]),
        ({"answer": 11, "tolerance": 1}, ["10", "12", "11.5"], ["9.99", "12.01"]),
        ({"answer": 200, "tolerance": "5%"}, ["190", "210"], ["189.9", "210.1"]),
        ({"answer": -200, "tolerance": "5 percent"}, ["-190", "-210"], ["-189", "-211", "200"]),
        ({"answer": 11, "answer_to": 12}, ["11", "11.5", "12"], ["10.9", "12.1"]),
        ({"answer": 10, "answer_to": 20, "tolerance": "10%"}, ["9", "22"], ["8.9", "22.1"]),
        ({**TRADE, "tolerance": "0.1"}, ["3.5", "3.7", "3,550 million"], ["3.4", "3.71"]),
        ({**TRADE, "tolerance": "100 million"}, ["3.5", "3.7"], ["3.4"]),
        ({"answer": "3.6 billion"}, ["3600000000", "3.6 billion"], ["3.6"]),
        ({"answer": "0.1", "tolerance": "0.2"}, ["0.3"], ["0.30000000000000004"]),
        ({"answer": 0}, ["0", "-0", "zero"], ["1"]),
    ],
)
def test_a_tolerance_and_a_range_are_exact_to_the_last_digit(author, accepted, refused):
    kind = number(**author)
    assert [judged(kind, written).right for written in accepted] == [True] * len(accepted)
    assert [judged(kind, written).right for written in refused] == [False] * len(refused)


SHARE = {"answer": 80, "unit": "%", "bound": "more"}


@pytest.mark.parametrize(
    "written",
    ["80", "80 %", ">80", "> 80 %", "more than 80", "over 80 percent", "above 80", "hơn 80", "trên 80%", "mehr als 80"],
)
def test_a_bound_is_right_with_its_own_word_or_none(written):
    verdict = judged(number(**SHARE), written, "vi")
    assert verdict.right
    assert verdict.expected == "more than 80%"
    assert verdict.notes == ()


@pytest.mark.parametrize("written", ["80+", "at least 80", "≥80", "80 or more", "ít nhất 80", "mindestens 80"])
def test_a_bound_in_the_same_direction_counts_and_the_difference_is_said(written):
    verdict = judged(number(**SHARE), written)
    assert verdict.right
    assert verdict.notes == ("Reported as more than 80%.",)
    assert verdict.given == "at least 80%"


@pytest.mark.parametrize(
    "written", ["less than 80", "<80", "under 80", "up to 80", "no more than 80", "dưới 80", "≤80"]
)
def test_a_bound_the_other_way_round_is_wrong_and_said_so(written):
    verdict = judged(number(**SHARE), written)
    assert not verdict.right
    assert verdict.notes == ("The other way round: more than 80%.",)


@pytest.mark.parametrize("written", ["85", "81", ">85", "more than 79", "79", "<79", "at least 90", "100"])
def test_a_number_beyond_a_bound_is_not_what_was_reported(written):
    verdict = judged(number(**SHARE), written)
    assert not verdict.right
    assert verdict.notes == ()


@pytest.mark.parametrize(
    ("bound", "expected", "written"),
    [
        ("at_least", "at least 12 agreements", "at least a dozen"),
        ("less", "less than 12 agreements", "fewer than 12"),
        ("at_most", "at most 12 agreements", "up to 12 agreements"),
        ("more", "more than 12 agreements", "over a dozen"),
    ],
)
def test_every_bound_is_shown_in_words_and_may_be_typed(bound, expected, written):
    kind = number(answer=12, unit="agreements", bound=bound)
    assert kind.expected == expected
    assert judged(kind, written).right
    assert judged(kind, written).given == expected


def test_a_bound_keeps_tolerance_sources_and_magnitude():
    near = judged(number(**SHARE, tolerance=2), ">81")
    assert near.right
    assert near.notes == ("Close enough: it counts.",)
    sources = (SourcedValue("At least a dozen", "RKS News", ""), SourcedValue("More than 12", "AFP", ""))
    kind = Number(Number.freeze(number(answer=12, bound="at_least").spec, Surroundings(sourced=sources)))
    assert (kind.expected, judged(kind, "12").notes) == ("at least 12", ())
    trade = number(**TRADE, bound="more")
    assert judged(trade, "over $3.6bn").right
    assert judged(trade, "hơn 3,6 tỷ USD", "vi").right


def test_a_bound_where_none_is_asked_for_is_sent_back():
    assert refusal(number(answer=80, unit="%"), "more than 80") == "Write only the number."
    assert refusal(number(answer=80, unit="%"), "80+") == "Write only the number."
    assert "such as 12" in refusal(number(answer=80, unit="%"), "more than many")


@pytest.mark.parametrize(
    "written", ["11-12", "11–12", "11 to 12", "11 - 12 agreements", "between 11 and 12", "11 bis 12"]
)
def test_a_range_is_sent_back(written):
    for kind in (
        number(answer=11, unit="agreements"),
        number(answer=11, answer_to=12),
        number(answer=11, bound="more"),
    ):
        assert "is a range. Write one number" in refusal(kind, written)


def test_the_bound_is_part_of_the_response_and_of_the_key():
    form = number(**SHARE).answer_form({"number": "≥ 80 %"})
    assert form.is_valid()
    assert form.cleaned_data == {"number": ">=80"}
    assert number(**SHARE).key != number(answer=80, unit="%").key


def test_a_revision_from_before_bounds_is_judged_as_ever():
    spec = number(answer=11).spec
    old = Number({name: value for name, value in spec.items() if name != "bound"})
    assert judged(old, "11").right
    assert old.key == number(answer=11).key


@pytest.mark.parametrize(
    ("author", "hint"),
    [
        ({"answer": 11, "unit": "agreements"}, "Between 10 and 100 agreements."),
        ({"answer": 80, "unit": "%", "bound": "more"}, "Between 10% and 100%."),
        (TRADE, "Between 1 billion and 10 billion US dollars."),
        (
            {"answer": "3.6 billion", "unit": "$"},
            "Between $1\u00a0000\u00a0000\u00a0000 and $10\u00a0000\u00a0000\u00a0000.",
        ),
        ({"answer": 12.4, "unit": "hours", "tolerance": 1}, "Between 10 and 100 hours."),
        ({"answer": 11, "answer_to": 12}, "Between 10 and 100."),
        ({"answer": 7}, "Between 1 and 10."),
    ],
)
def test_a_hint_gives_the_power_of_ten_and_the_unit(author, hint):
    assert number(**author).hint(seed="1").text == hint


@pytest.mark.parametrize(
    "author",
    [
        {"answer": 0},
        {"answer": 0.004},
        {"answer": -5},
        {"answer": 1},
        {"answer": 10},
        {"answer": 1000, "unit": "people"},
        {"answer": 11, "tolerance": 1},
        {"answer": 99, "tolerance": 1},
        {"answer": 9, "answer_to": 11},
    ],
)
def test_there_is_no_hint_that_would_hold_the_answer_or_tell_nothing(author):
    assert number(**author).hint(seed="1") is None


@given(st.decimals(0, 10**8, places=2), st.sampled_from(["", "0.5", "5%"]))
def test_neither_end_of_a_hint_is_right(answer, tolerance):
    kind = number(answer=str(answer), tolerance=tolerance)
    hint = kind.hint(seed="1")
    if hint:
        ends = hint.text.removeprefix("Between ").removesuffix(".").split(" and ")
        assert not any(judged(kind, end).right for end in ends)
        low, high = (judged(kind, end).given.replace("\u00a0", "") for end in ends)
        assert Decimal(low) < answer < Decimal(high)


@pytest.mark.parametrize("bound", ["", "more", "at_most"])
@given(st.data())
def test_no_edit_of_a_digit_is_ever_right(bound, data):
    answer = data.draw(st.decimals(1, 10**8, places=data.draw(st.integers(0, 3))))
    kind = number(answer=f"{answer:f}", bound=bound)
    written = f"{answer:f}"
    place = data.draw(st.sampled_from([place for place, char in enumerate(written) if char.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789"))
    swapped = written[:place] + written[place + 1 : place + 2] + written[place] + written[place + 2 :]
    edits = [written[:place] + digit + rest for rest in (written[place:], written[place + 1 :])]
    edited = data.draw(st.sampled_from([*edits, written[:place] + written[place + 1 :], swapped]))
    form = kind.answer_form({"number": edited})
    if form.is_valid():
        # Noughts in front or at the end of decimals change a text and not the number.
        assert kind.grade(form.cleaned_data).right is (Decimal(edited) == answer)


@given(st.decimals(0, 10**8, places=2), st.sampled_from(sorted(bounds.BOUNDS)), st.data())
def test_a_right_number_stays_right_in_any_case_and_spacing_with_its_bound(answer, bound, data):
    kind = number(answer=str(answer), unit="hours", bound=bound)
    words = f"{bounds.BOUNDS[bound]} {answer} hours"
    variant = data.draw(
        st.sampled_from([words, words.upper(), words.title(), words.replace(" ", "\u00a0  "), f" {words}."])
    )
    assert judged(kind, variant).right
    assert judged(kind, variant).notes == ()
    assert judged(kind, f"{bounds.SIGNS[bound]}  {answer}").right


def test_the_learner_may_say_that_a_number_was_misjudged():
    assert Number.disputable


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_without_tolerance_no_other_number_is_right(answer, other):
    assert judged(number(answer=answer), str(other)).right is (answer == other)


@given(st.text(max_size=10_000), st.sampled_from(["en", "vi", "de", "ru"]))
def test_any_text_is_judged_or_refused(anything, locale):
    kind = number(**TRADE)
    with styles.override(locale):
        form = kind.answer_form({"number": anything})
        if form.is_valid():
            kind.grade(form.cleaned_data)


def test_the_verdict_shows_how_the_number_was_understood():
    verdict = judged(number(**TRADE), "3,500 million")
    assert (verdict.given, verdict.expected) == ("3.5 billion US dollars", "3.6 billion US dollars")


def test_near_enough_is_said_so():
    assert judged(number(answer=11, tolerance=1), "12").notes == ("Close enough: it counts.",)
    assert judged(number(answer=11, tolerance=1), "11").notes == ()


SOURCES = (
    SourcedValue("11", "A report of 20 June 2024", "eleven"),
    SourcedValue("12", "The Moscow Times / AFP, 20 June 2024", "around a dozen"),
    SourcedValue("12", "RKS News", "12 made public"),
)


def test_every_sourced_number_is_right_and_the_verdict_says_by_whom():
    kind = Number(Number.freeze(number(answer=11, unit="agreements").spec, Surroundings(sourced=SOURCES)))
    first, second, third = judged(kind, "11"), judged(kind, "a dozen"), judged(kind, "13")
    assert (first.right, second.right, third.right) == (True, True, False)
    assert first.expected == third.expected == "11 or 12 agreements"
    assert first.notes == ("Right by one of 3 independent sources: A report of 20 June 2024 (eleven).",)
    assert second.notes[0].startswith("Right by 2 of 3 independent sources: The Moscow Times / AFP")
    assert third.notes == ()


def test_sourced_values_are_whole_numbers_and_shown_in_the_magnitude_of_the_question():
    sources = (SourcedValue("3600000000", "RKS News", ""), SourcedValue("3.7 billion", "Nhan Dan", ""))
    kind = Number(Number.freeze(number(**TRADE).spec, Surroundings(sourced=sources)))
    assert kind.expected == "3.6 billion or 3.7 billion US dollars"
    assert judged(kind, "3.7").notes == ("Right by one of 2 independent sources: Nhan Dan.",)


def test_a_range_that_covers_the_sources_is_shown_as_the_range():
    kind = Number(Number.freeze(number(answer=11, answer_to=12).spec, Surroundings(sourced=SOURCES)))
    assert kind.expected == "11 to 12"
    assert judged(kind, "11.5").right


def test_an_answer_that_no_source_gives_cannot_be_published():
    with pytest.raises(ValidationError, match="11 or 12, but the answer is “13 agreements”"):
        Number.freeze(number(answer=13, unit="agreements").spec, Surroundings(sourced=SOURCES))


def test_a_sourced_value_that_is_no_number_cannot_be_published():
    vague = (SourcedValue("dozens", "RKS News", "dozens"),)
    with pytest.raises(ValidationError, match="“dozens” given by RKS News"):
        Number.freeze(number(answer=11).spec, Surroundings(sourced=vague))


@pytest.mark.parametrize(
    ("author", "fields"),
    [
        ({}, ["answer"]),
        ({"answer": "about a lot"}, ["answer"]),
        ({"answer": True}, ["answer"]),
        ({"answer": [11]}, ["answer"]),
        ({"answer": float("nan")}, ["answer"]),
        ({"answer": float("inf")}, ["answer"]),
        ({"answer": 1e300}, ["answer"]),
        ({"answer": "80 %"}, ["answer"]),
        ({"answer": 3600000000, "magnitude": "billion"}, ["answer"]),
        ({"answer": "3600 million", "magnitude": "thousand"}, ["answer"]),
        ({"answer": 11, "answer_to": 11}, ["answer_to"]),
        ({"answer": 11, "answer_to": "x"}, ["answer_to"]),
        ({"answer": 11, "tolerance": "0"}, ["tolerance"]),
        ({"answer": 11, "tolerance": "-1"}, ["tolerance"]),
        ({"answer": 11, "tolerance": "100%"}, ["tolerance"]),
        ({"answer": 11, "tolerance": "1 day"}, ["tolerance"]),
        ({"answer": 11, "tolerance": "some"}, ["tolerance"]),
        ({"answer": 11, "unit_aliases": ["deals"]}, ["unit"]),
        ({"answer": 11, "magnitude": "zillion"}, ["magnitude"]),
        ({"answer": 11, "bound": "around"}, ["bound"]),
        ({"answer": 11, "answer_to": 12, "bound": "more"}, ["bound"]),
        ({"answer": 11, "unit": "x" * 61}, ["unit"]),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, fields):
    assert list(Number.author_form(author).errors) == fields


@pytest.mark.parametrize(
    ("author", "kept"),
    [
        ({"answer": "3.6 billion"}, "3600000000"),
        ({"answer": "3.6 billion", "magnitude": "billion"}, "3.6"),
        ({"answer": "3,600 million", "magnitude": "billion"}, "3.6"),
        ({"answer": 3.6, "magnitude": "billion"}, "3.6"),
        ({"answer": "eleven"}, "11"),
        ({"answer": 0}, "0"),
        ({"answer": 1e-05}, "0.00001"),
    ],
)
def test_the_spec_keeps_a_plain_number_in_the_magnitude(author, kept):
    assert number(**author).spec["answer"] == kept


def test_another_notation_is_no_other_answer_but_another_unit_is():
    assert number(**TRADE).key == number(answer="3600 million", unit="USD").key
    assert number(answer=11).key != number(answer=12).key
    assert number(answer=11).key != number(answer=11, answer_to=12).key
    assert number(answer=11, unit="euros").key != number(answer=11, unit="$").key
    assert number(answer=11).key == number(answer=11, tolerance=1).key


def test_an_editor_is_warned_of_an_answer_that_stands_in_the_prompt():
    assert number(answer=2013).warnings("In 2013, which year was it?")
    assert number(answer=11).warnings("In 2011, how many?") == []


def test_the_response_is_the_number_in_full():
    with styles.override("vi"):
        form = number(**TRADE).answer_form({"number": "3,6"})
        assert form.is_valid()
    assert Decimal(form.cleaned_data["number"]) == 3_600_000_000


def by_sources(*values, **author):
    sources = tuple(SourcedValue(value, source, "") for value, source in zip(values, "ABC", strict=False))
    return Number(Number.freeze(number(unit="%", **author).spec, Surroundings(sourced=sources)))


def test_a_source_that_reports_a_bound_is_right_with_it_and_wrong_the_other_way_round():
    body = by_sources("More than 80%", "80", answer="80")
    verdicts = {typed: judged(body, typed) for typed in ("80", "more than 80", "less than 80")}
    assert [verdict.right for verdict in verdicts.values()] == [True, True, False]
    assert "Right by one of 2 independent sources: A." in verdicts["more than 80"].notes
    assert "The other way round" in verdicts["less than 80"].notes[0]


def test_a_bound_is_shown_only_with_the_number_it_belongs_to():
    body = by_sources("More than 80%", "75", answer="80", bound="more")
    assert body.expected == "more than 80% or 75%"
    assert judged(body, "75").right
    assert not judged(body, "more than 75").right


def test_the_answer_cannot_be_a_bound_that_every_source_has_the_other_way_round():
    with pytest.raises(ValidationError, match="Correct the answer"):
        by_sources("Less than 80%", answer="80", bound="more")


def test_an_agencys_text_is_one_source_however_many_carry_it():
    carried = [SourcedValue("11", outlet, "", "AFP") for outlet in ("The Moscow Times / AFP", "Hanoi report")]
    sources = (*carried, SourcedValue("12", "RKS NEWS", "", "RKS NEWS"))
    kind = Number(Number.freeze(number(answer=11).spec, Surroundings(sourced=sources)))
    assert judged(kind, "11").notes == ("Right by one of 2 independent sources: The Moscow Times / AFP; Hanoi report.",)
    assert judged(kind, "12").notes == ("Right by one of 2 independent sources: RKS NEWS.",)

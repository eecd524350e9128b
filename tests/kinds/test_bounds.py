"""Bounds are read around a number in several tongues, and everything else of the text is left as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.kinds import bounds


@pytest.mark.parametrize(
    ("written", "bound", "rest"),
    [
        (">80", "more", "80"),
        ("> 80 %", "more", "80 %"),
        ("more than 80", "more", "80"),
        ("More than $80", "more", "$80"),
        ("over 80 percent", "more", "80 percent"),
        ("above 80", "more", "80"),
        ("well over 80", "more", "80"),
        ("80+", "at_least", "80"),
        ("80 +", "at_least", "80"),
        ("80+%", "at_least", "80 %"),
        ("80%+", "at_least", "80%"),
        ("3.6bn+", "at_least", "3.6bn"),
        ("80+ agreements", "at_least", "80  agreements"),
        ("at least 80", "at_least", "80"),
        ("at least a dozen", "at_least", "a dozen"),
        ("a minimum of 80", "at_least", "80"),
        ("not less than 80", "at_least", "80"),
        ("≥80", "at_least", "80"),
        (">= 80", "at_least", "80"),
        ("80 or more", "at_least", "80"),
        ("80% or more", "at_least", "80%"),
        ("less than 80", "less", "80"),
        ("<80", "less", "80"),
        ("under 80", "less", "80"),
        ("fewer than 80", "less", "80"),
        ("up to 80", "at_most", "80"),
        ("no more than 80", "at_most", "80"),
        ("at most 80", "at_most", "80"),
        ("≤ 80", "at_most", "80"),
        ("<=80", "at_most", "80"),
        ("80 or less", "at_most", "80"),
        ("hơn 80", "more", "80"),
        ("trên 80", "more", "80"),
        ("tren 80", "more", "80"),
        ("dưới 80", "less", "80"),
        ("ít nhất 80", "at_least", "80"),
        ("it nhat 80", "at_least", "80"),
        ("tối đa 80", "at_most", "80"),
        ("80 trở lên", "at_least", "80"),
        ("mehr als 80", "more", "80"),
        ("über 80", "more", "80"),
        ("mindestens 80", "at_least", "80"),
        ("weniger als 80", "less", "80"),
        ("höchstens 80", "at_most", "80"),
        ("bis zu 80", "at_most", "80"),
        ("более 80", "more", "80"),
        ("не менее 80", "at_least", "80"),
        ("до 80", "at_most", "80"),
        ("plus de 80", "more", "80"),
        ("au moins 80", "at_least", "80"),
        ("jusqu’à 80", "at_most", "80"),
    ],
)
def test_a_bound_is_told_from_its_number(written, bound, rest):
    assert bounds.split(written) == (bound, rest)


@pytest.mark.parametrize(
    "written",
    [
        "80",
        "about 80",
        "+80",
        "-80",
        "80 %",
        "more 80",
        "than 80",
        "80 overs",
        "2+2",
        "1+1=2",
        ">",
        "at least",
        "",
        "more",
    ],
)
def test_where_no_bound_stands_nothing_is_taken(written):
    assert bounds.split(written) == ("", written)


@given(st.text(max_size=200))
@example("+" * 200)
@example("up to " * 30)
def test_what_is_left_is_part_of_what_was_written(anything):
    bound, rest = bounds.split(anything)
    assert bound in {"", *bounds.BOUNDS}
    assert len(rest) <= len(anything) + 1


@pytest.mark.parametrize("bound", ["", *bounds.BOUNDS])
@pytest.mark.parametrize("number", ["80", "-3.6", "0"])
def test_a_response_keeps_bound_and_number_apart(bound, number):
    assert bounds.unsigned(f"{bounds.SIGNS.get(bound, '')}{number}") == (bound, number)


def test_lower_bounds_go_one_way_and_upper_bounds_the_other():
    assert bounds.same_direction("more", "at_least")
    assert bounds.same_direction("at_most", "less")
    assert bounds.same_direction("less", "less")
    assert not bounds.same_direction("more", "at_most")
    assert not bounds.same_direction("less", "at_least")

"""The figures of all learners: against a class worked out by hand, and none that rests on too few."""

from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.insights.classical import Pairs
from studyapp.insights.collectors import ITEMS
from studyapp.insights.item_figures import FEWEST_OTHERS, WHOLE
from studyapp.insights.models import Encounter, ItemFigures
from studyapp.insights.options import options_of
from studyapp.library.models import Question
from tests.examples import one_in
from tests.insights.encounters import all_met, crowd, met, told
from tests.shelf import stock

pytestmark = pytest.mark.django_db

CLASS = [
    *("111111", "111110", "111101", "111011", "110111"),
    *("101100", "011000", "010010", "000100", "000011"),
]
"""Ten learners, a row each, and what they had right at first of six questions, a column each.

Of the first question six are right: p = 0.6. The rest scores are what they had right of the other five: 5 4 4 4 4 2 for
those six (mean 23/6), and 2 2 1 2 for the others (mean 7/4). All ten have 3 on average, and the squares add up to
25 + 16·4 + 4·4 + 1 = 106, so that s² = 10.6 − 9 = 1.6. Then
r = (23/6 − 7/4) / √1.6 · √0.24 = 2.0833 / 1.2649 · 0.4899 = 0.8069.
"""


@pytest.fixture
def questions() -> list[Question]:
    return stock(6)


@pytest.fixture
def pupils() -> list[User]:
    return crowd(10)


def of_class(pupils: list[User], questions: list[Question]) -> list[Encounter]:
    return [
        met(pupil, question, right=mark == "1")
        for pupil, marks in zip(pupils, CLASS, strict=True)
        for question, mark in zip(questions, marks, strict=True)
    ]


def test_the_class_worked_out_by_hand(pupils: list[User], questions: list[Question]) -> None:
    one = told(of_class(pupils, questions))[questions[0].pk]
    assert (one.learners, one.answers, one.firsts, one.first_right, one.compared) == (10, 10, 10, 6, 10)
    assert one.difficulty == 0.6
    assert one.discrimination == pytest.approx(0.8069, abs=0.00005)


def test_nine_learners_have_no_figures_and_ten_have(pupils: list[User], questions: list[Question]) -> None:
    assert told(all_met(pupils[:9], questions[:1])) == {}
    assert [*told([met(pupils[9], questions[0])])] == [questions[0].pk]
    pupils[0].erase()
    ITEMS.finish()
    assert not ItemFigures.objects.exists()


def test_ten_learners_of_whom_nine_met_it_so_have_no_figure_of_first_answers(
    pupils: list[User], questions: list[Question]
) -> None:
    one = told([*all_met(pupils[:9], questions[:1]), met(pupils[9], questions[0], right=None, answers=3)])[
        questions[0].pk
    ]
    assert (one.learners, one.answers, one.firsts) == (10, 12, 9)
    assert (one.first_right, one.median_ms, one.picks, one.discrimination) == (None, None, None, None)


def test_who_has_met_little_else_has_no_rest_score(pupils: list[User], questions: list[Question]) -> None:
    encounters = of_class(pupils, questions)
    del encounters[-1]  # the last pupil met five questions only: four besides each
    figures = told(encounters)
    assert {one.compared for one in figures.values()} == {9}
    assert {one.discrimination for one in figures.values()} == {None}


@pytest.mark.parametrize("count", [10, 11])
def test_the_median_is_of_the_middle_answer_or_of_the_two(questions: list[Question], count: int) -> None:
    times = [1000 * n**2 for n in range(count)]
    one = told(met(pupil, questions[0], first_ms=ms) for pupil, ms in zip(crowd(count), reversed(times), strict=True))[
        questions[0].pk
    ]
    assert one.median_ms == int(median(times))


def test_each_option_has_its_count_and_what_those_who_picked_it_know(
    pupils: list[User], questions: list[Question]
) -> None:
    question = questions[0]
    labels = [option.label for option in options_of(question.asked.body)]
    right = labels.index("The Moon")
    others = [place for place in range(len(labels)) if place != right]
    encounters = [one for one in all_met(pupils, questions) if one.question_id != question.pk]
    picks = [1 << right] * 6 + [1 << others[0]] * 3 + [0]
    encounters += [
        met(pupil, question, right=pick == 1 << right, first_picks=pick)
        for pupil, pick in zip(pupils, picks, strict=True)
    ]
    one = told(encounters)[question.pk]
    assert {stored["label"]: stored["count"] for stored in one.picks} == {
        **dict.fromkeys(labels, 0),
        "The Moon": 6,
        labels[others[0]]: 3,
    }
    assert one.gave_up == 1
    assert {stored["elsewhere"] for stored in one.picks} == {None}, "of fewer than ten nothing is told"


def test_of_ten_who_picked_it_is_told_what_they_know(questions: list[Question]) -> None:
    pupils = crowd(11)
    encounters = [one for one in all_met(pupils, questions) if one.question_id != questions[0].pk]
    encounters += [
        met(pupil, questions[0], right=number > 0, first_picks=1 if number else 2)
        for number, pupil in enumerate(pupils)
    ]
    one = told(encounters)[questions[0].pk]
    assert one.picks is not None
    assert [(stored["count"], stored["elsewhere"]) for stored in one.picks[:2]] == [(10, 50), (1, None)]


def test_what_stays_the_same_is_not_written(pupils: list[User], questions: list[Question]) -> None:
    told(all_met(pupils, questions))
    with CaptureQueriesContext(connection) as captured:
        ITEMS.finish()
    assert [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert len(captured) <= 10


@pytest.mark.parametrize(
    "spoiled",
    [
        {"learners": 9, "firsts": 9, "compared": 9, "first_right": None, "median_ms": None, "discrimination": None},
        {"firsts": 9, "compared": 9, "discrimination": None},
        {"compared": 9},
        {"discrimination": 1.5},
        {"firsts": 11},
    ],
)
def test_the_database_keeps_no_figure_of_too_few(
    pupils: list[User], questions: list[Question], spoiled: dict[str, Any]
) -> None:
    told(of_class(pupils, questions))
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemFigures.objects.filter(question=questions[0]).update(**spoiled)


crowds = st.lists(
    st.lists(st.sampled_from([None, True, True, False]), min_size=7, max_size=7), min_size=10, max_size=16
)


@one_in(4)  # each makes a class
@given(crowds, st.integers(0, 100))
def test_they_are_what_their_definitions_come_to_bit_by_bit_or_at_once(
    marks: list[list[bool | None]], cut: int
) -> None:
    with transaction.atomic():
        questions, pupils = stock(7), crowd(len(marks))
        encounters = [
            met(pupil, question, right=right)
            for pupil, row in zip(pupils, marks, strict=True)
            for question, right in zip(questions, row, strict=True)
            if right is not None
        ]
        told(encounters[:cut])
        figures, bit_by_bit = told(encounters[cut:]), stored()
        ItemFigures.objects.all().delete()
        ITEMS.finish()
        assert stored() == bit_by_bit
        for place, question in enumerate(questions):
            expected = by_definition(place, marks)
            one = figures.get(question.pk)
            assert (one and (one.firsts, one.first_right, one.compared, one.discrimination)) == expected
        transaction.set_rollback(True)


def stored() -> list[dict[str, Any]]:
    return [{**row} for row in ItemFigures.objects.order_by("pk").values()]


def by_definition(place: int, marks: list[list[bool | None]]) -> tuple[int, int, int, float | None] | None:
    """First answers, those right, those with a rest score, and its correlation: one learner after the other."""
    firsts = [(row[place], [*row[:place], *row[place + 1 :]]) for row in marks if row[place] is not None]
    if len(firsts) < 10:
        return None
    pairs = Pairs()
    for right, others in firsts:
        known = [other for other in others if other is not None]
        if len(known) >= FEWEST_OTHERS:
            rest = int(Fraction(WHOLE * sum(known), len(known)))
            pairs += Pairs(1, int(bool(right)), rest, rest**2, rest if right else 0)
    enough = pairs.count >= 10
    return len(firsts), sum(bool(right) for right, _ in firsts), pairs.count, pairs.discrimination if enough else None

"""The classical statistics, on a table worked out by hand and against their definitions."""

from math import sqrt
from statistics import fmean, pstdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.insights.classical import Pairs, difficulty

BY_HAND = [(1, 9), (1, 8), (1, 8), (1, 7), (1, 6), (1, 6), (0, 5), (0, 4), (0, 4), (0, 3)]
"""Ten learners: whether the item was right, and the rest score. Six of ten are right, so p = 0.6 and q = 0.4. Those who
are right have 44 / 6 = 7 1/3 on average, the others 16 / 4 = 4. All have 6, and the squares add up to 396, so that
s² = 396 / 10 − 6² = 3.6. Then r = (7 1/3 − 4) / √3.6 · √0.24 = 3.3333 / 1.8974 · 0.4899 = 0.8607."""

tables = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 10_000)), min_size=4, max_size=60)


def pairs(table: list[tuple[int, int]]) -> Pairs:
    return Pairs(
        len(table),
        sum(x for x, _ in table),
        sum(y for _, y in table),
        sum(y * y for _, y in table),
        sum(x * y for x, y in table),
    )


def test_the_table_worked_out_by_hand() -> None:
    found = pairs(BY_HAND)
    assert found == Pairs(count=10, right=6, rest=60, rest_squared=396, right_rest=44)
    assert difficulty(found.right, found.count) == 0.6
    assert found.discrimination == pytest.approx(0.8607, abs=0.00005)
    assert not found.is_surely_negative


def test_turned_over_it_is_the_opposite_and_sure() -> None:
    found = pairs([(1 - x, y) for x, y in BY_HAND])
    assert found.discrimination == pytest.approx(-0.8607, abs=0.00005)
    assert found.is_surely_negative


@pytest.mark.parametrize(
    ("r_below_zero", "is_sure"),
    # Fisher's z of 12 learners: atanh r · 3. It is −1.96 at r = −0.5737.
    [([(1, 1), (0, 2)] * 6, True), ([(1, 0), (0, 1), (1, 1), (0, 0), (1, 0), (0, 1)] * 2, False)],
)
def test_a_little_below_zero_is_chance(r_below_zero: list[tuple[int, int]], is_sure: bool) -> None:
    found = pairs(r_below_zero)
    assert found.discrimination is not None
    assert found.discrimination < 0
    assert found.is_surely_negative == is_sure


@pytest.mark.parametrize("alike", [[(1, 3), (1, 4)], [(0, 3), (0, 4)], [(1, 3), (0, 3)], []])
def test_where_all_are_alike_there_is_nothing_to_correlate(alike: list[tuple[int, int]]) -> None:
    assert pairs(alike).discrimination is None
    assert not pairs(alike).is_surely_negative


@given(tables)
def test_it_is_the_point_biserial_correlation(table: list[tuple[int, int]]) -> None:
    right, wrong = [y for x, y in table if x], [y for x, y in table if not x]
    spread = pstdev([y for _, y in table])
    assume(right and wrong and spread)
    p = len(right) / len(table)
    expected = (fmean(right) - fmean(wrong)) / spread * sqrt(p * (1 - p))
    found = pairs(table).discrimination
    assert found == pytest.approx(expected, abs=1e-9)
    assert found is not None
    assert -1 <= found <= 1


@given(tables, st.integers(0, 60))
def test_parts_add_up_to_the_whole(table: list[tuple[int, int]], cut: int) -> None:
    assert pairs(table[:cut]) + pairs(table[cut:]) == pairs(table)

"""What is odd about a question is said by plain rules, each with its bound."""

from typing import Any

import pytest

from studyapp.insights.flags import FLAGS, flag, unpicked
from studyapp.insights.models import ItemFigures
from studyapp.insights.options import Picked


def figures(number: int = 1, **given: Any) -> ItemFigures:
    """Of a question that nothing is odd about."""
    usual = {"answers": 20, "firsts": 20, "first_right": 12, "median_ms": 8000, "overridden": 0, "picks": None}
    return ItemFigures(revision_id=number, **{**usual, **given})


def raised(one: ItemFigures, *others: ItemFigures) -> set[str]:
    found = flag([one, *others], {each.pk: "choice" for each in (one, *others)})[0]
    assert found.flags == sum(getattr(found, name) for name in FLAGS)
    return {name for name in FLAGS if getattr(found, name)}


def options(*wrong: int) -> list[dict[str, object]]:
    """One right option, and wrong ones that so many picked."""
    of_wrong = [Picked(f"W{count}", right=False, count=count, elsewhere=None) for count in wrong]
    return [each.stored for each in (Picked("R", right=True, count=9, elsewhere=None), *of_wrong)]


def test_nothing_is_odd_about_most_questions() -> None:
    assert raised(figures()) == set()


@pytest.mark.parametrize(("right", "is_easy"), [(17, False), (18, True), (20, True), (None, False)])
def test_nine_of_ten_right_is_too_easy(right: int | None, is_easy: bool) -> None:
    assert ("is_easy" in raised(figures(first_right=right))) == is_easy


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ((5, 3, 0), ["W0"]),  # (2/3)⁸ = 0.04
        ((4, 3, 0), []),  # (2/3)⁷ = 0.06
        ((5, 0), ["W0"]),  # (1/2)⁵ = 0.03
        ((0, 0), []),
        ((9,), []),
        ((0,), []),
    ],
)
def test_a_distractor_that_nobody_picks_is_told_once_chance_would_have_had_it_picked(
    wrong: tuple[int, ...], names: list[str]
) -> None:
    one = figures(picks=options(*wrong))
    assert [option.label for option in unpicked(Picked(**stored) for stored in one.picks)] == names
    assert ("is_unpicked" in raised(one)) == bool(names)


@pytest.mark.parametrize(
    ("median_ms", "usual", "others", "is_slow"),
    [
        (16_001, 8000, 4, True),
        (16_000, 8000, 4, False),
        (16_001, 8000, 3, False),  # too few of the kind
        (9_000, 2000, 4, False),  # nothing so quick is slow
        (None, 8000, 5, False),
    ],
)
def test_what_takes_twice_as_long_as_its_kind_is_slow(
    median_ms: int | None, usual: int, others: int, is_slow: bool
) -> None:
    rest = [figures(2 + n, median_ms=usual) for n in range(others)]
    assert ("is_slow" in raised(figures(median_ms=median_ms), *rest)) == is_slow


@pytest.mark.parametrize(("overridden", "is_contested"), [(1, False), (2, True)])
def test_one_answer_in_ten_judged_otherwise_is_contested(overridden: int, is_contested: bool) -> None:
    assert ("is_contested" in raised(figures(overridden=overridden))) == is_contested


def test_a_key_to_check_is_counted_with_the_others() -> None:
    assert raised(figures(is_contrary=True, first_right=20)) == {"is_contrary", "is_easy"}

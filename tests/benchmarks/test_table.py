"""The table of a benchmark: its ratios, those that are kept, and what it shows."""

from pathlib import Path

import pytest

from tests.benchmarks.answers import beside
from tests.benchmarks.table import Row, keep_ratios, last_ratios, lines

pytestmark = pytest.mark.any_database

NEXT, WEIGHT, TIME = Row("next", 9.0, 6.0, 1.8), Row("page, KB", 27.5, None, 28), Row("a review", 300.0)


def test_a_ratio_is_the_cost_over_what_stands_beside_it_or_the_cost_alone():
    assert [NEXT.ratio, WEIGHT.ratio] == [1.5, 27.5]


def test_ratios_are_kept_for_each_database_and_those_not_measured_stay(tmp_path: Path):
    file = tmp_path / "ratios.json"
    assert last_ratios("sqlite", file) == {}
    keep_ratios([NEXT, WEIGHT], "sqlite", file)
    keep_ratios([Row("next", 12.0, 6.0, 1.8)], "postgresql", file)
    keep_ratios([Row("page, KB", 20.0, None, 28)], "sqlite", file)
    assert last_ratios("sqlite", file) == {"next": 1.5, "page, KB": 20.0}
    assert last_ratios("postgresql", file) == {"next": 2.0}


def test_what_has_no_bound_is_not_kept(tmp_path: Path):
    keep_ratios([TIME], "sqlite", tmp_path / "ratios.json")
    assert last_ratios("sqlite", tmp_path / "ratios.json") == {}


def test_a_table_shows_each_ratio_beside_the_last_one():
    heading, first, second = lines([NEXT, WEIGHT], ("app", "floor"), {"last": {"next": 1.4}})
    assert heading.split() == ["measure", "app", "floor", "ratio", "must", "last"]
    assert first.split() == ["next", "9.00", "6.00", "1.50", "1.80", "1.40"]
    assert second.split() == ["page,", "KB", "27.50", "27.50", "28.00"]
    assert len(first) == len(second) == len(heading)


def test_what_is_compared_with_another_commit_alone_has_a_row_more():
    proving = Row("rebuild_cards, microseconds a review", 300.0)
    others = [Row(proving.measure, 1500.0), Row("next", 60.0, 6.0, 1.8), Row("page, KB", 30.0, None, 28)]
    *same, more = beside([NEXT, WEIGHT, proving], others)
    assert same == [NEXT, WEIGHT, proving]
    assert (more.beside, more.ratio) == (1500.0, 0.2)

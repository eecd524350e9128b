"""Charts put numbers where they belong, inside their frame, in words that every language's SVG understands."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.insights.charts import BASE, PLOT, TOP, Column, Course, Rect, Scale, columns, courses, nice_top

counts = st.integers(0, 100_000)


def share(coordinate: str) -> float:
    """Of the width."""
    found = re.fullmatch(r"(-?\d+\.\d\d)%", coordinate)
    assert found, coordinate
    return float(found[1]) / 100


@given(st.floats(0, 1e6))
def test_the_top_is_round_even_and_not_far_above(most: float) -> None:
    top = nice_top(most)
    assert top >= most
    assert top % 2 == 0
    assert top <= max(2 * most, 2)


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (3, 4), (10, 10), (11, 20), (61, 80), (999, 1000)])
def test_the_top_is_the_next_round_number(most: float, top: int) -> None:
    assert nice_top(most) == top


@given(st.lists(st.lists(counts, min_size=1, max_size=3), max_size=60))
def test_columns_stand_in_order_inside_the_frame(given_: list[list[int]]) -> None:
    chart = columns([Column([("first", value) for value in values]) for values in given_], names=[])
    assert len(chart.rects) == sum(value > 0 for values in given_ for value in values)
    for rect in chart.rects:
        assert 0 <= share(rect.x) < share(rect.x) + share(rect.width) <= 1
        assert TOP - 3 <= float(rect.y) < BASE
        assert float(rect.height) >= 1
    places = [share(rect.x) for rect in chart.rects]
    assert places == sorted(places)


def test_a_columns_parts_stand_upon_one_another() -> None:
    low, high = columns([Column([("first", 30), ("second", 10)])], names=[], top=40).rects
    assert (float(low.y) + float(low.height), float(high.y)) == (BASE, TOP)
    assert float(high.y) + float(high.height) == float(low.y)
    assert float(low.height) == 0.75 * PLOT


def test_nothing_is_no_column_and_little_can_still_be_seen() -> None:
    (rect,) = columns([Column([("first", 0)]), Column([("first", 1)])], names=[], top=10_000).rects
    assert rect.height == "1.0"


def test_a_claim_is_drawn_across_its_column() -> None:
    chart = columns([Column([("first", 10)]), Column([("first", 20)], claim=50)], names=[], top=100)
    (line,) = chart.lines
    assert (line.x1, line.x2, line.y1) == ("50.00%", "100.00%", line.y2)
    assert float(line.y1) == (TOP + BASE) / 2


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    points = [(80.0, ""), (90.0, ""), (None, ""), (70.0, "so")]
    chart = courses([Course("young", points)], scale=Scale(50, 100), names=[], wanted=90)
    assert len(chart.dots) == 3
    assert [line.tone for line in chart.lines] == ["claim", "young"]
    assert chart.dots[2].title == "so"
    heights = [float(dot.y) for dot in chart.dots]
    assert heights[1] < heights[0] < heights[2], "more is further up"
    assert chart.lines[0].y1 == chart.dots[1].y


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_what_lies_off_the_scale_is_drawn_at_its_end(low: float, value: float) -> None:
    assert TOP <= Scale(low, low + 50).y(value) <= BASE


def test_names_at_the_edges_stay_inside() -> None:
    chart = columns([], names=[(0, "first"), (0.5, "middle"), (1, "last")])
    below = {text.text: text.anchor for text in chart.texts if float(text.y) > BASE + 10}
    assert below == {"first": "start", "middle": "middle", "last": "end"}


def test_the_values_beside_it_are_the_foot_the_middle_and_the_top() -> None:
    chart = courses([], scale=Scale(50, 100), names=[], wanted=90, unit=" %")
    assert [text.text for text in chart.texts] == ["50 %", "75 %", "100 %"]
    assert all(float(above.y2) < float(below.y1) for below, above in pairwise(chart.grid))


def test_a_title_is_kept_as_it_is() -> None:
    (rect,) = columns([Column([("first", 1)], "<b>")], names=[]).rects
    assert isinstance(rect, Rect)
    assert rect.title == "<b>"

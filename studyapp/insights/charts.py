"""Where the marks of a chart stand: numbers in, coordinates out, as text for the attributes of SVG.

Across, a coordinate is a share of the width: a chart fills a phone and a wide page alike, and its letters keep their
size. Down, it is in pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

TOP, PLOT, FOOT = 16, 136, 24
"""Room above the highest value, for the values, and for the names below."""
BASE = TOP + PLOT
FILLED = 0.78
"""How much of its place a column takes up."""


class Rect(NamedTuple):
    x: str
    y: str
    width: str
    height: str
    tone: str
    title: str = ""


class Line(NamedTuple):
    x1: str
    y1: str
    x2: str
    y2: str
    tone: str


class Dot(NamedTuple):
    x: str
    y: str
    tone: str
    title: str = ""


class Text(NamedTuple):
    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn; `span` says which part of the figure it is, where there are several."""

    height: str
    grid: Sequence[Line] = ()
    rects: Sequence[Rect] = ()
    lines: Sequence[Line] = ()
    dots: Sequence[Dot] = ()
    texts: Sequence[Text] = ()
    span: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Its parts from below: the tone of each, and its value. `claim` is a value to hold it against."""

    parts: Sequence[tuple[str, float]]
    title: str = ""
    claim: float | None = None

    @property
    def total(self) -> float:
        return sum(value for _, value in self.parts)


@dataclass(frozen=True, slots=True)
class Course:
    """One line through the chart: a value for each place, None where there is none, and what to say of it."""

    tone: str
    points: Sequence[tuple[float | None, str]]


@dataclass(frozen=True, slots=True)
class Scale:
    """What stands at the foot of the plot and what at its top."""

    low: float
    high: float

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return BASE - PLOT * min(max(share, 0.0), 1.0)


type Names = Iterable[tuple[float, str]]
"""What stands below the plot, and where: 0 is its left edge, 1 its right."""


def across(share: float) -> str:
    return f"{100 * share:.2f}%"


def down(y: float) -> str:
    return f"{y:.1f}"


def nice_top(most: float) -> int:
    """The next round and even number."""
    power = 1
    while most > 10 * power:
        power *= 10
    return next(step * power for step in (2, 4, 6, 8, 10) if step * power >= most)


def columns(given: Sequence[Column], *, names: Names, top: float | None = None, unit: str = "") -> Chart:
    """Columns side by side, each in parts one upon another."""
    scale = Scale(0, top or nice_top(max((column.total for column in given), default=0)))
    place = 1 / max(len(given), 1)
    rects: list[Rect] = []
    claims: list[Line] = []
    for number, column in enumerate(given):
        left = number * place
        rects += _parts(column, left + place * (1 - FILLED) / 2, place * FILLED, scale)
        if column.claim is not None:
            y = down(scale.y(column.claim))
            claims.append(Line(across(left), y, across(left + place), y, "claim"))
    grid, ticks = _grid(scale, unit)
    return Chart(height=str(BASE + FOOT), grid=grid, rects=rects, lines=claims, texts=[*ticks, *_below(names)])


def courses(given: Sequence[Course], *, scale: Scale, names: Names, wanted: float, unit: str = "") -> Chart:
    """Lines from left to right, and a level one at what is wanted. A line is broken where a value is missing."""
    lines: list[Line] = []
    dots: list[Dot] = []
    for course in given:
        place = 1 / max(len(course.points), 1)
        last: Dot | None = None
        for number, (value, title) in enumerate(course.points):
            if value is None:
                last = None
                continue
            dot = Dot(across((number + 0.5) * place), down(scale.y(value)), course.tone, title)
            if last is not None:
                lines.append(Line(last.x, last.y, dot.x, dot.y, course.tone))
            dots.append(dot)
            last = dot
    grid, ticks = _grid(scale, unit)
    y = down(scale.y(wanted))
    level = Line("0%", y, "100%", y, "claim")
    return Chart(height=str(BASE + FOOT), grid=grid, lines=[level, *lines], dots=dots, texts=[*ticks, *_below(names)])


def _parts(column: Column, left: float, width: float, scale: Scale) -> list[Rect]:
    """The lowest part first; what is nothing is not drawn, and what is little can still be seen."""
    found, below = [], 0.0
    for tone, value in column.parts:
        if value <= 0:
            continue
        top, foot = scale.y(below + value), scale.y(below)
        top = min(top, foot - 1)
        found.append(Rect(across(left), down(top), across(width), down(foot - top), tone, column.title))
        below += value
    return found


def _grid(scale: Scale, unit: str) -> tuple[list[Line], list[Text]]:
    values = (scale.low, (scale.low + scale.high) / 2, scale.high)
    lines = [Line("0%", down(scale.y(value)), "100%", down(scale.y(value)), "grid") for value in values]
    texts = [Text("-6", down(scale.y(value) + 4), f"{value:g}{unit}", "end") for value in values]
    return lines, texts


def _below(names: Names) -> list[Text]:
    anchors = {0.0: "start", 1.0: "end"}
    return [Text(across(at), str(BASE + 17), text, anchors.get(at, "middle")) for at, text in names]

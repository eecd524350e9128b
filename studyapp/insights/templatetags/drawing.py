"""Marks of a chart and cells of its table: a page has hundreds of them, too many for a template to go through.

Coordinates and tones are of our own making; what is said in words is escaped.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from studyapp.insights.charts import Chart, Dot, Line, Rect, Text

register = template.Library()


@register.simple_tag
def drawn(chart: Chart) -> SafeString:
    """All marks, those that lie behind the others first."""
    behind, before = map(_line, chart.grid), map(_line, chart.lines)
    marks = [*behind, *map(_rect, chart.rects), *before, *map(_dot, chart.dots), *map(_text, chart.texts)]
    return mark_safe("\n".join(marks))  # noqa: S308  every part is escaped


def _line(line: Line) -> str:
    return f'<line class="{line.tone}" x1="{line.x1}" y1="{line.y1}" x2="{line.x2}" y2="{line.y2}"/>'


def _rect(rect: Rect) -> str:
    place = f'x="{rect.x}" y="{rect.y}" width="{rect.width}" height="{rect.height}"'
    return f'<rect class="{rect.tone}" {place}>{_title(rect.title)}</rect>'


def _dot(dot: Dot) -> str:
    shape = '<rect x="-4" y="-4" width="8" height="8"/>' if dot.tone == "mature" else '<circle r="4.5"/>'
    return f'<svg x="{dot.x}" y="{dot.y}"><g class="{dot.tone}">{shape}{_title(dot.title)}</g></svg>'


def _text(text: Text) -> str:
    return f'<text x="{text.x}" y="{text.y}" text-anchor="{text.anchor}">{escape(text.text)}</text>'


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>" if words else ""


@register.simple_tag
def table_head(names: Iterable[str]) -> SafeString:
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return mark_safe(f"<tr>{cells}</tr>")  # noqa: S308  every cell is escaped


@register.simple_tag
def table_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """Each begins with what it is about."""
    return mark_safe("\n".join(map(_row, rows)))  # noqa: S308  every cell is escaped


def _row(row: Sequence[str]) -> str:
    head, *rest = row
    cells = "".join([f"<td>{escape(cell)}</td>" for cell in rest])
    return f'<tr><th scope="row">{escape(head)}</th>{cells}</tr>'

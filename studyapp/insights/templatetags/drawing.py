"""Marks of a chart and cells of its table: a page has hundreds of them, too many for a template to go through."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from studyapp.insights.charts import Rect

register = template.Library()

RECT = '<rect class="{}" x="{}" y="{}" width="{}" height="{}">{}</rect>'


@register.simple_tag
def drawn(rects: Iterable[Rect]) -> SafeString:
    marks = ((rect.tone, rect.x, rect.y, rect.width, rect.height, _title(rect)) for rect in rects)
    return format_html_join("\n", RECT, marks)


def _title(rect: Rect) -> str:
    return format_html("<title>{}</title>", rect.title) if rect.title else ""


@register.simple_tag
def table_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """Each begins with what it is about."""
    cells = ((head, format_html_join("", "<td>{}</td>", ([cell] for cell in rest))) for head, *rest in rows)
    return format_html_join("\n", '<tr><th scope="row">{}</th>{}</tr>', cells)

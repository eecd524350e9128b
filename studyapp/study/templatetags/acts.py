"""Where a form of the sitting leads that does something with its card."""

from functools import cache

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SOME_CARD = 1_234_567_890


@cache
def _pattern(verb: str, *some: int) -> str:
    """Looked up once for all cards: a verdict has a dozen addresses, and to look one up takes as long as to show it."""
    return reverse(verb, args=some).replace(str(SOME_CARD), "{}")


@register.simple_tag(takes_context=True)
def to(context: Context, verb: str, question: int | None = None) -> SafeString:
    """The address, of a card or of the sitting, which stays within what the sitting is narrowed to."""
    if question is None:
        return format_html(_pattern(verb) + "{}", context["query"])
    return format_html(_pattern(verb, SOME_CARD) + "{}", question, context["query"])


@register.simple_tag(takes_context=True)
def act(context: Context, verb: str, question: int | None = None) -> SafeString:
    """The attributes of a form that works with and without htmx."""
    return format_html('method="post" action="{0}" hx-post="{0}"', to(context, verb, question))

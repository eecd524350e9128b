"""Show on a page what rooms above have put in its slots."""

from collections.abc import Iterable, Mapping

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from studyapp.library import slots
from studyapp.library.models import Article, Deck, Fact, Question

register = template.Library()


@register.simple_tag(takes_context=True)
def fact_slot(context: RequestContext, fact: Fact) -> SafeString:
    return format_html_join("\n", "{}", ([fill(context.request, fact)] for fill in slots.FACT))


@register.simple_tag(takes_context=True)
def article_slot(context: RequestContext, article: Article) -> SafeString:
    return format_html_join("\n", "{}", ([fill(context.request, article)] for fill in slots.ARTICLE))


@register.simple_tag(takes_context=True)
def question_links_slot(context: RequestContext, question: Question) -> SafeString:
    return format_html_join("\n", "{}", ([fill(context.request, question)] for fill in slots.QUESTION_LINKS))


@register.simple_tag(takes_context=True)
def deck_links_slot(context: RequestContext, deck: Deck) -> SafeString:
    return format_html_join("\n", "{}", ([fill(context.request, deck)] for fill in slots.DECK_LINKS))


@register.simple_tag(takes_context=True)
def fill_slots(context: RequestContext, facts: Iterable[Fact]) -> list[Mapping[Fact, SafeString]]:
    """To be kept in a variable, of which `slot` then shows what belongs to one fact of the list."""
    listed = list(facts)
    return [fill(context.request, listed) for fill in slots.FACTS]


@register.simple_tag
def slot(filled: list[Mapping[Fact, SafeString]], fact: Fact) -> SafeString:
    return format_html_join("\n", "{}", ([each[fact]] for each in filled if fact in each))

"""The numbers of a learner's day in templates."""

from django import template
from django.utils.safestring import SafeString

from studyapp.study.figures import Plan, bare
from studyapp.study.progress.decks import DeckProgress

register = template.Library()


@register.filter
def figure(n: int, name: str) -> SafeString:
    """A number that stands in a sentence, printed with its name."""
    return bare(name, n).html


@register.filter
def plan(one: DeckProgress) -> Plan:
    """What a deck holds for today."""
    return Plan.of_deck(one)

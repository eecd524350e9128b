"""How admin names a thing in a message or a table: by its own words, shortened, as a link to its page."""

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator


def page_of(thing: Model, page: str = "change") -> str:
    """The address of its form, or of another of its pages."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])


def link(thing: Model) -> SafeString:
    return format_html('<a href="{}">{}</a>', page_of(thing), Truncator(str(thing)).chars(90))


def links(things: Iterable[Model]) -> SafeString:
    return format_html_join(", ", "{}", ((link(thing),) for thing in things))

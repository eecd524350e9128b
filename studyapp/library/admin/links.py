"""How admin names a thing in a message or a table: by its own words, shortened, as a link to its page."""

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator


def link(thing: Model) -> SafeString:
    opts = thing._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[thing.pk])
    return format_html('<a href="{}">{}</a>', address, Truncator(str(thing)).chars(90))


def links(things: Iterable[Model]) -> SafeString:
    return format_html_join(", ", "{}", ((link(thing),) for thing in things))

"""What every page needs of Python: how htmx is to behave, and the language and direction of what stands in another."""

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, lru_cache

from django import template
from django.db.models import Model
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

HTMX = {
    # The content policy forbids both; so htmx does not try.
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    # A page that is gone back to is asked for anew: nothing a learner saw is kept in the browser's storage.
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    # A swap settles at once, or a quick key would find a form that htmx does not know yet.
    "defaultSettleDelay": 0,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        # These answer the form itself.
        {"code": "409|422", "swap": True},
        # Any other refusal takes over the page.
        {
            "code": "4..",
            "swap": True,
            "target": "#main",
            "select": "#main",
            "swapOverride": "outerHTML show:window:top",
        },
        # After a fault the form stays, so that nothing typed is lost.
        {"code": "...", "swap": False, "error": True},
    ],
}

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"}
"""Languages written from right to left, where their tag names no script."""
RIGHT_TO_LEFT_SCRIPTS = {"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}

MOST_KEPT = 2000
"""Pieces of pages that a process keeps."""

PLACE = re.compile(r"<=(\w+)>")
"""Where a kept piece prints a value of the page at hand; no words of anyone can say it, since theirs are escaped."""


@register.simple_tag
def htmx_config() -> SafeString:
    """The element that htmx reads its settings from."""
    return format_html('<meta name="htmx-config" content="{}">', json.dumps(HTMX))


def direction(language: str) -> str:
    """How a language is written, by its tag: rtl for "ar" and "pa-Arab", ltr for "vi" and "ks-Deva"."""
    main, *parts = language.lower().split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), "")
    from_right = script in RIGHT_TO_LEFT_SCRIPTS if script else main in RIGHT_TO_LEFT
    return "rtl" if from_right else "ltr"


@register.filter
@lru_cache(MOST_KEPT)
def lang(language: str | None) -> SafeString | str:
    """The attributes of an element whose content is in this language; none where it is that of the page."""
    return format_html('lang="{}" dir="{}"', language, direction(language)) if language else ""


@register.filter
def ended(words: str) -> str:
    """Words with the point of a sentence, which an abbreviation at their end has already: "20 июня 2024 г."."""
    return words if words.endswith(".") else f"{words}."


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that a kept piece does nothing with but print it."""

    value: object


@register.filter
def printed(value: object) -> Printed:
    return Printed(value)


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str, **values: object) -> SafeString:
    """What a template makes of these values and nothing else, kept in the process and found again by all of them.

    So it cannot lie, and nothing has to empty it: a row of which any column changed, or a related row of it that was
    read along, is another value. What is `printed` is put in its place each time anew, as is the token of a form.
    """
    later = {given: value.value for given, value in values.items() if isinstance(value, Printed)}
    seen = tuple((given, given in later or _seen(value)) for given, value in values.items())
    places = {given: mark_safe(f"<={given}>") for given in (*later, "csrf_token")}  # noqa: S308  a name of ours
    parts = rendered(name, get_language(), _Given(seen, {**values, **places}))
    if len(parts) == 1:
        return parts[0]
    later["csrf_token"] = context.get("csrf_token", "")
    printed_now = {given: conditional_escape(str(later[given])) for given in {*parts[1::2]}}
    whole = "".join([printed_now[part] if i % 2 else part for i, part in enumerate(parts)])
    return mark_safe(whole)  # noqa: S308  safe as it was


@dataclass(frozen=True)
class _Given:
    seen: Hashable
    values: dict[str, object] = field(compare=False)


@lru_cache(MOST_KEPT)
def rendered(name: str, _language: str | None, given: _Given) -> tuple[SafeString, ...]:
    """The piece, cut at its places: words and names of values in turn."""
    return tuple(map(mark_safe, PLACE.split(get_template(name).render(given.values))))


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(column.attname for column in model._meta.concrete_fields)


def _seen(value: object) -> Hashable:
    """All that a template can see of a value: of a row its columns, and those of the rows at hand with it."""
    if isinstance(value, Model):
        columns = map(vars(value).get, _columns(type(value)))
        return type(value), *columns, *map(_seen, value._state.fields_cache.values())
    if isinstance(value, SafeString):  # equal to the same words that are to be escaped
        return SafeString, str(value)
    if isinstance(value, list | tuple):
        return type(value), *map(_seen, value)
    if is_dataclass(value):  # it may hold a row, which is equal to another of the same key
        return type(value), *(_seen(getattr(value, column.name)) for column in fields(value))
    return type(value), value  # words that are safe as they stand are equal to others that are not

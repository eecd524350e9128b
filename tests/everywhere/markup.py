"""Markup that would call `window.fired` if a page took it for its own, and its way into every text of the database."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count, product
from typing import Any

from django.apps import apps
from django.db import Error, models, transaction

from studyapp.kinds import KINDS
from studyapp.library.models import Revision

BREAKING_OUT = ("", '">', "'>", "</title>", "</textarea>", "</option></select>", "</script>", "-->", "]]>", "&lt;")
CALLING = (
    "<script>fired()</script>",
    "<img src=x onerror=fired()>",
    "<svg onload=fired()>",
    "<svg><script>fired()</script></svg>",
    "<body onload=fired()>",
    "<input autofocus onfocus=fired()>",
    "<details open ontoggle=fired()>",
    "<video><source onerror=fired()></video>",
    "<iframe srcdoc='<script>parent.fired()</script>'></iframe>",
    "<iframe src=javascript:parent.fired()></iframe>",
    "<object data=javascript:fired()></object>",
    "<a href=javascript:fired() autofocus onfocus=fired()>x</a>",
    "<form action=javascript:fired()><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:fired()'>",
    "<style>@import 'javascript:fired()'</style>",
    "<div hx-get=/ hx-trigger=load hx-on::load=fired()></div>",
    "<div data-hx-on:load=fired() data-hx-trigger=load data-hx-get=/></div>",
    "<math><mtext><img src=x onerror=fired()></mtext></math>",
    '" onmouseover=fired() autofocus onfocus=fired() x="',
    "javascript:fired()",
)
PAYLOADS = ["".join(parts) for parts in product(BREAKING_OUT, CALLING)]
"""Two hundred."""
ROOMS = ("accounts", "library", "study", "own", "exchange", "insights", "jobs")
KEYS = {
    *("slug", "code", "digest", "guid", "kind", "language", "interface_language", "state", "model", "email", "source"),
    *("password", "time_zone", "number_style", "answer_type", "format", "as_of", "valid_from", "valid_to", "entry"),
}
"""What is no text of anyone's: the code looks things up by it."""
WRITTEN = KINDS.keys() - {"number", "date", "cloze"}
"""Kinds whose specs are texts and no more: the others' would not be read again."""


def fill_with(payload: str) -> int:
    """Put it into every text of every table, as far as the database lets that be. How many columns took it."""
    found = 0
    for model in (model for room in ROOMS for model in apps.get_app_config(room).get_models()):
        for column in model._meta.concrete_fields:
            if _is_text(column):
                with suppress(Error), transaction.atomic():
                    found += bool(model._base_manager.update(**{column.attname: payload[: column.max_length]}))
    for revision in Revision._base_manager.select_related("question"):
        if revision.question.kind in WRITTEN:
            Revision._base_manager.filter(pk=revision.pk).update(spec=_filled(revision.spec, payload, count()))
    return found


def _is_text(column: Any) -> bool:
    return (
        isinstance(column, models.CharField | models.TextField)
        and not (column.choices or column.unique or column.primary_key)
        and column.name not in KEYS
    )


def _filled(value: Any, payload: str, numbers: Iterator[int]) -> Any:
    """The same with other texts, no two alike; what is chosen from a list stays."""
    if isinstance(value, dict):
        return {key: one if key in KEYS else _filled(one, payload, numbers) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, payload, numbers) for one in value]
    return f"{payload}{next(numbers)}" if isinstance(value, str) and value else value
